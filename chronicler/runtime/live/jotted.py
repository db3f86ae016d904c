"""What earlier streams told of the jottings that still stand in a note.

Decides how far back is looked: into the latest streams, each of which knows the whole
section as it was. Leaves what is new to ``agent.theme``.
"""

from pathlib import Path
from typing import Final

from chronicler.archive.journal.folder import is_finished, session_journals
from chronicler.archive.journal.reading import events_naming
from chronicler.domain.events import JottingsRead
from chronicler.errors import ArchiveError

LOOKED_THROUGH: Final = 5
"""Streams whose journals are read at a start; each takes some hundredths of a second."""


def jotted_before(journals: Path) -> dict[str, tuple[str, ...]]:
    """Return the jottings of each note, by its path, as the latest stream that read them saw them.

    Blocking. A stream that can be taken up again knows its own; a journal that cannot be read is
    passed over.
    """
    found: dict[str, tuple[str, ...]] = {}
    for journal in session_journals(journals)[-LOOKED_THROUGH:]:
        try:
            if is_finished(journal):
                read = events_naming(journal, "lines")
                found |= {event.path: event.lines for event in read if isinstance(event, JottingsRead)}
        except (ArchiveError, OSError):
            continue
    return found
