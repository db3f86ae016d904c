"""What kind of reaction a stretch of chat shows, and what many wrote alike.

Decides whether people laughed, marvelled, groaned, cheered, melted, greeted, parted or
complained of the broadcast, by counting people and never lines. Leaves telling it to the
agent.
"""
# ruff: noqa: E501 - a pattern is read whole

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.stop_words import word_set
from chronicler.analysis.words import plain_form, raw_words
from chronicler.domain.late_pattern import LatePattern

NOBODY_KNOWN: Final = "somebody"
"""Who has no name any more, or none that may be told."""


class Kind(StrEnum):
    """How people reacted."""

    LAUGHTER = "laughter"
    AWE = "awe"
    DISMAY = "dismay"
    CHEER = "cheer"
    TENDERNESS = "tenderness"
    ASSENT = "assent"
    GREETING = "greeting"
    PARTING = "parting"
    THANKS = "thanks"
    """For a gift or a follow: kindness between people, and nothing that was seen."""
    TROUBLE = "trouble"
    """Sound, picture or connection: about the broadcast, not in it."""
    STIR = "stir"
    """Many at once, of no one kind."""


_WORDS: Final = {
    Kind.LAUGHTER: "om omegadance lulw dying",
    Kind.AWE: "wow whoa woah omg omfg holy wtf what whaat whoaa huh insane wild damn dang pog pogg poggers pogu jesus noway monkas gasp",
    Kind.DISMAY: "noo nooo oof rip f pain sadge oh ouch ow yikes bruh welp crying bad unlucky sad tragic cruel poor biblethump pepehands",
    Kind.CHEER: "gg ggs yess yay clap nice lets letsgo w hype congrats grats hell woo wooo poggies hooray based epic clean ez king queen"
    " amazing beautiful perfect gj bravo victory finally o7",
    Kind.TENDERNESS: "aww aw awww awwww cute adorable love precious sweet hug hugs uwu wholesome bless",
    Kind.ASSENT: "true same exactly agreed facts indeed this",
    Kind.GREETING: "hi hello hey heya hiya hai yo hallo welcome howdy greetings wb sup morning evening hellooo hullo ahoy hola bonjour salut",
    Kind.PARTING: "bye byee buhbye goodbye goodnight gn night cya later farewell nini ciao seeya tschau adios bai",
    Kind.TROUBLE: "muted audio sound mic lag lagging laggy buffering frozen froze refresh offline desync echo bitrate ads ad",
}  # fmt: skip
"""``yes`` and ``no`` are not among them: they answer questions."""
_BY_WORD: Final[dict[str, Kind]] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_WEAK: Final = word_set("what this same true love huh poor bad sad clean king queen")
"""Words that react only where hardly anything else is said: ``what is that`` is a question."""
_ALONE: Final = 2
_EMOTES: Final = (
    (Kind.LAUGHTER, LatePattern(r"\w(?:Lul|LUL|Lol|LOL|Kek|KEK|Laugh|Laff|Hehe|Lmao|LMAO|Haha|Giggle|Omegalul)\w*\b")),
    (Kind.ASSENT, LatePattern(r"\w(?:Nod|Nodders|Agree|Same|True|Yes)\w*\b")),
    (Kind.GREETING, LatePattern(r"\w(?:Wave|Hello|Hi|Raid|Hey|Lurk|Greet\w*)\b|\bHeyGuys\b")),
    (Kind.AWE, LatePattern(r"\w(?:Pog|Gasp|Shock|Wow|Omg|Monka)\w*\b")),
    (Kind.DISMAY, LatePattern(r"\w(?:Cry|Sad|Rip|Pain|Sob|Notlike)\w*\b|NotLikeThis")),
    (Kind.CHEER, LatePattern(r"\w(?:Clap|Hype|GG|Dance|Party|Jam)\w*\b")),
    (Kind.TENDERNESS, LatePattern(r"\w(?:Love|Heart|Hug|Aww|Comfy|Pat)\w*\b")),
)  # fmt: skip
"""Codes of emotes, told by a capital within a word: ``they`` does not wave and ``bigger`` does not cheer."""
_INNER_CAPITAL: Final = LatePattern(r"\w[A-Z]")
_SIGNS: Final = (
    (Kind.TROUBLE, LatePattern(r"\b(?:no|any|where'?s?|your|the) (?:audio|sound|mic|video|picture)\b|can'?t hear|\bit'?s (?:muted|frozen|lagging)\b", re.IGNORECASE)),
    (Kind.PARTING, LatePattern(r"\b(?:good ?night|good ?bye|take care|thanks? (?:you )?for (?:the |a )?(?:great |good |nice |lovely )?stream|see (?:you|ya)|have a (?:good|great) (?:one|night|rest))\b", re.IGNORECASE)),
    (Kind.THANKS, LatePattern(r"\b(?:thanks|thank (?:you|u)|ty|tysm)\b.{0,24}(?:\bfor (?:the|a|my|our|gifting)\b|@)", re.IGNORECASE)),
    (Kind.GREETING, LatePattern(r"\b(?:good (?:morning|evening|afternoon)|welcome (?:back|in|raiders)|just (?:got|made) (?:here|it))\b|^o/", re.IGNORECASE)),
    (Kind.AWE, LatePattern(r"\b(?:no way|oh my (?:god|gosh)|what the)\b|[?!]*\?![?!]*|^[?]{2,}$|😮|😱|🤯|👀")),
    (Kind.DISMAY, LatePattern(r"\b(?:oh no|not like this|so close|that hurt)\b|😭|😢|:\(")),
    (Kind.CHEER, LatePattern(r"\b(?:let'?s go+|well (?:done|played)|good job|hell yeah|he did it|she did it|you did it|we did it)\b|👏|🎉|🔥", re.IGNORECASE)),
    (Kind.TENDERNESS, LatePattern(r"<3|❤|💜|🥰|🥹")),
)  # fmt: skip
_ASIDE: Final = frozenset({Kind.GREETING, Kind.PARTING, Kind.THANKS, Kind.TROUBLE})
_LEAST_SHARE: Final = 0.3
_ASIDE_SHARE: Final = 0.35
_CHORUS_FROM: Final = 3
_CHORUS_WORDS: Final = 6
_CHORUS_OF: Final = 6
"""One in so many of those who write must join in, or it is only something some wrote."""
_SHORT_LINE: Final = 6


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a stretch of chat reacted."""

    kind: Kind
    people: tuple[str, ...]
    """Display names of those who reacted so, in the order in which they did."""

    @property
    def is_aside(self) -> bool:
        """Whether it is about coming, going, thanking or the broadcast, and nothing to keep."""
        return self.kind in _ASIDE


def reaction_of(lines: Sequence[Line]) -> Reaction:
    """Return the reaction most people of a stretch share; ``STIR`` where fewer than a third do."""
    who: dict[Kind, dict[str, str]] = defaultdict(dict)
    for line in lines:
        for kind in kinds_of(line):
            who[kind].setdefault(line.chatter, shown_name(line))
    for line in _pasted(lines):
        who[Kind.GREETING].setdefault(line.chatter, shown_name(line))
    people = chatters(lines)
    aside = _most(who, _ASIDE)
    if aside is not None and len(who[aside]) >= max(2, _ASIDE_SHARE * people):
        return Reaction(aside, tuple(who[aside].values()))
    best = _most(who, frozenset(Kind) - _ASIDE)
    if best is not None and len(who[best]) >= max(2, _LEAST_SHARE * people):
        return Reaction(best, tuple(who[best].values()))
    everyone = {line.chatter: shown_name(line) for line in lines if line.is_reaction}
    return Reaction(Kind.STIR, tuple(everyone.values()))


def _pasted(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a long call that several wrote alike: pasted, as those of a raid do on coming."""
    long = [line for line in lines if line.size > _CHORUS_WORDS]
    who: dict[str, set[str]] = defaultdict(set)
    for line in long:
        who[line.plain].add(line.chatter)
    return [line for line in long if len(who[line.plain]) >= _CHORUS_FROM]


def kinds_of(line: Line) -> frozenset[Kind]:
    """Return every kind of reaction one line shows; long lines only by laughing."""
    shown = _LAUGHS if line.is_laughing else _NOTHING
    if line.size <= _SHORT_LINE:
        shown |= _told_by(line.message.text, line.message.emotes)
    return shown


@lru_cache(maxsize=8_192)
def _told_by(text: str, emotes: tuple[str, ...]) -> frozenset[Kind]:
    """Return what a short line tells by its words and signs; the same few are written all evening."""
    said = {plain_form(word) for word in raw_words(text) if word not in emotes}
    told = said if len(said) <= _ALONE else said - _WEAK
    signs = (*_SIGNS, *_EMOTES) if _INNER_CAPITAL.search(text) else _SIGNS
    return frozenset(
        {_BY_WORD[word] for word in told if word in _BY_WORD}
        | {kind for kind, sign in signs if sign.search(text)}
    )


_NOTHING: Final[frozenset[Kind]] = frozenset()
_LAUGHS: Final = frozenset({Kind.LAUGHTER})


def chorus(lines: Iterable[Line]) -> tuple[str, tuple[str, ...]] | None:
    """Return what three people or more wrote alike, and their names; ``None`` where nothing was.

    Only words count: laughter, single emotes, letters and pictures made of signs do not make
    a chorus, nor do a few of very many.
    """
    lines = list(lines)
    said: dict[str, dict[str, str]] = defaultdict(dict)
    shown: dict[str, str] = {}
    for line in lines:
        if (
            line.stems
            and not (line.has_emote or line.is_linking)
            and line.size <= _CHORUS_WORDS
            and _is_spelt(line)
        ):
            said[line.plain].setdefault(line.chatter, shown_name(line))
            shown.setdefault(line.plain, " ".join(line.message.text.split()))
    if not said:
        return None
    best = min(said, key=lambda plain: (-len(said[plain]), plain))
    least = max(_CHORUS_FROM, chatters(lines) / _CHORUS_OF)
    return (shown[best], tuple(said[best].values())) if len(said[best]) >= least else None


def _is_spelt(line: Line) -> bool:
    """Return whether a line is written in letters for the most part, and is no picture made of signs."""
    signs = [sign for sign in line.message.text if not sign.isspace()]
    return 2 * sum(map(str.isalnum, signs)) >= len(signs)


def shown_name(line: Line) -> str:
    """Return the name a line's author goes by."""
    return line.message.display_name or line.message.login or NOBODY_KNOWN


def _most(who: dict[Kind, dict[str, str]], among: frozenset[Kind]) -> Kind | None:
    present = [kind for kind in Kind if kind in among and who.get(kind)]
    return min(present, key=lambda kind: -len(who[kind])) if present else None
