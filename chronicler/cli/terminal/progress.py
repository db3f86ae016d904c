"""A progress bar on standard error, for whatever may take more than a second.

Decides when one is drawn: on a terminal, and never where a script reads the answer.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, Protocol

import click

from chronicler.cli.terminal.shown import shown

_STEPS: Final = 1000
_NARROW: Final = 100
"""Columns under which the bar itself is short, so that a line never wraps."""


_FIGURES: Final = 28
"""Columns for brackets, blanks, percentage and the longest remaining time a day may take."""


class Advance(Protocol):
    """Moves a bar."""

    def __call__(self, step: str, done: float, of: float, now: str = "") -> None:
        """Show that ``done`` of ``of`` is done in this step, and in a few words what is being done."""
        ...


@contextmanager
def progress(*, is_hidden: bool = False) -> Iterator[Advance]:
    """Draw a bar for each step until the block is left; nothing where nobody would see it."""
    if is_hidden or not sys.stderr.isatty():
        yield _draw_nothing
        return
    with ExitStack() as stack:
        yield _Bars(stack).advance


class _Bars:
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._step = ""
        self._bar: Any = None

    def advance(self, step: str, done: float, of: float, now: str = "") -> None:
        if step != self._step:
            self._stack.close()
            self._step, self._bar = step, self._stack.enter_context(_bar(step))
        here = round(_STEPS * min(1.0, done / of)) if of else _STEPS
        self._bar.update(max(0, here - self._bar.pos), fitting(now, step))


def _bar(label: str) -> Any:
    return click.progressbar(
        length=_STEPS,
        label=label,
        width=_width(shutil.get_terminal_size().columns),
        file=sys.stderr,
        item_show_func=lambda now: now,
        update_min_steps=0,
    )


def fitting(now: str, step: str) -> str:
    """Return as much of ``now`` as stands beside the bar on one line, its end being the telling part."""
    now, columns = shown(now), shutil.get_terminal_size().columns
    room = columns - len(step) - _width(columns) - _FIGURES
    if len(now) <= room:
        return now
    return f"…{now[len(now) - room + 1 :]}" if room > 1 else ""


def _width(columns: int) -> int:
    return 10 if columns < _NARROW else 24


def _draw_nothing(step: str, done: float, of: float, now: str = "") -> None:
    del step, done, of, now
