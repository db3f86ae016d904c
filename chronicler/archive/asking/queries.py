"""The questions asked of the archive by name, and their answers as values.

Decides which columns each answer has; the questions themselves stand in ``archive/sql``, one
file each, those behind stats and notebooks as portable SQL in its ``analyses``. Leaves reading
sense into the answers to ``archive.evenings.evening`` and to whoever asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

from chronicler.archive.asking.analyses import analysis
from chronicler.archive.connect import Archive
from chronicler.archive.duck import sql_named

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One stream, as the archive knows it. Times are aware UTC."""

    session_id: str
    channel: str
    origin: str
    is_real: bool
    """Whether it counts in anything that spans streams (live and imported ones do)."""
    started_at: datetime
    ended_at: datetime | None
    last_at: datetime
    title: str
    category: str
    messages: int
    """All lines, bots included."""
    chatters: int
    """Distinct people."""

    @property
    def seconds(self) -> float:
        """How long the stream lasted, or has lasted so far."""
        return ((self.ended_at or self.last_at) - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class TalkMinute:
    """One minute in which somebody wrote."""

    minute_of_stream: int
    lines: int
    human_lines: int
    bot_lines: int
    """Lines of other bots, not of the Chronicler."""
    chatters: int


@dataclass(frozen=True, slots=True)
class ChatterRow:
    """One person who wrote; the streamer is left out."""

    login: str
    display_name: str
    lines: int
    first_seconds: float
    is_first_ever: bool
    """Twitch said that a line was their first in this channel."""
    streams_before: int
    """Earlier real streams of the channel in which they wrote."""


@dataclass(frozen=True, slots=True)
class PromptRow:
    """One line of the Hearthkeeper's."""

    at_seconds: float
    text: str
    source: str
    state: str
    """``sent``, ``dropped``, ``expired``, ``unknown``, or ``queued`` where nothing is known yet."""
    reason: str
    answered_by: int
    """Distinct people who wrote within five minutes of delivery."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme and when it came into force; empty where none was."""

    at_seconds: float
    theme: str
    theme_before: str
    path: str
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class RaidRow:
    """A raid that came in."""

    at_seconds: float
    from_channel: str
    viewers: int


@dataclass(frozen=True, slots=True)
class QuietRow:
    """A long quiet, and whether the Hearthkeeper spoke into it."""

    at_seconds: float
    seconds: float
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class JottingRow:
    """What the streamer jotted down, at the time it was begun."""

    at_seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """How often a mode came to a reason."""

    mode: str
    reason: str
    evaluations: int


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A line by a person."""

    at_seconds: float
    is_broadcaster: bool
    """Whether the streamer wrote it."""


@dataclass(frozen=True, slots=True)
class EarlierTheme:
    """A theme that was in force on an earlier real stream."""

    session_id: str
    started_at: datetime
    """Aware UTC."""
    theme: str


_OF_SESSION: Final = {
    TalkMinute: "talk_per_minute",
    ChatterRow: "chatters",
    PromptRow: "prompts",
    ThemeRow: "themes",
    RaidRow: "raids",
    QuietRow: "quiets",
    JottingRow: "jottings",
    DecisionRow: "decisions",
    WrittenRow: "people_written",
}


def sessions(archive: Archive) -> list[SessionRow]:
    """Return all sessions, newest first."""
    return [SessionRow(*row) for row in archive.query(analysis("sessions")).rows]


def of_session(archive: Archive, kind: type[Row], session_id: str) -> list[Row]:
    """Return a session's rows of one kind (:class:`TalkMinute`, :class:`PromptRow` …), in order."""
    sql = analysis(_OF_SESSION[kind])
    return [kind(*row) for row in archive.query(sql, {"session_id": session_id}).rows]


def timezone_name(archive: Archive, session_id: str) -> str:
    """Return the name of the time zone that a session's settings gave, ``UTC`` where none did."""
    rows = archive.query(sql_named("timezone"), {"session_id": session_id}).rows
    return next((str(name) for (name,) in rows if name), "UTC")


def earlier_themes(archive: Archive, before: datetime) -> list[EarlierTheme]:
    """Return the themes of real streams that began before a time, the latest first."""
    naive = before.astimezone(UTC).replace(tzinfo=None)  # times are stored as UTC without a zone
    rows = archive.query(sql_named("earlier_themes"), {"before": naive}).rows
    return [EarlierTheme(*row) for row in rows]


def streams_before(archive: Archive, channel: str, session_id: str) -> int:
    """Return how many real streams of a channel there are besides one."""
    ((number,),) = archive.query(
        sql_named("streams_before"), {"channel": channel, "session_id": session_id}
    ).rows
    return int(number)


def people_heard(archive: Archive, channel: str) -> list[tuple[str, str]]:
    """Return login and id, empty where unknown, of everybody who wrote in real streams of a channel."""
    rows = archive.query(sql_named("people_heard"), {"channel": channel}).rows
    return [(str(login), str(chatter_id or "")) for login, chatter_id in rows]
