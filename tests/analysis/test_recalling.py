"""What a question looks for, how lines are weighed against it, and that a moment is told once."""

import re

import pytest

from chronicler.analysis.recalling import (
    neighbours,
    one_of_each,
    pattern,
    rarity,
    roots,
    spellings,
    words_score,
)
from tests.fakes import after


def test_a_question_is_looked_for_by_its_telling_words() -> None:
    assert roots("what is the freedom of an exile") == ("freedom", "exil")
    assert roots("what do you think") == ("what", "you", "think")
    assert roots("… ?!") == ()


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("stories", "an old story"),
        ("exploring", "we explored it"),
        ("Flüsse", "die flüsse"),
        ("islands", "ISLAND!"),
    ],
)
def test_every_form_of_a_word_matches_its_pattern(question: str, line: str) -> None:
    (root,) = roots(question)
    as_python = pattern(root).replace(r"\pL\pN_", r"\w")
    assert re.search(as_python, line) is not None
    assert words_score(line, {root: 1.0}) > 0
    assert any(each in line for each in spellings(root))


def test_the_middle_of_a_word_is_no_match() -> None:
    assert re.search(pattern("art").replace(r"\pL\pN_", r"\w"), "the party") is None


def test_rare_words_weigh_more_and_none_weighs_less_than_nothing() -> None:
    assert rarity(1, 1000) > rarity(100, 1000) > rarity(1000, 1000) >= 0


def test_a_line_that_holds_more_of_the_question_stands_higher() -> None:
    weights = {"freedom": 2.0, "exil": 3.0}
    both = words_score("freedom is a kind of exile", weights)
    assert both == 1.0
    assert words_score("an exile", weights) == 0.6
    assert words_score("something else", weights) == 0.0


def test_what_says_the_same_and_what_stands_side_by_side_is_told_once() -> None:
    lines = [
        ("a", after(0), "The tide"),
        ("a", after(30), "and the clock"),
        ("a", after(500), "the  TIDE"),
        ("b", after(0), "another evening"),
        ("a", after(900), "later"),
    ]
    assert one_of_each(lines, lambda line: line, 9) == [lines[0], lines[3], lines[4]]
    assert one_of_each(lines, lambda line: line, 1) == [lines[0]]


def test_neighbours_are_what_stands_just_before_and_after() -> None:
    assert neighbours("abcde", "b", 2) == ("a", "cd")
    assert neighbours("abc", "x", 1) == ((), ())
