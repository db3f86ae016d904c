"""Adherence: how near talk came to the theme in force, window by window, and whether it drifted.

Decides what a window is, how shared words and nearness in meaning are weighed together
(z-score plus z-score: a five-minute window tells its own title from another's with AUC
.732 by both, .707 by words alone), and how wide the band around the line is. A likeness and
no fact: nothing here may be stated as one. Leaves vectors to ``recall`` and words to others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median, pstdev
from typing import Final

from chronicler.analysis.lines import Line
from chronicler.analysis.partition import change_points
from chronicler.analysis.sayings import WINDOW_SECONDS, Sayings
from chronicler.analysis.themes import overlap

LONGEST_SECONDS: Final = 15 * 60.0
"""What was said over a longer time is no one window."""
LEAST_LINES: Final = 4
LEAST_STEMS: Final = 8
"""A window is as long as it must be to have both, at least five minutes."""
LEAST_WINDOWS: Final = 4
"""Fewer have no usual that one could be nearer than."""
TOO_QUIET: Final = 3.0
"""Lines a minute up to which no change is told: measured, they are chance."""
_REACH: Final = 2
"""Windows on each side that a point is smoothed over, with falling weight."""
_WIDE: Final = 1.96
_MAD_TO_SD: Final = 1.4826
_FLAT: Final = 1e-9

Theme = tuple[float, str, frozenset[str]]
"""Seconds from which it was in force, its text, its stems (none where nothing was in force)."""
Nearness = Callable[[Sequence[Sequence[str]], str], Sequence[float]]
"""Tells of each window's texts how near in meaning they are to a theme's text (centred cosine)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some minutes of talk under one theme."""

    lines: Sequence[Line]
    theme: str
    touched: float
    """Share of the theme, by weight, that its words touch: 0 to 1."""
    nearness: float | None = None
    """Cosine with the theme once what all windows share is taken out; ``None`` without an embedder."""
    score: float = 0.0
    """Above zero it is nearer to the theme than this stream's usual."""

    @property
    def begins(self) -> float:
        """Seconds from the stream's start to its first line."""
        return self.lines[0].seconds

    @property
    def ends(self) -> float:
        """Seconds from the stream's start to its last line."""
        return self.lines[-1].seconds


@dataclass(frozen=True, slots=True)
class Point:
    """The smoothed line at one time, with its band."""

    at: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Windows between two changes."""

    begins: float
    ends: float
    level: float
    """Mean score; above zero is nearer than usual."""


@dataclass(frozen=True, slots=True)
class Course:
    """How near talk came to its theme over one stream."""

    windows: tuple[Window, ...]
    points: tuple[Point, ...] = ()
    """Empty where there are too few windows for a line."""
    stretches: tuple[Stretch, ...] = ()
    """One where nothing changed, none where there is no line."""
    is_by_meaning: bool = False
    is_too_quiet: bool = False
    """Whether so little was written that no change may be told."""

    @property
    def changes(self) -> tuple[float, ...]:
        """Seconds at which the level changed."""
        return tuple(stretch.begins for stretch in self.stretches[1:])


def course_of(
    sayings: Sayings, themes: Sequence[Theme], seconds: float, nearness: Nearness | None = None
) -> Course:
    """Return the course of a stream that lasted so many seconds; the same talk gives the same."""
    windows = [
        Window(part, text, overlap({root for line in part for root in line.stems}, roots, sayings.weight))
        for (begins, text, roots), (ends, _, _) in pairwise((*themes, (float("inf"), "", frozenset[str]())))
        if roots
        for part in _parts(_between(sayings.lines, begins, ends))
    ]
    if nearness is not None:
        windows = _with_nearness(windows, nearness)
    is_too_quiet = len(sayings.lines) <= TOO_QUIET * seconds / 60
    if len(windows) < LEAST_WINDOWS:
        return Course(tuple(windows), (), (), nearness is not None, is_too_quiet)
    windows = _scored(windows)
    cuts = () if is_too_quiet else change_points([window.score for window in windows])
    return Course(
        tuple(windows), _smoothed(windows), _stretches(windows, cuts), nearness is not None, is_too_quiet
    )


def _between(lines: Sequence[Line], begins: float, ends: float) -> list[Line]:
    return [line for line in lines if begins <= line.seconds < ends]


def _parts(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Return the windows of talk under one theme; a stretch too thin for one is left out."""
    found: list[Sequence[Line]] = []
    begin = 0
    roots: set[str] = set()
    for place, line in enumerate(lines):
        if line.seconds - lines[begin].seconds > LONGEST_SECONDS:
            begin, roots = place, set()
        roots.update(line.stems)
        is_long = line.seconds - lines[begin].seconds >= WINDOW_SECONDS
        if is_long and place + 1 - begin >= LEAST_LINES and len(roots) >= LEAST_STEMS:
            found.append(lines[begin : place + 1])
            begin, roots = place + 1, set()
    return found


def _with_nearness(windows: Sequence[Window], nearness: Nearness) -> list[Window]:
    near: dict[int, float] = {}
    for theme in dict.fromkeys(window.theme for window in windows):
        told = nearness([[line.message.text for line in w.lines] for w in windows], theme)
        near |= {at: float(told[at]) for at, window in enumerate(windows) if window.theme == theme}
    return [replace(window, nearness=near[at]) for at, window in enumerate(windows)]


def _scored(windows: Sequence[Window]) -> list[Window]:
    touched = z_scores([window.touched for window in windows])
    near = z_scores([window.nearness or 0.0 for window in windows])
    return [replace(w, score=t + n) for w, t, n in zip(windows, touched, near, strict=True)]


def z_scores(values: Sequence[float]) -> list[float]:
    """Return how many standard deviations each value lies above the mean; zeros where all are alike."""
    mean, spread = fmean(values), pstdev(values)
    return [(value - mean) / spread if spread > _FLAT else 0.0 for value in values]


def _smoothed(windows: Sequence[Window]) -> tuple[Point, ...]:
    scores = [window.score for window in windows]
    smooth, widths = [], []
    for at in range(len(scores)):
        near = range(max(0, at - _REACH), min(len(scores), at + _REACH + 1))
        weights = [_REACH + 1 - abs(place - at) for place in near]
        whole = sum(weights)
        smooth.append(sum(w * scores[place] for w, place in zip(weights, near, strict=True)) / whole)
        widths.append(sum((w / whole) ** 2 for w in weights) ** 0.5)
    off = median(abs(score - value) for score, value in zip(scores, smooth, strict=True))
    noise = _WIDE * _MAD_TO_SD * off
    return tuple(
        Point((w.begins + w.ends) / 2, value, value - noise * width, value + noise * width)
        for w, value, width in zip(windows, smooth, widths, strict=True)
    )


def _stretches(windows: Sequence[Window], cuts: Sequence[int]) -> tuple[Stretch, ...]:
    edges = (0, *cuts, len(windows))
    return tuple(
        Stretch(windows[a].begins, windows[b - 1].ends, fmean(w.score for w in windows[a:b]))
        for a, b in pairwise(edges)
    )
