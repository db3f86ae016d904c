"""A recorded stream as one ordered row of inputs on stream time.

Decides when ticks, live checks, settled saves and the end fall between a log's events;
leaves reading the log to ``transcripts`` and feeding the row to ``runtime.rehearsing.rehearsal``.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from chronicler.domain.events import Event, LiveStatusChecked, SessionEnded, Ticked

TICK: Final = timedelta(seconds=10)
LIVE_CHECK: Final = timedelta(seconds=60)
AT_ONCE: Final = 512
"""Events of a recording that are read, and handed to the journal, together: reading, deciding
and spelling by turns takes half as long again as each for a while (measured)."""
_CHECK_EVERY: Final = LIVE_CHECK // TICK


def beats(started_at: datetime) -> Iterator[Event]:
    """Yield ticks and live checks of stream time, without end."""
    count = 0
    while True:
        count += 1
        at = started_at + count * TICK
        if count % _CHECK_EVERY == 0:
            yield LiveStatusChecked(at, is_live=True)
        yield Ticked(at)


def woven(started_at: datetime, events: Iterable[Event], ends_at: datetime | None) -> Iterator[Event]:
    """Yield a log's events with the beats between them, then the end of the stream.

    Args:
        started_at: when the stream began; the first beat falls ten seconds later.
        events: the log's own events, in order of time.
        ends_at: when the stream ended, where known; never before the last event.
    """
    row = beats(started_at)
    beat = next(row)
    last_at = started_at
    for event in events:
        while beat.at <= event.at:
            yield beat
            beat = next(row)
        yield event
        last_at = max(last_at, event.at)
    end = max(last_at, ends_at or last_at)
    while beat.at <= end:
        yield beat
        beat = next(row)
    yield LiveStatusChecked(end, is_live=False)
    yield SessionEnded(end, "log_ended")


def read_ahead(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events as they come, :data:`AT_ONCE` of them read before the first is handed on."""
    row = iter(events)
    while ahead := list(islice(row, AT_ONCE)):
        yield from ahead


def merged(*rows: Iterable[Event]) -> Iterator[Event]:
    """Yield several ordered rows as one; on a tie the earlier row comes first."""
    return heapq.merge(*rows, key=lambda event: event.at)


MADE_BY_THE_BOT: Final = (Ticked, SessionEnded)
"""What a running bot makes itself when a log is played to it."""
