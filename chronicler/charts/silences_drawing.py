"""How silences look: a bar each, as wide and as high as it was long, told apart by colour and hatching."""

from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure

from chronicler.charts.silences import Kind, Silences
from chronicler.charts.style import AMBER, QUIET, STYLE, VIOLET, WIDTH, Form, as_bytes, heading, time_axis

_LOOKS: Final = {
    Kind.CONTEMPLATIVE: (VIOLET, ""),
    Kind.CANNOT_TELL: (QUIET, "///"),
    Kind.DISENGAGED: (QUIET, ""),
}


def draw(shown: Silences, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    with mpl.rc_context(STYLE | {"hatch.color": "#bdbdbd", "hatch.linewidth": 0.7}):
        figure = Figure(figsize=(WIDTH, 2.4), layout="constrained")
        _compose(figure, shown)
        return as_bytes(figure, shown.title, form)


def _compose(figure: Figure, shown: Silences) -> None:
    axes = figure.subplots()
    for kind, (colour, hatch) in _LOOKS.items():
        of = [silence for silence in shown.silences if silence.kind is kind]
        if of:
            lasted = [(s.ends - s.begins) / 60 for s in of]
            axes.bar(
                [s.begins / 60 for s in of], lasted, width=lasted, align="edge", color=colour,
                hatch=hatch, linewidth=0, label=f"{kind} ({len(of)})",
            )  # fmt: skip
    if shown.lines_at:
        at = [seconds / 60 for seconds in shown.lines_at]
        axes.scatter(
            at, [0] * len(at), marker="o", s=34, color=AMBER, clip_on=False, zorder=3, linewidth=0,
            label=f"Hearthkeeper ({len(at)})",
        )  # fmt: skip
    time_axis(axes, shown.minutes)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("minutes")
    if shown.silences or shown.lines_at:
        figure.legend(loc="outside lower center", ncols=4, handlelength=1.2, columnspacing=1.2)
    heading(figure, axes, shown.title, _counted(shown))


def _counted(shown: Silences) -> str:
    number = len(shown.silences)
    least = f"{shown.least_minutes:g} minutes or more without a line by people"
    return f"{number} silence{'s' * (number != 1)} of {least}" if number else f"no silence of {least}"
