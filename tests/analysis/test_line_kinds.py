"""What kind a line is, told quickly: the same as when the whole line is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.lines import REACTS, kinds_of, read_lines
from tests.fakes import START, message

WORDS = st.sampled_from(
    [
        "hahaha",
        "lol",
        "LOL",
        "KEKW",
        "hearthGlow",
        "PogChamp",
        "the",
        "sea",
        "WHAT",
        "IS",
        "THAT",
        "no!",
        "clip",
        "it",
        "clipped",
        "don't/won't",
        "😂",
        "...",
        ":)",
        "twitch.tv/x",
        "https://a.example/b",
        "@maren",
        "@",
        "12",
        "ok",
        "OK",
        "Xd",
        "ХАХА",
        "w.",
        "www.a.b",
    ]
)


@pytest.mark.parametrize(
    ("text", "reacts"),
    [
        ("hahaha", True),
        ("WHAT WAS THAT", True),
        ("KEKW KEKW", True),
        ("😂", True),
        ("the ferry leaves from the other pier", False),
        ("OK", False),
        ("@HAHA what do you mean", False),
    ],
)
def test_laughter_capitals_and_emotes_are_reactions(text: str, *, reacts: bool) -> None:
    assert reacts == bool(kinds_of(message(0, "maren", text)) & REACTS)


def test_a_line_with_a_tagged_emote_reacts() -> None:
    assert kinds_of(message(0, "maren", "lantern", emotes=("lantern",))) & REACTS


@settings(max_examples=300, deadline=None)
@given(typed=st.lists(WORDS, min_size=1, max_size=6), is_tagged=st.booleans())
def test_it_is_what_reading_the_whole_line_tells(typed: list[str], *, is_tagged: bool) -> None:
    said = message(0, "wren", "a " + " ".join(typed), emotes=(typed[0],) if is_tagged else ())
    (line,) = read_lines([said], START)
    assert line.kinds == kinds_of(said)
