"""What kind of phrase the streamer wrote, so that it can stand inside a sentence of ours.

Decides by plain signs whether a text is a question, a clause such as "why it never ends",
a phrase such as "radios left on", or something that only fits between quotation marks, and
whether it is English at all: English around another language sounds like a machine. In
doubt a text is quoted or left alone. Leaves the sentences to ``written_frames``.
"""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.domain.actions import Brief
from chronicler.llm.plain_nouns import noun_phrase

LONGEST_THEME: Final = 80
LONGEST_TOPIC: Final = 80
LONGEST_GAME: Final = 40
_FEWEST_WORDS_ASKED: Final = 3
_PLAIN: Final = re.compile(r"[\w ,.'’:;()&/–—?-]+")
"""What may stand in a sentence: titles with pipes, brackets or exclamations are no thoughts."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CLAUSES: Final = _set("how what when where whether which who whom whose why")
_ENGLISH: Final = _set("""
a about after against among and are as at be before behind between beyond but by can does for from has have
how if into is it its like may more my no nobody not nothing of off on or our out over should than that the
their there they this through to under until we what when where which while who whose why will with within
without would you your
""")
_TITLE_WORDS: Final = _set("""
again back chapter chill comfy cosy cozy day evening first game morning new night part playing playthrough
quiet relaxed return sleepy slow stories story
""")
"""English that titles are made of when they are no sentences."""
_FOREIGN: Final = (
    _set("""
ao aux avec bei beim como con das dans das dass dei del della dem den der des det die dos du een een ein
eine einem einen einer el em en est et für gli hablar het ich il im ist je la las le les lo los mais meu mit
na nel nicht niet no och op ou par para pas per più pour que qui se sich sin som sont sur tot um und une
uno van vom von voor wie wir yang y zum zur är
""")
    - _ENGLISH
)
_FINITE: Final = _set("""
am are can cannot could did do does had has have is may might must shall should was were will would isn't
aren't wasn't weren't doesn't don't didn't can't won't hasn't haven't hadn't
""")
_INVERTING: Final = _set("can could did do does may might must shall should will would")
_SUBJECTS: Final = _set("what which who whose")
"""What these ask for may be the subject: "what is left of the mill" is a clause as it stands."""
_OPENS_A_CLAUSE: Final = _CLAUSES | _set(
    "that as if than after before until because since while once though unless wherever whenever"
)
_VERBS: Final = _set("""
ask avoid be beat begin breathe build buy catch check choose clean clear climb collect compare complete
continue craft decide defeat discuss do draw eat enjoy explore figure find finish fix follow get give go hear
help keep kill learn leave let linger listen look make meet move open pick plant play rank reach read
remember rest review save see share show sit sort start stay stop take talk tell think try turn understand
unlock visit wait walk watch win wonder write
""")
"""A phrase beginning with one of these is most likely something to do."""
_FIRST_PERSON: Final = _set("i i'm i've i'd i'll me my mine myself you your yours")
"""Said by the steward, these would mean somebody else."""
_NO_GAMES: Final = _set("art asmr chatting creative crafting irl music outdoors podcasts retro sports tbd")
"""Words of Twitch's categories, or of an empty page, that are no title of a story."""


class Shape(Enum):
    """How a text can stand in a sentence."""

    QUESTION = "question"
    CLAUSE = "clause"
    PHRASE = "phrase"
    QUOTED = "quoted"
    """Only between quotation marks."""
    NONE = "none"
    """Not at all."""


def shape_of(text: str, longest: int, *, is_among_english: bool = False) -> Shape:
    """Return how a text of the streamer's, at most ``longest`` characters, can stand in a sentence.

    ``is_among_english`` tells that the rest of the page is English, which a topic of two
    nouns cannot show by itself.
    """
    plain = plain_of(text, longest, is_among_english=is_among_english)
    words = court_text.words(plain)
    if not words:
        return Shape.NONE
    if plain.endswith("?"):
        return Shape.QUESTION if len(words) >= _FEWEST_WORDS_ASKED else Shape.NONE
    if not plain[0].islower() or words[0] in _VERBS or _FIRST_PERSON & set(words) or ":" in plain:
        return Shape.QUOTED
    if words[0] in _CLAUSES:
        is_asked = len(words) < _FEWEST_WORDS_ASKED or _is_inverted(words)
        return Shape.QUOTED if is_asked else Shape.CLAUSE
    return Shape.QUOTED if _is_sentence(words) else Shape.PHRASE


def plain_of(text: str, longest: int, *, is_among_english: bool = False) -> str:
    """Return a text without its end mark, empty where it fits in no sentence of ours.

    Fits: one English sentence or phrase of plain characters, not longer than ``longest``.
    """
    plain = court_text.normalise(text).rstrip(" .;:,–—-")
    fits = (
        0 < len(plain) <= longest
        and _PLAIN.fullmatch(plain)
        and court_text.sentences(plain) == 1
        and (is_english(plain) or (is_among_english and not is_foreign(plain)))
    )
    return plain if fits else ""


def is_english(text: str) -> bool:
    """Return whether a text shows itself to be English, and no other language."""
    words = court_text.words(text)
    known = sum(word in _ENGLISH or noun_phrase(word) is not None for word in words)
    return known > 0 and not is_foreign(text) and len(_FOREIGN & set(words)) * 2 <= known


def is_foreign(text: str) -> bool:
    """Return whether a text shows itself to be in another language."""
    words = set(court_text.words(text))
    if _ENGLISH & words:
        return len(_FOREIGN & words) > len(_ENGLISH & words)
    return bool(_FOREIGN & words) or any(c.isalpha() and not c.isascii() for c in text)


def is_question(text: str) -> bool:
    """Return whether a text ends in a question mark, quotation marks aside."""
    return court_text.normalise(text).endswith("?")


def is_claim(text: str) -> bool:
    """Return whether a theme holds something to be so, as "routine as a shelter" does."""
    words = court_text.words(text)
    return "as" in words[1:-1] and words[0] not in _CLAUSES


def is_indirect(text: str) -> bool:
    """Return whether a theme is a clause such as "why it never ends", which nothing leads into."""
    return bool(_CLAUSES & set(court_text.words(text)[:1]))


def game_of(brief: Brief) -> str:
    """Return the game's title as a sentence can carry it, empty where it cannot."""
    title = court_text.normalise(brief.game).rstrip(" .;:,?")
    words = court_text.words(title)
    fits = 1 < len(title) <= LONGEST_GAME and any(c.isalpha() for c in title) and not _NO_GAMES & set(words)
    return title if fits else ""


def is_page_english(brief: Brief) -> bool:
    """Return whether the evening is in English, as far as its page shows."""
    english, foreign = _shown((brief.theme, *brief.topics, *brief.goals, *brief.kindling))
    return english > foreign


def is_in_another_language(page: Iterable[str]) -> bool:
    """Return whether a page shows itself to be in another language than English."""
    english, foreign = _shown(page)
    return foreign > english


def _shown(page: Iterable[str]) -> tuple[int, int]:
    texts = [text for text in page if text.strip()]
    english = sum(is_english(text) or bool(_TITLE_WORDS & set(court_text.words(text))) for text in texts)
    return english, sum(is_foreign(text) for text in texts)


def _is_inverted(words: tuple[str, ...]) -> bool:
    """Whether a clause is a question whose mark was left out: "why do ports smell"."""
    return words[1] in _INVERTING or (words[1] in _FINITE and words[0] not in _SUBJECTS)


def _is_sentence(words: tuple[str, ...]) -> bool:
    """Whether a verb stands in it that no "who" or "that" before it has taken."""
    first = next((n for n, word in enumerate(words) if word in _FINITE), None)
    return first is not None and not _OPENS_A_CLAUSE & set(words[:first])
