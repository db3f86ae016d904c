"""Whether lines of the Hearthkeeper are answered more than silence ends by itself.

Decides what a line is compared with: moments of the same channel that had been quiet for
just as long and into which nothing was said. After five quiet minutes talk resumes within
three in 55 % of cases by itself (measured), so that "somebody wrote" alone proves nothing.
Leaves words to the notebook. Intervals: Wilson 1927 for shares, Newcombe 1998 (method 10)
for their difference.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

WITHIN_MINUTES: Final = (3, 5, 10)
ENOUGH_FOR_LARGE: Final = 45
"""Moments of each kind that show .50 against .79 (80 % power); computed, see the design notes."""
ENOUGH: Final = 133
"""The same for .50 against .65."""
_Z: Final = 1.96

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quiets:
    """One stream, as far as quiet and answers go; all times in seconds from its start, in order."""

    seconds: float
    human: Sequence[float]
    """Lines by people, the streamer's among them: each ends a quiet."""
    people: Sequence[float]
    """Lines by people besides the streamer: each answers."""
    said: Sequence[float] = ()
    """Delivered lines of the Hearthkeeper."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of moments, with its 95 % interval."""

    value: float
    of: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Compared:
    """Lines against matched moments without one, for one length of waiting."""

    minutes: int
    after_lines: Share
    after_silence: Share
    difference: float
    interval: Interval
    unmatched: int = 0
    """Lines for which no silence was ever as long without a line."""

    @property
    def is_enough(self) -> bool:
        """Whether there are enough moments of each kind to see a large effect."""
        return min(self.after_lines.of, self.after_silence.of) >= ENOUGH_FOR_LARGE

    @property
    def shows(self) -> int:
        """1 where more was answered than silence ends by itself, -1 where less, 0 where none shows."""
        low, high = self.interval
        return (1 if low > 0 else -1 if high < 0 else 0) if self.is_enough else 0


def compare(streams: Sequence[Quiets]) -> tuple[Compared, ...]:
    """Return the comparison for three, five and ten minutes; nothing where no line was said."""
    if not any(stream.said for stream in streams):
        return ()
    return tuple(_compared(streams, minutes) for minutes in WITHIN_MINUTES)


def _compared(streams: Sequence[Quiets], minutes: int) -> Compared:
    wait = 60.0 * minutes
    answered, usual = [], []
    used: set[tuple[int, float]] = set()
    unmatched = 0
    for stream in streams:
        for at in stream.said:
            if at + wait > stream.seconds:
                continue  # the stream ended before anybody could have answered for so long
            alike = _alike(streams, _quiet_before(stream, at), wait)
            if not alike:
                unmatched += 1
                continue
            answered.append(_is_answered(stream, at, wait))
            usual.append(fmean(is_broken for _, is_broken in alike))
            used.update(which for which, _ in alike)
    lines = share(sum(answered), len(answered))
    silence = share(fmean(usual) * len(used) if usual else 0, len(used))
    low, high = newcombe(lines, silence)
    return Compared(minutes, lines, silence, lines.value - silence.value, (low, high), unmatched)


def _quiet_before(stream: Quiets, at: float) -> float:
    place = bisect_left(stream.human, at)
    return at - (stream.human[place - 1] if place else 0.0)


def _is_answered(stream: Quiets, at: float, wait: float) -> bool:
    return bisect_right(stream.people, at + wait) > bisect_right(stream.people, at)


def _alike(streams: Sequence[Quiets], quiet: float, wait: float) -> list[tuple[tuple[int, float], bool]]:
    """Return the moments quiet for as long into which nothing was said, each with whether talk resumed."""
    found = []
    for number, stream in enumerate(streams):
        for begins, ends in pairwise((0.0, *stream.human, stream.seconds)):
            at = begins + quiet
            if at >= ends or at + wait > stream.seconds:
                continue
            spoken = bisect_right(stream.said, begins)
            if spoken < len(stream.said) and stream.said[spoken] <= at + wait:
                continue
            found.append(((number, begins), _is_answered(stream, at, wait)))
    return found


def share(hits: float, of: int) -> Share:
    """Return a share with Wilson's interval; all is possible where there is nothing."""
    if not of:
        return Share(0.0, 0, (0.0, 1.0))
    value, z2 = hits / of, _Z**2
    middle = (value + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(value * (1 - value) / of + z2 / (4 * of**2))
    return Share(value, of, (max(0.0, middle - half), min(1.0, middle + half)))


def newcombe(one: Share, other: Share) -> Interval:
    """Return the interval of the difference of two shares."""
    (low1, high1), (low2, high2) = one.interval, other.interval
    gap = one.value - other.value
    below = math.hypot(one.value - low1, high2 - other.value)
    above = math.hypot(high1 - one.value, other.value - low2)
    return max(-1.0, gap - below), min(1.0, gap + above)
