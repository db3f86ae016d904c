"""What the journals hold that an archive does not have yet.

Decides, without parsing events, which stretch of each journal is new and whether what was
loaded before still stands as it was (a journal may be rewritten, or replaced by a new
rehearsal of the same log); leaves reading the stretches to DuckDB.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from chronicler.archive.journal.folder import all_journals
from chronicler.archive.journal.lines import seq_of
from chronicler.archive.journal.reading import read_header
from chronicler.errors import ArchiveError

CHUNK_BYTES: Final = 1 << 20
_EVENT_LINE: Final = b'\n{"seq":'


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a journal has been loaded."""

    journal: str
    """The file's name without its ending."""
    session_id: str
    seq: int
    bytes: int
    """Length of what was read, up to the end of its last whole line."""
    digest: str
    """sha256 hex of those bytes: the journal may only have grown since."""
    mtime_ns: int
    skipped: int | None = 0
    """Lines among them that held no event; ``None`` where an older program did not count."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a journal that is new."""

    path: Path
    mark: Mark
    """Where its end will be marked."""
    after_seq: int
    """Number of the last event loaded before, 0 where nothing was."""
    lines: int
    """Lines of the part, header left out."""
    is_rewritten: bool = False
    """What was loaded before no longer stands in the journal and must go."""
    begins_at: int = 0
    """Bytes before it, which need not be read again."""


@dataclass(slots=True)
class Survey:
    """What is new in a folder of journals."""

    stretches: list[Stretch] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Sentences about journals that cannot be read."""


def marks_in(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Mark]:
    """Return the marks that an archive's table of loaded journals holds, by journal name."""
    rows = connection.execute(
        f"SELECT journal, session_id, seq, bytes, digest, mtime_ns, skipped FROM {table}"  # noqa: S608 our own name
    ).fetchall()
    return {row[0]: Mark(*row) for row in rows}


def survey(folder: Path, known: Mapping[str, Mark]) -> Survey:
    """Return what the journals in ``folder`` hold beyond the ``known`` marks, by journal name."""
    found = Survey()
    for path in all_journals(folder):
        mark = known.get(path.stem)
        try:
            status = path.stat()
            if mark and (mark.bytes, mark.mtime_ns) == (status.st_size, status.st_mtime_ns):
                continue
            found.stretches.append(_look(path, mark, status.st_mtime_ns))
        except FileNotFoundError:
            continue
        except OSError as error:
            found.notes.append(f"The journal {path} could not be read ({error.strerror}); it is left out.")
        except ArchiveError as error:
            found.notes.append(f"{error} It is left out.")
    return found


def _look(path: Path, known: Mark | None, mtime_ns: int) -> Stretch:
    header = read_header(path)
    with path.open("rb") as file:
        digest = hashlib.sha256()
        left = known.bytes if known else 0
        while left and (chunk := file.read(min(CHUNK_BYTES, left))):
            digest.update(chunk)
            left -= len(chunk)
        goes_on = known is not None and not left and digest.hexdigest() == known.digest
        if not goes_on:
            digest = hashlib.sha256()
            file.seek(0)
        size, lines, seq = file.tell(), 0 if goes_on else -1, known.seq if goes_on and known else 0
        after_seq = seq
        for whole in whole_lines(iter(lambda: file.read(CHUNK_BYTES), b"")):
            digest.update(whole)
            size += len(whole)
            lines += whole.count(b"\n")
            seq = _last_seq(whole) or seq
    skipped = known.skipped if goes_on and known else 0
    mark = Mark(path.stem, header.session, seq, size, digest.hexdigest(), mtime_ns, skipped)
    return Stretch(
        path, mark, after_seq, lines,
        is_rewritten=known is not None and not goes_on,
        begins_at=known.bytes if goes_on and known else 0,
    )  # fmt: skip


def whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the chunks cut after their last newline; what follows the last one is left out."""
    held = b""
    for chunk in chunks:
        whole, newline, held = (held + chunk).rpartition(b"\n")
        if newline:
            yield whole + newline


def _last_seq(whole: bytes) -> int | None:
    """Return the number of the last event line among whole lines."""
    at = len(whole)
    while (at := whole.rfind(_EVENT_LINE, 0, at)) >= 0:
        seq = seq_of(whole[at + 1 : at + 40])
        if seq is not None:
            return seq
    return seq_of(whole[:40])
