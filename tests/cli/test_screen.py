"""Sentences on a terminal: no word, link or command is broken, and no line is over the edge for its sake."""

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.cli.terminal.screen import wrapped

WORDS = st.lists(st.text("abc-é", min_size=1, max_size=30), min_size=1, max_size=40).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.integers(35, 120))
def test_no_word_is_broken_and_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert " ".join(line.strip() for line in lines).split() == text.split()
    assert all(len(line) <= width for line in lines)


def test_a_sentence_that_is_not_on_a_terminal_stays_one_line() -> None:
    assert wrapped("word " * 60, 0) == "word " * 60


def test_a_link_stays_whole_on_a_line_of_its_own() -> None:
    link = "https://www.twitch.tv/activate?public=true&device-code=" + "A" * 40
    assert link in wrapped(f"Open {link} and agree there.", 60).replace(" ", "\n").split("\n")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_command_is_never_broken(width: int) -> None:
    told = "The account hearth has not granted clips:edit. As hearth: chronicler twitch login --as bot; and write /mod hearth"
    folded = wrapped(told, width)
    assert "chronicler twitch login --as bot" in folded
    assert "/mod hearth" in folded


def test_later_lines_stand_below_the_sentence_and_not_below_its_label() -> None:
    assert wrapped("To do      one two three four", 24) == "To do      one two three\n           four"
    assert wrapped("! one two three four five", 14) == "! one two\n  three four\n  five"


def test_colours_take_no_room() -> None:
    text = f"{click.style('✓', fg='green')} quiet      it waits"
    assert wrapped(text, len(click.unstyle(text))) == text


def test_a_numbered_step_is_set_in_below_its_words() -> None:
    assert wrapped("  1. Open this page now", 18) == "  1. Open this\n     page now"
