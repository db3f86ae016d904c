"""Likeness: the same thought in other words is near, another thought on the same theme is far."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.court import likeness as court_likeness
from tests.agent.test_court import GOOD

NEAR = [
    (
        "Does the empty harbour feel abandoned, or simply early?",
        "Is the empty harbour abandoned or just early?",
    ),
    (
        "The pause before the door may matter more than the room behind it.",
        "Perhaps the pause before a door matters more than the room itself.",
    ),
    (
        "Which of these rooms seems built for someone who never came?",
        "Was one of these rooms built for someone who never came?",
    ),
    (
        "The weather is doing most of the storytelling tonight.",
        "Tonight the weather does most of the storytelling.",
    ),
    ("What would this quest be without its reward?", "What is this quest without a reward?"),
    ("An unlit window says as much as a cutscene.", "an UNLIT window says as much as a cutscene"),
    ("Is solitude here a punishment or a kind of rent?", "Is solitude a kind of rent here, or a punishment?"),
    ("Some distances are only there to be carried.", "Some distances exist only to be carried."),
]
FAR = [
    ("Does the harbour feel abandoned?", "The harbour keeps a record of every ship it has lost."),
    ("Is exile a punishment here?", "Freedom in this tale looks a good deal like exile."),
    ("The door may be older than its lock.", "Who polishes a door that nobody uses?"),
    ("What does the map leave out?", "Two roads on this map have the same name."),
]


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_the_same_thought_in_other_words_is_near(one: str, other: str) -> None:
    assert court_likeness.is_near(one, other)


@pytest.mark.parametrize(("one", "other"), FAR)
def test_another_thought_about_the_same_thing_is_far(one: str, other: str) -> None:
    assert not court_likeness.is_near(one, other)


def test_lines_that_merely_belong_to_one_room_are_almost_never_near() -> None:
    """Two questions built alike may be; among all pairs of good lines that is at most one in five hundred."""
    pairs = list(combinations(GOOD[::2], 2))
    near = sum(court_likeness.is_near(*pair) for pair in pairs)
    assert near / len(pairs) < 0.002


def test_one_shared_word_of_two_is_no_likeness_of_stems() -> None:
    assert court_likeness.stem_likeness("The harbour sleeps.", "A harbour wakes.") == 0


def test_lines_of_no_words_at_all_are_never_near() -> None:
    assert not court_likeness.is_near("...", "?")


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_likeness_is_the_same_both_ways_and_whole_with_itself(one: str, other: str) -> None:
    for measure in (
        court_likeness.trigram_likeness,
        court_likeness.stem_likeness,
        court_likeness.sequence_likeness,
    ):
        assert measure(one, other) == measure(other, one)
        assert 0 <= measure(one, other) <= 1
