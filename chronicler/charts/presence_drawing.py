"""How presence looks: a thin line from first to last word, a tick for each, returning people in colour."""

from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from chronicler.charts.presence import MOST, Person, Presence
from chronicler.charts.style import AMBER, BLUE, STYLE, WIDTH, Form, as_bytes, heading, time_axis

_ROW_INCHES: Final = 0.085
_KINDS: Final = {True: ("wrote here before", BLUE, "|"), False: ("not heard before", AMBER, "x")}


def draw(shown: Presence, form: Form) -> bytes:
    """Return the picture in one of the forms."""
    rows = min(MOST, len(shown.people))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.5 + _ROW_INCHES * max(rows, 6)), layout="constrained")
        _compose(figure, shown)
        return as_bytes(figure, shown.title, form)


def _compose(figure: Figure, shown: Presence) -> None:
    axes = figure.subplots()
    rows = list(enumerate(_chosen(shown)))
    for kind, (_, colour, shape) in _KINDS.items():
        of = [(-row, [seconds / 60 for seconds in p.lines_at]) for row, p in rows if p.has_been_here is kind]
        axes.hlines(
            [row for row, _ in of], [at[0] for _, at in of], [at[-1] for _, at in of],
            color=colour, linewidth=0.8, alpha=0.6,
        )  # fmt: skip
        axes.scatter(
            [minute for _, at in of for minute in at], [row for row, at in of for _ in at],
            s=14 if shape == "x" else 22, marker=shape, color=colour, linewidth=1,
        )  # fmt: skip
    axes.set_yticks([])
    axes.set_ylabel("a row a person")
    time_axis(axes, shown.minutes)
    axes.spines["left"].set_visible(False)
    heading(figure, axes, shown.title, _counted(shown))
    marks = [
        Line2D([], [], color=colour, marker=shape, linewidth=0.8, markersize=5, label=name)
        for name, colour, shape in _KINDS.values()
    ]
    figure.legend(handles=marks, loc="outside lower center", ncols=2)


def _chosen(shown: Presence) -> list[Person]:
    most = sorted(shown.people, key=lambda person: -len(person.lines_at))[:MOST]
    return sorted(most, key=lambda person: (person.lines_at[0], person.lines_at[-1]))


def _counted(shown: Presence) -> str:
    people = len(shown.people)
    said = f"{people} {'person' if people == 1 else 'people'} besides the streamer"
    return f"{said}; shown: the {MOST} who wrote most" if people > MOST else said
