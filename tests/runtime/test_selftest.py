"""The selftest passes with every sound setting."""

import pytest

from chronicler.runtime.rehearsing.selftest import selftest


def test_it_passes_with_the_settings_as_they_come() -> None:
    steps = selftest({"timezone": "UTC"})
    assert [step.is_met for step in steps] == [True] * 4
    assert steps[0].text == "silent until 15 minutes have passed"


def test_one_minute_has_passed_and_two_have() -> None:
    steps = selftest({"timezone": "UTC", "quiet_minutes": 1})
    assert steps[0].text == "silent until 1 minute has passed"


@pytest.mark.parametrize(
    ("quiet", "cooldown"), [(1, 10), (8, 10), (20, 10), (30, 10), (15, 90), (60, 61), (120, 240)]
)
def test_it_passes_with_every_sound_quiet_and_cooldown(quiet: int, cooldown: int) -> None:
    """A quiet longer than the cooldown lets a third line come soon after the second."""
    steps = selftest({"timezone": "UTC", "quiet_minutes": quiet, "cooldown_minutes": cooldown})
    assert [step.text for step in steps if not step.is_met] == []


@pytest.mark.parametrize(
    "values", [{"hearthkeeper": False}, {"hush_schedule": ("00:00-23:59",)}, {"max_lines_per_stream": 0}]
)
def test_what_keeps_it_silent_tonight_does_not_fail_the_test(values: dict[str, object]) -> None:
    assert all(step.is_met for step in selftest({"timezone": "UTC", **values}))
