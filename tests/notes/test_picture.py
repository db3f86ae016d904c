"""The ledger's picture: what it counts and marks, and that its bytes are plain, small and the same."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.record import Harvest
from chronicler.notes.evening import plan
from chronicler.notes.ledger.picture import Talk, picture_of, render
from chronicler.notes.ledger.picture_drawing import INK, WIDTH, Drawing, Mark, Tick, draw
from chronicler.notes.place import Place
from tests.analysis.evening import messages_of, murmur, record_of
from tests.notes.golden import assert_is_golden
from tests.notes.lanternreach import HARVEST, PLACE, RECORD

SVG = "{http://www.w3.org/2000/svg}"


def talk(**changes: object) -> Talk:
    return Talk(plan(replace(RECORD, **changes), HARVEST, PLACE))  # type: ignore[arg-type]


def texts(content: bytes) -> list[str]:
    return [element.text or "" for element in ET.fromstring(content).iter(f"{SVG}text")]  # noqa: S314 - ours


def test_the_picture_of_the_evening_is_as_it_was_approved() -> None:
    content = talk().content
    assert content == talk().content
    assert_is_golden("Ledgers/2026-03-06 2030 Talk.svg", content.decode())


def test_saves_that_leave_the_theme_alone_and_its_end_mark_no_theme() -> None:
    light, toll = RECORD.themes
    same = replace(light, at=light.at + timedelta(minutes=40), theme_before=light.theme)
    gone = replace(toll, at=toll.at + timedelta(minutes=5), theme="", theme_before=toll.theme)
    back = replace(toll, at=toll.at + timedelta(minutes=6), theme_before="")
    assert talk(themes=(light, same, toll, gone, back)).content == talk().content
    there_and_back = talk(themes=(light, toll, replace(light, at=back.at, theme_before=toll.theme)))
    assert "Marked: 2 themes," in there_and_back.described


def test_it_lies_beside_the_ledger_that_embeds_it_with_its_numbers_in_words() -> None:
    evening = plan(RECORD, HARVEST, PLACE)
    picture = picture_of(evening)
    assert picture is not None
    assert picture.path == "Chronicler/Ledgers/Pictures/2026-03-06 2030 Talk.svg"
    shown, words = render(evening).strip().split("\n\n")
    assert shown == f"![[{picture.path}|{words.strip('*')}]]", "who does not see it reads the same"
    assert words == (
        "*Lines by people in every 5 minutes: 19 in all, most from 21:30 (5); 16 of 25 bars are empty."
        " Marked: 2 themes, 2 lines of the Hearthkeeper, 3 moments, 1 raid and 2 long quiets.*"
    )
    assert words.strip("*") in picture.content.decode()


def test_every_line_of_a_person_in_the_stream_is_counted_once_and_nothing_else() -> None:
    said = messages_of(murmur(3600))
    bot = replace(said[3], message_id="bot", is_bot=True)
    late = replace(said[3], message_id="late", at=said[3].at + timedelta(hours=9))
    shown = Talk(plan(record_of([*said, bot, late], minutes=60), Harvest(), Place()))
    assert (len(shown.bins), sum(shown.bins)) == (12, len(said))


def test_times_are_full_local_ones() -> None:
    berlin = Place(timezone=ZoneInfo("Europe/Berlin"))
    record = record_of(messages_of(murmur(3600)), minutes=100)
    start = record.session.started_at + timedelta(minutes=7)
    record = replace(record, session=replace(record.session, started_at=start))
    content = Talk(plan(record, Harvest(), berlin)).content
    assert [t for t in texts(content) if ":" in t] == ["21:00", "21:30", "22:00"]


def test_without_lines_or_time_there_is_no_picture() -> None:
    for record in (record_of(()), record_of(messages_of(murmur(300)), minutes=5)):
        evening = plan(record, Harvest(), Place())
        assert picture_of(evening) is None
        assert render(evening) == ""


def test_a_long_stream_has_longer_bars_rather_than_thinner_ones() -> None:
    day = Talk(plan(record_of(messages_of(murmur(3600)), minutes=24 * 60), Harvest(), Place()))
    assert day.bin_minutes == 10
    assert len(day.bins) == 144
    assert "every 10 minutes" in day.described


def test_what_chat_wrote_stands_nowhere_in_it() -> None:
    content = talk().content.decode()
    assert not [m.text for m in RECORD.messages if len(m.text) > 5 and m.text in content]
    assert not [m.login for m in RECORD.messages if m.login in content]


def test_only_what_is_there_has_a_lane_and_an_entry_below() -> None:
    bare = Drawing(bins=(1, 2, 0), bin_seconds=300, seconds=900)
    marked = replace(bare, marks=(Mark("raid", 300), Mark("moment", 10)), quiets=((600, 900),))
    assert [t for t in texts(draw(bare)) if " " in t] == []
    assert [t for t in texts(draw(marked)) if " " in t] == ["moment 1", "raid 1", "long quiet 1"]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("page", ["#ffffff", "#1e1e1e"])
def test_words_and_shapes_stand_out_from_a_light_and_a_dark_page(page: str) -> None:
    """Contrast of 3 for shapes, 4 for words (WCAG asks 3 for graphics and large text)."""
    drawn = ET.fromstring(talk().content)  # noqa: S314 - ours
    fills = {e.get("fill") for e in drawn.iter() if not e.get("fill-opacity")} - {None}
    for colour in fills:
        assert colour is not None
        high, low = sorted((luminance(colour), luminance(page)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= (4 if colour == INK else 2.9)


@given(
    st.lists(st.integers(0, 5000), max_size=160),
    st.floats(0, 90_000),
    st.lists(
        st.tuples(st.sampled_from(["theme", "line", "moment", "raid"]), st.floats(0, 90_000)), max_size=40
    ),
    st.text(max_size=20),
)
@settings(max_examples=60, deadline=None)
def test_any_numbers_make_a_small_picture_within_its_edges(
    bins: list[int], seconds: float, marks: list[tuple[str, float]], label: str
) -> None:
    printable = "".join(c for c in label if c.isprintable())
    ticks = (Tick(seconds / 2, printable),)
    drawing = Drawing(bins, 300, seconds, ticks, tuple(Mark(*mark) for mark in marks), described=printable)
    content = draw(drawing)
    assert content == draw(drawing)
    assert len(content) < 20_000
    assert b"nan" not in content
    drawn = ET.fromstring(content)  # noqa: S314 - ours
    places = [float(element.get("x", 0)) for element in drawn.iter(f"{SVG}text")]
    assert all(0 <= x <= WIDTH for x in places)
