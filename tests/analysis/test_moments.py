"""Moments: peaks of reaction against a stream's own usual."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.lines import read_lines
from chronicler.analysis.moments import BIN_SECONDS, Recipe, find_moments, is_clearly_more
from tests.analysis.evening import Said, burst, lines_of, messages_of, murmur
from tests.fakes import START


def test_a_burst_of_laughter_is_a_moment() -> None:
    (found,) = find_moments(lines_of(*murmur(3600), *burst(1800, "hahaha", "LMAO")), START)
    assert 1800 <= (found.peak_at - START).total_seconds() <= 1820
    assert 8 <= found.counts.chatters <= 9
    assert found.counts.reactors == 8
    assert found.usual.reactors == 0
    assert found.bin * BIN_SECONDS == (found.peak_at - START).total_seconds()


def test_even_talk_has_no_moment() -> None:
    assert find_moments(lines_of(*murmur(3600)), START) == ()


def test_one_person_repeating_themselves_is_no_moment() -> None:
    flood: list[Said] = [(1800 + n * 0.5, "alder", "HAHAHA") for n in range(30)]
    assert find_moments(lines_of(*murmur(3600), *flood), START) == ()


def test_many_people_who_do_not_react_are_no_moment() -> None:
    calm = burst(1800, "the ferry leaves from the other pier today, they say")
    assert find_moments(lines_of(*murmur(3600), *calm), START) == ()


def test_two_peaks_within_a_minute_are_one_moment_and_further_apart_two() -> None:
    near = find_moments(lines_of(*murmur(3600), *burst(1800, "lol"), *burst(1840, "lol")), START)
    far = find_moments(lines_of(*murmur(3600), *burst(1800, "lol"), *burst(1900, "lol")), START)
    assert (len(near), len(far)) == (1, 2)


def test_what_only_ebbs_away_is_no_moment_of_its_own() -> None:
    ebbing: list[Said] = [(1800 + n * n / 10, f"guest{n}", "lol") for n in range(40)]
    found = find_moments(lines_of(*murmur(3600), *ebbing), START)
    assert len(found) <= 2


def test_the_higher_peak_comes_first() -> None:
    found = find_moments(
        lines_of(*murmur(3600), *burst(900, "lol", people=4), *burst(2400, "lol", people=12)), START
    )
    assert [(m.peak_at - START).total_seconds() // 100 * 100 for m in found] == [2400, 900]


def test_somebody_asking_for_a_clip_lifts_the_moment_before() -> None:
    plain = find_moments(lines_of(*murmur(3600), *burst(1800, "lol")), START)
    asked = find_moments(
        lines_of(*murmur(3600), *burst(1800, "lol"), (1830, "alder", "somebody clip that please")), START
    )
    assert plain[0].clip_calls == 0
    assert asked[0].clip_calls == 1
    assert asked[0].score > plain[0].score


def test_one_person_asking_five_times_asked_once() -> None:
    pleas: list[Said] = [(1820 + n, "alder", "clip it") for n in range(5)]
    (found,) = find_moments(lines_of(*murmur(3600), *burst(1800, "lol"), *pleas), START)
    assert found.clip_calls == 1


def test_a_recipe_may_look_at_longer_or_shorter_windows() -> None:
    spread: list[Said] = [(1800 + n * 4, f"guest{n}", "lol") for n in range(8)]
    lines = lines_of(*murmur(3600), *spread)
    (long,), (short,) = (find_moments(lines, START, recipe=Recipe(bins=bins))[:1] for bins in (8, 2))
    assert long.counts.reactors == 8
    assert short.counts.reactors <= 3


def test_links_do_not_count() -> None:
    links = burst(1800, "LOOK https://example.org/a")
    assert find_moments(lines_of(*murmur(3600), *links), START) == ()


def test_a_busy_chat_needs_more_than_a_quiet_one() -> None:
    """The same eight laughs are an event among three people and nothing among sixty."""
    crowd: list[Said] = [
        (n * 0.8, f"viewer{n % 60}", ("lol", "the ferry again", "hm, that old pier")[n % 3])
        for n in range(4500)
    ]
    quiet = find_moments(lines_of(*murmur(3600), *burst(1800, "hahaha")), START)
    busy = find_moments(lines_of(*crowd, *burst(1800, "hahaha")), START)
    assert len(quiet) == 1
    assert all(m.score < quiet[0].score / 2 for m in busy)


def test_an_empty_stream_has_none() -> None:
    assert find_moments([], START) == ()


def test_times_of_a_broken_log_are_not_looked_at() -> None:
    found = find_moments(lines_of(*burst(-500, "lol"), *burst(10.0**9, "lol"), *burst(600, "lol")), START)
    assert all(0 <= moment.bin < 200 for moment in found)


@pytest.mark.parametrize("hours", [5, -700, 24 * 365])
def test_moments_do_not_depend_on_when_the_stream_was(hours: int) -> None:
    said = (*murmur(3600), *burst(1800, "hahaha"), *burst(3000, "NO WAY"))
    shift = timedelta(hours=hours)
    messages = messages_of(said)
    shifted = [replace(message, at=message.at + shift) for message in messages]
    here = find_moments(read_lines(messages, START), START)
    there = find_moments(read_lines(shifted, START + shift), START + shift)
    assert [(m.bin, m.score, m.counts) for m in here] == [(m.bin, m.score, m.counts) for m in there]
    assert [m.peak_at + shift for m in here] == [m.peak_at for m in there]


SAID = st.lists(
    st.tuples(
        st.floats(-100, 8000, allow_nan=False),
        st.sampled_from(["alder", "briony", "corvin", "dorrit", ""]),
        st.one_of(st.text(max_size=30), st.sampled_from(["lol", "CLIP IT", "pineWave", "clip that"])),
    ),
    max_size=60,
)


@given(SAID, st.integers(-10_000, 10_000))
@settings(max_examples=80, deadline=None)
def test_moments_never_raise_are_apart_and_survive_a_shift(said: list[Said], shift: int) -> None:
    later = timedelta(seconds=shift)
    messages = messages_of(said)
    moved = [replace(message, at=message.at + later) for message in messages]
    found = find_moments(read_lines(messages, START), START, least_score=1)
    again = find_moments(read_lines(moved, START + later), START + later, least_score=1)
    assert [(m.bin, m.score) for m in found] == [(m.bin, m.score) for m in again]
    bins = sorted(m.bin for m in found)
    assert all(b - a >= 12 for a, b in itertools.pairwise(bins))
    assert all(m.counts.reactors >= 1 for m in found)


@pytest.mark.parametrize(
    ("now", "usual", "is_more"),
    [(5, 4, False), (6, 4, True), (2, 1, False), (3, 1, True), (1, 0, False), (2, 0, True), (30, 28, False)],
)
def test_only_what_anybody_would_see_is_told_beside_what_is_usual(
    now: int, usual: int, *, is_more: bool
) -> None:
    assert is_clearly_more(now, usual) is is_more
