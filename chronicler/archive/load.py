"""Load: what the journals hold is brought into the archive, and the archive is published.

Decides the transaction (rows and mark together), what happens to a damaged archive (set
aside and built anew: the journals hold everything) and what is said about it. Leaves when
to load to ``runtime``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from chronicler.archive import schema
from chronicler.archive.duck import first_line, is_damage, newer, open_database, trouble_with
from chronicler.archive.publish import only_loader, publish
from chronicler.archive.rows import insert_rows
from chronicler.archive.survey import Mark, Stretch, survey

JOURNALS: Final = "journal"
WORK: Final = "work.duckdb"
PUBLISHED: Final = "chronicle.duckdb"
_ASIDE: Final = "work.duckdb.damaged"
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


def load_journals(data: Path, progress: Progress = lambda _done, _of: None) -> LoadReport:
    """Bring everything new in ``data``'s journals into its archive, and publish it.

    Raises:
        ArchiveError: the archive is newer than this program, held open elsewhere, or the
            disk refuses; the journals are untouched, and the next load tries again.
    """
    with only_loader(data):
        try:
            return _load(data, progress)
        except duckdb.Error as error:
            if not is_damage(error):
                raise trouble_with(data / WORK, error) from error
            damage = first_line(error)
        _set_aside(data)
        report = _load_anew(data, progress)
    report.notes.insert(
        0,
        f"The archive was damaged ({damage}). It was set aside as {data / _ASIDE} and built anew from "
        "the journals; nothing is lost.",
    )
    return report


def rebuild(data: Path, progress: Progress = lambda _done, _of: None) -> LoadReport:
    """Build the archive anew from the journals alone, and publish it.

    Raises:
        ArchiveError: as :func:`load_journals`.
    """
    with only_loader(data):
        for name in (WORK, f"{WORK}.wal", _ASIDE, f"{_ASIDE}.wal"):
            (data / name).unlink(missing_ok=True)
        return _load_anew(data, progress)


def _load_anew(data: Path, progress: Progress) -> LoadReport:
    try:
        return _load(data, progress)
    except duckdb.Error as error:
        raise trouble_with(data / WORK, error) from error


def _load(data: Path, progress: Progress) -> LoadReport:
    with closing(open_database(data / WORK, threads=1)) as connection:
        _prepare(connection, data / WORK)
        found = survey(data / JOURNALS, _marks(connection))
        report = LoadReport(notes=found.notes)
        for batch in _batches(found.stretches):
            _load_batch(connection, batch, report)
            progress(report.journals, len(found.stretches))
        if report.skipped:
            report.notes.append(
                f"{report.skipped} lines of the journals hold no event; one is usual after a crash."
            )
        if found.stretches:
            connection.execute("CHECKPOINT")
    if found.stretches or not (data / PUBLISHED).exists():
        _publish(data, report)
    return report


def _prepare(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    since = schema.version_of(connection, "work")
    if since > schema.newest_version():
        raise newer(path, "Chronicler")
    if since < schema.newest_version():
        schema.migrate(connection, since)
    schema.keep_views(connection)


def _marks(connection: duckdb.DuckDBPyConnection) -> dict[str, Mark]:
    rows = connection.execute(
        "SELECT journal, session_id, seq, bytes, digest, mtime_ns FROM loaded"
    ).fetchall()
    return {row[0]: Mark(*row) for row in rows}


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


def _load_batch(connection: duckdb.DuckDBPyConnection, batch: list[Stretch], report: LoadReport) -> None:
    connection.execute("BEGIN")
    for stretch in batch:
        if stretch.is_rewritten:
            connection.execute("DELETE FROM message_rows WHERE journal = ?", [stretch.mark.journal])
            connection.execute("DELETE FROM event_rows WHERE journal = ?", [stretch.mark.journal])
    lines = insert_rows(connection, batch)
    for stretch in batch:
        connection.execute("INSERT OR REPLACE INTO loaded VALUES (?, ?, ?, ?, ?, ?)", astuple(stretch.mark))
    connection.execute("COMMIT")
    report.journals += len(batch)
    report.lines += lines
    report.skipped += sum(s.lines for s in batch) - lines


def _publish(data: Path, report: LoadReport) -> None:
    try:
        publish(data / WORK, data / PUBLISHED)
        report.is_published = True
    except OSError as error:
        report.notes.append(
            f"The archive could not be handed to its readers ({error.strerror or error}); close notebooks "
            "and viewers that have it open. The next load tries again, and nothing is lost."
        )


def _set_aside(data: Path) -> None:
    for ending in ("", ".wal"):
        damaged = data / f"{WORK}{ending}"
        if damaged.exists():
            damaged.replace(data / f"{_ASIDE}{ending}")
