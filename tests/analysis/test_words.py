"""Words: what may tell a topic, what is noise, and which forms share a stem."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.words import (
    WORD,
    has_link,
    is_emote_shaped,
    is_laughter,
    laughs,
    mentions,
    plain_form,
    raw_words,
    stem,
    stems,
    topic_stem,
    without_links_and_mentions,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("island", "islands"),
        ("story", "stories"),
        ("explore", "exploring"),
        ("bridge", "bridges"),
        ("wander", "wandered"),
        ("stop", "stopping"),
        ("lonely", "loneliness"),
        ("quest", "quests"),
        ("church", "churches"),
    ],
)
def test_common_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["glass", "chorus", "this", "king", "sing", "red", "bed"])
def test_a_word_that_only_looks_inflected_keeps_its_end(word: str) -> None:
    assert word == stem(word)


@pytest.mark.parametrize(
    "word", ["lol", "LMAO", "LMAOOO", "hahaha", "HAHHA", "ahahah", "muahaha", "kekw", "xD", "jajaja", "хахаха", "ㅋㅋㅋ", "草"]
)  # fmt: skip
def test_laughter_is_known_in_the_ways_chats_laugh(word: str) -> None:
    assert is_laughter(word)


@pytest.mark.parametrize("word", ["banana", "hut", "mahogany", "habit", "www", "hall", "lull", "harbour"])
def test_words_with_the_letters_of_laughter_are_words(word: str) -> None:
    assert is_laughter(word) == (word in ("www", "lull"))


@pytest.mark.parametrize("word", ["hearthGlow", "pineWave", "PogChamp", "LUL", "FeelsBadMan", "pine77Nod"])
def test_emote_codes_are_known_by_their_shape(word: str) -> None:
    assert is_emote_shaped(word)


@pytest.mark.parametrize("word", ["lighthouse", "Orchard", "LOUD", "I", "it's", "Anna"])
def test_ordinary_words_are_no_emotes(word: str) -> None:
    assert not is_emote_shaped(word)


def test_signs_laugh_too() -> None:
    assert laughs("that ladder 😂", ["that", "ladder"])
    assert not laughs("that ladder 🪜", ["that", "ladder"])


def test_links_and_mentions_are_no_words() -> None:
    text = "@old_tam see https://example.org/ferry?x=1 and example.com/map, the ferry is late"
    assert raw_words(text.replace("map,", "map")) == ["see", "and", "the", "ferry", "is", "late"]
    assert "ferry" in without_links_and_mentions(text)
    assert has_link(text)
    assert not has_link("the ferry is late. again")


def test_mentions_are_lower_case_logins() -> None:
    assert list(mentions("@Old_Tam and @ Briony, no")) == ["old_tam", "briony"]


def test_stretched_words_are_drawn_together() -> None:
    assert plain_form("NOOOOO") == "no"
    assert "goood".replace("ooo", "oo") == plain_form("gooood")
    assert plain_form("Don’t") == "dont"


@pytest.mark.parametrize(
    "word", ["the", "stream", "hello", "lol", "pineWave", "old_tam", "12345", "q", "shit", "x" * 30]
)
def test_what_cannot_tell_a_topic_has_no_stem(word: str) -> None:
    assert topic_stem(word) == ""


def test_a_shouted_word_is_the_same_topic() -> None:
    assert topic_stem("lighthouse") == topic_stem("LIGHTHOUSE")


def test_stems_keep_order_leave_names_out_and_say_each_once() -> None:
    heard = stems("Briony, the lighthouse and the ferry, the ferry!", frozenset({"briony"}))
    assert (stem("lighthouse"), stem("ferry")) == heard


def test_other_languages_pass_through_gently() -> None:
    assert stem("leuchtturm") in stems("und der Leuchtturm ist noch da")
    assert stems("灯台 の 話")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_has_stems_and_none_is_empty(text: str) -> None:
    assert all(stems(text))
    laughs(text, raw_words(text))
    has_link(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["the", "ferry", "Zürich", "٣٢", "ǅx", "x²", "don't", "a_b", "@tam", "b.gg", "日本", " "]
        )
    )
)
def test_a_line_of_nothing_but_letters_is_cut_as_any_other(parts: list[str]) -> None:
    """Law: the quick way for most lines finds the same words."""
    text = " ".join(parts)
    assert WORD.findall(without_links_and_mentions(text)) == raw_words(text)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_cut_into_the_words_its_pattern_finds(text: str) -> None:
    assert WORD.findall(without_links_and_mentions(text)) == raw_words(text)
