"""Themes across the streams of a desk: read stream by stream, so that memory stays flat.

Decides how many streams are looked at and what of each is kept. Leaves measuring to
``agent`` and ``analysis``, words to ``runtime.reports.theme_reading``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from chronicler.agent import record
from chronicler.agent.scribe import people as scribe_people
from chronicler.agent.scribe import theme_course, theme_told
from chronicler.agent.scribe.material import Material
from chronicler.analysis.adherence import Course, Nearness
from chronicler.analysis.questions import find_questions
from chronicler.analysis.returning_themes import Told
from chronicler.analysis.themes import adherence, theme_stems
from chronicler.archive.asking.queries import SessionRow, ThemeRow, of_session
from chronicler.archive.journal.reading import read_journal
from chronicler.archive.journal.writing import journal_path
from chronicler.domain.chat import Message
from chronicler.domain.session import stream_date
from chronicler.notes.wording import clock
from chronicler.runtime.reports.desk import Desk, nearness_of

LAST: Final = 60
"""Streams looked at, the newest first: a year of weekly evenings."""


@dataclass(frozen=True, slots=True)
class ThemeEvening:
    """One stream, as far as its themes go."""

    stream: SessionRow
    day: str
    """Its date, such as 2026-03-06."""
    course: Course
    course_by: str
    share: float | None
    """Share of lines in minutes that touched the theme; ``None`` where too little was said."""
    told: Told
    open_questions: tuple[Message, ...]
    began: str = ""
    """Its local start, such as 19:30."""

    @property
    def name(self) -> str:
        """Its themes, or the title where no dashboard was in force."""
        return "; ".join(theme for theme in self.told.themes if theme) or self.stream.title


@dataclass(frozen=True, slots=True)
class ThemeRecord:
    """All of them, the oldest first."""

    evenings: tuple[ThemeEvening, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        """What each stream said."""
        return tuple(evening.told for evening in self.evenings)


def themes_of(desk: Desk) -> ThemeRecord:
    """Return the record of the desk's latest streams.

    Raises:
        ArchiveError: a journal cannot be read.
    """
    streams = desk.streams[:LAST][::-1]
    zone = desk.house.settings().timezone
    named = {row.theme for s in streams for row in of_session(desk.archive, ThemeRow, s.session_id)}
    themes = {theme: theme_stems((theme,)) for theme in sorted(named) if theme}
    nearness = nearness_of(desk.house)
    found = (_read(desk, stream, themes, nearness, zone) for stream in streams)
    return ThemeRecord(tuple(evening for evening in found if evening))


def _read(
    desk: Desk,
    stream: SessionRow,
    themes: Mapping[str, frozenset[str]],
    nearness: Nearness | None,
    zone: tzinfo,
) -> ThemeEvening | None:
    journal = journal_path(desk.house.journals, stream.session_id)
    kept = record.gather(event for _, event in read_journal(journal))
    return _evening(stream, Material.of(kept), themes, nearness, zone) if kept else None


def _evening(
    stream: SessionRow,
    material: Material,
    all_themes: Mapping[str, frozenset[str]],
    nearness: Nearness | None,
    zone: tzinfo,
) -> ThemeEvening:
    course, course_by = theme_course.measured(material, nearness)
    spoken = [(material.seconds(said.at), said.text) for said in material.spoken]
    questions = find_questions(material.threads, material.sayings, spoken=spoken)
    themes, _ = theme_course.themes_of(material)
    return ThemeEvening(
        stream=stream,
        day=_day(stream.started_at, zone),
        course=course,
        course_by=course_by,
        share=adherence(material.sayings, [(at, roots) for at, _, roots in themes]),
        told=replace(theme_told.told_of(material), touched=theme_told.touched_in(material, all_themes)),
        open_questions=scribe_people.open_questions(material, questions),
        began=clock(stream.started_at, zone),
    )


def _day(started_at: datetime, zone: tzinfo) -> str:
    return stream_date(started_at, zone).isoformat()
