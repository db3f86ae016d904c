"""One measured figure, and how figures are printed and taken."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value beside the baseline it is to be judged by."""

    what: str
    value: float
    unit: str
    baseline: float | None = None
    against: str = ""
    """What the baseline is."""


def best_seconds(job: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of several runs: the one that other programs disturbed least."""
    return min(_seconds(job) for _ in range(times))


def table(title: str, figures: Iterable[Figure]) -> str:
    """Return the figures as lines of text, the ratio to its baseline behind each."""
    lines = [title, *(f"  {_line(figure)}" for figure in figures)]
    return "\n".join(lines) + "\n"


def _line(figure: Figure) -> str:
    said = f"{figure.what:<46} {figure.value:>12,.6g} {figure.unit}"
    if not figure.baseline:
        return said
    return f"{said}  ({figure.value / figure.baseline:.2f} × {figure.baseline:,.6g}: {figure.against})"


def _seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began
