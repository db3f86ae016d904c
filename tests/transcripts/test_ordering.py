"""Lines come in order of time, and stay in their own order where times are equal."""

from bisect import bisect_right

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.transcripts.ordering import in_time_order
from chronicler.transcripts.transcript import Notes

Lines = list[tuple[float, int]]


def numbered(offsets: list[float]) -> Lines:
    return list(zip(offsets, range(len(offsets)), strict=True))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 5).map(float), max_size=30))
def test_within_the_window_the_order_is_that_of_a_stable_sort(offsets: list[float]) -> None:
    """Law: sorting the whole log would give the same."""
    lines, notes = numbered(offsets), Notes()
    assert sorted(lines, key=lambda line: line[0]) == list(in_time_order(iter(lines), notes, window=30))
    assert notes.warnings == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50).map(float), max_size=30), st.integers(0, 3))
def test_time_never_runs_backwards_and_no_line_is_lost(offsets: list[float], window: int) -> None:
    """Law: whatever the window, every line comes once and times only grow."""
    ordered = list(in_time_order(iter(numbered(offsets)), Notes(), window=window))
    assert list(range(len(offsets))) == sorted(line for _, line in ordered)
    times = [seconds for seconds, _ in ordered]
    assert sorted(times) == times


def test_a_line_far_from_its_time_is_moved_and_said() -> None:
    notes = Notes()
    ordered = list(in_time_order(iter(numbered([10.0, 11.0, 12.0, 1.0])), notes, window=1))
    assert ordered == [(10.0, 0), (11.0, 1), (11.0, 3), (12.0, 2)]
    assert notes.warnings == ["1 line stood far from its time and was moved to the nearest later one"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 20).map(float), max_size=60), st.integers(0, 6))
def test_a_window_at_a_time_gives_what_line_by_line_gives(offsets: list[float], window: int) -> None:
    """Law: each line goes behind those held that are not later, as if it had come alone."""
    assert line_by_line(numbered(offsets), window) == list(
        in_time_order(iter(numbered(offsets)), Notes(), window=window)
    )


def line_by_line(lines: Lines, window: int) -> Lines:
    held: Lines = []
    done: Lines = []
    latest = 0.0
    for line in lines:
        held.insert(bisect_right([seconds for seconds, _ in held], line[0]), line)
        if len(held) > 2 * window:
            held = [(max(seconds, latest), number) for seconds, number in held]
            latest = held[-window - 1][0]
            done += held[: len(held) - window]
            held = held[len(held) - window :]
    return done + [(max(seconds, latest), number) for seconds, number in held]
