"""How moments look: peaks as shapes about a line, scores as stacked bars, what was learned as steps."""

from collections.abc import Sequence
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from chronicler.charts.moments import Course, Fate, Parts, Peaks, Scores
from chronicler.charts.style import (
    AMBER,
    BLUE,
    GOLD,
    INK,
    QUIET,
    STYLE,
    TALK,
    VIOLET,
    WIDTH,
    Form,
    as_bytes,
    heading,
    time_axis,
)

_LOOKS: Final = {Fate.SEED: ("*", GOLD, 90), Fate.BELOW: ("o", QUIET, 18), Fate.OTHER: ("X", VIOLET, 34)}
_PARTS: Final = (
    ("people", "people writing", TALK),
    ("reacting", "people reacting", BLUE),
    ("clip_calls", "calls for a clip", AMBER),
    ("alike", "reacting alike", VIOLET),
)
_ROW_INCHES: Final = 0.24
_MOST_LABELS: Final = 8
_WIDE: Final = 1.5
"""Points over which whole ones are ticks enough."""


def draw(shown: Peaks | Scores | Course, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, _height(shown)), layout="constrained")
        match shown:
            case Peaks():
                _peaks(figure, shown)
            case Scores():
                _scores(figure, shown)
            case Course():
                _course(figure, shown)
        return as_bytes(figure, shown.title, form)


def _height(shown: Peaks | Scores | Course) -> float:
    return 1.7 + _ROW_INCHES * max(len(shown.seeds), 2) if isinstance(shown, Scores) else 2.9


def _peaks(figure: Figure, shown: Peaks) -> None:
    axes = figure.subplots()
    axes.axhline(0, color=INK, linewidth=0.9)
    for fate, (shape, colour, size) in _LOOKS.items():
        of = [peak for peak in shown.peaks if peak.fate is fate]
        if of:
            axes.scatter(
                [peak.at / 60 for peak in of], [peak.above for peak in of], marker=shape, color=colour,
                s=size, linewidth=0, zorder=3, label=f"{fate} ({len(of)})",
            )  # fmt: skip
    _links(axes, shown)
    time_axis(axes, shown.minutes)
    axes.margins(y=0.12)
    axes.set_ylabel("points above\nwhat it takes")
    if shown.peaks or shown.links_met or shown.links_missed:
        figure.legend(loc="outside lower center", ncols=3, handletextpad=0.3, columnspacing=1.2)
    number = sum(peak.fate is Fate.SEED for peak in shown.peaks)
    peaks = f"{len(shown.peaks)} peak{'s' * (len(shown.peaks) != 1)}"
    heading(
        figure, axes, shown.title, f"{number} of {peaks} taken; the line is the least score that is taken"
    )


def _links(axes: Axes, shown: Peaks) -> None:
    """Mark posted clip links at the foot, in a lane of their own."""
    for at, name, face in (
        (shown.links_met, "behind a seed", AMBER),
        (shown.links_missed, "without a seed", "none"),
    ):
        if at:
            axes.scatter(
                [seconds / 60 for seconds in at], [0.03] * len(at), transform=axes.get_xaxis_transform(),
                marker="^", s=34, facecolor=face, edgecolor=AMBER, linewidth=1, clip_on=False,
                label=f"clip link {name} ({len(at)})",
            )  # fmt: skip


def _scores(figure: Figure, shown: Scores) -> None:
    axes = figure.subplots()
    rows = [-row for row in range(len(shown.seeds))]
    right, left = [0.0] * len(rows), [0.0] * len(rows)
    for name, label, colour in _PARTS:
        points = [float(getattr(seed, name)) for seed in shown.seeds]
        if any(points):
            begins = [r if p >= 0 else n for p, r, n in zip(points, right, left, strict=True)]
            axes.barh(rows, points, left=begins, height=0.62, color=colour, linewidth=0, label=label)
        right = [r + max(p, 0.0) for p, r in zip(points, right, strict=True)]
        left = [n + min(p, 0.0) for p, n in zip(points, left, strict=True)]
    if rows:
        _least(axes, shown.seeds, rows)
        figure.legend(loc="outside lower center", ncols=5, handlelength=1.2, columnspacing=1.1)
    axes.set_yticks(rows, [seed.label for seed in shown.seeds])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("points of score")
    axes.spines[["top", "right", "left"]].set_visible(False)
    seeds = f"{len(shown.seeds)} clip seed{'s' * (len(shown.seeds) != 1)}"
    heading(
        figure,
        axes,
        shown.title,
        f"{seeds} by place in the stream; the mark above each is what such a moment takes",
    )


def _least(axes: Axes, seeds: Sequence[Parts], rows: Sequence[int]) -> None:
    """Mark the least score above each bar: upon its colours no line is seen on every page."""
    axes.scatter(
        [seed.least for seed in seeds], [row + 0.45 for row in rows], marker="v", s=22, color=INK,
        linewidth=0, zorder=3, clip_on=False, label="what it takes",
    )  # fmt: skip


def _course(figure: Figure, shown: Course) -> None:
    axes = figure.subplots()
    at = list(range(1, len(shown.steps) + 1))
    axes.axhline(
        shown.usual, color=INK, linewidth=1, linestyle=(0, (4, 3)), label=f"usual ({shown.usual:.1f})"
    )
    if at:
        axes.plot(
            at, [step.score for step in shown.steps], color=VIOLET, drawstyle="steps-mid", marker="o",
            markersize=4.5, linewidth=1.6, label="least score that is taken",
        )  # fmt: skip
    every = max(1, -(-len(at) // _MOST_LABELS))
    axes.set_xticks(
        at[::every],
        [f"{s.label}\n{s.kept} keep\n{s.rejected} reject" for s in shown.steps[::every]],
        fontsize=8,
    )
    axes.set_xlim(0.5, max(len(at), 1) + 0.5)
    low = min([shown.usual, *(step.score for step in shown.steps)])
    high = max([shown.usual, *(step.score for step in shown.steps)])
    axes.set_ylim(low - 1, high + 1)
    axes.yaxis.set_major_locator(MultipleLocator(0.5 if high - low < _WIDE else 1.0))
    axes.set_ylabel("points of score")
    axes.set_xlabel("stream, and the marks known by then")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=2)
    marks = shown.steps[-1].kept + shown.steps[-1].rejected if shown.steps else 0
    streams = f"{len(shown.steps)} stream{'s' * (len(shown.steps) != 1)}"
    counted = f"{streams}, {marks} mark{'s' * (marks != 1)} by the last; where people react alike"
    heading(figure, axes, shown.title, counted)
