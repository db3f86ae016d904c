"""Reading a line as meanings: links however disguised, broken and glued words, handles, prices."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.warden.lexicon import LEXICON, MEANINGS, Lexicon
from chronicler.agent.warden.reading import OTHER, read
from chronicler.agent.warden.shapes import is_decoy

HIDDEN, CHEAP, SHORT, MASK, LINK, BARE, SELLING = "123456N"


@pytest.mark.parametrize(
    "text",
    [
        "lantern .com", "lantern . com", "lantern. com", "lantern dot com", "lantern (dot) com", "lantern[.]com",
        "lantern ( . ) com", "lantern,com", "lantern . c o m", "mossview .gg", "mossviewers. live",
    ],
)  # fmt: skip
def test_a_link_in_disguise_is_one(text: str) -> None:
    assert read(f"see {text} now").codes.replace(SELLING, "")[1] == HIDDEN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lantern.com", LINK), ("https://example.org/a/b?c=d", LINK), ("lantern.shop/x", CHEAP), ("bit.ly/3xYz", SHORT),
        ("***", MASK), ("streamlantern com", BARE), ("someone@example.org", "#"), ("sam_oakley91", "#"),
        ("artist#1234", "#"), ("$5", "D"), ("5€", "D"), ("808.5K", "n"), ("@maren", "@"), ("👉", ":"),
    ],
)  # fmt: skip
def test_a_piece_has_its_shape(text: str, code: str) -> None:
    assert read(text).codes.replace(SELLING, "") == code


@pytest.mark.parametrize(
    "text",
    [
        "change. live. that is it",
        "wait... what",
        "e.g. this",
        "7pm",
        "3d",
        "well. done",
        "one dot two dots",
        "2nd 4k 60fps",
    ],
)
def test_what_is_no_link_or_handle_is_none(text: str) -> None:
    assert not set(read(text).codes) & set("123456N#")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("dis cord", "p"), ("Dis       cord", "p"), ("dis-cord", "p"), ("disc 0rd", "p"), ("d!scord", "p"),
        ("dlscord", "P"), ("d1scord", "P"), ("ondiscord", "-P"), ("bestviewers", "QG"), ("fol lowers", "G"),
        ("v13w3rs", "G"), ("viewer's", "G"), ("e-mail", "-P"),
    ],
)  # fmt: skip
def test_words_broken_apart_glued_or_spelled_with_digits_are_put_right(text: str, codes: str) -> None:
    assert read(text).codes == codes.replace("-P", "oP" if text.startswith("on") else "-P")


@pytest.mark.parametrize(
    "text", ["discover", "review", "preview", "interviewers", "dis one", "he follows me home"]
)
def test_other_words_are_left_as_they_are(text: str) -> None:
    assert "a word broken apart" not in read(text).masks
    assert not set(read(text).codes) & set("p")


@pytest.mark.parametrize(
    "address", ["twitch.tv/maren", "discord.gg/abc", "steamcommunity.com/id/x", "www.twitch.tv", "stitch.com"]
)
def test_the_real_address_is_no_decoy(address: str) -> None:
    assert not is_decoy(address.removeprefix("www."))


@pytest.mark.parametrize(
    "address",
    ["twltch.tv", "dlscord.gg/abc", "twitch-verify.com", "steamcornmunity-gift.ru", "discord-nitro.gift"],
)
def test_an_address_that_passes_for_a_known_one_is_a_decoy(address: str) -> None:
    assert is_decoy(address)


def test_one_word_has_one_meaning_and_all_are_plain() -> None:
    words = [word for _, listed in MEANINGS.values() for word in listed.split()]
    assert sorted(words) == sorted(set(words))
    assert [word for word in words if word != word.lower() or not word.isascii()] == []
    assert all(len(code) == 1 for code in MEANINGS)


def test_a_word_can_be_left_out_of_the_lexicon() -> None:
    poorer = Lexicon.of({"viewers"})
    assert (read("viewers", poorer).codes, read("viewers").codes) == (OTHER, "G")
    assert len(poorer.codes) == len(LEXICON.codes) - 1


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_reads_as_pieces_in_order(text: str) -> None:
    reading = read(text)
    assert len(reading.codes) == len(reading.spans) == len(reading.words)
    starts = [start for start, _ in reading.spans]
    assert starts == sorted(starts)
    assert all(0 <= start < end <= len(reading.folded.text) for start, end in reading.spans)
