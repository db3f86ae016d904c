"""What is told while something runs, and what follows where nobody reads on.

Decides that a closed pipe or terminal ends no work that is worth more than its telling: what
would be told goes unheard, and whoever runs the work hears of it once an output. Leaves to each
command what it then does; outside of :func:`outliving` a closed output ends the program.
"""

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Final

import click

from chronicler.errors import UserError

WhenGone = Callable[[OSError], object]

_WHEN_GONE: ContextVar[WhenGone | None] = ContextVar("when_gone", default=None)


def nothing(why: OSError) -> None:
    """Do nothing about an output that is closed."""
    del why


def tell(text: str, *, err: bool = False) -> None:
    """Print a text; inside :func:`outliving`, into the void where its output is closed.

    Raises:
        OSError: nobody reads on, or the disk is full, and nothing goes on without it.
    """
    try:
        click.echo(text, err=err)
    except OSError as why:
        if (when_gone := _WHEN_GONE.get()) is None:
            raise
        _into_the_void(sys.stderr if err else sys.stdout)
        when_gone(why)


@contextlib.contextmanager
def outliving(when_gone: WhenGone) -> Iterator[None]:
    """Until the block is left, go on where an output is closed; ``when_gone`` is told why, for each."""
    before = _WHEN_GONE.set(when_gone)
    try:
        yield
    finally:
        _WHEN_GONE.reset(before)


def unread() -> None:
    """Let nothing more be printed, nor complain at the end that it cannot be."""
    for stream in (sys.stdout, sys.stderr):
        _into_the_void(stream)


class Reader:
    """Whether anybody still reads what is told; call it where an output is closed."""

    def __init__(self, then: WhenGone = nothing) -> None:
        """Be there; ``then`` is called once, when an output is closed."""
        self._then: Final = then
        self.why: OSError | None = None
        """Why an output cannot be written; ``None`` while they can."""

    @property
    def is_gone(self) -> bool:
        """Whether nobody reads on."""
        return self.why is not None

    def __call__(self, why: OSError) -> None:
        """Take note that an output is closed."""
        if self.why is None:
            self.why = why
            self._then(why)


@contextlib.contextmanager
def while_read() -> Iterator[None]:
    """Stop what runs in the block in order, as Ctrl-C does, where an output is closed.

    Raises:
        BrokenPipeError: it was closed, and all is stopped: the program ends as any whose reader left.
        OSError: it cannot be written for another reason, such as a full disk.
    """
    reader = Reader(_stop)
    try:
        with outliving(reader):
            yield
    except (KeyboardInterrupt, UserError):  # the latter where what was stopped came to nothing
        if not reader.is_gone:
            raise
    if reader.why is not None:
        is_hung_up = reader.why.errno == errno.EIO  # so a terminal that is gone tells it
        raise BrokenPipeError(errno.EPIPE, "nobody reads on") if is_hung_up else reader.why


def _stop(why: OSError) -> None:
    if (
        why.errno != errno.EIO
    ):  # a terminal that hung up sent its own signal: a second would cut the stop short
        signal.raise_signal(signal.SIGINT)  # heeded whatever thread it is raised in


def _into_the_void(stream: object) -> None:
    """Let a stream lead nowhere; what it still holds is dropped with it."""
    # One that is no file leads nowhere already.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        void = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(void, stream.fileno())  # type: ignore[attr-defined]
        finally:
            os.close(void)
