"""What a channel's record says about its quiet: pauses, and streams to try a threshold on.

Decides which streams count (real ones that are over) and which channel is meant where none
is named; leaves the questions to portable SQL beside it and what follows to ``analysis``
and ``runtime``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chronicler.archive.connect import Archive
from chronicler.archive.duck import sql_named
from chronicler.domain.events import LineShadowed


@dataclass(frozen=True, slots=True)
class RealStream:
    """One real stream that is over. Times are aware UTC."""

    session_id: str
    channel: str
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of a stream, without a word of it."""

    stream: RealStream
    lines: Sequence[tuple[datetime, bool]]
    """When somebody wrote, and whether it was a person rather than a bot."""
    spoken: Sequence[tuple[datetime, float]]
    """When the streamer spoke, and for how many seconds; empty where that is not known."""
    shadows: Sequence[LineShadowed]


def real_streams(archive: Archive, channel: str = "") -> list[RealStream]:
    """Return the real streams of a channel, newest first; where none is named, of the commonest."""
    streams = [RealStream(*row) for row in archive.query(sql_named("real_sessions")).rows]
    if not channel and streams:
        counted = Counter(stream.channel for stream in streams)
        channel = min(counted, key=lambda name: (-counted[name], name))
    return [stream for stream in streams if stream.channel == channel]


def human_pauses(archive: Archive, channel: str) -> list[float]:
    """Return the seconds between one human line and the next, of all real streams of a channel."""
    rows = archive.query(sql_named("human_pauses"), {"channel": channel}).rows
    return [float(seconds) for _, seconds in rows]


def heard_of(archive: Archive, stream: RealStream) -> Heard:
    """Return what was heard of one stream."""

    def rows(name: str) -> Sequence[tuple[object, ...]]:
        return archive.query(sql_named(name), {"session_id": stream.session_id}).rows

    return Heard(
        stream,
        lines=rows("line_times"),  # type: ignore[arg-type]  # columns are those of the query
        spoken=rows("spoken"),  # type: ignore[arg-type]
        shadows=shadows_of(archive, stream.session_id),
    )


def shadows_of(archive: Archive, session_id: str) -> list[LineShadowed]:
    """Return the lines that were held back in one stream."""
    rows = archive.query(sql_named("shadows"), {"session_id": session_id}).rows
    return [LineShadowed(*row) for row in rows]
