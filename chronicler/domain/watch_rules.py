"""The streamer's own watch list, as they wrote it.

Decides how the note reads (bullets under two headings, ``*`` for anything, a severity in
brackets), what cannot be a rule, and that what was in force stays while its section holds
something that cannot be used. Leaves matching to ``agent.warden.rules``.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chronicler.domain.comments import without_comments
from chronicler.domain.problem import Problem, Severity

FLAG: Final = "flag"
NEVER: Final = "never"
HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("flag these", "flag", "always flag", "always flag these", "watch for"), FLAG),
    **dict.fromkeys(("never flag these", "never flag", "allow", "allowed", "allow these", "let be"), NEVER),
}
"""What a heading may be called, and which list it begins."""
SEVERITIES: Final = ("likely", "certain")
LIKELY, CERTAIN = SEVERITIES
LEAST_LETTERS: Final = 2
LEAST_LETTERS_WITH_A_STAR: Final = 3
LONGEST: Final = 120
MOST_RULES: Final = 200
MOST_STARS: Final = 4
_EVERYDAY: Final = (
    "a about all am an and are as at be been but by can chat could did do does for from game get go "
    "good had has have he her here hi him his how i if in is it its just know like lol me my no not "
    "now of oh ok on one or our out really she so some stream that the their them then there they "
    "this to too up us was we well were what when where who why will with would yeah yes you your"
)
EVERYDAY: Final = frozenset(_EVERYDAY.split())
"""Words in so many lines that a rule of nothing else would mean the whole room."""
LOST: Final = Problem("put the phrases under a heading “## Flag these” or “## Never flag these”")
"""What is said of a note whose headings are gone."""
TOO_MANY: Final = Problem(
    f"keep to {MOST_RULES} lines a list; the first {MOST_RULES} are in force, the others not"
)
"""What is said of a list that is too long."""
_LONGEST_HEADING: Final = 60
_HEADING: Final = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*)")
_BULLET: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])(?:\s+(?P<text>.*)|\s*)")
_SEVERITY: Final = re.compile(r"[(\[](?P<word>[A-Za-z]{3,12})[)\]]$")
_QUOTED: Final = re.compile(r"""^(["“„'`])(?P<text>.*)["”“'`]$""")
_FENCE: Final = re.compile(r"\s*(?:```|~~~)")
_RULER: Final = re.compile(r"[-*_=\s]+")
_SHOWN: Final = 60
_EMPHASIS: Final = re.compile(r"(\*{2,3}|__|==|~~)(?=[^\s*])(.{1,200}?)(?<=[^\s*])\1|^_([^_]+)_$")
_TASK: Final = re.compile(r"^\[.\]\s+")


@dataclass(frozen=True, slots=True)
class WatchRule:
    """One phrase of the list."""

    phrase: str
    """As typed, without quotes and severity; ``*`` stands for anything, also for nothing."""
    severity: str = CERTAIN
    """``likely`` or ``certain``; without meaning on the list of what is never flagged."""

    @property
    def login(self) -> str:
        """The person meant by a rule that is only ``@name``; empty for a phrase."""
        name = self.phrase.removeprefix("@")
        is_person = self.phrase.startswith("@") and re.fullmatch(r"\w{2,25}", name) is not None
        return name.lower() if is_person else ""


@dataclass(frozen=True, slots=True)
class WatchList:
    """Both lists, and what was wrong with them."""

    flag: tuple[WatchRule, ...] = ()
    never: tuple[WatchRule, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What was refused or left out."""

    @property
    def refused(self) -> tuple[Problem, ...]:
        """The problems that keep a line from taking effect."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


def parse_watch_list(body: str, before: WatchList | None = None) -> WatchList:
    """Return the list that a note's ``body`` says, falling back to ``before``.

    A line that cannot be a rule is refused with its reason; the others take effect. While a
    list holds a refused line, what it said before stays in force beside it, since the line
    may be one of those half rewritten. A list holds ``MOST_RULES`` at most. Never raises.
    """
    known = before or WatchList()
    typed: dict[str, dict[str, WatchRule]] = {FLAG: {}, NEVER: {}}
    problems: list[Problem] = []
    spoilt: set[str] = set()
    for section, text in _bullets(body, problems):
        read = _rule(text)
        problems.extend(_odd_severity(text) if section == FLAG else ())
        if isinstance(read, Problem):
            problems.append(read)
            spoilt |= {section} if read.severity is Severity.ERROR else set()
        else:
            typed[section].setdefault(read.phrase.casefold(), read)
    if LOST in problems:
        spoilt = {FLAG, NEVER}
    old = {FLAG: known.flag, NEVER: known.never}
    lists = {s: _beside(typed[s], old[s] if s in spoilt else ()) for s in typed}
    if any(len(rules) > MOST_RULES for rules in lists.values()):
        problems.append(TOO_MANY)
    return WatchList(lists[FLAG][:MOST_RULES], lists[NEVER][:MOST_RULES], tuple(problems))


def _beside(new: Mapping[str, WatchRule], old: tuple[WatchRule, ...]) -> tuple[WatchRule, ...]:
    return (*new.values(), *(rule for rule in old if rule.phrase.casefold() not in new))


def _bullets(body: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield list and text of each bullet under one of our headings."""
    section, level, has_section, has_stray = "", 0, False, False
    for line in _visible(body):
        heading, bullet = _HEADING.fullmatch(line.strip()), _BULLET.fullmatch(line)
        if heading:
            named = _section(heading["text"])
            if named or len(heading["level"]) <= level:
                section, level = named, len(heading["level"])
                has_section = has_section or bool(named)
        elif bullet and section:
            yield section, bullet["text"] or ""
        elif section and (text := line.strip()):
            if not _RULER.fullmatch(text):
                advice = f"“{text[:_SHOWN]}” is no bullet and is not read; put - before it"
                problems.append(Problem(advice, severity=Severity.REMARK))
        else:
            has_stray = has_stray or bool(bullet and bullet["text"])
    if has_stray and not has_section:
        problems.append(LOST)


def _visible(body: str) -> Iterator[str]:
    """Yield the lines of a note without comments and code."""
    is_code = False
    for line in without_comments(body).split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code:
            yield line


def _section(heading: str) -> str:
    plain = " ".join(re.sub(r"[^\w\s]", " ", heading).casefold().split())
    if plain in HEADINGS or len(plain) > _LONGEST_HEADING:
        return HEADINGS.get(plain, "")
    close = difflib.get_close_matches(plain, HEADINGS, n=1, cutoff=0.85)
    return HEADINGS[close[0]] if close else ""


def _rule(typed: str) -> WatchRule | Problem:
    text = _EMPHASIS.sub(r"\2\3", _TASK.sub("", typed.strip())).strip()
    if not text:
        return Problem("an empty bullet is left out", severity=Severity.REMARK)
    severity = CERTAIN
    if named := _SEVERITY.search(text):
        meant = difflib.get_close_matches(named["word"].lower(), SEVERITIES, n=1, cutoff=0.75)
        if meant:
            severity, text = meant[0], text[: named.start()].rstrip()
    if quoted := _QUOTED.match(text):
        text = quoted["text"]
    text = " ".join(text.split())
    reason = _refusal(text)
    return Problem(f"“{text}” {reason}") if reason else WatchRule(text, severity)


def _odd_severity(typed: str) -> Iterator[Problem]:
    """Yield a remark on a word in brackets that was perhaps meant as a severity."""
    named = _SEVERITY.search(typed.strip())
    if named and not difflib.get_close_matches(named["word"].lower(), SEVERITIES, n=1, cutoff=0.75):
        advice = f"“({named['word']})” is taken as part of the phrase; a severity is (likely) or (certain)"
        yield Problem(advice, severity=Severity.REMARK)


def _refusal(text: str) -> str:
    """Return why a phrase cannot be a rule, empty where it can."""
    if WatchRule(text).login:
        return ""
    letters = letters_of(text)
    pieces = [letters_of(piece) for piece in text.split("*") if piece.strip()]
    if not letters:
        return "would mean every line or none; write a word of it"
    if len(text) > LONGEST:
        return f"is over {LONGEST} characters; write the words that tell"
    if text.count("*") > MOST_STARS:
        return f"has more than {MOST_STARS} stars; write fewer"
    if "*" in text and max(map(len, pieces)) < LEAST_LETTERS_WITH_A_STAR:
        return "would mean nearly every line; put at least three letters together beside a star"
    if len(letters) < LEAST_LETTERS:
        return "is one letter and would mean nearly every line; write a word"
    if set(re.findall(r"[\w']+", text.casefold())) <= EVERYDAY:
        return "is in nearly every line of chat; add a word that is not"
    return ""


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, whatever their style."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text)))
