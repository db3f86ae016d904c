"""How the picture of an evening looks.

Decides shapes and scale; leaves colours, type and bytes to ``charts.style``.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from chronicler.charts.style import (
    AMBER,
    BLUE,
    GOLD,
    NAMED,
    QUIET,
    STYLE,
    TALK,
    VIOLET,
    WIDTH,
    Form,
    as_bytes,
    heading,
    short,
    time_axis,
)
from chronicler.charts.talk import Mark, MarkKind, Talk

_SHAPES: Final[Mapping[MarkKind, tuple[str, str]]] = {
    MarkKind.THEME: ("D", VIOLET),
    MarkKind.PROMPT: ("o", AMBER),
    MarkKind.MOMENT: ("*", GOLD),
    MarkKind.RAID: (">", BLUE),
}
"""Shape and colour: told apart by either, for readers who do not tell colours."""
_LANE_INCHES: Final = 0.22
_MOST_BARS: Final = 200
_LABEL_LETTERS: Final = 88
"""Letters of a label that fit beside each other over the whole width."""
_SHORTEST_LABEL: Final = 10
"""A label cut shorter says nothing; the table beneath the picture has it in full."""


def draw(talk: Talk, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.5 + _LANE_INCHES * _lanes(talk)), layout="constrained")
        figure.set_layout_engine("constrained", hspace=0, h_pad=0.03)
        _compose(figure, talk)
        return as_bytes(figure, talk.title, form)


def _compose(figure: Figure, talk: Talk) -> None:
    minutes = talk.lines_per_minute or [0]
    lanes, bars = figure.subplots(2, 1, sharex=True, height_ratios=(_LANE_INCHES * _lanes(talk), 2))
    _draw_bars(bars, minutes)
    for quiet in talk.quiets:
        for axes in (lanes, bars):
            axes.axvspan(quiet.from_seconds / 60, quiet.to_seconds / 60, color=QUIET, alpha=0.22, linewidth=0)
    for mark in talk.marks:
        if mark.kind is MarkKind.THEME:
            bars.axvline(
                mark.at_seconds / 60, color=_SHAPES[mark.kind][1], linewidth=1, linestyle=(0, (4, 3))
            )
    _draw_lanes(lanes, talk.marks, len(minutes))
    time_axis(bars, len(minutes))
    bars.set_ylim(bottom=0)
    lanes.set_gid(NAMED)
    heading(figure, lanes, talk.title, _counted(minutes, len(talk.quiets)))


def _lanes(talk: Talk) -> int:
    return max(1, len({mark.kind for mark in talk.marks}))


def _counted(minutes: Sequence[int], quiets: int) -> str:
    counted = f"{sum(minutes):,} lines by people in {len(minutes):,} minutes"
    return f"{counted}; shaded: {quiets} long quiet{'s' * (quiets > 1)}" if quiets else counted


def _draw_bars(axes: Axes, minutes: Sequence[int]) -> None:
    step = _minutes_a_bar(len(minutes))
    bars = [sum(minutes[i : i + step]) for i in range(0, len(minutes), step)]
    edges = [i * step for i in range(len(bars) + 1)]
    axes.stairs(bars, edges, fill=True, color=TALK, linewidth=0)  # one shape: hundreds take half a second
    axes.set_ylabel("lines a minute" if step == 1 else f"lines in {step} minutes")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))


def _draw_lanes(axes: Axes, marks: Sequence[Mark], minutes: int) -> None:
    kinds = [kind for kind in MarkKind if any(m.kind is kind for m in marks)]
    names = []
    for lane, kind in enumerate(kinds):
        here = sorted((m for m in marks if m.kind is kind), key=lambda m: m.at_seconds)
        names.append(f"{kind} ({len(here)})")
        _draw_lane(axes, -lane, here, minutes)
    axes.set_yticks([-lane for lane in range(len(kinds))], names)
    axes.set_ylim(-max(len(kinds), 1) + 0.3, 0.7)
    axes.tick_params(length=0, pad=8, labelbottom=False)
    for side in axes.spines.values():
        side.set_visible(False)


def _draw_lane(axes: Axes, height: float, marks: Sequence[Mark], minutes: int) -> None:
    shape, colour = _SHAPES[marks[0].kind]
    times = [mark.at_seconds / 60 for mark in marks]
    size = 70 if shape == "*" else 34
    axes.scatter(
        times, [height] * len(times), s=size, marker=shape, color=colour, linewidth=0, clip_on=False, zorder=3
    )
    for mark, at, until in zip(marks, times, [*times[1:], minutes], strict=True):
        room = int(_LABEL_LETTERS * (until - at) / max(minutes, 1)) - 2
        if mark.label and room >= _SHORTEST_LABEL:
            axes.annotate(
                short(mark.label, room), (at, height), xytext=(8, 0), textcoords="offset points",
                va="center_baseline", fontsize=8.5, color=colour,
            )  # fmt: skip


def _minutes_a_bar(minutes: int) -> int:
    """Return how many minutes share a bar, so that bars stay visible at note width."""
    return next((step for step in (1, 2, 5, 10) if minutes / step <= _MOST_BARS), 30)
