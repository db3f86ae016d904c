"""How the picture of an evening looks.

Decides shapes, colours and scale, legible on a light and on a dark page: nothing behind
it, and middle tones throughout. Bytes depend on the numbers only: no date, no random ids.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from chronicler.charts.talk import Form, Mark, MarkKind, Talk

INK: Final = "#7d7d7d"
"""Contrast 4.1 on white, 4.1 on Obsidian's dark grey: the same for either reader."""
_SHAPES: Final[Mapping[MarkKind, tuple[str, str]]] = {
    MarkKind.THEME: ("D", "#9a7fd1"),
    MarkKind.PROMPT: ("o", "#d98236"),
    MarkKind.MOMENT: ("*", "#c9a227"),
    MarkKind.RAID: (">", "#4a9bd4"),
}
"""Shape and colour: told apart by either, for readers who do not tell colours."""
_TALK: Final = "#5f9e8f"
_QUIET: Final = "#8a8a8a"
_LANE_INCHES: Final = 0.22
_MOST_BARS: Final = 200
_MOST_TICKS: Final = 9
_LABEL_LETTERS: Final = 88
"""Letters of a label that fit beside each other over the whole width."""
_SHORTEST_LABEL: Final = 10
"""A label cut shorter says nothing; the table beneath the picture has it in full."""
_STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "chronicler",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def draw(talk: Talk, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    target = BytesIO()
    metadata = {"Date": None, "Creator": None, "Title": talk.title} if form == "svg" else {}
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(7.4, 2.5 + _LANE_INCHES * _lanes(talk)), layout="constrained")
        figure.set_layout_engine("constrained", hspace=0, h_pad=0.03)
        _compose(figure, talk)
        figure.savefig(target, format=form, transparent=True, dpi=160, metadata=metadata)
    return target.getvalue()


def _compose(figure: Figure, talk: Talk) -> None:
    minutes = talk.lines_per_minute or [0]
    lanes, bars = figure.subplots(2, 1, sharex=True, height_ratios=(_LANE_INCHES * _lanes(talk), 2))
    _draw_bars(bars, minutes)
    for quiet in talk.quiets:
        for axes in (lanes, bars):
            axes.axvspan(
                quiet.from_seconds / 60, quiet.to_seconds / 60, color=_QUIET, alpha=0.22, linewidth=0
            )
    for mark in talk.marks:
        if mark.kind is MarkKind.THEME:
            bars.axvline(
                mark.at_seconds / 60, color=_SHAPES[mark.kind][1], linewidth=1, linestyle=(0, (4, 3))
            )
    _draw_lanes(lanes, talk.marks, len(minutes))
    _draw_time(bars, len(minutes))
    figure.suptitle(_short(talk.title, 64), x=0.012, ha="left", fontsize=11.5, fontweight="bold")
    lanes.set_title(_counted(minutes, len(talk.quiets)), loc="left", fontsize=9, pad=6)


def _lanes(talk: Talk) -> int:
    return max(1, len({mark.kind for mark in talk.marks}))


def _counted(minutes: Sequence[int], quiets: int) -> str:
    counted = f"{sum(minutes):,} lines by people in {len(minutes):,} minutes"
    return f"{counted}; shaded: {quiets} long quiet{'s' * (quiets > 1)}" if quiets else counted


def _draw_bars(axes: Axes, minutes: Sequence[int]) -> None:
    step = _minutes_a_bar(len(minutes))
    bars = [sum(minutes[i : i + step]) for i in range(0, len(minutes), step)]
    axes.bar([i * step for i in range(len(bars))], bars, width=step, align="edge", color=_TALK, linewidth=0)
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
                _short(mark.label, room), (at, height), xytext=(8, 0), textcoords="offset points",
                va="center_baseline", fontsize=8.5, color=colour,
            )  # fmt: skip


def _draw_time(axes: Axes, minutes: int) -> None:
    step = next((s for s in (5, 10, 15, 30, 60) if minutes / s <= _MOST_TICKS), 120)
    ticks = list(range(0, minutes + 1, step))
    axes.set_xticks(ticks, [f"{t // 60}:{t % 60:02d}" for t in ticks])
    axes.set_xlim(0, max(minutes, 1))
    axes.set_ylim(bottom=0)
    axes.set_xlabel("time from the stream's start (h:mm)")
    axes.spines[["top", "right"]].set_visible(False)


def _minutes_a_bar(minutes: int) -> int:
    """Return how many minutes share a bar, so that bars stay visible at note width."""
    return next((step for step in (1, 2, 5, 10) if minutes / step <= _MOST_BARS), 30)


def _short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
