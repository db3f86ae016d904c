"""The times people type, and which moment of a stream they mean."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.errors import UserError
from chronicler.runtime.asking.why_time import read_time

BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
"""20:30 in Berlin."""
ENDS = BEGINS + timedelta(hours=2, minutes=30)
"""23:00 in Berlin."""


def at(text: str, begins: datetime = BEGINS, ends: datetime = ENDS) -> str:
    """Return the offset a text means."""
    length = read_time(text, begins, ends, BERLIN).at - begins
    return str(length)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("1h02m", "1:02:00"),
        ("1h", "1:00:00"),
        ("62m", "1:02:00"),
        ("90s", "0:01:30"),
        ("1h 2m 3s", "1:02:03"),
        ("1 hour 2 min", "1:02:00"),
        ("1:02:03", "1:02:03"),
        ("+1:02", "1:02:00"),
        ("21:40", "1:10:00"),
        ("21:40:30", "1:10:30"),
        ("9:40pm", "1:10:00"),
        ("9:40 PM", "1:10:00"),
        ("9.40 p.m.", "1:10:00"),
        ("10pm", "1:30:00"),
        ("2026-03-06T21:40", "1:10:00"),
        ("2026-03-06 21:40:10", "1:10:10"),
        ("2026-03-06T20:40:00Z", "1:10:00"),
        ("now", "2:30:00"),
        ("1:02", "1:02:00"),
        ("0:05", "0:05:00"),
    ],
)
def test_a_time_may_be_typed_in_many_ways(text: str, offset: str) -> None:
    assert at(text) == offset


def test_how_an_ambiguous_time_was_read_is_said() -> None:
    told = read_time("21:40", BEGINS, ENDS, BERLIN)
    assert told.said == "21:40 was read as the time of day; for the offset into the stream write 0h21m40s."
    assert read_time("1:02", BEGINS, ENDS, BERLIN).said == "1:02 was read as 1h02m00s into the stream."
    assert read_time("25:00", BEGINS, ENDS, BERLIN).said == "25:00 was read as 0h25m00s into the stream."
    assert read_time("9:40pm", BEGINS, ENDS, BERLIN).said == ""
    assert read_time("1h02m", BEGINS, ENDS, BERLIN).said == ""


def test_an_offset_wins_where_seconds_are_given() -> None:
    long = BEGINS + timedelta(hours=23)
    told = read_time("21:40:00", BEGINS, long, BERLIN)
    assert told.at - BEGINS == timedelta(hours=21, minutes=40)
    assert told.said == (
        "21:40:00 was read as 21h40m00s into the stream; for the time of day write 2026-03-06T21:40:00."
    )


def test_a_stream_past_midnight_has_its_small_hours() -> None:
    assert at("0:30", BEGINS, BEGINS + timedelta(hours=6)) == "4:00:00"
    assert at("12:30am", BEGINS, BEGINS + timedelta(hours=6)) == "4:00:00"


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    begins = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    assert at("2:30", begins, begins + timedelta(hours=6)) == "2:30:00"


def test_a_minute_that_the_stream_only_touches_is_its_edge() -> None:
    begins = BEGINS + timedelta(seconds=31)
    assert read_time("20:30", begins, ENDS, BERLIN).at == begins


def test_outside_of_the_stream_its_range_is_told() -> None:
    with pytest.raises(UserError, match=r"from 20:30:00 to 23:00:00 \(0h00m00s to 2h30m00s\)"):
        at("3h")
    with pytest.raises(UserError, match="outside"):
        at("12pm")
    with pytest.raises(UserError, match="outside"):
        at("2026-03-07T21:40")


@pytest.mark.parametrize("text", ["soon", "", "25h61", "21.40", "13pm", "1:2", "2026-03-06", "1:99", "-5m"])
def test_what_is_no_time_gets_examples(text: str) -> None:
    with pytest.raises(UserError, match="is no time; write one like 21:40"):
        at(text)


@given(st.text(max_size=20) | st.from_regex(r"\+?\d{1,3}[:hm ]\d{0,4}[:ms]?\d{0,3}", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_time_in_the_stream_or_an_error_of_the_user(text: str) -> None:
    asked = None
    with suppress(UserError):
        asked = read_time(text, BEGINS, ENDS, BERLIN)
    assert asked is None or BEGINS <= asked.at <= ENDS
