"""What goes wrong while the program runs, told calmly on the terminal.

Decides that a sentence that comes again and again is said once, and that libraries' own logs
and tracebacks do not stand in the midst of the evening; ``--verbose`` shows those instead.
Leaves what went wrong, and its words, to whoever tells it.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import click

from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.pasted import pasteable
from chronicler.cli.terminal.screen import columns, wrapped
from chronicler.cli.terminal.shown import shown

FORGET_AFTER: Final = 900.0
"""Seconds without a sentence after which it is news again; every retry comes sooner."""
OURS: Final = "chronicler"


class Troubles:
    """Tells each trouble once while it lasts."""

    def __init__(
        self,
        elapsed: Callable[[], float] = time.monotonic,
        *,
        ends: Mapping[str, str] | None = None,
        show: Callable[[str], None] | None = None,
    ) -> None:
        """Know of nothing yet; ``elapsed`` counts seconds, ``show`` puts a trouble before whoever reads.

        ``ends`` names sentences that tell of an end, each with how the troubles begin that are
        over with it: such a sentence is always told, and those troubles are news again.
        """
        self._elapsed = elapsed
        self._ends = ends or {}
        self._show = show or _loudly
        self._told: dict[str, float] = {}

    def __call__(self, text: str) -> None:
        """Tell one trouble, unless it was told and lasts."""
        now, same = self._elapsed(), re.sub(r"\d+", "#", text)
        if over := self._ends.get(text):
            self._told = {told: at for told, at in self._told.items() if not told.startswith(over)}
            self._told.pop(same, None)
        before, self._told[same] = self._told.get(same), now
        if before is not None and now - before < FORGET_AFTER:
            return
        self._show(text)


def _loudly(text: str) -> None:
    plain = shown(" ".join(text.replace("`", "").split()))
    tell(click.style(wrapped(f"! {pasteable(plain)}", columns(err=True)), bold=True), err=True)


@contextmanager
def instead_of_logs(tell: Callable[[str], None]) -> Iterator[None]:
    """Give our own warnings to ``tell`` as sentences, and drop the libraries', until the block is left.

    Where the user asked for logs, they stay as they are.
    """
    root = logging.getLogger()
    if root.isEnabledFor(logging.INFO):
        yield
        return
    before = root.handlers[:]
    root.handlers[:] = [_Sentences(tell)]
    try:
        yield
    finally:
        root.handlers[:] = before


class _Sentences(logging.Handler):
    """Log records of ours as troubles."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell a warning of ours; an exception's traceback only where logs were asked for."""
        if record.name.split(".")[0] != OURS or record.exc_info:
            return  # what failed for a reason nobody foresaw is told by the supervisor, in a sentence
        self._tell(record.getMessage())
