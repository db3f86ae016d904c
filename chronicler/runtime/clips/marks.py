"""What keep and reject in clip-seed notes have taught, read when it is next needed.

Decides whose marks count (this channel's real streams; a note that is gone, or whose status
was set back, teaches nothing any more) and that what they teach enters a journal with its
content. Leaves learning to ``analysis.clip_learning`` and reading notes to ``vault``. Blocking.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.analysis.clip_learning import Mark, lag_of, learn
from chronicler.archive.journal.folder import is_finished
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.writing import Journal
from chronicler.domain.events import ClipsLearned
from chronicler.domain.record import SessionRecord
from chronicler.domain.settings import Settings
from chronicler.errors import ArchiveError, VaultError
from chronicler.runtime.house import House
from chronicler.vault.clip_notes import KEEP, REJECT, ClipNote, clip_notes

LOG: Final = logging.getLogger(__name__)
MOST_MARKS: Final = 300
"""Of a channel's marks the latest so many count."""


def opening(house: House, channel: str, at: datetime) -> list[ClipsLearned]:
    """Return what is known as a stream begins: nothing where nobody marked anything."""
    learned = _learned(house, house.settings(), channel, at)
    return [learned] if learned is not None and learned.marks else []


def with_clip_marks(house: House, journal: Path, record: SessionRecord, settings: Settings) -> SessionRecord:
    """Return a record that tells what the marks teach as they stand now.

    What changed since the journal was told enters it, so that the notes are written the same
    again without the vault. A rehearsal is judged by what stood when it began.
    """
    if not house.origin.is_real:
        return record
    session = record.session
    learned = _learned(house, settings, session.channel, record.ended_at, session.session_id)
    if learned is None:
        return record
    known = record.clips_learned or ClipsLearned(record.ended_at)
    if replace(known, at=learned.at) == learned:
        return record
    if is_finished(journal):
        try:
            with Journal.open(journal, read_header(journal)) as opened:
                opened.append((learned,))
        except ArchiveError as error:
            LOG.warning("What your marks on clip seeds teach is not kept: %s", error)
    return replace(record, clips_learned=learned)


def _learned(
    house: House, settings: Settings, channel: str, at: datetime, session_id: str = ""
) -> ClipsLearned | None:
    """Return what the marks teach, ``None`` where they cannot be read."""
    if not settings.learn_from_clips:
        return ClipsLearned(at)
    try:
        notes = clip_notes(house.vault)
    except (VaultError, OSError) as error:
        LOG.warning("Your marks on clip seeds are not read: %s", error)
        return None
    return taught([note for note in notes if note.is_real and note.channel == channel], at, session_id)


def taught(notes: Sequence[ClipNote], at: datetime, session_id: str = "") -> ClipsLearned:
    """Return what one channel's notes teach; a seed that somebody asked for has no parts and no say."""
    marked = [note for note in notes if note.parts is not None and note.status in (KEEP, REJECT)]
    marks = [Mark(note.parts, note.status == KEEP) for note in marked[-MOST_MARKS:] if note.parts]
    trims = [
        note.peak + note.vod_shift - note.trim_starts
        for note in notes
        if note.status == KEEP and note.peak is not None and note.trim_starts is not None
    ]
    kept = sum(mark.is_kept for mark in marks)
    here = (n.peak for n in notes if n.session == session_id and n.status == KEEP and n.peak is not None)
    return ClipsLearned(
        at,
        learn(marks),
        kept,
        len(marks) - kept,
        lag_of(trims),
        len(trims),
        tuple(here) if session_id else (),
    )
