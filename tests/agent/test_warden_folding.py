"""Taking disguises off: what a letter stands for, what was a mask, and where it stood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.warden.folding import fold, gist, likeness, plain, unleet


@pytest.mark.parametrize(
    "disguised",
    [
        "vіеwеrs", "ᴠɪᴇᴡᴇʀꜱ", "ｖｉｅｗｅｒｓ", "𝗏𝗂𝖾𝗐𝖾𝗋𝗌", "𝓿𝓲𝓮𝔀𝓮𝓻𝓼", "🅥🅘🅔🅦🅔🅡🅢", "🆅🅸🅴🆆🅴🆁🆂", "ⓥⓘⓔⓦⓔⓡⓢ", "🄥🄘🄔🄦🄔🄡🄢"
        .replace("🄥🄘🄔🄦🄔🄡🄢", "🅅🄸🄴🅆🄴🅁🅂"),
        "v\u0323i\u0356e\u0329w\u0346e\u0303r\u0330s\u0311", "vie\u200bw\u2060e\ufeffrs", "νιεωεrς".replace("νιεωεrς", "vιεwεrs"),
        "🇻 🇮 🇪 🇼 🇪 🇷 🇸", "v i e w e r s", "v.i.e.w.e.r.s", "v-i-e-w-e-r-s", "v*i*e*w*e*r*s", "v👀i👀e👀w👀e👀r👀s",
        "VIEWERS", "ᵛⁱᵉʷᵉʳˢ", "ѵiеwеrѕ", "vǐēŵèřš",
    ],
)  # fmt: skip
def test_every_disguise_of_letters_comes_off(disguised: str) -> None:
    assert fold(disguised).text == "viewers"


@pytest.mark.parametrize(
    "honest", ["The Harbour", "Zürich, naïve, Łódź", "вечер добрый", "γεια σας", "静かでいいね", "<3"]
)
def test_honest_text_wears_no_mask(honest: str) -> None:
    assert fold(honest).masks == ()


@pytest.mark.parametrize("taste", ["ⓗⓔⓛⓛⓞ ⓐⓛⓛ", "𝓰𝓸𝓸𝓭 𝓷𝓲𝓰𝓱𝓽", "ｎｉｃｅ"])
def test_a_line_all_in_one_style_is_a_taste_and_no_mask(taste: str) -> None:
    assert fold(taste).masks == ()


@pytest.mark.parametrize(
    ("masked", "mask"),
    [
        ("vіewers", "letters of two alphabets in one word"),
        ("v i e w e r s", "a word spelled out letter by letter"),
        ("b̬est", "marks stacked on letters"),
        ("viewe𝗋s", "styled letters among plain ones"),
        ("vie\u200bwers", "invisible characters inside words"),
    ],
)
def test_what_was_taken_off_is_told(masked: str, mask: str) -> None:
    assert fold(masked).masks == (mask,)


def test_short_words_beside_a_spelled_out_one_are_joined_as_well() -> None:
    assert fold("b e s t   v i e w e r s   o n   m o s s").text.split() == ["best", "viewers", "on", "moss"]
    assert fold("a b c").text == "a b c"


def test_letters_run_together_have_no_gaps_marks_or_digits_left() -> None:
    assert gist("V-i_e.w e r s!") == gist("v1ewers") + "i"
    assert gist("D1SC0RD") == gist("d i s c o r d") == "discord"
    assert unleet("v13w3rs") == "viewers"


def test_two_names_the_eye_confuses_have_one_likeness() -> None:
    assert likeness("m1llrace") == likeness("rniIIrace")
    assert likeness("millrace") != likeness("millstone")


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_letter_knows_where_it_stood(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)
    for at, letter in enumerate(folded.text):
        raw = text[folded.origins[at]]
        assert letter in plain(raw) + plain(f"{raw}é")
    start, end = folded.raw_span(0, len(folded.text))
    assert 0 <= start <= end <= len(text)
