"""Lines of a table into rows, without ever losing the file to one quotation mark.

Decides where a row ends: a cell in quotation marks may hold line breaks, but a mark that
nobody closed costs its own line only. Leaves the cells to ``csv_log``.
"""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Final

from chronicler.transcripts.transcript import Notes

_LONGEST: Final = 4_000
"""Characters of one row over several lines: eight times the longest line of chat."""
_MOST_LINES: Final = 20

Row = tuple[int, list[str]]
"""Number of the line on which a row begins, and its cells."""


def rows(lines: Iterator[tuple[int, str]], delimiter: str, notes: Notes) -> Iterator[Row]:
    """Yield the rows of numbered lines; blank lines are none."""
    waiting: deque[tuple[int, str]] = deque()
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        number, text = line
        if '"' not in text:
            if text and not text.isspace():
                yield number, text.split(delimiter)
            continue
        if text.count('"') % 2:
            text, gathered = _closed(text, chain(waiting, lines))
            if text:
                waiting = deque(list(waiting)[len(gathered) :])
            else:
                waiting = deque([*gathered, *list(waiting)[len(gathered) :]])
                notes.skip(number, "a quotation mark in it is never closed")
                continue
        yield from _row(number, text, delimiter, notes)


def _closed(text: str, following: Iterator[tuple[int, str]]) -> tuple[str, list[tuple[int, str]]]:
    """Return a row with the lines its open cell goes on in; an empty text where it is never closed."""
    gathered: list[tuple[int, str]] = []
    for line in following:
        gathered.append(line)
        text = f"{text}\n{line[1]}"
        if line[1].count('"') % 2:
            return text, gathered
        if len(text) > _LONGEST or len(gathered) >= _MOST_LINES:
            break
    return "", gathered


def _row(number: int, text: str, delimiter: str, notes: Notes) -> Iterator[Row]:
    try:
        yield number, next(csv.reader((text,), delimiter=delimiter))
    except (csv.Error, StopIteration) as error:
        notes.skip(number, f"no row of a table: {error}")
