"""Silence: gaps between people's lines and what a threshold would have met."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.silence import human_gaps, longest, median_gap, what_if
from tests.fakes import START, after, message

MINUTE = timedelta(minutes=1)


def test_gaps_stand_before_between_and_after_lines() -> None:
    spoken = [message(60, "alder", "evening"), message(180, "briony", "evening")]
    assert [g.length.total_seconds() for g in human_gaps(spoken, START, after(600))] == [60, 120, 420]


def test_bots_and_our_own_lines_do_not_end_a_gap_and_commands_do() -> None:
    spoken = [
        message(100, "pinebot", "rules", is_bot=True),
        message(200, "keeper", "a thought", is_own=True),
        message(300, "farr", "from next door", source_channel="elsewhere"),
        message(400, "alder", "!hush"),
    ]
    assert [g.length.total_seconds() for g in human_gaps(spoken, START, after(600))] == [400, 200]


def test_a_silent_stream_is_one_gap_and_no_stream_is_none() -> None:
    (gap,) = human_gaps([], START, after(600))
    assert (START, after(600)) == (gap.began_at, gap.ended_at)
    assert human_gaps([], START, START) == ()


def test_the_median_gap_needs_two_lines() -> None:
    assert None is median_gap([message(5, "alder", "hm")])
    spoken = [message(s, "alder", "hm") for s in (0, 10, 20, 100)]
    assert timedelta(seconds=10) == median_gap(spoken)


def test_the_longest_come_first_the_earlier_at_ties() -> None:
    gaps = human_gaps([message(s, "alder", "hm") for s in (100, 200, 500)], START, after(600))
    assert [g.length.total_seconds() for g in longest(gaps, 3)] == [300, 100, 100]
    assert longest(gaps, 2)[1].began_at == START


def test_a_threshold_is_met_by_every_gap_as_long_and_lines_keep_their_cooldown() -> None:
    spoken = [message(60 * m, "alder", "hm") for m in (0, 20, 26, 60)]
    (ten, thirty) = what_if(human_gaps(spoken, START, after(3600)), [10 * MINUTE, 30 * MINUTE])
    assert (ten.quiets, thirty.quiets) == (2, 1)
    assert ten.lines == 3, "minute 10 and then 36 and 51 of the long one"
    assert thirty.lines == 1


def test_a_cooldown_reaches_over_the_end_of_a_gap() -> None:
    spoken = [message(60 * m, "alder", "hm") for m in (0, 11, 22)]
    (row,) = what_if(human_gaps(spoken, START, after(60 * 22)), [10 * MINUTE], cooldown=30 * MINUTE)
    assert (row.quiets, row.lines) == (2, 1)


@given(st.lists(st.integers(0, 7200), max_size=40), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_gaps_fill_the_stream_and_a_higher_threshold_never_meets_more(
    seconds: list[int], minutes: int
) -> None:
    gaps = human_gaps([message(s, "alder", "hm") for s in seconds], START, after(7200))
    assert sum(g.length.total_seconds() for g in gaps) == 7200
    low, high = what_if(gaps, [minutes * MINUTE, (minutes + 5) * MINUTE])
    assert low.quiets >= high.quiets
    assert low.lines >= high.lines
