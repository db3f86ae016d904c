"""Lines into the order of stream time, without holding the whole log.

Decides how far a line may stand from its place; leaves what a line is to the formats.
"""

import heapq
from collections.abc import Iterator
from typing import Final, TypeVar

from chronicler.transcripts.transcript import Notes

WINDOW: Final = 500
"""Lines held back while waiting for an earlier one; logs in the wild are off by a few."""

T = TypeVar("T")


def in_time_order(
    lines: Iterator[tuple[float, T]], notes: Notes, window: int = WINDOW
) -> Iterator[tuple[float, T]]:
    """Yield (offset in seconds, line) by offset, lines of one offset in their order.

    Time never runs backwards: a line more than ``window`` lines late gets the offset of
    the line before it, and ``notes`` say how many there were.
    """
    heap: list[tuple[float, int, T]] = []
    latest, late = 0.0, 0
    for place, (seconds, line) in enumerate(lines):
        heapq.heappush(heap, (seconds, place, line))
        if len(heap) > window:
            due, _, first = heapq.heappop(heap)
            late += due < latest
            latest = max(latest, due)
            yield latest, first
    while heap:
        due, _, first = heapq.heappop(heap)
        late += due < latest
        latest = max(latest, due)
        yield latest, first
    if late:
        notes.warn(f"{late:,} lines stood far from their time and were moved to the nearest later one")
