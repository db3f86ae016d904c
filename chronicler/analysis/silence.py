"""Silence: the gaps between people's lines, what a threshold meets, which pause is unusual.

Decides what a gap is (no human line, as ``Message.is_human`` has it: commands and the
streamer count, bots and our own lines do not), and the pause ``quiet_minutes: auto`` waits
for. Leaves what to do about a gap to the Hearthkeeper.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from chronicler.domain.chat import Message


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a human line."""

    began_at: datetime
    ended_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.ended_at - self.began_at


@dataclass(frozen=True, slots=True)
class Threshold:
    """What one quiet threshold meets in a stream, before any rule about loudness."""

    threshold: timedelta
    quiets: int
    """Gaps at least as long as the threshold."""
    ended_soon: int
    """Those of them that ended by themselves within :data:`SOON` of reaching it."""


@dataclass(frozen=True, slots=True)
class OwnPause:
    """The pause that a channel's own record calls unusual."""

    minutes: float | None
    """In half minutes; ``None`` where the record is too small to say."""
    pauses: int
    streams: int
    percentile: timedelta | None = None
    """The percentile itself, before rounding, floor and ceiling."""


SOON: Final = timedelta(minutes=3)
"""After five quiet minutes, talk resumes by itself within this in 55 % of cases (measured)."""
UNUSUAL: Final = 98.5
"""Percentile: between the 98th and the 99th, where small channels' pauses turn long."""
LEAST_MINUTES: Final = 3.0
MOST_MINUTES: Final = 15.0
"""The setting's own default: in the thinnest rooms, where such a pause is nothing unusual, a
quarter of an hour stays long enough for whoever is still reading."""
ENOUGH_STREAMS: Final = 3
ENOUGH_PAUSES: Final = 200
"""Three of two hundred lie beyond the percentile; fewer would make one long pause the rule."""


def human_gaps(messages: Iterable[Message], began_at: datetime, ended_at: datetime) -> tuple[Gap, ...]:
    """Return every gap of a stretch in order of time: before, between and after human lines.

    Lines outside the stretch are not counted; an empty stretch has no gaps.
    """
    if ended_at <= began_at:
        return ()
    times = sorted(m.at for m in messages if m.is_human and began_at <= m.at <= ended_at)
    edges = [began_at, *times, ended_at]
    return tuple(Gap(a, b) for a, b in pairwise(edges) if b > a)


def longest(gaps: Iterable[Gap], limit: int = 5) -> tuple[Gap, ...]:
    """Return the longest gaps, longest first; the earlier one at ties."""
    return tuple(sorted(gaps, key=lambda gap: (-gap.length, gap.began_at))[:limit])


def met_by(gaps: Sequence[Gap], thresholds: Iterable[timedelta]) -> tuple[Threshold, ...]:
    """Return for each threshold how many gaps reach it, and how many of those end soon after."""
    return tuple(
        Threshold(
            threshold,
            sum(gap.length >= threshold for gap in gaps),
            sum(threshold <= gap.length <= threshold + SOON for gap in gaps),
        )
        for threshold in thresholds
    )


def own_pause(pauses: Iterable[float], streams: int) -> OwnPause:
    """Return the pause that ``quiet_minutes: auto`` waits for, from a channel's own pauses.

    ``pauses`` are the seconds between one human line and the next within a stream, of all
    streams together. The 98.5th percentile of them, to the nearest half minute, at least
    three and at most fifteen minutes.
    """
    known = sorted(pauses)
    if streams < ENOUGH_STREAMS or len(known) < ENOUGH_PAUSES:
        return OwnPause(None, len(known), streams)
    found = percentile(known, UNUSUAL)
    minutes = min(max(round(found / 30) / 2, LEAST_MINUTES), MOST_MINUTES)
    return OwnPause(minutes, len(known), streams, timedelta(seconds=found))


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Return a percentile of values in ascending order, interpolated between its neighbours."""
    place = percent / 100 * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
