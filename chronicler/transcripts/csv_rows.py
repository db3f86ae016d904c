"""Lines of a table into rows, without ever losing the file to one quotation mark.

Decides where a row ends: a cell in quotation marks may hold line breaks, but a mark that
nobody closed costs its own line only, for a cell ends before whatever begins a row of its own.
Leaves the cells to ``csv_log``.
"""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

from chronicler.transcripts.transcript import Notes

_LONGEST: Final = 4_000
"""Characters of one row over several lines: eight times the longest line of chat."""
_MOST_LINES: Final = 20

Row = tuple[int, list[str]]
"""Number of the line on which a row begins, and its cells."""


def rows(
    lines: Iterator[tuple[int, str]],
    delimiter: str,
    notes: Notes,
    begins_row: Callable[[str], bool] = lambda _line: False,
) -> Iterator[Row]:
    """Yield the rows of numbered lines; blank lines are none.

    ``begins_row`` tells of a line inside an open cell whether it is meant as a row.
    """
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
            gathered, is_closed = _gathered(len(text), chain(waiting, lines), begins_row)
            waiting = deque([*gathered, *islice(waiting, len(gathered), None)])
            whole = "\n".join((text, *(more for _, more in gathered)))
            if not is_closed:
                notes.skip(number, "a quotation mark in it is never closed")
                continue
            if row := _cells(whole, delimiter):
                waiting = deque(islice(waiting, len(gathered), None))
                yield number, row
                continue
        # A mark in the midst of a cell opens nothing.
        if row := _cells(text, delimiter):
            yield number, row
        else:
            notes.skip(number, "it is no row of a table")


def _gathered(
    length: int, following: Iterator[tuple[int, str]], begins_row: Callable[[str], bool]
) -> tuple[list[tuple[int, str]], bool]:
    """Return the lines as far as the one that closes a cell, and whether any does."""
    gathered: list[tuple[int, str]] = []
    for line in following:
        gathered.append(line)
        length += len(line[1])
        if begins_row(line[1]):
            break
        if line[1].count('"') % 2:
            return gathered, True
        if length > _LONGEST or len(gathered) >= _MOST_LINES:
            break
    return gathered, False


def _cells(text: str, delimiter: str) -> list[str]:
    """Return the row that a text is; nothing where its line breaks stand in no cell."""
    try:
        return next(csv.reader((text.replace("\r", " "),), delimiter=delimiter))
    except (csv.Error, StopIteration):
        return []
