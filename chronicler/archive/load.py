"""Load: what the journals hold is brought into the archive, and the archive is published.

Decides the transaction (rows and mark together), what happens to a damaged archive (set
aside and built anew: the journals hold everything) and what is said about it. Leaves when
to load to ``runtime`` and what readers are handed to ``archive.publish``.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Final

import duckdb

from chronicler.archive import schema
from chronicler.archive.condition import broken_because, look_through
from chronicler.archive.connect import stop_lingering
from chronicler.archive.duck import (
    first_line,
    is_damage,
    is_without_room,
    newer,
    no_room,
    open_database,
    trouble_with,
)
from chronicler.archive.files import JOURNALS, PUBLISHED, WORK, set_aside
from chronicler.archive.publish import is_current, only_loader, publish
from chronicler.archive.rows import bring_in, insert_rows, too_large
from chronicler.archive.survey import Mark, Stretch, marks_in, survey
from chronicler.archive.upgrade import upgrade
from chronicler.domain.counted import counted

__all__ = ["JOURNALS", "PUBLISHED", "WORK", "LoadReport", "Progress", "fill", "hand_out", "load_journals"]

_BATCH_BYTES: Final = 64 << 20
"""Journals are loaded in groups of about this size, each in its own transaction."""

Progress = Callable[[int, int], None]
"""Told how many journals are loaded, and how many there are."""


@dataclass(slots=True)
class LoadReport:
    """What a load did."""

    journals: int = 0
    """Journals that held something new."""
    lines: int = 0
    """Lines brought in."""
    skipped: int = 0
    """Whole lines that hold no event and were left out."""
    is_published: bool = False
    """Whether readers were given a new archive."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the streamer about whatever stood in the way."""


def load_journals(
    data: Path,
    progress: Progress = lambda _done, _of: None,
    *,
    is_thorough: bool = False,
    gone: Collection[str] = (),
    patience_seconds: float = 0.0,
) -> LoadReport:
    """Bring everything new in ``data``'s journals into its archive, and publish it.

    Args:
        data: the data folder.
        progress: told how far it is.
        is_thorough: read the whole archive, so that damage deep inside is noticed as well;
            without it, damage is noticed where the file cannot be opened or was changed.
        gone: names of journals that were removed on purpose; their rows go too.
        patience_seconds: how long to wait where another process is loading.

    Raises:
        ArchiveError: the archive is newer than this program, held open elsewhere, or the
            disk refuses; the journals are untouched, and the next load tries again.
    """
    with only_loader(data, patience_seconds):
        was_current = is_current(data / WORK, data / PUBLISHED)
        report = _load(data, progress, is_thorough=is_thorough, gone=gone)
        hand_out(data, report, is_trusted=was_current and not is_thorough, is_thorough=is_thorough)
        return report


class _OutdatedError(Exception):
    """The work file is of an older version."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


def _load(data: Path, progress: Progress, *, is_thorough: bool, gone: Collection[str]) -> LoadReport:
    work = data / WORK
    try:
        try:
            return fill(work, data / JOURNALS, progress, is_thorough=is_thorough, gone=gone)
        except _OutdatedError as old:
            upgraded = upgrade(data, old.version)
        report = fill(work, data / JOURNALS, progress, is_thorough=is_thorough, gone=gone)
        report.notes.insert(0, upgraded)
        return report  # noqa: TRY300 what the second filling raises is told as the first's is
    except duckdb.Error as error:
        if not is_damage(error):
            raise trouble_with(work, error) from error
        damage = first_line(error)
    aside = set_aside(work)
    try:
        report = fill(work, data / JOURNALS, progress)
    except duckdb.Error as error:
        raise trouble_with(work, error) from error
    report.notes.insert(0, _told(damage, aside))
    return report


def fill(
    work: Path,
    journals: Path,
    progress: Progress = lambda _done, _of: None,
    *,
    is_thorough: bool = False,
    gone: Collection[str] = (),
) -> LoadReport:
    """Bring everything new in a folder of journals into a work file, which is made where it is missing.

    Raises:
        ArchiveError: the work file is newer than this program.
        duckdb.Error: it is damaged, held open elsewhere, or the disk refuses.
    """
    with closing(open_database(work, threads=1)) as connection:
        _prepare(connection, work)
        if is_thorough:
            look_through(connection)
        known = marks_in(connection, "loaded")
        _drop(connection, [name for name in gone if name in known])
        found = survey(journals, known)
        report = LoadReport(notes=found.notes)
        for batch in _batches(found.stretches):
            left = bring_in(connection, batch, lambda some: _load_batch(connection, some, report))
            report.notes += map(too_large, left)
            progress(report.journals, len(found.stretches))
        if report.skipped:
            one = "line of the journals held no event and was left out"
            left_out = counted(report.skipped, one, "lines of the journals held no event and were left out")
            report.notes.append(f"{left_out}; one is usual after a crash.")
        if found.stretches or gone:
            connection.execute("CHECKPOINT")
    return report


def _prepare(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    since = schema.version_of(connection)
    if since > schema.newest_version():
        raise newer(path, "Chronicler")
    if 0 < since < schema.newest_version():
        raise _OutdatedError(since)
    if since == 0:
        schema.migrate(connection, since)
    schema.keep_views(connection)


def _batches(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    batch: list[Stretch] = []
    size = 0
    for stretch in stretches:
        if batch and size + stretch.mark.bytes > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(stretch)
        size += stretch.mark.bytes
    if batch:
        yield batch


def _load_batch(connection: duckdb.DuckDBPyConnection, batch: Sequence[Stretch], report: LoadReport) -> None:
    _delete_rows(connection, [s.mark.journal for s in batch if s.is_rewritten])
    lines = insert_rows(connection, batch)
    lost = {s.mark.journal: s.lines - lines.get(s.mark.journal, 0) for s in batch}
    for stretch in batch:
        mark = _counting(stretch.mark, lost[stretch.mark.journal])
        connection.execute("INSERT OR REPLACE INTO loaded VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(mark))
    report.journals += len(batch)
    report.lines += sum(lines.values())
    report.skipped += sum(lost.values())


def _counting(mark: Mark, lost: int) -> Mark:
    return mark if mark.skipped is None else replace(mark, skipped=mark.skipped + lost)


def _drop(connection: duckdb.DuckDBPyConnection, journals: Sequence[str]) -> None:
    connection.execute("BEGIN")
    _delete_rows(connection, journals)
    for journal in journals:
        connection.execute("DELETE FROM loaded WHERE journal = ?", [journal])
    connection.execute("COMMIT")


def _delete_rows(connection: duckdb.DuckDBPyConnection, journals: Sequence[str]) -> None:
    for journal in journals:
        connection.execute("DELETE FROM message_rows WHERE journal = ?", [journal])
        connection.execute("DELETE FROM event_rows WHERE journal = ?", [journal])


# Handing it out ----------------------------------------------------------------------------


def hand_out(data: Path, report: LoadReport, *, is_trusted: bool, is_thorough: bool = False) -> None:
    """Publish the work file unless readers have it already, and say in the report how that went.

    ``is_trusted`` says that nobody but us has touched the published file, so that it need not
    be looked at first.

    Raises:
        ArchiveError: the published file was written by a newer program.
    """
    work, published = data / WORK, data / PUBLISHED
    stop_lingering(data)
    if (
        not is_trusted
        and published.is_file()
        and (damage := broken_because(published, is_thorough=is_thorough))
    ):
        report.notes.append(_told(damage, set_aside(published)))
    if is_current(work, published):
        return
    try:
        publish(work, published)
        report.is_published = True
    except OSError as error:
        report.notes.append(_not_handed_out(data, error))


def _not_handed_out(data: Path, error: OSError) -> str:
    if is_without_room(error):
        return no_room(data)
    return (
        f"The archive could not be handed to its readers ({error.strerror or error}); close notebooks "
        "and viewers that have it open. The next load tries again, and nothing is lost."
    )


def _told(damage: str, aside: Path) -> str:
    return (
        f"The archive was damaged ({damage}). It was set aside as {aside} and built anew from the journals; "
        "nothing is lost."
    )
