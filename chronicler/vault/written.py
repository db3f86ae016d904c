"""The records of what was written into the vault, as they stand on disk.

Decides what an index and a record of a last write say, and that a line which a crash or a full
disk cut short says nothing. Leaves when one is made and what follows to ``vault.writes``.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chronicler.domain.read_json import read_json
from chronicler.vault.folder import read_bytes

LAST: Final = "last"
"""Folder of the last write of each note."""


@dataclass(frozen=True, slots=True)
class Record:
    """Our last write of one note."""

    path: str
    tag: str
    before: str | None
    """sha256 of the bytes that stood there, ``None`` where there was no note."""
    after: str
    is_pending: bool = False
    """Set while the note is being replaced; still set after a crash."""
    marks: dict[str, str] = field(default_factory=dict)
    """Checkboxes the streamer set on our lines: block id to mark."""
    sections: tuple[str, ...] = ()
    """Sessions that have their section in a note that spans streams."""
    ours: str | None = None
    """sha256 of the version by which our lines are told from the streamer's while ``after`` is none:
    it is not written yet, or holds lines of theirs too. Empty where no such version is known."""
    is_mixed: bool = False
    """Whether the write left lines of theirs standing among ours, as a section that is added does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One write of a note, or its taking back, as the index tells."""

    path: str
    before: str | None
    """sha256 of the bytes that stood there, ``None`` where there was no note."""
    after: str | None
    """sha256 of the bytes that stood there then, ``None`` where the note was removed."""
    is_undo: bool = False


def record_in(file: Path) -> Record | None:
    """Return the last write that a file tells of, ``None`` where it cannot be read."""
    raw = read_bytes(file)
    try:
        data: dict[str, Any] = read_json(raw) if raw else {}
        data["sections"] = tuple(data.get("sections", ()))
        return Record(**data)
    except (ValueError, TypeError):
        return None


def recorded_paths(folder: Path) -> Iterator[str]:
    """Yield the vault-relative path of every note that a record of writes tells of, in no order."""
    for file in (folder / LAST).glob("*.json"):
        if record := record_in(file):
            yield record.path


def entries_in(index: Path) -> Iterator[Entry]:
    """Yield what an index tells, oldest first; what a crash cut short is left out."""
    yield from filter(None, map(_entry_in, (read_bytes(index) or b"").splitlines()))


def _entry_in(line: bytes) -> Entry | None:
    try:
        told = read_json(line)
        return Entry(str(told["path"]), told["before"], told["after"], bool(told.get("is_undo")))
    except (ValueError, KeyError, TypeError):
        return None  # cut short by a crash


def path_in(line: bytes) -> str:
    """Return the path a line of an index names; of a line that was cut short all there is."""
    try:
        return str(read_json(line)["path"])
    except (ValueError, KeyError, TypeError):
        return line.decode("utf-8", "replace")  # cut short by a crash


def versions_in(index: Path, path: str) -> list[str]:
    """Return the names of all versions that an index knows of a note."""
    entries = [entry for entry in entries_in(index) if entry.path == path]
    return [name for entry in entries for name in (entry.before, entry.after) if name]


def digest(content: bytes) -> str:
    """Return the sha256 hex of bytes."""
    return hashlib.sha256(content).hexdigest()
