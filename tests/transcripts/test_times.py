"""Times in every spelling, and the evenings of a dated log."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.transcripts.evenings import APART, offsets, survey
from chronicler.transcripts.times import any_seconds, clock_seconds, dated_seconds
from chronicler.transcripts.transcript import Notes
from tests.transcripts.made_up import START

UNIX = START.timestamp()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:05", 5),
        ("1:02:03", 3723),
        ("1:02:03.25", 3723.25),
        ("90:00", 5400),
        ("1 day, 0:00:01", 86401),
        ("-0:05", 0),
        ("1:60:00", None),
        ("0:99", None),
        ("5", None),
        ("", None),
    ],
)
def test_a_clock_is_read_in_seconds(text: str, expected: float | None) -> None:
    assert expected == clock_seconds(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-06T19:30:00Z", "2026-03-06 19:30:00", "2026-03-06 19:30", "2026-03-6 19:30:00 UTC",
        "2026-03-06_19:30:00", "2026-03-06T20:30:00+01:00", "2026-03-06 14:30:00-0500", "2026-03-06 19:30:00.000",
    ],
)  # fmt: skip
def test_a_date_is_read_whatever_its_spelling(text: str) -> None:
    assert dated_seconds(text) == UNIX


@pytest.mark.parametrize(
    "text", ["2026-13-06 19:30:00", "2026-03-06 24:30:00", "0001-01-01 00:00:00", "2026-03-06", "x"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dated_seconds(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", (5.0, False)),
        ("-3", (0.0, False)),
        ("1772825400", (UNIX, True)),
        ("1772825400000", (UNIX, True)),
        ("1772825400000000", (UNIX, True)),
        ("1772825400.0", (UNIX, True)),
        ("1h2m3s", (3723.0, False)),
        ("9" * 20, None),
        ("99999999", None),
        ("03/06/2026", None),
    ],
)
def test_a_bare_numbers_size_tells_its_unit(text: str, expected: tuple[float, bool] | None) -> None:
    assert expected == any_seconds(text)


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2199, 12, 31)))  # noqa: DTZ001 -- drawn naive, read as UTC
def test_any_date_is_read_back(at: datetime) -> None:
    """Law: what is written as ISO 8601 is read to the microsecond."""
    read = dated_seconds(at.isoformat())
    assert read is not None
    assert abs(read - at.replace(tzinfo=UTC).timestamp()) < 1e-4


# Evenings -----------------------------------------------------------------------------------


def read(times: list[float], started_at: datetime) -> tuple[list[tuple[float, float]], Notes]:
    notes = Notes()
    lines = iter([(UNIX + at, at) for at in times])
    return list(offsets(lines, survey(UNIX + at for at in times), started_at, notes)), notes


def test_twelve_quiet_hours_part_two_streams() -> None:
    times = [0.0, 60.0, 60.0 + APART, 120.0 + 2 * APART]
    found = survey(UNIX + at for at in times)
    assert found.starts == (START, START + timedelta(seconds=120 + 2 * APART))
    assert not found.is_jumbled


def test_small_disorder_is_one_evening() -> None:
    found = survey(UNIX + at for at in (60.0, 0.0, 30.0))
    assert (found.starts, found.is_jumbled) == ((START,), False)


def test_times_that_jump_back_by_half_a_day_are_not_believed() -> None:
    times = [0.0, 10.0, 5 * APART, 5.0, 9.0]
    lines, notes = read(times, START)
    assert lines == [(0.0, 0.0), (10.0, 10.0), (10.0, 5 * APART), (10.0, 5.0), (14.0, 9.0)]
    assert "jump to and fro, 2 times" in notes.warnings[0]


def test_lines_before_the_start_are_left_out_and_counted() -> None:
    lines, notes = read([0.0, 60.0, 120.0], START + timedelta(seconds=60))
    assert lines == [(0.0, 60.0), (60.0, 120.0)]
    assert notes.warnings == ["1 line from before the start was left out"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(0, 40 * APART), min_size=1, max_size=12))
def test_every_line_is_read_or_counted(times: list[float]) -> None:
    """Law: what is not read of a log is counted in a warning, and nothing lies before the start."""
    found = survey(UNIX + at for at in times)
    lines, notes = read(times, found.starts[0])
    left_out = sum(
        int(text.split(" ")[0].replace(",", "")) for text in notes.warnings if "left out" in text[:60]
    )
    assert len(times) == len(lines) + (0 if found.is_jumbled else left_out)
    assert all(offset >= 0 for offset, _ in lines)


@pytest.mark.parametrize(
    ("zone", "is_one"), [("+99:99", False), ("+01:75", False), ("-15", False), ("+14:00", True)]
)
def test_a_zone_is_one_of_the_earths(zone: str, *, is_one: bool) -> None:
    assert (dated_seconds(f"2026-03-06T19:30:00{zone}") is not None) == is_one
