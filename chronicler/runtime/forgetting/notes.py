"""Somebody's words and name in the vault and in the record of our writes.

Decides what is taken out (generated text of notes of ours, also where the streamer changed
around it, and every kept version of them) and what is only found and told, with path and line:
whatever the streamer wrote, notes they moved or renamed, and names of notes. Leaves what counts
as somebody's words to ``notes.removed`` and bytes to ``vault``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.errors import VaultError
from chronicler.notes.removed import Removed
from chronicler.runtime.house import REHEARSALS, House
from chronicler.vault.fences import cut
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.inventory import QUOTING, notes_of_ours
from chronicler.vault.merge import halves
from chronicler.vault.redaction import Redaction, redacted
from chronicler.vault.writes import Writes
from chronicler.vault.written import digest

KINDS: Final = QUOTING | {"tonight"}
_TAG: Final = "forget"
_INLINE_CODE: Final = re.compile(r"`[^`]*`")
_PICTURES: Final = ("*.svg", "*.png")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of theirs stands that is left to the streamer."""

    path: str
    line: int = 0
    """From 1; 0 where it is the name of the note itself, or all of it."""
    why: str = ""
    is_ours: bool = False
    """Whether the Chronicler made the note and what stands there."""


@dataclass(frozen=True, slots=True)
class InVault:
    """What was found in the vault."""

    changed: tuple[str, ...] = ()
    """Notes of ours that are cleaned, or would be."""
    removed: tuple[str, ...] = ()
    """Pictures of ours that are gone, or would be."""
    left: tuple[Place, ...] = ()


def clean_notes(house: House, removed: Removed, *, is_dry: bool) -> InVault:
    """Take somebody out of the notes of ours, and tell what else of them stands in the vault.

    Raises:
        VaultError: the vault is gone or the disk refused.
    """
    house.require_vault()
    redaction = Redaction(removed.in_text, removed.in_value)
    ours = frozenset(notes_of_ours(house.vault, KINDS))
    changed, left = list[str](), list[Place]()
    for path in sorted(ours):
        file = house.vault.root / path
        try:
            is_changed = redacted(raw := read_bytes(file) or b"", redaction) != raw
        except VaultError as error:
            left.append(Place(path, why=f"it was left as it is: {error}", is_ours=True))
            continue
        if is_changed:
            changed.append(path)
            if not is_dry:
                written = house.notes(_TAG).redact(PurePosixPath(path), redaction)
                left += (
                    [Place(path, why=written.reason, is_ours=True)] if written.outcome == "left_alone" else []
                )
    left += _found(house, removed, ours)
    gone = list[str]()
    for path in _pictures_of_them(house, removed):
        if not _is_as_drawn(house, path):
            left.append(Place(path, why="a picture that holds their words or name, and not as we drew it"))
            continue
        gone.append(path)
        if not is_dry:
            (house.vault.root / path).unlink()
    return InVault(tuple(changed), tuple(gone), tuple(left))


def _found(house: House, removed: Removed, ours: frozenset[str]) -> Iterator[Place]:
    for path, file in notes_in(house.vault.root):
        is_ours = str(path) in ours
        if is_ours and is_named_after(removed, str(path)):
            yield Place(
                str(path), why="its name holds their words or name; rename it if that is to go", is_ours=True
            )
        elif not is_ours and removed.names_distinctly(path.stem):
            yield Place(str(path), why="its name holds theirs; rename it if that is to go")
        text = (read_bytes(file) or b"").decode("utf-8", "replace")
        first = _line_of_theirs(text) if is_ours else 1
        is_code = False
        for number, line in enumerate(text.splitlines(), 1):
            is_code ^= line.lstrip().startswith(("```", "~~~"))
            if number < first:
                continue
            if removed.quotes_distinctly(line):
                yield Place(str(path), number, "quotes them")
            elif not is_code and removed.names_distinctly(_INLINE_CODE.sub("", line)):
                yield Place(str(path), number, "names them")


def _line_of_theirs(text: str) -> int:
    """Return the first line of a note of ours that is the streamer's; what is ours above it is clean."""
    try:
        own = halves(cut(text).body).own
    except VaultError:
        return 1
    return text[: len(text) - len(own)].count("\n") + 1 if own else 1


def is_named_after(removed: Removed, path: str) -> bool:
    """Return whether a path holds somebody's words or name."""
    return any(
        removed.has_named(part) or removed.quotes(part) or removed.names_them(part)
        for part in PurePosixPath(path).with_suffix("").parts
    )


def _pictures_of_them(house: House, removed: Removed) -> Iterator[str]:
    """Yield the pictures in our folder that hold their words; those of an evening hold counts alone."""
    for pattern in _PICTURES:
        for file in sorted((house.vault.root / house.vault.folder).rglob(pattern)):
            text = (read_bytes(file) or b"").decode("utf-8", "ignore") if file.suffix == ".svg" else ""
            if removed.quotes(text) or removed.quotes_at_length(text) or removed.names_them(text):
                yield file.relative_to(house.vault.root).as_posix()


def _is_as_drawn(house: House, path: str) -> bool:
    """Whether a picture is ours and as we left it, by either record of writes."""
    content = read_bytes(house.vault.root / path) or b""
    folders = (house.vault.data / "writes", house.vault.data / REHEARSALS / "writes")
    records = (Writes(folder, _TAG).last(path) for folder in folders)
    return any(record is not None and record.after == digest(content) for record in records)


def clean_writes(folder: Path, removed: Removed) -> int:
    """Take somebody out of every kept version of our writes; return how many changed.

    Raises:
        VaultError: the disk refused.
    """
    if not folder.is_dir():
        return 0
    return Writes(folder, _TAG).purge(_without(removed), lambda path: is_named_after(removed, path))


def _without(removed: Removed) -> Callable[[bytes], bytes]:
    """Return what takes their words out of a kept version: of these the streamer's part as well."""
    redaction = Redaction(removed.in_text, removed.in_value)

    def without(raw: bytes) -> bytes:
        try:
            text = redacted(raw, redaction).decode("utf-8")
        except (VaultError, UnicodeDecodeError):
            text = raw.decode("utf-8", "replace")
        clean = removed.in_text(text).encode("utf-8")
        return raw if clean == raw.decode("utf-8", "replace").encode("utf-8") else clean

    return without
