"""Whether a thought of tonight is one that an earlier stream had already."""

import pytest

from chronicler.analysis.kinship import NEAR, kinship, usual_words

TALK = [f"the mountain is quiet and the windrose turns {n}" for n in range(60)]
EXILE = (
    "Freedom as exile rather than liberation",
    ("freedom out here feels like exile, not liberation", "an exile is free of everybody but himself"),
)
AGAIN = (
    "Is freedom only another name for exile?",
    (
        "we came back to freedom and exile, he said liberation never came",
        "the exile carries his freedom along",
    ),
)
GAME = ("The windrose turns", ("the windrose turns and the mountain is quiet tonight",))
GAME_AGAIN = ("A quiet mountain", ("so quiet, the mountain, and the windrose goes on",))
RARE = ("A kettle for the lighthouse", ("somebody should put a kettle in there",))
RARE_AGAIN = ("Who stole my kettle", ("it was here this morning",))


def _near(one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> float:
    return kinship(one, other, usual_words(TALK), len(TALK))


def test_a_thought_that_comes_again_in_other_words_is_near() -> None:
    assert _near(EXILE, AGAIN) >= NEAR


def test_what_the_whole_evening_says_makes_no_thought_near() -> None:
    assert _near(GAME, GAME_AGAIN) < NEAR


def test_one_word_in_common_is_chance_however_rare() -> None:
    assert _near(RARE, RARE_AGAIN) == 0.0


def test_words_shared_beside_both_titles_are_an_aside() -> None:
    aside = ("the soup is burning, somebody look after the soup and the burning pan",)
    assert _near(("On lamps", aside), ("On ferries", aside)) == 0.0


def test_nearness_has_no_direction_and_reaches_one() -> None:
    assert _near(EXILE, AGAIN) == pytest.approx(_near(AGAIN, EXILE))
    assert _near(EXILE, EXILE) == pytest.approx(1.0)
    assert _near(("", ()), EXILE) == 0.0
