"""How the interpreter shares its time while a whole stream is worked through.

Decides how often it looks for garbage and how soon a waiting thread has its turn, and puts
both back as they were; leaves what is done meanwhile to its callers. None of it changes what
comes out.
"""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_LOOK_AFTER: Final = 20_000
"""Objects made before the youngest are looked through; Python's own 700 cost a rehearsal a twentieth."""
_TURN_SECONDS: Final = 0.0005
"""A thread that calls into DuckDB asks for its turn hundreds of times; Python's own 5 ms each add up."""
_WITHOUT: Final = threading.Lock()
_works_without = 0
"""How many pieces of work, in whatever threads, want no garbage looked for."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for garbage seldom, and never among what there was before: hardly any event leaves some."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_LOOK_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Look for no garbage at all: a whole stream is being built, and none of it is garbage.

    Two threads may do so at a time: the search begins again when the last of them has ended.
    Leave it only once the stream is let go of: the search that follows would look through all
    of it, and for a sixth of a second nothing else would have its turn.
    """
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(more: int) -> None:
    global _works_without  # noqa: PLW0603 - the interpreter's search for garbage is one for all threads
    with _WITHOUT:
        _works_without += more
        if more > 0:
            gc.disable()
        elif not _works_without:
            gc.enable()


@contextmanager
def nothing_old_searched() -> Iterator[None]:
    """Keep what the program consists of out of every search: it never becomes garbage while it runs."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads change places often, so that one which mostly waits for its turn is soon done."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
