"""Words that a moderator removed after our notes had quoted them.

Decides which words of a line of ours are somebody's removed ones: the quotation that carries
or names the line's block id, and elsewhere (reasons, questions, labels, properties) any run of
four of its words, or a whole label or quotation of fewer. A line that quotes somebody else and
where a link leads to stay as they are. Doing it again changes nothing. Leaves which part of a
note is ours, and its bytes, to ``vault``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from chronicler.domain.chat import Message
from chronicler.notes.paths import message_block
from chronicler.notes.untrusted import chat

REMOVED: Final = "(the line was removed)"
RUN: Final = 4
"""So many words in a row are nobody else's."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BLOCK: Final = re.compile(r"(?:#| )\^(m-[0-9a-f]{12})(?![0-9a-z-])")
_LINK: Final = re.compile(r"(\[\[[^\[\]|]*\|)([^\[\]|]*)(\]\])|(\[\[[^\[\]|]*\]\]|\]\([^()\s]*\))")
_OPENING: Final = re.compile(
    r"((?:>[ ]?)*\s*- )(?:\[\[[^\[\]|]*\|([^\[\]|]*)\]\]|(\[[^\[\]]*\]\([^()\s]*\)|\S+)) "
)
_QUOTED: Final = re.compile(r"“([^“”]*)”")


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, ready to be found in a note."""

    said: dict[str, str]
    """The line as a note quotes it, by its block id."""
    whole: frozenset[tuple[str, ...]]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, messages: Iterable[Message], own: Iterable[str] = ()) -> Self:
        """Return how to find these messages, which still have their words.

        ``own`` is what the streamer said themselves: whoever repeated it takes nothing of it away.
        """
        lines = list(messages)
        words = [_words(line.text) for line in lines]
        theirs = {run for each in own for run in _runs_within(_words(each)) + _runs(_words(each), RUN)}
        return cls(
            said={message_block(line.message_id): chat(line.text) for line in lines},
            whole=frozenset(run for each in words for run in _runs_within(each)) - theirs,
            runs=frozenset(run for each in words for run in _runs(each, RUN)) - theirs,
        )

    def in_text(self, text: str) -> str:
        """Return generated Markdown without the removed words, line breaks as they were."""
        return "\n".join(self._in_line(line) for line in text.split("\n"))

    def in_value(self, value: str) -> str:
        """Return a property's text without the removed words."""
        return REMOVED if tuple(_words(value)) in self.whole else self._without_runs(value)

    def has_named(self, name: str) -> bool:
        """Return whether a note is named after removed words."""
        return self.in_value(name) != name

    def _in_line(self, line: str) -> str:
        blocks = set(_BLOCK.findall(line))
        if gone := blocks & self.said.keys():
            return self._quotation(line, gone.pop())
        return line if blocks else self._outside_links(line)

    def _quotation(self, line: str, block: str) -> str:
        """Return a quotation without who said what, and what the streamer wrote behind it."""
        opening = _OPENING.match(line)
        _, found, rest = line.partition(f": {self.said[block]}")
        if opening is None or not found:
            return self._without_runs(line)
        behind = _BLOCK.sub("", rest)
        return f"{opening[1]}{opening[2] or opening[3]} *{REMOVED}*{behind}"

    def _outside_links(self, line: str) -> str:
        parts, position = [], 0
        for link in _LINK.finditer(line):
            parts.append(self._without_runs(line[position : link.start()]))
            parts.append(link[4] or f"{link[1]}{self.in_value(link[2])}{link[3]}")
            position = link.end()
        return "".join([*parts, self._without_runs(line[position:])])

    def _without_runs(self, text: str) -> str:
        text = _QUOTED.sub(self._without_whole, text)
        words = list(_WORD.finditer(text))
        folded = [word.group().casefold() for word in words]
        gone = [False] * len(words)
        for at, run in enumerate(_runs(folded, RUN)):
            if run in self.runs:
                gone[at : at + RUN] = [True] * RUN
        for first, last in reversed(_stretches(gone)):
            text = f"{text[: words[first].start()]}{REMOVED}{text[words[last].end() :]}"
        return text

    def _without_whole(self, quoted: re.Match[str]) -> str:
        return f"“{REMOVED}”" if tuple(_words(quoted[1])) in self.whole else quoted[0]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


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
