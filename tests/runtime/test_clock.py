"""The clocks go forward, are aware of their zone, and run at the pace they were given."""

import zoneinfo
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.runtime.clock import (
    SteadyClock,
    StreamClock,
    SystemClock,
    awake_or_asleep,
    stopwatch,
    system_timezone_name,
)
from chronicler.runtime.rehearsing.paced import PacedClock
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


class Machine:
    """A machine whose clock is set while time really passes."""

    def __init__(self) -> None:
        self.wall, self.really = START, 0.0
        self.clock = SteadyClock(lambda: self.wall, lambda: self.really)

    def pass_(self, seconds: float) -> float:
        """Let time pass, asleep or awake, and return how much of it the clock tells."""
        before = self.clock.now()
        self.wall += timedelta(seconds=seconds)
        self.really += seconds
        return (self.clock.now() - before).total_seconds()


def test_a_machine_that_sleeps_is_told_the_time_it_slept() -> None:
    machine = Machine()
    machine.pass_(5)
    assert machine.pass_(7200) == 7200
    assert machine.clock.now() == machine.wall


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_moves_no_quiet_and_is_caught_up_with(hours: int) -> None:
    machine = Machine()
    machine.wall += timedelta(hours=hours)
    assert machine.pass_(900) == pytest.approx(900, rel=0.11)
    for _ in range(12):
        machine.pass_(3600)
    assert machine.clock.now() == machine.wall


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(0, 1e4)), max_size=20))
def test_a_steady_clock_never_goes_back_and_never_jumps(steps: list[tuple[float, float]]) -> None:
    machine = Machine()
    for shift, seconds in steps:
        machine.wall += timedelta(seconds=shift)
        told = machine.pass_(seconds)
        assert 0.89 * seconds - 1e-3 <= told <= 1.11 * seconds + 1e-3


def test_seconds_asleep_count_where_the_system_tells_them() -> None:
    assert awake_or_asleep() <= awake_or_asleep()
