"""How evenings under each other look: a strip each, darker where talk stood nearer to its theme."""

from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from chronicler.charts.strips import Strip, Strips
from chronicler.charts.style import (
    AMBER,
    INK,
    QUIET,
    STYLE,
    VIOLET,
    WIDTH,
    Form,
    as_bytes,
    heading,
    time_axis,
)
from chronicler.domain.counted import percent

_ROW_INCHES: Final = 0.24
_LOOKS: Final = (
    (0.5, VIOLET, 1.0, "nearer than that stream's usual"),
    (-0.5, VIOLET, 0.45, "as usual"),
    (float("-inf"), QUIET, 0.45, "farther"),
)
"""Smoothed score from which on, colour, strength, and what it means."""


def draw(shown: Strips, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.7 + _ROW_INCHES * max(len(shown.strips), 1)), layout="constrained")
        _compose(figure, shown)
        return as_bytes(figure, shown.title, form)


def _compose(figure: Figure, shown: Strips) -> None:
    axes = figure.subplots()
    minutes = max((strip.minutes for strip in shown.strips), default=1)
    for row, strip in enumerate(shown.strips):
        _draw_strip(axes, -row, strip)
    axes.set_yticks([-row for row in range(len(shown.strips))], [strip.name for strip in shown.strips])
    axes.set_ylim(-len(shown.strips) + 0.4, 0.6)
    axes.tick_params(axis="y", length=0)
    time_axis(axes, minutes * 1.09)
    axes.spines["left"].set_visible(False)
    looks = [Patch(facecolor=c, alpha=a, linewidth=0, label=name) for _, c, a, name in _LOOKS]
    figure.legend(handles=looks, loc="outside lower center", ncols=3, handlelength=1.2)
    heading(figure, axes, shown.title, _counted(shown))


def _draw_strip(axes: Axes, height: float, strip: Strip) -> None:
    axes.hlines(height, 0, strip.minutes, color=INK, linewidth=0.7, alpha=0.7)
    for window, point in zip(strip.course.windows, strip.course.points, strict=False):
        _, colour, strength, _ = next(look for look in _LOOKS if point.value >= look[0])
        begins, ends = window.begins / 60, window.ends / 60
        axes.broken_barh(
            [(begins, ends - begins)], (height - 0.34, 0.68), facecolor=colour, alpha=strength, linewidth=0
        )
    for change in strip.course.changes:
        axes.vlines(change / 60, height - 0.45, height + 0.45, color=AMBER, linewidth=1.8)
    if strip.share is not None:
        axes.annotate(
            percent(strip.share), (strip.minutes, height), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=8.5, color=INK,
        )  # fmt: skip


def _counted(shown: Strips) -> str:
    number = len(shown.strips)
    streams = f"{number} stream{'s' * (number != 1)}"
    changes = sum(len(strip.course.changes) for strip in shown.strips)
    marked = f"; marked: {changes} likely change{'s' * (changes != 1)}" if changes else ""
    return f"{streams}, each against itself{marked}; at the end: lines near the theme by its words"
