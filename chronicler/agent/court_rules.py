"""The court's rules, one small function each.

Decides what breaks a rule and how that is said to people; leaves to ``court`` which rule
holds for which profile and with which figures.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from chronicler.agent import court_likeness, court_text, lexicon
from chronicler.analysis.words import stem


class Profile(StrEnum):
    """What a text is meant to be."""

    HEARTH = "hearth"
    """A line of the Hearthkeeper's that a model, or the written lines, put together."""
    STEWARD = "steward"
    """An answer to somebody who asked."""
    GO_LIVE = "go_live"
    SOCIAL = "social"
    TITLE = "title"
    GOAL = "goal"
    KINDLING = "kindling"
    """A line the streamer wrote for a quiet moment."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the court must know besides the line."""

    said: tuple[str, ...] = ()
    """Lines of ours from this session and recent ones."""
    names: frozenset[str] = frozenset()
    """Logins and display names of viewers."""
    banned: tuple[str, ...] = ()
    game: str = ""
    """The game's title, which may shout, link and exclaim as it is spelled."""
    own_words: tuple[str, ...] = ()
    """What the streamer wrote for tonight; a name that is also a word of it names nobody."""
    instructions: tuple[str, ...] = ()
    """What a model was told, examples included, and must not give back."""
    links: tuple[str, ...] = ()
    """Addresses that may be given: the Links note's."""
    asker: str = ""
    """Who is being answered and may be addressed."""
    command_prefix: str = "!"


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of the table."""

    low: int = 0
    high: int = 0
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line before the court, in the forms that the rules look at."""

    typed: str
    said: str
    plain: str
    profile: Profile
    case: Case

    @property
    def besides_game(self) -> str:
        """The normalised line with the game's title cut out, for rules of spelling."""
        game = court_text.normalise(self.case.game)
        if not game:
            return self.plain
        return re.sub(rf"(?<!\w){re.escape(game)}(?!\w)", " it ", self.plain, flags=re.IGNORECASE)

    @property
    def folded(self) -> str:
        """The line folded for searching."""
        return court_text.folded(self.plain)


_NAMES: Final = {
    Profile.GO_LIVE: "a notification",
    Profile.SOCIAL: "a post",
    Profile.TITLE: "a title",
    Profile.GOAL: "a goal",
}
_CAPITALS: Final = frozenset(
    {
        *("AI", "ARPG", "CRPG", "DLC", "DM", "DND", "EU", "GM", "HUD", "JRPG", "MMO", "MMORPG", "NPC"),
        *("NPCS", "OK", "PC", "PS", "PVE", "PVP", "RPG", "RPGS", "TV", "UI", "UK", "US", "USA", "VR"),
    }
)
_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CAPITAL_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_EXCLAMATION: Final = re.compile("[!¡ǃꜝꜞ‼⁉❕❗]")
_HASHTAG: Final = re.compile(r"#\w+")
_SENTENCE: Final = re.compile(r"[^.?!]+[.?!]*")
_RUN: Final = 5


def _empty(line: Line, _: Term) -> str:
    return "" if any(c.isalnum() for c in line.said) else "there are no words in it"


def _over_limit(line: Line, term: Term) -> str:
    count = len(line.said)
    return f"it has {count} characters and Twitch takes {term.high}; shorten it" if count > term.high else ""


def _too_long(line: Line, term: Term) -> str:
    count = len(line.said)
    name = _NAMES.get(line.profile, "a line")
    return f"it has {count} characters; {name} should have at most {term.high}" if count > term.high else ""


def _too_many_sentences(line: Line, term: Term) -> str:
    count = court_text.sentences(line.plain)
    return f"it has {count} sentences; at most {term.high} read calmly" if count > term.high else ""


def _newline(line: Line, _: Term) -> str:
    return "it has a line break; write it as one line" if court_text.has_line_break(line.typed) else ""


def _command(line: Line, _: Term) -> str:
    signs = tuple({"/", ".", "!", line.case.command_prefix or "!"})
    first = line.said[:1]
    return (
        f"it begins with {first}, so chat would take it for a command" if line.plain.startswith(signs) else ""
    )


def _link(line: Line, _: Term) -> str:
    allowed = {_address(link) for link in line.case.links}
    found = [link for link in court_text.links(line.besides_game) if _address(link) not in allowed]
    return f"chat would make a link of {found[0]}" if found else ""


def _address(link: str) -> str:
    return link.rsplit("://", maxsplit=1)[-1].removeprefix("www.").rstrip("/.,;:!?)").casefold()


def _exclamation(line: Line, _: Term) -> str:
    return "it has an exclamation mark; end it quietly" if _EXCLAMATION.search(line.besides_game) else ""


def _shouting(line: Line, _: Term) -> str:
    joined = court_text.joined_letters(line.besides_game)
    for found in _CAPITAL_WORD.findall(joined):
        if found.isupper() and found not in _CAPITALS and not _ROMAN.fullmatch(found):
            return f"{found} is written in capitals, which reads as shouting"
    return ""


def _hashtag(line: Line, term: Term) -> str:
    if not term.high:
        return "it has a # in it; hashtags belong in a post" if "#" in line.besides_game else ""
    count = len(_HASHTAG.findall(line.plain))
    wanted = f"{term.low} to {term.high}"
    return "" if term.low <= count <= term.high else f"it has {count} hashtags; {wanted} are wanted"


def _emoji(line: Line, _: Term) -> str:
    return "it has an emoji in it; words carry further here" if court_text.has_emoji(line.plain) else ""


def _mention(line: Line, _: Term) -> str:
    plain = line.plain
    if line.case.asker:
        plain = re.sub(rf"@ ?{re.escape(line.case.asker)}(?!\w)", "", plain, flags=re.IGNORECASE)
    return "it mentions somebody with @" if "@" in plain else ""


def _phrase(pattern: re.Pattern[str], why: str) -> "Rule":
    def rule(line: Line, _: Term) -> str:
        found = pattern.search(line.folded)
        return f"“{found.group().strip(' ,.;:?!')}” {why}" if found else ""

    return rule


def _speaks_of_itself(line: Line, _: Term) -> str:
    own = lexicon.SELF_ALLOWED.sub("", lexicon.QUOTED.sub("", line.folded))
    found = lexicon.SELF.search(own)
    return f"it says “{found.group()}”, and it is the steward, an AI, who says it" if found else ""


def _addresses_people(line: Line, _: Term) -> str:
    own = lexicon.QUOTED.sub("", line.folded)
    statements = (part for part in _SENTENCE.findall(own) if not part.rstrip().endswith("?"))
    found = next((match for part in statements if (match := lexicon.ADDRESS.search(part))), None)
    return f"it tells people about themselves (“{found.group()}”); ask, or leave them out" if found else ""


def _names_viewer(line: Line, _: Term) -> str:
    for name in sorted(line.case.names):
        if name.casefold() == line.case.asker.casefold() or not _is_name_in(line, name):
            continue
        return f"it names {name}, who may not want to be called upon"
    return ""


def _is_name_in(line: Line, name: str) -> bool:
    own = (line.case.game, *line.case.own_words)
    forms = {name, name.replace("_", " ").strip()}
    return any(
        court_text.has_phrase(line.plain, form) and not any(court_text.has_phrase(text, form) for text in own)
        for form in sorted(forms)
    )


def _echo(line: Line, _: Term) -> str:
    mine = _runs(line.plain)
    for told in line.case.instructions:
        if shared := sorted(mine & _runs(told)):
            return f"“{' '.join(shared[0])}” is what the model was told, given back"
    return ""


def _runs(text: str) -> set[tuple[str, ...]]:
    words = court_text.words(text)
    return {words[i : i + _RUN] for i in range(len(words) - _RUN + 1)}


def _banned_word(line: Line, _: Term) -> str:
    spoken = {stem(word) for word in court_text.words(line.plain)}
    for word in line.case.banned:
        parts = court_text.words(word)
        is_form = len(parts) == 1 and stem(parts[0]) in spoken
        if is_form or court_text.has_phrase(line.plain, word):
            return f"Settings say never to use “{word}”"
    return ""


def _near_duplicate(line: Line, _: Term) -> str:
    for earlier in line.case.said:
        if court_likeness.is_near(line.plain, earlier):
            return f"it says again what was said before: “{earlier}”"
    return ""


Rule = Callable[[Line, Term], str]

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "empty": _empty,
        "over_limit": _over_limit,
        "too_long": _too_long,
        "too_many_sentences": _too_many_sentences,
        "newline": _newline,
        "command": _command,
        "link": _link,
        "exclamation": _exclamation,
        "shouting": _shouting,
        "hashtag": _hashtag,
        "emoji": _emoji,
        "mention": _mention,
        "hype": _phrase(lexicon.HYPE, "is hype"),
        "begging": _phrase(lexicon.BEGGING, "calls on people to do something"),
        "commanding": _phrase(lexicon.COMMANDING, "tells people what to do"),
        "claims_human": _phrase(lexicon.CLAIMS_HUMAN, "would have an AI pose as a human or a viewer"),
        "feigned_feeling": _phrase(lexicon.FEIGNED_FEELING, "would have an AI claim a feeling"),
        "speaks_of_itself": _speaks_of_itself,
        "addresses_people": _addresses_people,
        "feigned_activity": _phrase(lexicon.FEIGNED_ACTIVITY, "claims a company that may not be there"),
        "names_viewer": _names_viewer,
        "echo": _echo,
        "banned_word": _banned_word,
        "near_duplicate": _near_duplicate,
    }
)
"""Every rule by its code; a test holds it against the table's rows."""
