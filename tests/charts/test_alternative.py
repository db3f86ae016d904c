"""What a picture says to whoever does not see it."""

import re

import pytest

from chronicler.charts.alternative import as_html, described, words_of
from chronicler.charts.moments import Parts, Scores, scores
from chronicler.charts.page import Picture
from chronicler.charts.talk import Mark, MarkKind, Stretch, Talk, talk_over_time
from chronicler.notes.links import embed

pytest.importorskip("matplotlib", reason="figures come with the extra `notebooks`")
TALK = Talk(
    [3, 0, 2],
    (Mark(60, MarkKind.MOMENT), Mark(70, MarkKind.MOMENT)),
    (Stretch(60, 120),),
    title='Salt & "light" <3',
)


def test_a_picture_says_its_heading_its_numbers_and_its_signs() -> None:
    assert words_of(talk_over_time(TALK)) == (
        'Salt & "light" <3: 5 lines by people in 3 minutes; shaded: 1 long quiet. Shown: moment (2).'
    )


def test_the_same_picture_says_the_same_in_a_notebook_twice_and_in_text() -> None:
    shown = Picture(talk_over_time(TALK))
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == shown.words
    alt = re.search(r" alt=(\"[^\"]*\"|'[^']*') ", bundle["text/html"])
    assert alt is not None
    assert "5 lines by people in 3 minutes" in alt[1]
    assert "<3" not in alt[1], "nothing in it is taken for a tag"
    assert bundle["image/svg+xml"].startswith("<?xml")


def test_words_survive_quotes_tags_and_line_breaks() -> None:
    words = "a \"b\" 'c' <d> & e"
    assert words_of(described(b"<svg width='1'></svg>", f"{words}\n")) == words
    assert words_of(b"<svg><title>plain &amp; simple</title></svg>") == "plain & simple"
    assert words_of(b"<svg></svg>") == ""
    assert described(b"no picture", "words") == b"no picture"
    assert as_html(b"<svg></svg>", "data:,") == '<img src="data:," alt="" style="max-width: 100%">'


def test_no_stroke_lies_upon_the_bars_of_a_score() -> None:
    svg = scores(Scores([Parts("0h01m00s", 2.0, 3.0, 0.0, 1.0, 5.0)])).decode()
    assert "LineCollection" not in svg
    assert "the mark above each is what such a moment takes" in words_of(svg.encode())
    assert "what it takes" in words_of(svg.encode())


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("5 lines in all", "![[a/b.svg|5 lines in all]]"),
        ("a [[link]] | and `= code` {{x}}", "![[a/b.svg|a link and = code x]]"),
        ("300", "![[a/b.svg]]"),
        ("", "![[a/b.svg]]"),
    ],
)
def test_an_embed_takes_words_and_nothing_obsidian_would_act_on(words: str, shown: str) -> None:
    assert embed("a/b.svg", words) == shown
