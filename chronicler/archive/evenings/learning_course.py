"""How keep and reject have moved what a moment takes, stream by stream, as the journals tell.

Decides which streams belong to the course: real ones of one channel, each with what its notes
were last written by. Leaves words to ``archive.evenings.moment_words`` and pictures to ``charts``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chronicler.archive.asking.queries import SessionRow
from chronicler.archive.connect import Archive
from chronicler.archive.files import JOURNALS
from chronicler.archive.journal.folder import journal_path
from chronicler.archive.journal.reading import events_called
from chronicler.domain.events import ClipsLearned


@dataclass(frozen=True, slots=True)
class Step:
    """What was known of one stream's moments."""

    started_at: datetime
    learned: ClipsLearned


def learning_course(archive: Archive, streams: Sequence[SessionRow], channel: str) -> tuple[Step, ...]:
    """Return what was learned by each of a channel's streams, in order of time.

    Raises:
        ArchiveError: a journal cannot be read.
    """
    return tuple(
        Step(row.started_at, _last(archive, row))
        for row in sorted(streams, key=lambda row: row.started_at)
        if row.channel == channel
    )


def _last(archive: Archive, row: SessionRow) -> ClipsLearned:
    told = events_called(journal_path(archive.data / JOURNALS, row.session_id), "clips_learned")
    found = [event for event in told if isinstance(event, ClipsLearned)]
    return found[-1] if found else ClipsLearned(row.started_at)
