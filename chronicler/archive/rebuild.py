"""Rebuild: the archive made anew from all journals, in a fresh file beside the old one.

Decides that the old archive serves readers until the new one is whole and then stands
aside, that what it held and the new one lacks is named, and that an older file which stands
aside is kept as long as it alone holds a session. Leaves filling and publishing
to ``archive.load``.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from chronicler import disk
from chronicler.archive.aside import free_aside, stand_aside
from chronicler.archive.condition import Counts, counts_of
from chronicler.archive.duck import trouble_with
from chronicler.archive.files import BEFORE, JOURNALS, LOG, PUBLISHED, REBUILT, WORK, remove, standing_aside
from chronicler.archive.load import LoadReport, Progress, fill, hand_out
from chronicler.archive.publish import PATIENCE_SECONDS, only_loader


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to."""

    report: LoadReport
    before: Counts | None
    """What readers had before; ``None`` where there was nothing to be read."""
    after: Counts
    aside: Path | None = None
    """Where the old archive stands now."""

    @property
    def without_journal(self) -> tuple[str, ...]:
        """Journals that the old archive held and that are no longer there, by name."""
        return tuple(sorted(self.before.journals - self.after.journals)) if self.before else ()


def rebuild(data: Path, progress: Progress = lambda _done, _of: None, *, keeps_old: bool = True) -> Rebuilt:
    """Build the archive anew from the journals alone, and publish it.

    Interrupted at any point, it leaves the old archive in force; the next rebuild begins
    afresh. ``keeps_old`` is false where the point is that nothing of the old one remains.

    Raises:
        ArchiveError: the journals' disk is full or cannot be written, or another process loads.
    """
    work, published, fresh = data / WORK, data / PUBLISHED, data / REBUILT
    with only_loader(data, PATIENCE_SECONDS):
        before = counts_of(published)
        remove(fresh)
        try:
            report = fill(fresh, data / JOURNALS, progress)
        except duckdb.Error as error:
            remove(fresh)
            raise trouble_with(fresh, error) from error
        after = counts_of(fresh) or Counts(0, 0, 0, frozenset())
        aside = stand_aside(published, _free_aside(data, before, after)) if keeps_old else None
        # The log first: left beside the fresh file, it would be taken for its own.
        work.with_name(f"{WORK}{LOG}").unlink(missing_ok=True)
        disk.replace(fresh, work)
        if not keeps_old:
            for old in standing_aside(data):
                remove(old)
        hand_out(data, report, is_trusted=True)
    return Rebuilt(report, before, after, aside)


def _free_aside(data: Path, before: Counts | None, after: Counts) -> Path:
    return free_aside(data, BEFORE, after.journals | (before.journals if before else frozenset()))
