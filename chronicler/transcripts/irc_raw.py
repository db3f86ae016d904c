"""Where in a file raw IRC lines stand: plain, behind a recorder's time, or wrapped in JSON.

Decides where a line begins and when its recorder received it. In timed blocks a line
without a time belongs to the block above. Leaves the line itself to ``irc_line``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chronicler.domain.read_json import read_json
from chronicler.transcripts.irc_line import parse
from chronicler.transcripts.json_stream import ITEM, LONG_LISTS, read_pieces
from chronicler.transcripts.times import DATED, dated_seconds, number_seconds
from chronicler.transcripts.transcript import Notes

Raw = tuple[int, float | None, str]
"""Line number, when it was received in seconds since 1970 where that is told, and the raw line."""

_STAMP: Final = re.compile(rf"\[?({DATED}|\d{{10}}(?:\d{{3}})?)\]?(?: |$)\s*(?:[^\w\s@:\[]{{1,3}}(?: +|$))?")
_BLANK: Final = " \t\r\0"
_TIME_KEYS: Final = ("timestamp", "time", "received_at", "received", "at", "ts", "date")


def plain(lines: Iterator[tuple[int, str]]) -> Iterator[Raw]:
    """Yield numbered lines, each with the time that stands before it or before its block."""
    at: float | None = None
    before = "\n"  # no line begins so
    for number, line in lines:
        raw = line
        if line.startswith(before):
            raw = line[len(before) :]
        elif line and line[0] not in "@:" and (stamp := _STAMP.match(line)):
            raw = line[stamp.end() :]
            before = line[: stamp.end()] if raw else before
            at = _received(stamp[1])
        if raw and raw.strip(_BLANK):
            yield number, at, raw


def json_lines(lines: Iterator[tuple[int, str]], notes: Notes) -> Iterator[Raw]:
    """Yield the line that each JSON value, one a numbered line, is or holds."""
    for number, line in lines:
        if not line.strip(_BLANK):
            continue
        try:
            value = read_json(line)
        except (ValueError, RecursionError):
            notes.skip(number, f"no JSON: {line[:60]!r}")
            continue
        yield from _unwrapped(number, value, notes)


def json_document(chunks: Iterator[str], notes: Notes) -> Iterator[Raw]:
    """Yield the line that each element of a document's list is or holds."""
    pieces = read_pieces(chunks, LONG_LISTS, notes)
    for number, value in enumerate((value for key, value in pieces if key == ITEM), 1):
        yield from _unwrapped(number, value, notes)


def is_json(line: str) -> bool:
    """Return whether a line is a JSON value by itself."""
    try:
        read_json(line)
    except (ValueError, RecursionError):
        return False
    return True


def _received(stamp: str) -> float | None:
    if stamp.isdigit():
        found = number_seconds(int(stamp))
        return found[0] if found else None
    return dated_seconds(stamp)


def _unwrapped(number: int, value: object, notes: Notes) -> Iterator[Raw]:
    if isinstance(value, str):
        yield number, None, value.strip("\r\n")
    elif isinstance(value, dict) and (raw := _raw_in(value)):
        yield number, _time_in(value), raw
    else:
        notes.skip(number, "no line of IRC in it")


def _raw_in(value: Mapping[str, Any]) -> str:
    for each in value.values():
        if isinstance(each, str) and each.startswith(("@", ":")) and parse(raw := each.strip("\r\n")):
            return raw
    return ""


def _time_in(value: Mapping[str, Any]) -> float | None:
    for key in _TIME_KEYS:
        at = value.get(key)
        if isinstance(at, str):
            return dated_seconds(at)
        if isinstance(at, int | float) and not isinstance(at, bool):
            found = number_seconds(at)
            return found[0] if found and found[1] else None
    return None
