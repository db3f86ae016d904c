"""How answers look: a dot with its interval for each kind of moment, in pairs from the top."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chronicler.analysis.answers import Share
from chronicler.charts.answers import Answers
from chronicler.charts.style import AMBER, INK, QUIET, STYLE, WIDTH, Form, as_bytes, heading


def draw(shown: Answers, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.9), layout="constrained")
        _compose(figure, shown)
        return as_bytes(figure, shown.title, form)


def _compose(figure: Figure, shown: Answers) -> None:
    axes = figure.subplots()
    ticks, names = [], []
    for row, compared in enumerate(shown.compared):
        for step, (said, of, colour, shape) in enumerate(
            (
                ("after a line", compared.after_lines, AMBER, "o"),
                ("in matched quiet", compared.after_silence, QUIET, "s"),
            )
        ):
            height = -(3 * row + step)
            _point(axes, height, of, colour, shape)
            ticks.append(height)
            names.append(f"within {compared.minutes} min, {said} (n = {of.of})")
    axes.set_yticks(ticks, names)
    axes.set_ylim(-3 * max(len(shown.compared), 1) + 1.3, 0.7)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("moments after which somebody besides the streamer wrote")
    axes.grid(axis="x", color=INK, alpha=0.25, linewidth=0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    heading(figure, axes, shown.title, _counted(shown))


def _point(axes: Axes, height: float, of: Share, colour: str, shape: str) -> None:
    low, high = of.interval
    axes.plot([low, high], [height, height], color=colour, linewidth=2.2, solid_capstyle="round")
    if of.of:
        axes.scatter(
            [of.value], [height], s=44, marker=shape, color=colour, zorder=3, linewidth=0, clip_on=False
        )


def _counted(shown: Answers) -> str:
    if not shown.compared:
        return "no line was said yet"
    enough = "" if all(c.is_enough for c in shown.compared) else "; not enough yet to tell"
    return f"bars: 95% intervals{enough}"
