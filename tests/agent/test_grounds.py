"""No number, date, time or denial that nothing bears out, and true ones kept however they are spelled."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.steward.figures import Figure, Kind, is_borne_out, read
from tests.agent.grounds_blind import ONE, TWO, pairs
from tests.agent.grounds_pairs import FALSE, TRUE, Evidence
from tests.agent.grounds_said import heard, is_as_found, is_in_own_words, is_useful

TODAY = date(2026, 6, 4)


@pytest.mark.parametrize("pair", FALSE, ids=[answer for _, answer in FALSE])
def test_what_the_tools_do_not_bear_out_is_not_said(pair: tuple[Evidence, str]) -> None:
    assert not is_in_own_words(*pair), heard(*pair)


def test_nearly_all_true_answers_reach_whoever_asked_in_the_models_words_or_in_codes() -> None:
    lost = [answer for evidence, answer in TRUE if not is_useful(evidence, answer)]
    assert len(lost) <= len(TRUE) // 20, lost


@pytest.mark.parametrize(("file", "share"), [(ONE, 0.9), (TWO, 0.75)])
def test_of_the_blind_pairs_nothing_false_is_said_and_most_true_answers_are_of_use(
    file: Path, share: float
) -> None:
    """Seen by now, so no proof of anything but that nothing was lost."""
    told = pairs(file)
    assert not [
        answer for is_true, _, found, answer in told if not is_true and is_in_own_words(found, answer)
    ]
    quoted = [(found, answer) for _, _, found, answer in told if not is_in_own_words(found, answer)]
    assert not [answer for found, answer in quoted if not is_as_found(found, answer)]
    useful = [is_useful(found, answer) for is_true, _, found, answer in told if is_true]
    assert sum(useful) >= share * len(useful)


def test_a_false_time_is_told_right_in_codes_own_words() -> None:
    evidence, answer = next((e, a) for e, a in FALSE if a == "21:00 comes in forty minutes.")
    found = heard(evidence, answer)
    assert (found.source, found.text) == (
        "uptime",
        "21:00 there comes in 17 hours and 33 minutes and was 6 hours and 27 minutes ago.",
    )


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("half past nine", "21:30"),
        ("quarter to ten in the evening", "21:45"),
        ("nine o'clock", "21:00"),
        ("at nine", "09:00"),
        ("two hours", "2 h"),
        ("an hour and a half", "1 hour and 30 minutes"),
        ("nearly two hours", "1 hour and 57 minutes"),
        ("twice", "2 times"),
        ("a dozen", "12"),
        ("twenty-one", "21"),
        ("a hundred and five", "105"),
        ("the third", "DAY 3"),
        ("March 24th", "24 March 2026"),
        ("in March", "2026-03-24"),
        ("yesterday", "03 June 2026"),
        ("on Wednesday", "03 June 2026"),
        ("two months ago", "04 April 2026"),
    ],
)
def test_a_figure_is_the_same_however_it_is_spelled(said: str, known: str) -> None:
    (mine,), (yours,) = read(said).figures, read(known).figures
    assert is_borne_out(mine, yours, TODAY)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("half past nine", "20:30"),
        ("nine in the morning", "21:00"),
        ("two hours", "2 hours and 5 minutes"),
        ("nearly two hours", "1 hour"),
        ("24 May", "24 March 2026"),
        ("in 2025", "24 March 2026"),
        ("yesterday", "01 June 2026"),
        ("on Monday", "03 June 2026"),
        ("twelve", "2"),
    ],
)
def test_another_figure_bears_nothing_out(said: str, known: str) -> None:
    (mine,), (yours,) = read(said).figures, read(known).figures
    assert not is_borne_out(mine, yours, TODAY)


@pytest.mark.parametrize(
    "text", ["one of the lamps", "it may be so", "a march in the rain", "whoever is here"]
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert read(text).figures == ()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_of_day_bears_itself_out_and_none_a_minute_later(hour: int, minute: int) -> None:
    (said,) = read(f"{hour:02}:{minute:02}").figures
    later = Figure(Kind.HOUR, ((hour * 60 + minute + 1) % 1440, False))
    assert said.kind is Kind.HOUR
    assert is_borne_out(said, said, TODAY)
    assert not is_borne_out(later, said, TODAY)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(is_borne_out(figure, figure, TODAY) for figure in read(text).figures)
