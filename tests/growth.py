"""How the work for an input grows with its length."""

import time
from collections.abc import Callable
from typing import Final

LINEAR: Final = 9.0
"""Four times the text may take so many times as long: linear work takes four, quadratic sixteen."""


def growth(job: Callable[[str], object], text: Callable[[int], str], length: int) -> float:
    """Return how many times longer ``job`` takes for four times the text, in processor time."""
    return _best(job, text(4 * length)) / max(_best(job, text(length)), 1e-4)


def _best(job: Callable[[str], object], text: str) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        job(text)
        times.append(time.process_time() - began)
    return min(times)
