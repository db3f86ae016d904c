"""The archive as open Parquet files, one folder a table, a partition a channel and day.

Decides the layout (``messages/channel=NAME/date=2026-03-06/part.parquet``, the UTC day on which
the stream began), that a partition is written whole or not at all, and that each file carries
the sum of its rows, by which the next run knows whether it still holds what the archive holds.
So a run may be killed at any time, needs no list of what it did, and what was forgotten leaves
with the next one. Leaves where the folder may be to ``runtime.export``.
"""

import hashlib
import json
import os
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from chronicler import disk
from chronicler.archive.connect import Archive
from chronicler.archive.duck import first_line, is_without_room, not_a_pattern, quoted
from chronicler.archive.publish import only_one
from chronicler.domain.read_json import read_json
from chronicler.errors import ArchiveError

TABLES: Final = (
    "sessions", "messages", "prompts", "decisions", "quiets", "themes", "flags", "raids", "notices",
    "gaps", "spoken", "jottings", "shadows", "titles", "deliveries", "model_calls",
)  # fmt: skip
"""The views that are exported, all of ``archive/sql/views.sql`` that are no join of the others."""
MARKER: Final = "chronicler-export.json"
FORMAT: Final = 1
PART: Final = "part.parquet"
_LARGE: Final = "messages"
_WRITING: Final = f".{PART}.writing"
_LOCK: Final = ".chronicler-export.lock"
_KEY: Final = "chronicler_rows"
_PLAIN: Final = f"{string.ascii_lowercase}{string.digits}_-"
_NO_CHANNEL: Final = "__HIVE_DEFAULT_PARTITION__"
Progress = Callable[[int, int, str], None]
"""Told partitions done, of how many, and which table is being written."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What a run did with the partitions."""

    folder: Path
    sessions: int
    written: int
    unchanged: int
    removed: int
    bytes: int
    """Of all partitions as they stand now."""


@dataclass(frozen=True, slots=True)
class _Partition:
    """The rows of one table and one day of one channel."""

    table: str
    channel: str
    day: str
    sessions: tuple[str, ...]
    rows: str
    """The sum by which the same rows are known again."""

    def file(self, folder: Path) -> Path:
        return folder / self.table / f"channel={_spelled(self.channel)}" / f"date={self.day}" / PART


def export_parquet(archive: Archive, folder: Path, source: str, progress: Progress) -> Exported:
    """Make ``folder`` hold what the archive holds, and nothing of it that the archive holds no more.

    ``source`` says whose archive it is: a folder is of one archive only.

    Raises:
        ArchiveError: the folder holds other things or another archive's export, another export is
            at work there, it cannot be written, or the disk is full.
    """
    with _plainly(folder):
        _take(folder, source)
        at_work = f"Another export into {folder} is at work; let it end."
        with only_one(folder / _LOCK, at_work), archive.connection.cursor() as cursor:
            return _Run(cursor, folder).export(progress)


class _Run:
    """One run, over the archive as it stands when it begins."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection, self._folder = connection, folder
        for table in TABLES:
            if table != _LARGE:
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {_from(table)} AS FROM {table}")
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE exported AS SELECT session_id, coalesce(channel, '') AS channel, "  # noqa: S608
            f"strftime(started_at, '%Y-%m-%d') AS day FROM {_from('sessions')}"
        )

    def export(self, progress: Progress) -> Exported:
        wanted = {p.file(self._folder): p for table in TABLES for p in self._partitions(table)}
        there = {path: rows for table in TABLES for path, rows in self._there(table).items()}
        gone = [path for path in there if path not in wanted]
        for path in gone:
            _remove(path, self._folder)
        due = [path for path, p in wanted.items() if there.get(path) != p.rows]
        for done, path in enumerate(due):
            progress(done, len(due), wanted[path].table)
            self._write(wanted[path], path)
        progress(len(due), len(due), "")
        return Exported(
            self._folder,
            sessions=self._count("exported"),
            written=len(due),
            unchanged=len(wanted) - len(due),
            removed=len(gone),
            bytes=sum(path.stat().st_size for path in wanted),
        )

    def _partitions(self, table: str) -> Iterator[_Partition]:
        """Yield a table's partitions; one whose rows changed has another sum."""
        columns = self._connection.execute(f"DESCRIBE {_from(table)}").fetchall()
        told = f"{FORMAT} {duckdb.__version__} {[column[:2] for column in columns]}"
        kind = hashlib.sha256(told.encode()).hexdigest()[:12]
        found = self._connection.execute(
            "SELECT e.channel, e.day, list(DISTINCT e.session_id), count(*), "  # noqa: S608
            "CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) "
            f"FROM {_from(table)} AS t JOIN exported AS e ON e.session_id = t.session_id "
            "GROUP BY e.channel, e.day ORDER BY e.channel, e.day"
        ).fetchall()
        for channel, day, sessions, count, rows in found:
            yield _Partition(table, channel, day, tuple(sorted(sessions)), f"{kind} {count} {rows}")

    def _there(self, table: str) -> Mapping[Path, str]:
        """Return the partitions that stand, with the sums they carry; what a killed run left is removed."""
        for left in (self._folder / table).glob(f"channel=*/date=*/{_WRITING}"):
            left.unlink()
        files = list((self._folder / table).glob(f"channel=*/date=*/{PART}"))
        try:
            return dict.fromkeys(files, "") | self._carried(files)
        except duckdb.Error:
            return {path: self._carried_by_one(path) for path in files}

    def _carried(self, files: Sequence[Path]) -> dict[Path, str]:
        """Return the sums that whole files carry."""
        if not files:
            return {}
        found = self._connection.execute(
            "SELECT file_name, decode(value) FROM parquet_kv_metadata($files) WHERE decode(key) = $key",
            {"files": [not_a_pattern(path) for path in files], "key": _KEY},
        ).fetchall()
        return {Path(path): str(rows) for path, rows in found}

    def _carried_by_one(self, path: Path) -> str:
        try:
            return self._carried([path]).get(path, "")
        except duckdb.Error:
            return ""  # a broken file is written again

    def _write(self, partition: _Partition, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(_WRITING)
        left_out = " EXCLUDE (channel)" if partition.table == "sessions" else ""  # the folder's name has it
        order = "session_id" if partition.table == "sessions" else "session_id, seq"
        sessions = ", ".join(map(_text, partition.sessions))
        try:
            self._connection.execute(
                f"COPY (SELECT *{left_out} FROM {_from(partition.table)} WHERE session_id IN ({sessions}) "  # noqa: S608
                f"ORDER BY {order}) TO {quoted(fresh)} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{_KEY}: {_text(partition.rows)}}})"
            )
            with fresh.open("r+b") as file:
                os.fsync(file.fileno())
            disk.replace(fresh, path)
        except (duckdb.Error, OSError):
            fresh.unlink(missing_ok=True)
            raise

    def _count(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])  # noqa: S608


def _from(table: str) -> str:
    """Return where a table's rows are read: small ones once, from a copy in memory."""
    return table if table == _LARGE else f"export_{table}"


def read_marker(folder: Path) -> Mapping[str, object]:
    """Return what an export says of itself.

    Raises:
        ArchiveError: there is none in that folder, or a newer program wrote it.
    """
    try:
        told = read_json((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"{folder} holds no export; make one: chronicler archive export --parquet {folder}"
        ) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ArchiveError(f"{folder} was written by a newer Chronicler; update this one to read it.")
    return told


def _take(folder: Path, source: str) -> None:
    """Make the folder this archive's, where it is not yet and holds nothing else."""
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"{folder} is a file; name a folder to export to.")
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / MARKER).is_file():
        owner = read_marker(folder).get("of")
        if owner != source:
            raise ArchiveError(
                f"{folder} holds the export of {owner}; choose a folder of its own for {source}."
            )
        return
    if other := next((path.name for path in folder.iterdir() if path.name != _LOCK), None):
        raise ArchiveError(f"{folder} holds other things ({other}); choose a new or an empty folder.")
    fresh = folder / f".{MARKER}.writing"
    fresh.write_text(json.dumps({"format": FORMAT, "of": source}) + "\n", encoding="utf-8")
    fresh.replace(folder / MARKER)


def _remove(path: Path, folder: Path) -> None:
    path.unlink()
    for above in list(path.parents)[:3]:
        if above == folder or any(above.iterdir()):
            return
        above.rmdir()


@contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into what to do about it."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if is_without_room(error):
            raise ArchiveError(
                f"There is no room left on the disk of {folder}. Free some and run the export again; it "
                "goes on where it stopped, and what stands is whole."
            ) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise ArchiveError(
                "A day's rows do not fit into a gigabyte of memory; nothing half is left behind."
            ) from error
        said = (error.strerror if isinstance(error, OSError) else "") or first_line(error)
        raise ArchiveError(
            f"{folder} could not be written ({said}); check the folder and its permissions."
        ) from error


def _spelled(channel: str) -> str:
    """Return a channel as a folder's name, also where a system takes ``A`` and ``a`` for the same.

    Letters beyond ASCII stay as they are: Spark reads an escape as a letter, DuckDB as a byte.
    """
    kept = (c if c in _PLAIN or not c.isascii() else f"%{ord(c):02X}" for c in channel)
    return "".join(kept) or _NO_CHANNEL


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
