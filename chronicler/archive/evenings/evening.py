"""One stream as a reader of the archive wants it the morning after.

Decides which session is meant and gathers the answers about it in one value; leaves
sentences and tables to ``archive.evenings.words`` and pictures to ``charts``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final

from chronicler.agent import record
from chronicler.agent.scribe import scribe, theme_course
from chronicler.agent.scribe.clips import clip_seeds
from chronicler.agent.scribe.material import Material
from chronicler.analysis.adherence import Course, Nearness
from chronicler.analysis.contemplation import Reading, read_silences
from chronicler.archive.asking import queries
from chronicler.archive.asking.queries import (
    ChatterRow,
    JottingRow,
    PromptRow,
    QuietRow,
    RaidRow,
    SessionRow,
    TalkMinute,
    ThemeRow,
)
from chronicler.archive.connect import Archive
from chronicler.archive.files import JOURNALS
from chronicler.archive.journal.folder import journal_path
from chronicler.archive.journal.reading import read_journal
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.settings import parse_settings
from chronicler.errors import UserError

SPOKEN: Final = ("sent", "unknown")
"""Deliveries that the room has, or may have, seen."""
_NO_COURSE: Final = Course(())


@dataclass(frozen=True, slots=True)
class Evening:
    """What the archive knows of one stream."""

    session: SessionRow
    talk: tuple[TalkMinute, ...]
    themes: tuple[ThemeRow, ...]
    prompts: tuple[PromptRow, ...]
    raids: tuple[RaidRow, ...]
    quiets: tuple[QuietRow, ...]
    jottings: tuple[JottingRow, ...]
    chatters: tuple[ChatterRow, ...]
    harvest: Harvest
    """What the Scribe kept of it: the same moments and words as in the ledger."""
    timezone: tzinfo = UTC
    """The zone of the session's settings."""
    record: SessionRecord | None = field(default=None, repr=False)
    """All of it, as its journal tells; ``None`` where the journal holds no session."""
    course: Course = _NO_COURSE
    """How near talk came to its themes."""
    course_by: str = ""
    """Whether ``dashboard`` or ``title`` gave those themes."""
    silences: tuple[Reading, ...] = ()
    """What each silence of three minutes and more looked like."""

    @property
    def human_lines(self) -> int:
        """Lines by people."""
        return sum(row.human_lines for row in self.talk)

    @property
    def bot_lines(self) -> int:
        """Lines by other bots."""
        return sum(row.bot_lines for row in self.talk)

    @property
    def spoken(self) -> tuple[PromptRow, ...]:
        """The Hearthkeeper's lines that were, or may have been, heard."""
        return tuple(prompt for prompt in self.prompts if prompt.state in SPOKEN)

    def seconds(self, at: datetime) -> float:
        """Return a time as seconds from the stream's start."""
        return (at - self.session.started_at).total_seconds()

    @property
    def lines_per_minute(self) -> tuple[int, ...]:
        """Human lines of every minute of the stream, silent ones as 0."""
        minutes = [0] * (max(0, int(self.session.seconds // 60)) + 1)
        for row in self.talk:
            if 0 <= row.minute_of_stream < len(minutes):
                minutes[row.minute_of_stream] = row.human_lines
        return tuple(minutes)


def read_evening(archive: Archive, session_id: str = "", nearness: Nearness | None = None) -> Evening:
    """Return one session's evening: the one named, else the newest; ``nearness`` adds meaning to words.

    Raises:
        UserError: the archive holds no such session.
    """
    session = _chosen(queries.sessions(archive), session_id)
    key = session.session_id
    kept = record.gather(event for _, event in read_journal(journal_path(archive.data / JOURNALS, key)))
    material = Material.of(kept) if kept else None
    course, course_by = theme_course.measured(material, nearness) if material else (Course(()), "")
    return Evening(
        session=session,
        talk=tuple(queries.of_session(archive, TalkMinute, key)),
        themes=tuple(queries.of_session(archive, ThemeRow, key)),
        prompts=tuple(queries.of_session(archive, PromptRow, key)),
        raids=tuple(queries.of_session(archive, RaidRow, key)),
        quiets=tuple(queries.of_session(archive, QuietRow, key)),
        jottings=tuple(queries.of_session(archive, JottingRow, key)),
        chatters=tuple(queries.of_session(archive, ChatterRow, key)),
        harvest=scribe.gather_from(material) if material else Harvest(),
        timezone=parse_settings(
            {"timezone": queries.timezone_name(archive, key)}, system_timezone=UTC
        ).timezone,
        record=kept,
        course=course,
        course_by=course_by,
        silences=read_silences(kept, is_over=session.ended_at is not None) if kept else (),
    )


def read_moments_of(archive: Archive, session_id: str = "") -> Evening:
    """Return one session with its record and clip seeds alone, in a fraction of the time.

    Raises:
        UserError: the archive holds no such session.
    """
    session = _chosen(queries.sessions(archive), session_id)
    key = session.session_id
    kept = record.gather(event for _, event in read_journal(journal_path(archive.data / JOURNALS, key)))
    zone = {"timezone": queries.timezone_name(archive, key)}
    return Evening(
        session=session,
        talk=(),
        themes=(),
        prompts=(),
        raids=(),
        quiets=(),
        jottings=(),
        chatters=(),
        harvest=Harvest(clips=clip_seeds(Material.of(kept))) if kept else Harvest(),
        timezone=parse_settings(zone, system_timezone=UTC).timezone,
        record=kept,
    )


def _chosen(known: Sequence[SessionRow], session_id: str) -> SessionRow:
    if not known:
        raise UserError("The archive holds no session yet. Run `chronicler demo --into FOLDER` to see one.")
    if not session_id:
        return known[0]
    for session in known:
        if session.session_id == session_id:
            return session
    newest = ", ".join(s.session_id for s in known[:3])
    raise UserError(f"There is no session {session_id!r} in the archive; the newest are {newest}.")
