"""A JSON document read piece by piece, so that its long list never stands in memory whole.

Decides where one value ends and the next begins; leaves their meaning to ``comments``. A
document that breaks off gives everything before the break.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from chronicler.transcripts.transcript import Notes

ITEM: Final = ""
"""The key under which the elements of the long list are yielded."""

_SPACE: Final = " \t\r\n"
_AFTER_A_VALUE: Final = tuple(",:]}" + _SPACE)
_DECODER: Final = json.JSONDecoder()


class _BrokenError(Exception):
    """The document ends or turns into nonsense here."""


def read_pieces(chunks: Iterator[str], long_list: str, notes: Notes) -> Iterator[tuple[str, Any]]:
    """Yield the members of a JSON object, or the elements of a JSON array.

    An object's members come as (key, value), but the elements of the one named
    ``long_list`` singly under :data:`ITEM`; so do those of an array at top level. Stops
    with a warning where the document is broken.
    """
    text = _Text(chunks)
    try:
        if text.next_mark() == "[":
            yield from _elements(text)
        else:
            yield from _members(text, long_list)
    except _BrokenError:
        notes.warn("the JSON breaks off: only what comes before the break was read")
    except RecursionError:
        notes.warn("the JSON is nested too deeply: only what comes before was read")


def _elements(text: "_Text") -> Iterator[tuple[str, Any]]:
    text.take("[")
    if text.next_mark() == "]":
        text.take("]")
        return
    while True:
        yield ITEM, text.value()
        if text.next_mark() == "]":
            text.take("]")
            return
        text.take(",")


def _members(text: "_Text", long_list: str) -> Iterator[tuple[str, Any]]:
    text.take("{")
    if text.next_mark() == "}":
        return
    while True:
        key = text.value()
        text.take(":")
        if key == long_list and text.next_mark() == "[":
            yield from _elements(text)
        else:
            yield str(key), text.value()
        if text.next_mark() == "}":
            return
        text.take(",")


class _Text:
    """The part of the document that is being looked at."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._text = ""
        self._at = 0

    def next_mark(self) -> str:
        """Return the next character that is no space, and stop before it."""
        while True:
            while self._at < len(self._text):
                if (mark := self._text[self._at]) not in _SPACE:
                    return mark
                self._at += 1
            if not self._grow():
                raise _BrokenError

    def take(self, mark: str) -> None:
        if self.next_mark() != mark:
            raise _BrokenError
        self._at += 1

    def value(self) -> Any:
        self.next_mark()
        is_all = False
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if is_all:
                    raise _BrokenError from None
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
