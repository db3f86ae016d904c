"""The picture of an evening: the same bytes for the same evening, and readable by any reader."""

import builtins
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from chronicler.charts.talk import Mark, MarkKind, Stretch, Talk, talk_over_time
from chronicler.errors import UserError

EVENING = Talk(
    lines_per_minute=[4, 6, 0, 0, 0, 9, 3] * 18,
    marks=[
        Mark(0, MarkKind.THEME, "What does a tide clock leave out?"),
        Mark(3600, MarkKind.THEME, "Stones as hours"),
        Mark(1500, MarkKind.PROMPT),
        Mark(2000, MarkKind.MOMENT),
        Mark(5000, MarkKind.RAID),
    ],
    quiets=[Stretch(600, 1560)],
    title="The tide clock",
)


def drawing(talk: Talk = EVENING) -> Any:
    mpl = pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")
    from matplotlib.figure import Figure  # noqa: PLC0415

    from chronicler.charts import style, talk_drawing  # noqa: PLC0415

    figure = Figure(layout="constrained")
    with mpl.rc_context(style.STYLE):
        talk_drawing._compose(figure, talk)
    return figure


def words_in(talk: Talk) -> list[str]:
    figure = drawing(talk)
    from matplotlib.text import Text  # noqa: PLC0415

    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def svg(talk: Talk) -> str:
    pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")
    return talk_over_time(talk).decode()


def test_the_same_evening_gives_the_same_bytes() -> None:
    """A synced vault must see no churn."""
    assert svg(EVENING) == svg(EVENING)
    assert "<dc:date>" not in svg(EVENING)


def test_another_evening_gives_another_picture() -> None:
    assert svg(EVENING) != svg(Talk([1, 2, 3]))


def test_it_is_an_svg_with_nothing_behind_it() -> None:
    root = ET.fromstring(svg(EVENING))  # noqa: S314 our own bytes
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "fill: #ffffff" not in svg(EVENING)
    assert 'href="http' not in svg(EVENING)


def test_it_comes_as_png_too() -> None:
    pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")
    assert talk_over_time(EVENING, form="png").startswith(b"\x89PNG")


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#1e1e1e"])
def test_words_and_marks_stand_out_on_a_light_and_a_dark_page(page: str) -> None:
    """4 to 1 for words and 2.2 to 1 for shapes: no colour does better on both pages at once."""
    drawing()
    from chronicler.charts import style, talk_drawing  # noqa: PLC0415

    assert contrast(style.INK, page) >= 4
    for _, colour in talk_drawing._SHAPES.values():
        assert contrast(colour, page) >= 2.2
    assert contrast(style.TALK, page) >= 2.2


def test_numbers_stand_in_the_picture() -> None:
    words = words_in(EVENING)
    assert "The tide clock" in words
    assert "396 lines by people in 126 minutes; shaded: 1 long quiet" in words
    assert {"dashboard change (2)", "Hearthkeeper (1)", "moment (1)", "raid (1)"} <= set(words)
    assert "lines a minute" in words
    assert "time from the stream's start (h:mm)" in words


def test_kinds_that_did_not_happen_have_no_lane() -> None:
    words = words_in(Talk([1, 2], [Mark(30, MarkKind.RAID)]))
    assert "raid (1)" in words
    assert not any(word.startswith("moment") for word in words)


def test_a_label_is_cut_to_its_room_and_left_out_where_there_is_none() -> None:
    close = [Mark(0, MarkKind.THEME, "a" * 30), Mark(60, MarkKind.THEME, "b" * 200)]
    words = words_in(Talk([1] * 120, close))
    assert not any(word.startswith("aa") for word in words)
    [label] = [word for word in words if word.startswith("bb")]
    assert label.endswith("…")
    assert len(label) < 90


def test_signs_that_mean_something_to_a_typesetter_stay_as_they_are() -> None:
    assert "$5 a month, 100 % of x_1^2" in words_in(Talk([1] * 60, title="$5 a month, 100 % of x_1^2"))


@pytest.mark.parametrize(
    ("minutes", "unit"), [(199, "a minute"), (380, "in 2 minutes"), (900, "in 5 minutes")]
)
def test_long_streams_share_bars_and_say_so(minutes: int, unit: str) -> None:
    assert f"lines {unit}" in words_in(Talk([1] * minutes))


@pytest.mark.parametrize("lines", [[], [0], [0] * 90, [1] * 3000])
def test_any_length_of_stream_can_be_drawn(lines: list[int]) -> None:
    assert svg(Talk(lines)).startswith("<?xml")


def test_without_matplotlib_it_says_which_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "chronicler.charts.talk_drawing", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UserError, match=r"\.\[notebooks\]"):
        talk_over_time(EVENING)
