"""How the course of a talk looks: dots, a line in a band, and dashed changes."""

from collections.abc import Sequence
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chronicler.analysis.adherence import Point
from chronicler.charts.course import CourseShown
from chronicler.charts.style import (
    AMBER,
    INK,
    STYLE,
    VIOLET,
    WIDTH,
    Form,
    as_bytes,
    heading,
    short,
    time_axis,
)

_LETTERS_OVER_ALL: Final = 92
_SHORTEST_LABEL: Final = 10
_BELOW_NAMES: Final = 0.88
"""Up to which height of the picture a stroke may reach without striking through a theme's name."""
_BROKEN_SECONDS: Final = 20 * 60.0


def draw(shown: CourseShown, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.9), layout="constrained")
        _compose(figure, shown)
        return as_bytes(figure, shown.title, form)


def _compose(figure: Figure, shown: CourseShown) -> None:
    axes, course = figure.subplots(), shown.course
    axes.axhline(0, color=INK, linewidth=0.8)
    for points in _unbroken(course.points):
        at = [point.at / 60 for point in points]
        low, high = [p.low for p in points], [p.high for p in points]
        axes.fill_between(at, low, high, color=VIOLET, alpha=0.25, linewidth=0)
        axes.plot(at, [p.value for p in points], color=VIOLET, linewidth=1.8, solid_capstyle="round")
    if course.points:
        middles = [(window.begins + window.ends) / 120 for window in course.windows]
        axes.scatter(middles, [w.score for w in course.windows], s=12, color=INK, alpha=0.75, linewidth=0)
    for change in course.changes:
        axes.axvline(change / 60, ymax=_BELOW_NAMES, color=AMBER, linewidth=1.2, linestyle=(0, (4, 3)))
    _name_themes(axes, shown)
    time_axis(axes, shown.minutes)
    axes.margins(y=0.18)
    axes.set_yticks([])
    axes.set_ylabel("← farther   usual   nearer →")
    heading(figure, axes, shown.title, counted(shown))


def _unbroken(points: Sequence[Point]) -> list[list[Point]]:
    """Return the points in runs: over a long silence no line is drawn, for nothing was measured there."""
    runs: list[list[Point]] = []
    for point in points:
        if not runs or point.at - runs[-1][-1].at > _BROKEN_SECONDS:
            runs.append([])
        runs[-1].append(point)
    return runs


def counted(shown: CourseShown) -> str:
    """Return what was counted, by what, and what each stroke is."""
    course = shown.course
    how = "shared words and meaning" if course.is_by_meaning else "shared words alone"
    changes = f"; dashed: {len(course.changes)} likely change{'s' * (len(course.changes) > 1)}"
    windows = f"{len(course.windows)} window{'s' * (len(course.windows) != 1)} of talk by {how}"
    return f"{windows}; a likeness, in its band{changes if course.changes else ''}"


def _name_themes(axes: Axes, shown: CourseShown) -> None:
    ends = [*(at for at, _ in shown.themes[1:]), shown.minutes * 60]
    for (at, name), end in zip(shown.themes, ends, strict=True):
        if at > 0:
            axes.axvline(at / 60, color=INK, linewidth=1, linestyle=(0, (1, 2)))
        room = int(_LETTERS_OVER_ALL * (end - at) / max(60, shown.minutes * 60)) - 2
        if name and room >= _SHORTEST_LABEL:
            axes.annotate(
                short(name, room), (at / 60, 1), xycoords=("data", "axes fraction"), xytext=(4, -4),
                textcoords="offset points", va="top", fontsize=8.5, color=INK,
            )  # fmt: skip
