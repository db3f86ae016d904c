"""The clocks go forward, are aware of their zone, and run at the pace they were given."""

import zoneinfo
from datetime import UTC, timedelta

import pytest

from chronicler.runtime.clock import StreamClock, SystemClock, stopwatch, system_timezone_name
from chronicler.runtime.paced import PacedClock
from tests.fakes import START, after


def test_real_time_is_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_rehearsals_present_is_that_of_its_latest_event_and_never_goes_back() -> None:
    clock = StreamClock(START)
    clock.move_to(after(30))
    clock.move_to(after(10))
    assert after(30) == clock.now()


def test_a_paced_clock_runs_so_many_times_as_fast_as_the_wall() -> None:
    wall = iter((100.0, 100.0, 101.5))
    clock = PacedClock(START, 60, elapsed=lambda: next(wall))
    assert [START, START + timedelta(seconds=90)] == [clock.now(), clock.now()]


def test_a_paced_clock_stands_at_its_start_until_somebody_is_ready_to_hear() -> None:
    wall = iter((100.0, 150.0, 151.0))
    clock = PacedClock(START, 60, elapsed=lambda: next(wall))
    clock.hold()
    assert clock.now() == START
    clock.go()
    clock.go()
    assert START + timedelta(seconds=60) == clock.now()


def test_a_stopwatch_never_goes_back() -> None:
    assert stopwatch() <= stopwatch()


def test_the_machines_time_zone_goes_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.unix._cache_tz_name", None)
    monkeypatch.setenv("TZ", "Europe/Oslo")
    assert system_timezone_name() == "Europe/Oslo"


def test_a_machine_that_names_a_zone_nobody_knows_still_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.unix._cache_tz_name", None)
    monkeypatch.setenv("TZ", "No/Such")
    zoneinfo.ZoneInfo(system_timezone_name())
