"""Silence: gaps between people's lines and what a threshold would have met."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.silence import human_gaps, longest, met_by, own_pause, percentile
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


def test_the_longest_come_first_the_earlier_at_ties() -> None:
    gaps = human_gaps([message(s, "alder", "hm") for s in (100, 200, 500)], START, after(600))
    assert [g.length.total_seconds() for g in longest(gaps, 3)] == [300, 100, 100]
    assert longest(gaps, 2)[1].began_at == START


def test_a_threshold_is_met_by_every_gap_as_long() -> None:
    spoken = [message(60 * m, "alder", "hm") for m in (0, 20, 26, 38, 60)]
    (ten, thirty) = met_by(human_gaps(spoken, START, after(3600)), [10 * MINUTE, 30 * MINUTE])
    assert (ten.quiets, thirty.quiets) == (3, 0)
    assert ten.ended_soon == 1, "the one of twelve minutes"


@given(st.lists(st.integers(0, 7200), max_size=40), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_gaps_fill_the_stream_and_a_higher_threshold_never_meets_more(
    seconds: list[int], minutes: int
) -> None:
    gaps = human_gaps([message(s, "alder", "hm") for s in seconds], START, after(7200))
    assert sum(g.length.total_seconds() for g in gaps) == 7200
    low, high = met_by(gaps, [minutes * MINUTE, (minutes + 5) * MINUTE])
    assert low.quiets >= high.quiets
    assert low.quiets >= low.ended_soon


# The channel's own pause -------------------------------------------------------------------


def test_the_own_pause_is_the_unusual_one_to_the_half_minute() -> None:
    pauses = [20.0] * 197 + [400.0, 400.0, 400.0, 900.0]
    assert own_pause(pauses, 3).minutes == 6.5


@pytest.mark.parametrize(("seconds", "minutes"), [(1.0, 3.0), (100.0, 3.0), (36_000.0, 15.0)])
def test_the_own_pause_has_a_floor_and_a_ceiling(seconds: float, minutes: float) -> None:
    assert own_pause([seconds] * 300, 5).minutes == minutes


@pytest.mark.parametrize(("pauses", "streams"), [(199, 3), (500, 2), (0, 0)])
def test_of_too_small_a_record_nothing_is_made(pauses: int, streams: int) -> None:
    found = own_pause([60.0] * pauses, streams)
    assert (found.minutes, found.pauses, found.streams) == (None, pauses, streams)


@given(st.lists(st.floats(0, 20_000), min_size=200, max_size=400))
@settings(max_examples=40, deadline=None)
def test_the_own_pause_lies_between_the_98th_and_99th_percentile_or_at_a_limit(pauses: list[float]) -> None:
    minutes = own_pause(pauses, 4).minutes
    assert minutes is not None
    low, high = (percentile(sorted(pauses), p) / 60 for p in (98, 99))
    assert low - 0.25 <= minutes <= high + 0.25 or minutes in (3.0, 15.0)
    assert minutes * 2 == int(minutes * 2)
