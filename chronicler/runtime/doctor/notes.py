"""Traps in the notes: properties that Obsidian reads otherwise, conflict copies, dead links, lost notes.

Decides what is looked at: our folder, and of generated notes also where their links lead. Of the
streamer's other notes none is read here. Leaves what is wrong
with properties to ``vault.frontmatter`` and where links lead to ``vault.links``.
"""

import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.analysis.quotations import Link, links
from chronicler.archive.journal.folder import session_journals
from chronicler.domain.counted import counted
from chronicler.domain.note import KIND_PROPERTY, OWN_HEADING, NoteContent, NoteKind
from chronicler.domain.problem import Severity
from chronicler.errors import VaultError
from chronicler.runtime.doctor.finding import Finding, Mend
from chronicler.runtime.house import REHEARSALS, House
from chronicler.vault import merge
from chronicler.vault.fences import cut
from chronicler.vault.folder import is_conflict_copy, notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.inventory import QUOTING
from chronicler.vault.links import VaultLinks
from chronicler.vault.sections import split
from chronicler.vault.template import folders_in, lay
from chronicler.vault.writes import Writes

_OF_A_STREAM: Final = QUOTING - {NoteKind.BLOG_DRAFT.value}
_EMBEDDED: Final = re.compile(r"!\[\[([^\[\]|#\n]+)")
_PICTURES: Final = frozenset({".svg", ".png"})
_WRITTEN_WITHIN: Final = 60.0
"""Seconds in which a write is surely over."""
_HALF_WRITTEN: Final = re.compile(r"\.chronicler-[0-9a-f]{8}\.tmp")


def look_at_notes(house: House) -> Iterator[Finding]:
    """Yield what is wrong with the notes of a vault. Blocking.

    Raises:
        VaultError: the vault is gone.
    """
    house.require_vault()
    notes = [_Note.read(str(path), file) for path, file in notes_in(_root(house), _folder(house))]
    for note in notes:
        yield from _properties(note)
    yield from _files(house)
    yield from _layout(house)
    yield from _links(house, notes)
    yield from _without_stream(house, notes)
    yield from _changed(house, notes)
    yield from _unembedded(house, notes)


@dataclass(frozen=True, slots=True)
class _Note:
    """One note of our folder, read once."""

    path: str
    raw: bytes
    content: NoteContent

    @classmethod
    def read(cls, path: str, file: Path) -> "_Note":
        raw = read_bytes(file) or b""
        return cls(path, raw, read_note(raw, path))

    @property
    def kind(self) -> object:
        return self.content.properties.get(KIND_PROPERTY)


def _root(house: House) -> Path:
    return house.vault.root


def _folder(house: House) -> str:
    return house.vault.folder


# Properties --------------------------------------------------------------------------------


def _properties(note: _Note) -> Iterator[Finding]:
    for problem in note.content.problems:
        named = f"{problem.field}: " if problem.field else ""
        words, fix = f"{named}{problem.message}", "open it in Obsidian and type the line as it says"
        yield Finding("properties", note.path, words, fix, problem.severity, line=problem.line)
    headings = sum(line.rstrip() == OWN_HEADING for line in note.content.body.split("\n"))
    if headings > 1 and note.kind in QUOTING:
        words = f"there are {headings} headings «{OWN_HEADING}», so that nobody can tell which part is yours"
        yield Finding("two_own_parts", note.path, words, "rename all but one of them", Severity.ERROR)


# Files -------------------------------------------------------------------------------------


def _files(house: House) -> Iterator[Finding]:
    for folder, folders, names in os.walk(_root(house) / _folder(house)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name).relative_to(_root(house)).as_posix()
            if is_conflict_copy(name):
                words = "a sync program kept two versions of a note, and this one is read by nobody"
                yield Finding("conflict_copy", path, words, "take over what you want from it, then delete it")
            elif _HALF_WRITTEN.fullmatch(name) and _is_old(Path(folder, name)):
                words = "a crash left the half of a write here; the note itself is whole"
                yield Finding("leftover", path, words, "delete it", Severity.REMARK, mend=Mend.SET_ASIDE)


def _is_old(file: Path) -> bool:
    """Whether nobody can be writing a file at this moment."""
    try:
        return time.time() - file.stat().st_mtime > _WRITTEN_WITHIN
    except OSError:
        return False  # it was moved over its note just now


def _layout(house: House) -> Iterator[Finding]:
    folders = folders_in(_root(house))
    if len(folders) > 1:
        words = f"several folders of this vault hold a Settings note of ours: {', '.join(folders)}"
        fix = f"{_folder(house)} is the one in use; delete Settings.md in the others"
        yield Finding("two_folders", "", words, fix, Severity.ERROR)
    try:
        missing = lay(_root(house), _folder(house), dry_run=True).created
    except VaultError:
        return
    for path in missing:
        fix = f"chronicler init {_root(house)} lays it again, without touching what is there"
        yield Finding(
            "missing_note", path, "this note of ours is not there", fix, Severity.REMARK, mend=Mend.LAY
        )


# Links -------------------------------------------------------------------------------------


def _links(house: House, notes: Sequence[_Note]) -> Iterator[Finding]:
    vault = VaultLinks(_root(house))
    for note in notes:
        found: dict[tuple[str, str], list[_Place]] = {}
        for link, place in _links_of(note) if note.kind in QUOTING else ():
            if fault := vault.fault(link, note.path):
                found.setdefault(fault, []).append(place)
        for (words, fix), places in found.items():
            more = f", in {counted(len(places), 'place')}" if len(places) > 1 else ""
            named = f"{places[0].name}: " if places[0].name else ""
            yield Finding("broken_link", note.path, f"{named}{words}{more}", fix, line=places[0].line)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a link stands: in a line, or in a property."""

    line: int | None = None
    name: str = ""


def _links_of(note: _Note) -> Iterator[tuple[Link, _Place]]:
    """Yield the links of our part, each with its place."""
    parts = cut(note.raw.decode("utf-8", "replace"))
    above = parts.head.count("\n")
    try:
        generated = merge.halves(parts.body).generated
    except VaultError:
        generated = parts.body
    for link in links(generated):
        yield link, _Place(link.line + above)
    for name, value in note.content.properties.items():
        for text in value if isinstance(value, list | tuple) else (value,):
            if isinstance(text, str) and "[[" in text:
                yield from ((link, _Place(name=name)) for link in links(text))


def _without_stream(house: House, notes: Sequence[_Note]) -> Iterator[Finding]:
    kept = {
        journal.stem
        for data in (house.vault.data, house.vault.data / REHEARSALS)
        for journal in session_journals(data / "journal")
    }
    for note in notes:
        session = note.content.properties.get("session")
        if note.kind in _OF_A_STREAM and isinstance(session, str) and session not in kept:
            words = f"it tells of a stream ({session}) that is not kept on this machine"
            fix = "leave it where it was made on another machine; else delete it, or bring the journal back"
            yield Finding("no_stream", note.path, words, fix, Severity.REMARK)


def _unembedded(house: House, notes: Sequence[_Note]) -> Iterator[Finding]:
    shown = {
        PurePosixPath(name.strip()).name.casefold()
        for note in notes
        for name in _EMBEDDED.findall(note.raw.decode("utf-8", "replace"))
    }
    for folder in sorted((_root(house) / _folder(house)).rglob("Pictures")):
        for file in sorted(folder.iterdir() if folder.is_dir() else ()):
            if file.suffix in _PICTURES and file.name.casefold() not in shown:
                path = file.relative_to(_root(house)).as_posix()
                words = "no note of ours shows this picture"
                yield Finding("orphan", path, words, "delete it, unless you use it", Severity.REMARK)


# What the streamer wrote into our part -----------------------------------------------------


def _changed(house: House, notes: Sequence[_Note]) -> Iterator[Finding]:
    for data in (house.vault.data, house.vault.data / REHEARSALS):
        writes = Writes(data / "writes", "doctor")
        for note in notes:
            last = writes.last(note.path)
            ours = writes.ours(last, note.raw) if last is not None else None
            if last is None or ours is None or last.sections or ours == note.raw:
                continue
            if added := _added(ours, note.raw):
                lines = counted(len(added), "line")
                words = f"you wrote {lines} above «{OWN_HEADING}», the first: “{added[0].strip()}”"
                fix = "nothing is lost: they move below that heading when the note is next written"
                yield Finding("changed_by_hand", note.path, words, fix, Severity.REMARK)


def _added(ours: bytes, here: bytes) -> list[str]:
    try:
        was, now = (
            merge.lines_of(split(merge.halves(cut(raw.decode("utf-8")).body).generated)[0])
            for raw in (ours, here)
        )
    except (UnicodeDecodeError, VaultError):
        return []
    return [line for line in merge.added_lines(was, now, was) if line.strip()]
