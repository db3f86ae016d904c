"""Marks move the weights a little each, in their direction, and never out of bounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.clip_learning import MOST_LOWERED, MOST_RAISED, USUAL_LAG, Mark, lag_of, learn
from chronicler.domain.clip_worth import ALIKE, ASSENT, STIR, USUAL, SeedParts, read_parts

LAUGHED = SeedParts(3.0, 3.0, 0, "laughter")
CALLED = SeedParts(2.0, 2.5, 1, "awe")


def marks(parts: SeedParts, kept: int, rejected: int) -> list[Mark]:
    return [Mark(parts, is_kept=True)] * kept + [Mark(parts, is_kept=False)] * rejected


def test_nothing_is_learned_from_nothing() -> None:
    assert learn([]) == USUAL


def test_three_marks_move_little_and_thirty_more() -> None:
    three, thirty = (learn(marks(LAUGHED, 0, number)).shift for number in (3, 30))
    assert 0 < three < 0.7
    assert thirty > 2 * three


def test_rejecting_raises_what_a_moment_must_score_and_keeping_lowers_it() -> None:
    assert learn(marks(LAUGHED, 0, 8)).shift > 0
    assert learn(marks(LAUGHED, 8, 0)).shift < 0


def test_what_is_kept_sooner_counts_more() -> None:
    learned = learn(marks(CALLED, 12, 1) + marks(LAUGHED, 2, 12))
    assert learned.clip_call > USUAL.clip_call
    assert learned.awe > 0 > learned.laughter
    assert learned.worth(CALLED) - learned.worth(LAUGHED) > USUAL.worth(CALLED) - USUAL.worth(LAUGHED)


def test_the_order_of_marks_does_not_matter() -> None:
    some = marks(CALLED, 3, 2) + marks(LAUGHED, 1, 4)
    assert learn(some) == learn(some[::-1])


PARTS = st.builds(
    SeedParts,
    st.floats(-3, 40).map(lambda x: round(x, 2)),
    st.floats(-3, 40).map(lambda x: round(x, 2)),
    st.integers(0, 30),
    st.sampled_from((*ALIKE, ASSENT, STIR)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(Mark, PARTS, st.booleans()), max_size=40))
def test_no_run_of_marks_silences_a_channel_or_floods_it(some: list[Mark]) -> None:
    learned = learn(some)
    assert -MOST_LOWERED <= learned.shift <= MOST_RAISED
    assert 0.5 <= learned.people <= 2
    assert 0.5 <= learned.reacting <= 2
    assert 1 <= learned.clip_call <= 8
    assert 0.5 <= learned.alike <= 5


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_parts_are_read_as_they_were_spelled(parts: SeedParts) -> None:
    assert read_parts(parts.spelled()) == parts


@pytest.mark.parametrize(
    "typed",
    [(), ("people 3",), ("people x", "reacting 1", "calls 0", "awe"), ("people nan", "reacting 1", "calls 0", "awe"),
     ("people 3", "reacting 1", "calls 0", "greeting"), ("people 3", "reacting 1", "calls -2", "awe")],
)  # fmt: skip
def test_parts_that_somebody_spoilt_are_none(typed: tuple[str, ...]) -> None:
    assert read_parts(typed) is None


def test_the_lag_is_drawn_from_the_usual_towards_what_was_trimmed() -> None:
    assert lag_of([]) == USUAL_LAG
    assert USUAL_LAG < lag_of([40]) < lag_of([40] * 12) < 40
    assert lag_of([10_000] * 50) <= 60
