"""The numbers of a stream, and of several together, from the rows of the named analyses.

Decides which analyses a stream's numbers are made of and how they are added up; who answers
them (the archive, an export of it, a cluster) is given as ``ask``. Leaves words and tables
to whoever shows them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

Rows = Sequence[tuple[Any, ...]]
Ask = Callable[[str, Mapping[str, str | float]], Rows]
"""Answers an analysis, named, with its parameters; times in the rows are aware UTC."""

WINDOWS: Final = (3, 5, 10)
"""Minutes after a line within which somebody's writing is counted."""
BUSIEST: Final = 3
_TALK: Final = (
    "session_id", "channel", "origin", "is_real", "started_at", "ended_at", "title", "seconds",
    "lines", "people", "bot_lines", "guest_lines", "removed_lines",
)  # fmt: skip
_PACE: Final = ("peak_lines", "peak_minute", "median_lines")
_PEOPLE: Final = ("people_besides", "returning_people", "new_people", "streams_before")
_SILENCE: Final = ("longest_silence", "longest_silence_at", "long_silences")


@dataclass(frozen=True, slots=True)
class BusyMinute:
    """One of the minutes in which people wrote most."""

    minute_of_stream: int
    lines: int
    people: int


@dataclass(frozen=True, slots=True)
class Came:
    """Raids, follows and the like of one kind."""

    kind: str
    times: int
    amount: int
    """Viewers of raids, else what Twitch counts; 0 where it counts nothing."""


@dataclass(frozen=True, slots=True)
class ThemeTime:
    """A theme, and how long it was in force in all."""

    theme: str
    at_seconds: float
    seconds: float
    lines: int
    people: int


@dataclass(frozen=True, slots=True)
class StreamNumbers:
    """What can be counted of one stream. Times are aware UTC, spans in seconds."""

    session_id: str
    channel: str
    origin: str
    is_real: bool
    started_at: datetime
    ended_at: datetime | None
    title: str
    seconds: float
    lines: int
    """People's lines."""
    people: int
    """With the streamer, where they wrote; as the ledger counts them."""
    bot_lines: int
    guest_lines: int
    removed_lines: int
    peak_lines: int
    """Of the busiest minute."""
    peak_minute: int | None
    """Minute of the stream, 0 the first; ``None`` where nobody wrote."""
    median_lines: float
    """Of the middle minute; silent ones count."""
    people_besides: int
    """Without the streamer, and without lines that name nobody."""
    returning_people: int
    new_people: int
    streams_before: int
    """Earlier real streams of the channel; where there is none, nobody is new."""
    longest_silence: float
    longest_silence_at: float
    long_silences: int
    """As long as was asked for, or longer."""
    said: int
    """The Hearthkeeper's lines that were, or may have been, heard."""
    answered: Mapping[int, int]
    """How many of them somebody wrote after, by the minutes within which."""
    flagged: Mapping[str, int]
    came: tuple[Came, ...]
    themes: tuple[ThemeTime, ...]
    busiest: tuple[BusyMinute, ...]

    @property
    def lines_per_minute(self) -> float:
        """People's lines a minute, over the whole stream."""
        return 60 * self.lines / self.seconds if self.seconds else 0.0

    @property
    def own_share(self) -> float:
        """The Hearthkeeper's share of all lines of the channel's chat, as the ledger has it."""
        everything = self.lines + self.bot_lines + self.said
        return self.said / everything if everything else 0.0


@dataclass(frozen=True, slots=True)
class Totals:
    """Several streams together."""

    streams: int
    seconds: float
    lines: int
    people: int
    """Different people besides the streamer, by login."""
    said: int
    answered: Mapping[int, int]
    long_silences: int
    flagged: int


def stream_numbers(ask: Ask, session_id: str, *, long_silence: float) -> list[StreamNumbers]:
    """Return the numbers of the stream of that id, or of every stream, newest first, where it is empty.

    ``long_silence`` is in seconds.
    """
    one = {"session_id": session_id}
    pace = _by_session(ask("stream_pace", one))
    people = _by_session(ask("stream_people", one))
    silence = _by_session(ask("stream_silence", one | {"least_seconds": long_silence}))
    replies = _by_session(ask("stream_replies", one))
    flagged = _by_session(ask("stream_flags", one))
    came = _by_session(ask("stream_notices", one))
    themes = _by_session(ask("theme_times", one))
    busiest = _by_session(ask("busiest_minutes", {**one, "most": BUSIEST}))
    return [
        StreamNumbers(
            **dict(zip(_TALK, row, strict=True)),
            **dict(zip(_PACE, pace[row[0]][0][2:], strict=True)),
            **dict(zip(_PEOPLE, people[row[0]][0], strict=True)),
            **dict(zip(_SILENCE, silence[row[0]][0], strict=True)),
            **_replies(replies[row[0]]),
            flagged=dict(flagged[row[0]]),
            came=tuple(Came(*found) for found in came[row[0]]),
            themes=tuple(ThemeTime(*found) for found in themes[row[0]]),
            busiest=tuple(BusyMinute(*found[1:]) for found in busiest[row[0]]),
        )
        for row in ask("stream_talk", one)
    ]


def totals(ask: Ask, streams: Sequence[StreamNumbers]) -> Totals:
    """Return what all streams are together; ``streams`` must be all of them."""
    ((_, people),) = ask("all_people", {})
    return Totals(
        streams=len(streams),
        seconds=sum(s.seconds for s in streams),
        lines=sum(s.lines for s in streams),
        people=people,
        said=sum(s.said for s in streams),
        answered={within: sum(s.answered[within] for s in streams) for within in WINDOWS},
        long_silences=sum(s.long_silences for s in streams),
        flagged=sum(sum(s.flagged.values()) for s in streams),
    )


def _replies(rows: Rows) -> dict[str, Any]:
    said, *answered = next(iter(rows), (0, *(0 for _ in WINDOWS)))
    return {"said": said, "answered": dict(zip(WINDOWS, answered, strict=True))}


def _by_session(rows: Rows) -> defaultdict[str, list[tuple[Any, ...]]]:
    """Return the rows by session, which stands first in each and is left out."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for session_id, *rest in rows:
        found[session_id].append(tuple(rest))
    return found
