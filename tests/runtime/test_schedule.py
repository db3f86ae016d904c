"""A log's events with ticks, live checks and an end between them, in the order of stream time."""

from collections.abc import Iterator
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.events import (
    ChannelNoticed,
    Event,
    LiveStatusChecked,
    MessageReceived,
    SessionEnded,
    Ticked,
)
from chronicler.runtime.rehearsing.schedule import AT_ONCE, LIVE_CHECK, TICK, merged, read_ahead, woven
from tests.fakes import START, after, message


def line(seconds: float) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, "maren", "the sea again"))


def row(*events: Event, ends_at: float | None = None) -> list[Event]:
    return list(woven(START, events, None if ends_at is None else after(ends_at)))


def test_a_stream_ticks_every_ten_seconds_from_its_start() -> None:
    ticks = [event.at for event in row(ends_at=65) if isinstance(event, Ticked)]
    assert [after(s) for s in (10, 20, 30, 40, 50, 60)] == ticks


def test_the_gate_is_asked_each_minute_before_the_tick_of_the_same_time() -> None:
    at_a_minute = [type(event) for event in row(ends_at=119) if event.at == after(60)]
    assert [LiveStatusChecked, Ticked] == at_a_minute


def test_a_beat_comes_before_a_line_of_the_same_time() -> None:
    assert [Ticked, MessageReceived] == [type(e) for e in row(line(10), ends_at=15)[:2]]


def test_a_stream_ends_offline_and_then_for_good() -> None:
    assert [LiveStatusChecked(after(5), is_live=False), SessionEnded(after(5), "log_ended")] == row(ends_at=5)


def test_a_line_beyond_the_stated_end_moves_the_end() -> None:
    assert after(33) == row(line(33), ends_at=12)[-1].at


def test_without_a_stated_end_the_last_line_is_the_end() -> None:
    assert after(21) == row(line(4), line(21))[-1].at


def test_an_empty_log_ends_where_it_began() -> None:
    assert [event.at for event in row()] == [START, START]


def test_on_a_tie_the_earlier_row_comes_first() -> None:
    first, second = ChannelNoticed(after(3), "edit", "wren"), line(3)
    assert [first, second] == list(merged([first], [second]))
    assert [second, first] == list(merged([second], [first]))


@settings(max_examples=60, deadline=None)
@given(
    offsets=st.lists(st.integers(0, 400), max_size=12).map(sorted),
    end=st.none() | st.integers(0, 400),
)
def test_nothing_is_lost_reordered_or_told_out_of_time(offsets: list[int], end: int | None) -> None:
    events = [line(offset) for offset in offsets]
    woven_row = row(*events, ends_at=end)
    times = [event.at for event in woven_row]
    assert sorted(times) == times
    assert events == [event for event in woven_row if isinstance(event, MessageReceived)]
    length = times[-1] - START
    assert length // TICK == sum(isinstance(event, Ticked) for event in woven_row)
    assert length // LIVE_CHECK + 1 == sum(isinstance(event, LiveStatusChecked) for event in woven_row)
    assert length >= timedelta(seconds=max([*offsets, end or 0]))


def test_reading_ahead_changes_neither_events_nor_their_order() -> None:
    for count in (0, 1, AT_ONCE, AT_ONCE + 1):
        ticks = [Ticked(after(second)) for second in range(count)]
        assert ticks == list(read_ahead(iter(ticks)))


def test_events_are_read_ahead_only_so_far() -> None:
    read = 0

    def ticks() -> Iterator[Ticked]:
        nonlocal read
        for second in range(3 * AT_ONCE):
            read += 1
            yield Ticked(after(second))

    next(read_ahead(ticks()))
    assert read == AT_ONCE
