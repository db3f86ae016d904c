"""What was read of the streamer's own notes, kept beside the archive so that nothing is read twice.

Decides that a note of the same size and time is the same, that a deleted or excluded one is
gone at the next look, and that all of it can be thrown away and is made again from the vault.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from chronicler.domain.read_json import read_json
from chronicler.vault import atomic
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.location import Vault
from chronicler.vault.own_folders import own_folders, own_notes_in
from chronicler.vault.passages import NotePassage, OwnNote, read_own

FOLDER: Final = "own-notes"
"""In a vault's data folder."""
_FILE: Final = "notes.json"
VERSION: Final = 1
"""Of what is kept; another one is read anew."""
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Filed:
    """A note as it was read last."""

    path: str
    stamp: Stamp
    """Size in bytes and time of its last change in nanoseconds."""
    note: OwnNote | None
    """``None`` where it is to be left alone."""

    @property
    def title(self) -> str:
        """The note's name."""
        return PurePosixPath(self.path).stem

    @property
    def names(self) -> tuple[str, ...]:
        """What the note is called, its own name first."""
        return (self.title, *(self.note.aliases if self.note else ()))

    def numbered(self) -> Iterator[tuple[int, NotePassage]]:
        """Yield its passages, each with a number that its words decide, so that the same one keeps it."""
        taken: set[int] = set()
        for passage in self.note.passages if self.note else ():
            number = _number(passage)
            while number in taken:
                number = number + 1
            taken.add(number)
            yield number, passage


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """The streamer's own notes as they stand."""

    notes: tuple[Filed, ...] = ()
    """Those that may be linked and quoted, by path."""
    read: int = 0
    """How many had to be read this time."""
    shared_names: frozenset[str] = frozenset()
    """Names, case-folded, that more than one note of the vault has: these are linked by path."""

    def target(self, path: str) -> str:
        """Return how Obsidian finds a note: by its name, or by its path where the name is another's too."""
        name = PurePosixPath(path).stem
        return path.removesuffix(".md") if name.casefold() in self.shared_names else name


def own_index(vault: Vault, data: Path, chosen: tuple[str, ...]) -> OwnIndex:
    """Return the streamer's own notes, reading those that are new or changed; blocking.

    Raises:
        VaultError: a note or the data folder cannot be used.
    """
    folders = own_folders(vault, chosen)
    file = data / FOLDER / _FILE
    if folders is None:
        file.unlink(missing_ok=True)
        return OwnIndex()
    known = _load(file)
    found, read = list[Filed](), 0
    for path, note in own_notes_in(vault, folders):
        stamp = _stamp(note)
        before = known.get(str(path))
        if stamp is None:
            continue
        if before is None or before.stamp != stamp:
            raw = read_bytes(note)
            before = Filed(str(path), stamp, read_own(raw, path) if raw is not None else None)
            read += 1
        found.append(before)
    if read or len(found) != len(known):
        _keep(file, found)
    names = Counter(path.stem.casefold() for path, _ in notes_in(vault.root))
    shared = frozenset(name for name, count in names.items() if count > 1)
    return OwnIndex(tuple(each for each in found if each.note is not None), read, shared)


def _number(passage: NotePassage) -> int:
    told = json.dumps([passage.heading, *passage.sentences]).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:7], "big")


def _stamp(file: Path) -> Stamp | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _load(file: Path) -> Mapping[str, Filed]:
    try:
        told: dict[str, Any] = read_json(file.read_bytes())
        if told["version"] != VERSION:
            return {}
        return {
            path: Filed(path, tuple(each["stamp"]), _note(each["note"]))
            for path, each in told["notes"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _note(told: dict[str, Any] | None) -> OwnNote | None:
    if told is None:
        return None
    passages = (NotePassage(**{**each, "sentences": tuple(each["sentences"])}) for each in told["passages"])
    return OwnNote(tuple(told["aliases"]), tuple(passages))


def _keep(file: Path, notes: list[Filed]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "version": VERSION,
        "notes": {
            each.path: {"stamp": each.stamp, "note": asdict(each.note) if each.note else None}
            for each in notes
        },
    }
    atomic.store(file, json.dumps(told).encode())
