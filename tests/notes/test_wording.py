"""Times, spans and counts read the same on every machine."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from chronicler.notes import wording
from tests.fakes import START, after


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 s"),
        (59.6, "60 s"),
        (119, "119 s"),
        (120, "2 min"),
        (3599, "1 h"),
        (3600, "1 h"),
        (7260, "2 h 1 min"),
        (-4, "0 s"),
    ],
)
def test_spans(seconds: float, told: str) -> None:
    assert wording.span(seconds) == told


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (1204, "1,204 people")]
)
def test_counts_agree_with_their_noun(number: int, told: str) -> None:
    assert wording.count(number, "person", "people") == told


@pytest.mark.parametrize(
    ("items", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listings(items: list[str], told: str) -> None:
    assert wording.listing(items) == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, "0 of 0"), (0, 9, "0 of 9 (0%)"), (2, 431, "2 of 431 (0.5%)"), (1, 4, "1 of 4 (25%)")],
)
def test_shares_carry_their_n(part: int, whole: int, told: str) -> None:
    assert wording.share(part, whole) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it ended", "It ended."),
        ("why?", "Why?"),
        ("  ", ""),
        ("“so.”", "“so.”"),
        ("éa", "Éa."),
        ("osk_2 left", "osk_2 left."),
        ("she said “so.”.", "She said “so.”"),
    ],
)
def test_sentences_begin_and_end(text: str, told: str) -> None:
    assert wording.sentence(text) == told


def test_days_and_clocks_are_local_and_english() -> None:
    assert wording.day(date(2026, 3, 6)) == "Friday 6 March 2026"
    assert wording.clock(START, UTC) == "19:30"
    assert wording.clock(after(4 * 3600 + 1800), timezone(timedelta(hours=1))) == "01:00"


def test_an_empty_section_has_no_heading() -> None:
    assert wording.section("## Moments", "", " \n") == ""
    assert wording.section("## Moments", "one", "", "two") == "## Moments\n\none\n\ntwo\n"


def test_only_a_long_counted_list_is_reduced_to_its_count() -> None:
    long = "x" * 130
    assert wording.gist(f"3 topics added: {long}") == "3 topics added"
    assert wording.gist("3 topics added: a; b; c") == "3 topics added: a; b; c"
    assert wording.gist(f"stream title: «{long}»") == f"stream title: «{long}»"


def test_a_length_just_short_of_a_limit_never_reads_as_the_limit() -> None:
    assert wording.short_of(178, 180) == "just under 3 min"
    assert wording.short_of(100, 180) == "100 s"


def test_a_stream_over_days_names_the_day_of_its_end() -> None:
    begins = datetime(2026, 3, 6, tzinfo=UTC)
    said = wording.hours(begins.date(), begins, begins + timedelta(hours=100), UTC)
    assert said == "Friday 6 March 2026, 00:00 to Tuesday 10 March 2026, 04:00"
    assert wording.hours(begins.date(), begins, begins + timedelta(hours=3), UTC).endswith("00:00 to 03:00")
