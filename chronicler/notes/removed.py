"""Words that a moderator removed after our notes had quoted them, or that are to be forgotten.

Decides which words of a line of ours are somebody's removed ones: the quotation that carries
or names the line's block id, and elsewhere (reasons, questions, labels, properties) any run of
four of its words, or a whole label or quotation of fewer; of somebody to be forgotten also single
words that nobody else here ever used, and their names. A line that quotes somebody else loses
the name alone, and of a name that is also a word only what plainly means somebody; where a
link leads to stays as it is. Doing it again changes nothing. Leaves which part of a note is
ours, and its bytes, to ``vault``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from chronicler.domain.chat import Message
from chronicler.notes.paths import message_block
from chronicler.notes.untrusted import chat

REMOVED: Final = "(the line was removed)"
"""A moderator's doing."""
FORGOTTEN_LINE: Final = "(a line since forgotten)"
"""Nobody's doing that anybody should wonder about: its writer is remembered no more."""
FORGOTTEN: Final = "(forgotten)"
"""Stands for a single word."""
SOMEBODY: Final = "somebody"
"""Stands for a name."""
RUN: Final = 4
"""So many words in a row are nobody else's."""
DISTINCT_RUN: Final = 5
DISTINCT_LENGTH: Final = 24
"""So many words in a row, or characters of them, are hardly the streamer's own by chance."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BLOCK: Final = re.compile(r"(?:#| )\^(m-[0-9a-f]{12})(?![0-9a-z-])")
_LINK: Final = re.compile(r"(\[\[[^\[\]|]*\|)([^\[\]|]*)(\]\])|(\[\[[^\[\]|]*\]\]|\]\([^()\s]*\))")
_OPENING: Final = re.compile(
    r"((?:>[ ]?)*\s*- )(?:\[\[[^\[\]|]*\|([^\[\]|]*)\]\]|(\[[^\[\]]*\]\([^()\s]*\)|\S+)) "
)
_QUOTED: Final = re.compile(r"“([^“”]*)”")
_SAID: Final = re.compile(r"(\s*- .*?\*\*.+?\*\*: )(.+)")
"""Who said what, as ``notes.lines`` writes it."""
_HAILED: Final = ("hi", "hey", "hello", "hiya", "welcome", "thanks", "thank you", "ty", "bye", "night", "gg")
"""Words behind which a name means whoever is spoken to."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, ready to be found in a note."""

    said: dict[str, str]
    """The line as a note quotes it, by its block id."""
    whole: frozenset[tuple[str, ...]]
    runs: frozenset[tuple[str, ...]]
    words: frozenset[str] = frozenset()
    """Single words that are nobody else's."""
    names: re.Pattern[str] | None = None
    mentions: re.Pattern[str] | None = None
    """The names in what somebody else says: a name that is a word only where it means somebody."""
    distinct_names: re.Pattern[str] | None = None
    """The names where a text cannot mean anything or anybody else by them."""
    mark: str = REMOVED
    """Stands for a line or words of one."""

    @classmethod
    def of(
        cls,
        messages: Iterable[Message],
        own: Iterable[str] = (),
        *,
        words: frozenset[str] = frozenset(),
        names: Iterable[str] = (),
        ordinary: frozenset[str] = frozenset(),
        mark: str = REMOVED,
    ) -> Self:
        """Return how to find these messages, which still have their words.

        ``own`` is what the streamer said themselves: whoever repeated it takes nothing of it away.
        ``ordinary`` holds names that are also words, in lower case.
        """
        lines, known = list(messages), frozenset(names)
        said = [words_of(line.text) for line in lines]
        theirs = {run for each in own for run in _runs_within(words_of(each)) + _runs(words_of(each), RUN)}
        return cls(
            said={message_block(line.message_id): chat(line.text) for line in lines},
            whole=frozenset(run for each in said for run in _runs_within(each)) - theirs,
            runs=frozenset(run for each in said for run in _runs(each, RUN)) - theirs,
            words=words,
            names=_naming(known),
            mentions=_mentioning(known, ordinary),
            distinct_names=_naming_nobody_else(known, ordinary),
            mark=mark,
        )

    def quotes(self, text: str) -> bool:
        """Return whether a text holds removed words."""
        said = words_of(text)
        return (
            not self.words.isdisjoint(said)
            or tuple(said) in self.whole
            or any(run in self.runs for run in _runs(said, RUN))
        )

    def quotes_at_length(self, text: str) -> bool:
        """Return whether a text holds so many of the words in a row that they are nobody else's."""
        return any(run in self.runs for run in _runs(words_of(text), RUN))

    def quotes_distinctly(self, text: str) -> bool:
        """Return whether a text holds so much of a line in a row that it can only be a quotation."""
        said = words_of(text)
        found = [run in self.runs for run in _runs(said, RUN)]
        stretches = [said[first : last + RUN] for first, last in _stretches(found)]
        stretches += [list(run) for run in _runs(said, RUN - 1) if run in self.whole]
        return any(len(s) >= DISTINCT_RUN or len(" ".join(s)) >= DISTINCT_LENGTH for s in stretches)

    def names_distinctly(self, text: str) -> bool:
        """Return whether a text holds one of the names, and not a word that is spelled like it."""
        return bool(self.distinct_names and self.distinct_names.search(text))

    def names_them(self, text: str) -> bool:
        """Return whether a text holds one of the names."""
        return bool(self.names and self.names.search(text)) or self.mentions_them(text)

    def mentions_them(self, text: str) -> bool:
        """Return whether somebody else's words hold one of the names, and mean somebody by it."""
        return bool(self.mentions and self.mentions.search(text))

    def without_names(self, text: str) -> str:
        """Return a text of ours with a neutral word for each name."""
        return self.without_mentions(self.names.sub(SOMEBODY, text) if self.names else text)

    def without_mentions(self, text: str) -> str:
        """Return somebody else's words with a neutral word for each name that means somebody."""
        return self.mentions.sub(SOMEBODY, text) if self.mentions else text

    def in_text(self, text: str) -> str:
        """Return generated Markdown without the removed words, line breaks as they were."""
        return "\n".join(self._in_line(line) for line in text.split("\n"))

    def in_value(self, value: str) -> str:
        """Return a property's text without the removed words."""
        return self.mark if tuple(words_of(value)) in self.whole else self._without_runs(value)

    def has_named(self, name: str) -> bool:
        """Return whether a note is named after removed words."""
        return self.in_value(name) != name

    def _in_line(self, line: str) -> str:
        blocks = set(_BLOCK.findall(line))
        if gone := blocks & self.said.keys():
            return self._quotation(line, gone.pop())
        if blocks:
            return _between_links(line, self.without_mentions, lambda label: label)
        if said := _SAID.fullmatch(line):  # quoted a second time, without a block of its own
            words = _between_links(said[2], lambda text: self._without_runs(text, self.without_mentions))
            return self._outside_links(said[1]) + words
        return self._outside_links(line)

    def _quotation(self, line: str, block: str) -> str:
        """Return a quotation without who said what, and what the streamer wrote behind it."""
        opening = _OPENING.match(line)
        _, found, rest = line.partition(f": {self.said[block]}")
        if opening is None or not found:
            return self._outside_links(line)
        behind = self._without_runs(_BLOCK.sub("", rest))
        return f"{opening[1]}{opening[2] or opening[3]} *{self.mark}*{behind}"

    def _outside_links(self, line: str) -> str:
        return _between_links(line, self._without_runs, self.in_value)

    def _without_runs(self, text: str, nameless: Callable[[str], str] | None = None) -> str:
        text = self._nameless(_QUOTED.sub(self._without_whole, text), nameless or self.without_names)
        words = list(_WORD.finditer(text))
        folded = [word.group().casefold() for word in words]
        gone = [False] * len(words)
        for at, run in enumerate(_runs(folded, RUN)):
            if run in self.runs:
                gone[at : at + RUN] = [True] * RUN
        alone = [word in self.words and not gone[at] for at, word in enumerate(folded)]
        for at, is_alone in enumerate(alone):
            gone[at] = gone[at] or is_alone
        for first, last in reversed(_stretches(gone)):
            mark = FORGOTTEN if all(alone[first : last + 1]) else self.mark
            text = f"{text[: words[first].start()]}{mark}{text[words[last].end() :]}"
        return text

    def _nameless(self, text: str, nameless: Callable[[str], str]) -> str:
        """Return a text without the names; what stands in quotation marks is somebody else's words."""
        parts = _QUOTED.split(text)
        return "".join(
            f"“{self.without_mentions(part)}”" if number % 2 else nameless(part)
            for number, part in enumerate(parts)
        )

    def _without_whole(self, quoted: re.Match[str]) -> str:
        return f"“{self.mark}”" if tuple(words_of(quoted[1])) in self.whole else quoted[0]


def _between_links(
    line: str, change: Callable[[str], str], relabel: Callable[[str], str] = lambda label: label
) -> str:
    """Return a line whose text and whose links' labels are changed, and where each leads to is not."""
    parts, position = [], 0
    for link in _LINK.finditer(line):
        parts.append(change(line[position : link.start()]))
        parts.append(link[4] or f"{link[1]}{relabel(link[2])}{link[3]}")
        position = link.end()
    return "".join([*parts, change(line[position:])])


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [word.casefold() for word in _WORD.findall(text)]


def _naming(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names as whole words, escaped as a note escapes them or not."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    spelled = ["".join(rf"\\?{re.escape(letter)}" for letter in name) for name in known]
    return re.compile(rf"(?<![\w@])@?(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE) if known else None


def _spelled(names: Iterable[str]) -> str:
    """Return what matches the names, the longest first, escaped as a note escapes them or not."""
    known = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return "|".join("".join(rf"\\?{re.escape(letter)}" for letter in name) for name in known)


def _mentioning(names: frozenset[str], ordinary: frozenset[str]) -> re.Pattern[str] | None:
    """Return what finds the names in what somebody else says.

    One that is also a word counts behind an ``@``, in bold as our notes write it, and where
    somebody is spoken to: before a colon or comma that the line begins with, behind a greeting.
    """
    anyhow = _spelled(names | ordinary)
    if not anyhow:
        return None
    ways = [rf"(?<![\w@])@(?:{anyhow})(?!\w)", rf"(?<=\*\*)(?:{anyhow})(?=\*\*)"]
    if sure := _spelled(name for name in names if name.casefold() not in ordinary):
        ways.append(rf"(?<![\w@])(?:{sure})(?!\w)")
    if words := _spelled(ordinary):
        hailed = "|".join(rf"(?<=\b{each} )" for each in _HAILED)
        ways.append(rf"(?:^|(?<=\*\*: ))(?:{words})(?=[,:])")
        ways.append(rf"(?:{hailed})(?:{words})(?!\w)")
    return re.compile("|".join(ways), re.IGNORECASE)


def _naming_nobody_else(names: frozenset[str], ordinary: frozenset[str]) -> re.Pattern[str] | None:
    """Return what finds the names as whole words that mean nobody and nothing else.

    One that is also a word counts behind an ``@``, in bold, as a link, or spelled as it is shown,
    with its capitals.
    """
    anyhow = _spelled(names | ordinary)
    if not anyhow:
        return None
    words = {name for name in names if name.casefold() in ordinary}
    plain = [re.escape(name) for name in sorted(words) if name.isalpha() and name != name.lower()]
    rare = _spelled(name for name in names if name not in words or not name.isalpha())
    ways = [rf"(?<![\w@])@(?i:{anyhow})(?!\w)", rf"\[\[(?i:{anyhow})(?=[\]|#])"]
    ways.append(rf"\*\*(?i:{anyhow})(?=\*\*)")
    ways += [rf"(?<!\w)(?<!\w-)(?i:{rare})(?!-?\w)"] if rare else []
    ways += [rf"(?<!\w)(?<!\w-)(?:{'|'.join(plain)})(?!-?\w)"] if plain else []
    return re.compile("|".join(ways))


def _runs(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _runs_within(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what a label or quotation may be that was made of these words: three of them, or all."""
    return [*_runs(words, RUN - 1), tuple(words)] if len(words) > 1 else []


def _stretches(gone: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at, is_gone in enumerate(gone):
        if is_gone and found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        elif is_gone:
            found.append((at, at))
    return found
