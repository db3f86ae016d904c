"""How the work for an input grows with its length."""

import time
from collections.abc import Callable
from typing import Final

LINEAR: Final = 9.0
"""Four times the text may take so many times as long: linear work takes four, quadratic sixteen."""
_NOTHING: Final = 0.003
"""Seconds below which no growth can be told, and none matters."""
_TRIES: Final = 4


def growth(job: Callable[[str], object], text: Callable[[int], str], length: int) -> float:
    """Return how many times longer ``job`` takes for four times the text, in processor time.

    One where even the long text is nothing. What is disturbed by other programs is tried again.
    """
    short, long, ratio = text(length), text(4 * length), 0.0
    for _ in range(_TRIES):
        taken = _seconds(job, long)
        if taken < _NOTHING:
            return 1.0
        ratio = taken / max(_seconds(job, short), _NOTHING / LINEAR)
        if ratio < LINEAR:
            break
    return ratio


def _seconds(job: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    job(text)
    return time.process_time() - began
