"""The selftest passes with every sound setting, and its verdict can fail."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.runtime.selftest import selftest


def test_it_passes_with_the_settings_as_they_come() -> None:
    steps = selftest({"timezone": "UTC"})
    assert [True] * 4 == [step.is_met for step in steps]
    assert "silent until 15 minutes have passed" == steps[0].text


@settings(max_examples=12, deadline=None)
@given(quiet=st.integers(1, 60), cooldown=st.integers(10, 90))
def test_it_passes_with_every_quiet_and_cooldown(quiet: int, cooldown: int) -> None:
    steps = selftest({"timezone": "UTC", "quiet_minutes": quiet, "cooldown_minutes": cooldown})
    assert [] == [step.text for step in steps if not step.is_met]


@pytest.mark.parametrize(
    "values", [{"hearthkeeper": False}, {"hush_schedule": ("00:00-23:59",)}, {"max_lines_per_stream": 0}]
)
def test_what_keeps_it_silent_tonight_does_not_fail_the_test(values: dict[str, object]) -> None:
    assert all(step.is_met for step in selftest({"timezone": "UTC", **values}))


def test_a_banned_word_in_all_its_words_fails_it() -> None:
    steps = selftest({"timezone": "UTC", "banned_words": ("some", "what", "perhaps", "the", "a")})
    assert [True, False] == [step.is_met for step in steps[:2]]
