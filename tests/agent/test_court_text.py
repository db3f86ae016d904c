"""The forms in which the court looks at a line."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.court import text as court_text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("“A door.”", "A door."),
        ('"A door."', "A door."),
        ("'A door.'", "A door."),
        ("«A door.»", "A door."),
        ("„Eine Tür.“", "Eine Tür."),
        ("「扉」", "扉"),
        ("Hearthkeeper: A door.", "A door."),
        ("hearthkeeper (AI): “A door.”", "A door."),
        ("**Hearthkeeper:** A door.", "A door."),
        ("“Hearthkeeper: ‘A door.’”", "A door."),
        ("“Home” and “away” are near.", "“Home” and “away” are near."),
        ('"Home" is near "away"', '"Home" is near "away"'),
        ("'Tis late, isn't it", "'Tis late, isn't it"),
        ("A\u00a0 door\t\u2003here ", "A door here"),
        ("A\u200b d\u00adoo\ufe0fr\u202e", "A door"),
        ("Ａ ｄｏｏｒ", "A door"),
        ("The Hearthkeeper waits: a door.", "The Hearthkeeper waits: a door."),
    ],
)
def test_normalising_leaves_the_line_as_it_would_be_said(typed: str, said: str) -> None:
    assert court_text.normalise(typed) == said


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_normalising_and_tidying_twice_changes_nothing_more(text: str) -> None:
    once, tidied = court_text.normalise(text), court_text.tidy(text)
    assert court_text.normalise(once) == once
    assert court_text.tidy(tidied) == tidied


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_nothing_unseen_survives(text: str) -> None:
    for shown in (court_text.normalise(text), court_text.tidy(text)):
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") for c in shown)
        assert shown == " ".join(shown.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("...", 0),
        ("No end", 1),
        ("One.", 1),
        ("One. Two.", 2),
        ("One. Two", 2),
        ("one. two. three.", 3),
        ("Is it? It is.", 2),
        ("Mr. Vane met Dr. Orr at St. Ives.", 1),
        ("J.R.R. Tolkien wrote it. Nobody asked.", 2),
        ("It took 3.5 hours.", 1),
        ("It weighs 3. Then 4.", 2),
        ("Wait... for it", 1),
        ("Wait... For it.", 2),
        ("Wait… for it", 1),
        ("e.g. a door, i.e. a way", 1),
        ("“Where to?” he asked.", 1),
        ("“Where to?” He left.", 2),
        ("What?! Why?!", 2),
        ("港は静か。まだ早い？", 2),
        ("Read it at a.m. or p.m. hours.", 1),
        ("A (small one.) B", 2),
        ("The house of Mr. X.", 1),
    ],
)
def test_sentences_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert court_text.sentences(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example", "see www.a.example now", "a.example", "at withered.tv/clip", "discord.gg/abc",
        "discord . gg", "site dot com", "10.0.0.1", "пример.рф", "quiet.It begins", "ex‐ample。com", "ｅｘａｍｐｌｅ．ｃｏｍ",
    ],
)  # fmt: skip
def test_whatever_chat_would_turn_into_a_link_is_found(text: str) -> None:
    assert court_text.links(text)


@pytest.mark.parametrize(
    "text",
    [
        "wait...what",
        "3.5 hours",
        "e.g. this",
        "J.R.R. Tolkien",
        "at 9 a.m. sharp",
        "The end. Comes late.",
        "No. 7",
    ],
)
def test_what_merely_has_dots_is_no_link(text: str) -> None:
    assert court_text.links(text) == ()


@pytest.mark.parametrize(
    "text", ["a 🔥", "☕", "❤", "❤️", "1️⃣", "🇮🇸", "✨", "⭐", "☺︎", "a :)", "<3", "xD", ":-P", "🫖", "〰"]
)
def test_emoji_and_emoticons_are_found(text: str) -> None:
    assert court_text.has_emoji(text)


@pytest.mark.parametrize("text", ["half past 8)", "a: b", "x = 3", "© 2026", "→ north", "naïve café", "港"])
def test_plain_signs_are_no_emoji(text: str) -> None:
    assert not court_text.has_emoji(text)


@pytest.mark.parametrize(
    "text",
    [
        "Follow",
        "ＦＯＬＬＯＷ",
        "fоllоw",
        "f o l l o w",
        "f.o.l.l.o.w",
        "fol\u200blow",
        "ꜰᴏʟʟᴏᴡ",
        "fóllòw",
        "𝓯𝓸𝓵𝓵𝓸𝔀",
    ],
)
def test_folding_sees_through_disguise(text: str) -> None:
    assert court_text.folded(text) == "follow"


def test_folding_leaves_two_single_letters_alone() -> None:
    assert court_text.folded("Plan A b") == "plan a b"


@pytest.mark.parametrize(
    ("text", "found"),
    [("a\nb", True), ("a\r\nb", True), ("a\u2028b", True), ("a\n", False), ("\na b", False)],
)
def test_only_a_break_inside_a_line_breaks_it(text: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert court_text.has_line_break(text) is found


def test_a_phrase_is_found_as_whole_words_only() -> None:
    assert court_text.has_phrase("The Dark  Souls remark", "dark souls")
    assert not court_text.has_phrase("darkest soul", "dark")
    assert not court_text.has_phrase("anything", "…")
