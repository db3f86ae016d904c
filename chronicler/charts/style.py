"""How every figure looks: legible on a light and on a dark page, the same bytes every time.

Decides colours, type, the axis of time and how a figure becomes bytes: nothing behind it,
middle tones throughout, no date, no random ids, and words for whoever does not see it. Leaves what
is drawn to the drawings.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any, Final, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

from chronicler.charts.alternative import described

Form = Literal["svg", "png"]
INK: Final = "#7d7d7d"
"""Contrast 4.1 on white, 4.1 on Obsidian's dark grey: the same for either reader."""
TALK: Final = "#5f9e8f"
QUIET: Final = "#8a8a8a"
VIOLET: Final = "#9a7fd1"
AMBER: Final = "#d98236"
GOLD: Final = "#c9a227"
BLUE: Final = "#4a9bd4"
WIDTH: Final = 7.4
"""Inches: a note's readable width at the size the letters are set for."""
_FONT: Final = "DejaVu Sans"
"""Comes with matplotlib: the same letters on every machine."""
STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "chronicler",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "font.family": _FONT,
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
}
_MOST_TICKS: Final = 9


NAMED: Final = "named"
"""The mark of axes whose labels at the left say what is shown there."""


def as_bytes(figure: Figure, title: str, form: Form) -> bytes:
    """Return a figure as a file; to be called within ``rc_context(STYLE)``."""
    target = BytesIO()
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)  # once; it would lay everything out twice
        figure.set_layout_engine("none")
    metadata = {"Date": None, "Creator": None, "Title": title} if form == "svg" else {}
    figure.savefig(target, format=form, transparent=True, dpi=160, metadata=metadata)
    return described(target.getvalue(), _in_words(figure)) if form == "svg" else target.getvalue()


def time_axis(axes: Axes, minutes: float) -> None:
    """Label the axis of time, in minutes of the stream, as h:mm."""
    step = next((s for s in (5, 10, 15, 30, 60) if minutes / s <= _MOST_TICKS), 120)
    ticks = list(range(0, int(minutes) + 1, step))
    axes.set_xticks(ticks, [f"{t // 60}:{t % 60:02d}" for t in ticks])
    axes.set_xlim(0, max(minutes, 1))
    axes.set_xlabel("time from the stream's start (h:mm)")
    axes.spines[["top", "right"]].set_visible(False)


def heading(figure: Figure, axes: Axes, title: str, counted: str) -> None:
    """Write what the figure is about, and beneath it what was counted."""
    figure.suptitle(short(title, 64), x=0.012, ha="left", fontsize=11.5, fontweight="bold")
    axes.set_title(counted, loc="left", fontsize=9, pad=6)
    figure.set_label(f"{' '.join(title.split()).rstrip('.')}: {counted}.")


def _in_words(figure: Figure) -> str:
    """Return what a figure shows: its heading, what was counted, and the signs with their numbers."""
    shown = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    named = [
        label.get_text()
        for axes in figure.axes
        if axes.get_gid() == NAMED
        for label in axes.get_yticklabels()
        if label.get_text()
    ]
    signs = f" Shown: {', '.join([*named, *shown])}." if named or shown else ""
    return f"{figure.get_label()}{signs}"


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    return frozenset(get_font(findfont(_FONT)).get_charmap())


def short(text: str, longest: int) -> str:
    """Return a text on one line, cut where it is longer, without signs that the font lacks."""
    plain = " ".join("".join(sign if ord(sign) in _letters() else " " for sign in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
