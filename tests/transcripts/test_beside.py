"""Dates in names and lengths in descriptions, in every spelling met."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chronicler.domain.session import stream_date
from chronicler.transcripts.beside import date_in, file_name, parse_span, parse_time


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lamps (2018-12-23T084210Z)", (2018, 12, 23, 8, 42, 10)),
        ("2026-08-10_08-00-19_2842224097", (2026, 8, 10, 8, 0, 19)),
        ("20260306T193000Z-lowlamp", (2026, 3, 6, 19, 30, 0)),
        ("2026-03-06 19.30 lowlamp", (2026, 3, 6, 19, 30, 0)),
        ("lowlamp 2026-03-06", (2026, 3, 6, 15, 0, 0)),
        ("lowlamp_20260306", (2026, 3, 6, 15, 0, 0)),
        ("2026-01-01 recorded 2026-03-06 19-30", (2026, 3, 6, 19, 30, 0)),
    ],
)
def test_a_date_in_a_name_is_found(name: str, expected: tuple[int, ...]) -> None:
    assert datetime(*expected, tzinfo=UTC) == date_in(name)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Europe/Berlin", "Pacific/Auckland"])
@pytest.mark.parametrize("month", [1, 7])
def test_a_date_alone_is_the_evening_of_that_day_everywhere(zone: str, month: int) -> None:
    at = date_in(f"2026-{month:02}-01 evening")
    assert at is not None
    assert stream_date(at, ZoneInfo(zone)) == date(2026, month, 1)


@pytest.mark.parametrize(
    "name", ["0353126796", "VoD_104703028", "2842224097", "2026-13-40", "chat", "202603061", "1999-12-31"]
)
def test_a_number_that_is_no_date_is_none(name: str) -> None:
    assert date_in(name) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2238, 2238),
        (7384.5, 7384.5),
        ("48m58s", 2938),
        ("1h0m0s", 3600),
        ("26s", 26),
        (0, None),
        (-5, None),
        (True, None),
        (1e300, None),
        (float("nan"), None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_length_is_read_in_seconds_or_in_words(value: object, expected: float | None) -> None:
    assert (None if expected is None else timedelta(seconds=expected)) == parse_span(value)


@pytest.mark.parametrize("value", [None, 5, "", "yesterday", "0001-01-01T00:00:00+14:00", "2026-02-30"])
def test_what_is_no_time_is_none(value: object) -> None:
    assert parse_time(value) is None


def test_fractions_of_any_length_are_read() -> None:
    expected = datetime(2021, 7, 15, 2, 1, 48, 745062, tzinfo=UTC)
    assert expected == parse_time("2021-07-15T02:01:48.74506207Z")
    assert datetime(2019, 12, 8, 15, 7, 37, 520000, tzinfo=UTC) == parse_time("2019-12-08T15:07:37.52Z")


@pytest.mark.parametrize("ending", ["", ".gz", ".tcd.gz", ".txt", ".JSON.gz"])
def test_a_title_stands_between_id_and_date(ending: str) -> None:
    about = file_name(
        Path(f"/logs/Lowlamp/0353126796 - Lamps (part 2) and tides (2018-12-23T084210Z){ending}")
    )
    assert (about.title, about.channel) == ("Lamps (part 2) and tides", "")
