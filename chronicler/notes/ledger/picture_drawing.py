"""How the picture of an evening looks, as SVG written by hand.

Decides shapes, colours and scale: nothing behind it and middle tones throughout, so that it
reads on a light and on a dark page alike; every kind of mark has a shape of its own as well
as a colour. An image in a note sees neither the page's theme nor its fonts. The same numbers
give the same bytes: no date, no ids, coordinates to a tenth.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

INK: Final = "#7d7d7d"
"""Contrast 4.1 on white and 4.1 on Obsidian's dark grey: the same for either reader."""
_BARS: Final = "#5f9e8f"
_QUIET: Final = "#8a8a8a"
_KINDS: Final = {
    "theme": ("theme", "#9a7fd1", "M0-6 5 0 0 6-5 0z"),
    "line": ("Hearthkeeper", "#d98236", "M-4.5 0a4.5 4.5 0 1 1 9 0a4.5 4.5 0 1 1-9 0z"),
    "moment": (
        "moment",
        "#b8901c",
        "M0-6.5 1.7-2.2 6.2-2 2.7 1 3.8 5.3 0 2.8-3.8 5.3-2.7 1-6.2-2-1.7-2.2z",
    ),
    "raid": ("raid", "#4a90c4", "M-4.5-5.5 6 0-4.5 5.5z"),
}
"""For each kind of mark its name, colour and shape around 0,0; lanes in this order, from above."""
WIDTH: Final = 480
"""Narrow enough that its words can be read on a phone, which shows it at two thirds of that."""
_LEFT: Final = 44
_RIGHT: Final = 10
_LANE: Final = 17
_TOP: Final = 4
_BARS_HEIGHT: Final = 104
_BELOW: Final = 24
_ROW: Final = 22
_LEGEND_FROM: Final = 10.0
_LEGEND_GAP: Final = 30.0
_LETTER: Final = 6.9
"""About as wide as a letter of the legend is, in whatever font the reader has."""
_TEXT: Final = 14
_LEAST_BAR: Final = 1.0
_SMALL: Final = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened; its kind is one of ``theme``, ``line``, ``moment``, ``raid``."""

    kind: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A time named below the bars."""

    seconds: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn; all times in seconds from the stream's start."""

    bins: Sequence[int]
    bin_seconds: float
    seconds: float
    ticks: Sequence[Tick] = ()
    marks: Sequence[Mark] = ()
    quiets: Sequence[tuple[float, float]] = ()
    described: str = ""

    @property
    def kinds(self) -> list[str]:
        """The kinds of mark there are, from the top lane down."""
        present = {mark.kind for mark in self.marks}
        return [kind for kind in _KINDS if kind in present]

    @property
    def bars_from(self) -> float:
        """Where the bars' space begins, from above."""
        return _TOP + _LANE * len(self.kinds) + 4

    @property
    def floor(self) -> float:
        """Where the bars stand."""
        return self.bars_from + _BARS_HEIGHT

    def x(self, seconds: float) -> float:
        """Return a time as a place from the left."""
        whole = max(self.seconds, self.bin_seconds)
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(max(seconds / whole, 0.0), 1.0)


def draw(drawing: Drawing) -> bytes:
    """Return the picture as SVG."""
    legend = list(_legend(drawing))
    height = _number(drawing.floor + _BELOW + _ROW * (legend[-1].row + 1 if legend else 0) + 4)
    head = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {head} font-family="sans-serif" font-size="{_TEXT}">',
        f"<title>{escape(drawing.described, quote=False)}</title>",
        *_quiets(drawing),
        *_bars(drawing),
        *_scale(drawing),
        *_lanes(drawing),
        *(item.drawn(drawing.floor) for item in legend),
        "</svg>\n",
    )
    return "\n".join(parts).encode()


def _quiets(drawing: Drawing) -> Iterator[str]:
    shapes = "".join(
        f"M{_number(drawing.x(begins))} {_TOP}H{_number(drawing.x(ends))}V{_number(drawing.floor)}"
        f"H{_number(drawing.x(begins))}z"
        for begins, ends in drawing.quiets
    )
    if shapes:
        yield f'<path d="{shapes}" fill="{_QUIET}" fill-opacity=".22"/>'


def _bars(drawing: Drawing) -> Iterator[str]:
    most = _nice(max(drawing.bins, default=0))
    shapes = []
    for number, lines in enumerate(drawing.bins):
        if lines:
            left, right = (drawing.x((number + end) * drawing.bin_seconds) for end in (0, 1))
            gap = min(1.0, (right - left) / 5)
            high = max(_LEAST_BAR, _BARS_HEIGHT * lines / most)
            shapes.append(
                f"M{_number(left + gap / 2)} {_number(drawing.floor)}v{_number(-high)}"
                f"h{_number(right - left - gap)}v{_number(high)}z"
            )
    if shapes:
        yield f'<path d="{"".join(shapes)}" fill="{_BARS}"/>'


def _scale(drawing: Drawing) -> Iterator[str]:
    """Yield the floor, the height that the tallest bar is measured by, and the times."""
    floor, top = drawing.floor, drawing.bars_from
    most = _nice(max(drawing.bins, default=0))
    yield (
        f'<path d="M{_LEFT} {_number(floor)}H{WIDTH - _RIGHT}" stroke="{INK}"/>'
        f'<path d="M{_LEFT} {_number(top)}H{WIDTH - _RIGHT}" stroke="{INK}" stroke-opacity=".35" '
        'stroke-dasharray="2 4"/>'
    )
    yield _text(_LEFT - 6, top + 4.5, f"{most:,}", "end")
    yield _text(_LEFT - 6, floor + 1, "0", "end")
    for tick in drawing.ticks:
        x = drawing.x(tick.seconds)
        yield f'<path d="M{_number(x)} {_number(floor)}v4" stroke="{INK}"/>'
        yield _text(min(x, WIDTH - 19), floor + 18, tick.label, "middle")


def _lanes(drawing: Drawing) -> Iterator[str]:
    for lane, kind in enumerate(drawing.kinds):
        y = _number(_TOP + _LANE * (lane + 0.5))
        for mark in drawing.marks:
            if mark.kind == kind:
                x = _number(drawing.x(mark.seconds))
                if kind == "theme":
                    yield (
                        f'<path d="M{x} {y}V{_number(drawing.floor)}" stroke="{_KINDS[kind][1]}" '
                        'stroke-dasharray="4 3"/>'
                    )
                yield _shape(kind, x, y)


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry below the picture."""

    kind: str
    text: str
    x: float
    row: int

    def drawn(self, floor: float) -> str:
        y = floor + _BELOW + _ROW * self.row + 15
        if self.kind in _KINDS:
            sign = _shape(self.kind, _number(self.x), _number(y - 5))
        else:
            place = f'x="{_number(self.x - 6)}" y="{_number(y - 11)}"'
            sign = f'<rect {place} width="12" height="12" fill="{_QUIET}" fill-opacity=".4"/>'
        return sign + _text(self.x + 11, y, self.text)


def _legend(drawing: Drawing) -> Iterator[_Item]:
    """Yield what the shapes mean and how many there are, in as many rows as it takes."""
    counted = [(kind, sum(mark.kind == kind for mark in drawing.marks)) for kind in drawing.kinds]
    texts = [(kind, f"{_KINDS[kind][0]} {number}") for kind, number in counted]
    texts += [("quiet", f"long quiet {len(drawing.quiets)}")] if drawing.quiets else []
    x, row = _LEGEND_FROM, 0
    for kind, text in texts:
        if x > _LEGEND_FROM and x + 11 + _LETTER * len(text) > WIDTH:
            x, row = _LEGEND_FROM, row + 1
        yield _Item(kind, text, x, row)
        x += _LEGEND_GAP + _LETTER * len(text)


def _shape(kind: str, x: str, y: str) -> str:
    _, colour, path = _KINDS[kind]
    return f'<path transform="translate({x} {y})" d="{path}" fill="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    shown = escape(text, quote=False)
    return f'<text x="{_number(x)}" y="{_number(y)}" fill="{INK}" text-anchor="{anchor}">{shown}</text>'


def _nice(most: int) -> int:
    """Return the smallest round number that is not below: 1, 1.2, 1.5, 2, 2.5, 3 … times a power of ten."""
    if most <= _SMALL:
        return max(1, most)
    power = int(10 ** (len(str(most)) - 1))
    steps = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
    return next(step * power // 10 for step in steps if step * power // 10 >= most)


def _number(value: float) -> str:
    """Return a coordinate to a tenth, as short as it can be."""
    return f"{value:.1f}".removesuffix(".0").replace("-0.", "-.") if round(value, 1) else "0"
