"""Silence: the gaps between people's lines, and what a threshold would have met.

Decides what a gap is (no human line, as ``Message.is_human`` has it: commands and the
streamer count, bots and our own lines do not). Leaves what to do about one to the
Hearthkeeper.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

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
class WhatIf:
    """What one quiet threshold would have meant for a stream."""

    threshold: timedelta
    quiets: int
    """Gaps at least as long as the threshold."""
    lines: int
    """Lines that would have been due, with the cooldown kept."""


def human_gaps(messages: Iterable[Message], began_at: datetime, ended_at: datetime) -> tuple[Gap, ...]:
    """Return every gap of a stretch in order of time: before, between and after human lines.

    Lines outside the stretch are not counted; an empty stretch has no gaps.
    """
    if ended_at <= began_at:
        return ()
    times = sorted(m.at for m in messages if m.is_human and began_at <= m.at <= ended_at)
    edges = [began_at, *times, ended_at]
    return tuple(Gap(a, b) for a, b in pairwise(edges) if b > a)


def median_gap(messages: Iterable[Message]) -> timedelta | None:
    """Return the median time between one human line and the next, ``None`` below two lines."""
    times = sorted(m.at for m in messages if m.is_human)
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    return timedelta(seconds=median(gaps)) if gaps else None


def longest(gaps: Iterable[Gap], limit: int = 5) -> tuple[Gap, ...]:
    """Return the longest gaps, longest first; the earlier one at ties."""
    return tuple(sorted(gaps, key=lambda gap: (-gap.length, gap.began_at))[:limit])


def what_if(
    gaps: Sequence[Gap], thresholds: Iterable[timedelta], *, cooldown: timedelta = timedelta(minutes=15)
) -> tuple[WhatIf, ...]:
    """Return for each threshold how often it would have been met, and how many lines were due.

    A line falls due when the threshold is reached and the cooldown since the last one is
    over; no line of a bot ends a gap, so a long one may hold several.
    """
    return tuple(
        WhatIf(threshold, sum(gap.length >= threshold for gap in gaps), _due(gaps, threshold, cooldown))
        for threshold in thresholds
    )


def _due(gaps: Sequence[Gap], threshold: timedelta, cooldown: timedelta) -> int:
    step = max(cooldown, timedelta(seconds=1))
    lines, free_from = 0, None
    for gap in gaps:
        at = gap.began_at + threshold
        at = max(at, free_from) if free_from is not None else at
        if at <= gap.ended_at:
            held = 1 + (gap.ended_at - at) // step
            lines += held
            free_from = at + held * step
    return lines
