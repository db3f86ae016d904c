"""A JSON document read piece by piece, so that its long list never stands in memory whole.

Decides where one value ends and the next begins; leaves their meaning to ``comments``. A
document that breaks off gives everything before the break; a value that no decoder takes (a
number of thousands of digits, nesting without end) is passed over and stands as ``None``.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from chronicler.transcripts.transcript import Notes

ITEM: Final = ""
"""The key under which the elements of the long list are yielded."""
LONG_LISTS: Final = frozenset({"comments", "messages"})
"""What recorders call the member that holds the chat."""

_SPACE: Final = " \t\r\n"
_AFTER_A_VALUE: Final = frozenset(",:]}" + _SPACE)
_SPACES: Final = re.compile(r"[ \t\r\n]*")
_DECODE: Final = json.JSONDecoder().raw_decode


_STRUCTURE: Final = re.compile(r'\\.|["\[\]{},]', re.DOTALL)
"""What tells where a value ends; an escaped character is none of it."""
_LONGEST_ITEM: Final = 1 << 23
_LONGEST_MEMBER: Final = 1 << 27
"""Characters of a value that are held in memory; recorders embed pictures in a member."""
_NEAR: Final = 64
"""An error so close to the end of what was read may come of the end."""


class _BrokenError(Exception):
    """The document ends or turns into nonsense here."""


class _UnreadableError(_BrokenError):
    """The next value cannot be decoded, however much of the document is read."""


def read_pieces(chunks: Iterator[str], long_lists: frozenset[str], notes: Notes) -> Iterator[tuple[str, Any]]:
    """Yield the members of a JSON object, or the elements of a JSON array.

    An object's members come as (key, value), but the elements of those named in
    ``long_lists`` singly under :data:`ITEM`; so do those of an array at top level. Stops
    with a warning where the document is broken.
    """
    text = _Text(chunks)
    try:
        if text.next_mark() == "[":
            yield from _elements(text)
        else:
            yield from _members(text, long_lists)
    except _BrokenError:
        notes.warn("the JSON breaks off: only what comes before the break was read")


def _elements(text: "_Text") -> Iterator[tuple[str, Any]]:
    text.take("[")
    if text.next_mark() == "]":
        text.take("]")
        return
    while True:
        yield ITEM, text.value_if_readable(_LONGEST_ITEM)
        if text.take_either(",", "]") == "]":
            return


def _members(text: "_Text", long_lists: frozenset[str]) -> Iterator[tuple[str, Any]]:
    text.take("{")
    if text.next_mark() == "}":
        return
    while True:
        key = str(text.value(_LONGEST_ITEM))  # in what only looks like JSON it may be anything
        text.take(":")
        if key in long_lists and text.next_mark() == "[":
            yield from _elements(text)
        else:
            yield key, text.value_if_readable(_LONGEST_MEMBER)
        if text.take_either(",", "}") == "}":
            return


class _Text:
    """The part of the document that is being looked at."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._text = ""
        self._at = 0

    def next_mark(self) -> str:
        """Return the next character that is no space, and stop before it."""
        while True:
            mark = self._text[self._at : self._at + 1]
            if mark and mark not in _SPACE:
                return mark
            space = _SPACES.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at == len(self._text) and not self._grow():
                raise _BrokenError

    def take(self, mark: str) -> None:
        """Pass over the next mark, which has to be this one."""
        self.take_either(mark, mark)

    def take_either(self, mark: str, other: str) -> str:
        """Pass over the next mark, which has to be one of two, and return it."""
        found = self.next_mark()
        if found not in (mark, other):
            raise _BrokenError
        self._at += 1
        return found

    def value_if_readable(self, longest: int) -> Any:
        """Return the next value, ``None`` where it cannot be decoded, and stop behind it."""
        try:
            return self.value(longest)
        except _UnreadableError:
            self._pass_over()
            return None

    def _pass_over(self) -> None:
        """Stop behind the next value without holding it, before what ends it in the list around it."""
        depth, is_text = 0, False
        while True:
            end = self._at
            for found in _STRUCTURE.finditer(self._text, self._at):
                mark, end = found[0], found.end()
                if mark == '"':
                    is_text = not is_text
                elif is_text or len(mark) > 1:
                    continue
                elif mark in "[{":
                    depth += 1
                elif depth == 0:
                    self._at = found.start()
                    return
                elif mark in "]}":
                    depth -= 1
            # A backslash at the very end belongs to what comes next.
            self._at = len(self._text) - (end < len(self._text) and self._text.endswith("\\"))
            if not self._grow():
                raise _BrokenError

    def value(self, longest: int) -> Any:
        """Return the next value, and stop behind it."""
        self.next_mark()
        is_all = False
        while True:
            try:
                value, end = _DECODE(self._text, self._at)
            except RecursionError:
                raise _UnreadableError from None
            except json.JSONDecodeError as error:
                if is_all:
                    raise _BrokenError from None
                is_cut = error.pos > len(self._text) - _NEAR or error.msg.startswith("Unterminated")
                if not is_cut or len(self._text) - self._at > longest:
                    raise _UnreadableError from None
            except ValueError:  # more digits than are ever converted
                raise _UnreadableError from None
            else:
                # Without a mark behind it a number may go on in the next chunk: 1|0, 1.|5, 1e|9.
                if is_all or self._text[end : end + 1] in _AFTER_A_VALUE:
                    self._at = end
                    return value
            # Ever larger steps: a value longer than a chunk is not decoded once a chunk.
            is_all = not self._grow(len(self._text) - self._at)

    def _grow(self, at_least: int = 0) -> bool:
        pieces = [self._text[self._at :]]
        grown = 0
        for chunk in self._chunks:
            pieces.append(chunk)
            grown += len(chunk)
            if grown >= max(1, at_least):
                break
        self._text, self._at = "".join(pieces), 0
        return grown > 0
