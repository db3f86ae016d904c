"""Whether somebody said what a quotation says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.quoting import holds, nearest, quoted_words, words_of
from chronicler.notes.untrusted import chat, clean

SAID = "I keep thinking about the keeper who stayed, and *why* he'd stay... it isn't duty, is it?"


@pytest.mark.parametrize(
    "quoted",
    [
        SAID,
        "I keep thinking about the keeper who stayed",
        "i keep  thinking\nabout the KEEPER who stayed",
        "it isn’t duty, is it",
        "I keep thinking […] and why he’d stay",
        "I keep thinking [...] it isn't duty",
        "I keep thinking about the keeper who stayed, [and I agree] it isn't duty",
        "about the \\*keeper\\* **who** _stayed_",
        "I keep thinking about [[Keepers|the keeper]] who stayed",
    ],
)
def test_marks_capitals_spaces_and_what_is_left_out_may_differ(quoted: str) -> None:
    assert holds(words_of(SAID), quoted_words(quoted))


@pytest.mark.parametrize(
    "quoted",
    [
        "I kept thinking about the keeper who stayed",
        "thinking about the keeper who left",
        "it isn't duty […] I keep thinking",
        "I keep thinking […] about nothing",
        "thinking about the keepe",
        "[…]",
        "",
    ],
)
def test_words_and_their_order_may_not(quoted: str) -> None:
    assert not holds(words_of(SAID), quoted_words(quoted))


def test_the_nearest_line_is_found_only_where_one_is_near() -> None:
    said = [words_of(text) for text in ("the tide stops here", SAID, "salt on the stairs")]
    assert nearest(quoted_words("I kept thinking about the keeper who stayed and why he'd stay"), said) == 1
    assert nearest(quoted_words("something else altogether was meant"), said) is None
    assert nearest(quoted_words("anything"), []) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_whatever_chat_says_is_found_again_as_our_notes_spell_it(text: str) -> None:
    if "[" not in text and "(" not in text and not quoted_words(chat(text)).is_empty:
        assert holds(words_of(clean(text)), quoted_words(chat(text)))
