"""Which stretch of a dated log is the stream, and where in it each line stands.

A log whose lines carry dates may hold many evenings, or times that make no sense. Decides:

- A silence of more than twelve hours parts two streams. The first is read, unless the
  start that was asked for lies in, or shortly before, another.
- A start that lies near none of them moves the log's first stream there.
- Where times jump back by more than twelve hours the file is no chronicle: its own order is
  believed instead, and every such jump is closed.

What is left out or moved is said. Leaves smaller disorder to ``ordering``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

from chronicler.domain.counted import counted
from chronicler.transcripts.transcript import Notes

APART: Final = 12 * 3600.0
"""Seconds of silence that part two streams."""
_MOST: Final = 1_000
"""Streams told apart in one file; more are no chronicle of a channel."""
_NAMED: Final = 5

T = TypeVar("T")


@dataclass(slots=True)
class Evening:
    """One stretch of lines without a long silence, in seconds since 1970."""

    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Survey:
    """What a log's times say about it as a whole."""

    evenings: tuple[Evening, ...]
    """In order of time; of a jumbled log the first only."""
    is_jumbled: bool = False

    @property
    def starts(self) -> tuple[datetime, ...]:
        """When each stream begins, to the second."""
        return tuple(_moment(evening.begins) for evening in self.evenings)


def survey(times: Iterable[float]) -> Survey:
    """Look over the times of a log's lines, in seconds since 1970 and in the file's order."""
    found: list[Evening] = []
    is_jumbled, before = False, 0.0
    for at in times:
        if not found or abs(at - before) > APART:
            is_jumbled = is_jumbled or (bool(found) and at < found[-1].ends) or len(found) >= _MOST
            found.append(Evening(at, at))
        before = at
        if is_jumbled:
            del found[1:]
        else:
            found[-1].begins, found[-1].ends = min(found[-1].begins, at), max(found[-1].ends, at)
    return Survey(tuple(found), is_jumbled)


def offsets(
    lines: Iterator[tuple[float, T]], surveyed: Survey, started_at: datetime, notes: Notes
) -> Iterator[tuple[float, T]]:
    """Yield the lines of the stream that began at ``started_at``, in seconds from then on."""
    if not surveyed.evenings:
        return lines
    if surveyed.is_jumbled:
        return _in_their_order(lines, notes)
    start = started_at.timestamp()
    chosen = _chosen(surveyed.evenings, start)
    if chosen is None:
        chosen = surveyed.evenings[0]
        start = float(int(chosen.begins))
        notes.warn(
            f"the log's own times, from {_shown(start)} on, were moved to {_shown(started_at.timestamp())}"
        )
    others = [evening for evening in surveyed.evenings if evening is not chosen]
    return _within(lines, start, chosen.ends + APART, others, notes)


def _chosen(evenings: Sequence[Evening], start: float) -> Evening | None:
    """Return the evening in which, or shortly before which, a moment lies."""
    return next((e for e in evenings if e.begins - APART <= start <= e.ends), None)


def _within(
    lines: Iterator[tuple[float, T]], start: float, end: float, others: Sequence[Evening], notes: Notes
) -> Iterator[tuple[float, T]]:
    before = elsewhere = 0
    others_end = max((other.ends for other in others if other.ends < start), default=0.0)
    for at, line in lines:
        if start <= at <= end:
            yield at - start, line
        elif others_end < at < start:
            before += 1
        else:
            elsewhere += 1
    if before:
        one = "line from before the start was left out"
        notes.warn(counted(before, one, "lines from before the start were left out"))
    if elsewhere:
        listed = ", ".join(_shown(other.begins) for other in others[:_NAMED])
        more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
        one = "line of another stream in this file was left out"
        left_out = counted(elsewhere, one, "lines of other streams in this file were left out")
        notes.warn(f"{left_out}; read another with --started-at: {listed}{more}")


def _in_their_order(lines: Iterator[tuple[float, T]], notes: Notes) -> Iterator[tuple[float, T]]:
    before, offset, jumps = -1.0, 0.0, 0
    latest = 0.0
    for at, line in lines:
        if before < 0:
            offset = at
        elif abs(at - before) > APART:
            offset, jumps = at - latest, jumps + 1
        before, latest = at, max(latest, at - offset)
        yield max(0.0, at - offset), line
    notes.warn(
        f"the times in this file jump to and fro, {jumps:,} times by more than twelve hours;"
        " its lines were read in their own order, and the jumps left out"
    )


def _moment(unix: float) -> datetime:
    return datetime.fromtimestamp(int(unix), UTC)


def _shown(unix: float) -> str:
    return _moment(unix).strftime("%Y-%m-%dT%H:%M:%SZ")
