"""Both versions of a place, as git and some sync programs leave them in a note.

Decides which lines belong to such a conflict and what a person is told of it: neither version is
taken, since only they know which was meant. Leaves reading the other lines to ``yaml12``.
"""

import re
from collections.abc import Iterator
from typing import Final

from chronicler.domain.problem import Problem

_BEGINS, _MIDDLE, _ENDS = "<<<<<<<", "=======", ">>>>>>>"
_NAME: Final = re.compile(r"([^\s#:<>=|-][^:]*):(?:\s|$)")
_MOST_NAMES: Final = 3


def without_conflicts(block: str, first_line: int) -> tuple[str, tuple[Problem, ...]]:
    """Return the block with the lines of every conflict emptied, and a Problem for each.

    ``first_line`` is the 1-based line in the note at which the block begins. Lone marks are left as
    they are: they cost their own line, as anything that is no property does.
    """
    if _BEGINS not in block:
        return block, ()
    lines = block.split("\n")
    spans = list(_spans(lines))
    problems = tuple(_problem(lines[first : last + 1], first_line + first) for first, last in spans)
    for first, last in spans:
        lines[first : last + 1] = [""] * (last - first + 1)
    return "\n".join(lines), problems


def _spans(lines: list[str]) -> Iterator[tuple[int, int]]:
    first: int | None = None
    has_middle = False
    for number, line in enumerate(lines):
        mark = line.split(" ", 1)[0]
        if mark == _BEGINS:
            first, has_middle = number, False
        elif mark == _MIDDLE and first is not None:
            has_middle = True
        elif mark == _ENDS and first is not None and has_middle:
            yield first, number
            first = None


def _problem(conflict: list[str], line: int) -> Problem:
    names = list(dict.fromkeys(found[1] for text in conflict if (found := _NAME.match(text))))
    shown = ", ".join(names[:_MOST_NAMES]) + (" and more" if len(names) > _MOST_NAMES else "")
    versions = f"two versions of {shown}" if names else "two versions of the same place"
    return Problem(
        f"a sync conflict left {versions} here, down to line {line + len(conflict) - 1}; keep one and "
        f"delete the lines that begin with {_BEGINS}, {_MIDDLE} and {_ENDS}",
        line=line,
    )
