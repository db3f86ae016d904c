"""Lines into the order of stream time, without holding the whole log.

Decides how far a line may stand from its place; leaves what a line is to the formats.
"""

import heapq
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Final, TypeVar

from chronicler.domain.counted import counted
from chronicler.domain.events import Event
from chronicler.transcripts.transcript import Notes

WINDOW: Final = 500
"""Lines held back while waiting for an earlier one; logs in the wild are off by a few."""

T = TypeVar("T")
_SECONDS: Final = itemgetter(0)
_AT: Final = attrgetter("at")


def in_time_order(
    lines: Iterator[tuple[float, T]], notes: Notes, window: int = WINDOW
) -> Iterator[tuple[float, T]]:
    """Yield (offset in seconds, line) by offset, lines of one offset in their order.

    Time never runs backwards: a line that stands more than ``window`` lines after the
    first later one may get that one's offset, and ``notes`` say how many there were.
    """
    held: list[tuple[float, T]] = []
    latest, late, most = 0.0, 0, 2 * window + 1
    while True:
        held.extend(islice(lines, most - len(held)))
        held.sort(key=_SECONDS)  # stable, and quick where most stand in order
        late += _moved(held, latest)
        if len(held) < most:
            break
        latest = held[window][0]
        yield from held[: window + 1]
        del held[: window + 1]
    yield from held
    if late:
        one = "line stood far from its time and was moved to the nearest later one"
        many = "lines stood far from their time and were moved to the nearest later one"
        notes.warn(counted(late, one, many))


def merged(*streams: Iterator[Event]) -> Iterator[Event]:
    """Return the events of several streams, each in order, as one; at equal times the first goes first."""
    return heapq.merge(*streams, key=_AT)


def _moved(held: list[tuple[float, T]], latest: float) -> int:
    """Move what is earlier than ``latest`` there, and return how many lines that were."""
    late = bisect_right(held, latest, key=_SECONDS) if held and held[0][0] < latest else 0
    moved = 0
    for place in range(late):
        seconds, line = held[place]
        moved += seconds < latest
        held[place] = latest, line
    return moved
