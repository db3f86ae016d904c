"""A vault in memory, held to the same contract suite as the real one.

It keeps notes as text, tells our lines from the streamer's by our last write, and knows
nothing of files. ``notes`` may be changed freely, as a streamer would.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

from chronicler.domain.note import (
    KIND_PROPERTY,
    OWN_HEADING,
    GeneratedNote,
    NoteContent,
    NoteKind,
    Owned,
    SpanningSection,
)
from chronicler.errors import VaultError
from chronicler.ports import Written
from chronicler.vault.frontmatter import read_note, splice
from chronicler.vault.sections import kept_up, split


class MemoryNoteStore:
    """Notes by path, as text."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.is_gone = False
        self._ours: dict[str, str] = {}
        self._sections: dict[str, list[str]] = {}

    def read(self, path: PurePosixPath) -> NoteContent | None:
        self._check(str(path))
        text = self.notes.get(str(path))
        return None if text is None else read_note(text.encode(), str(path))

    def put(self, note: GeneratedNote, *, is_asked_for: bool = False) -> Written:
        self._check(note.path)
        if is_asked_for and note.path not in self.notes:
            self._ours.pop(note.path, None)
        if OWN_HEADING in note.body.split("\n"):
            raise VaultError(f"{note.path}: generated text must not hold the heading {OWN_HEADING}")
        fresh = _fresh(note.kind, note.properties, note.body)
        current, ours = self.notes.get(note.path), self._ours.get(note.path)
        if current is None or current == fresh:
            return self._created_or_same(note.path, fresh)
        if self._is_theirs(note.path, note.kind) or ours is None:
            return Written(note.path, "left_alone", "it is yours")
        return self._set(note.path, _merged(note, ours, current))

    def append(self, section: SpanningSection) -> Written:
        self._check(section.path)
        part = f"## {section.heading}\n\n{section.body.strip()}\n"
        known = self._sections.setdefault(section.path, [])
        current = self.notes.get(section.path)
        if current is None:
            known.append(section.session_id)
            above = f"{section.introduction.rstrip()}\n\n" if section.introduction.strip() else ""
            return self._created_or_same(section.path, _fresh(section.kind, section.properties, above + part))
        if self._is_theirs(section.path, section.kind):
            return Written(section.path, "left_alone", "it is yours")
        if section.session_id in known or f"## {section.heading}" in current.split("\n"):
            return Written(section.path, "unchanged")
        known.append(section.session_id)
        current = splice(current.encode(), kept_up(section.properties)).decode()
        above, heading, below = current.partition(f"{OWN_HEADING}\n")
        return self._set(section.path, f"{above.rstrip()}\n\n{part}\n{heading}{below}")

    def draw(self, path: PurePosixPath, content: bytes) -> Written:
        self._check(str(path))
        fresh, current = content.decode(), self.notes.get(str(path))
        if current not in (None, fresh, self._ours.get(str(path))):
            return Written(str(path), "left_alone", "it is yours")
        return self._created_or_same(str(path), fresh)

    def _check(self, path: str) -> None:
        if self.is_gone:
            raise VaultError("the vault is not there")
        if path.startswith("/") or any(part.startswith(".") for part in PurePosixPath(path).parts):
            raise VaultError(f"{path} leads out of the vault")

    def _is_theirs(self, path: str, kind: NoteKind) -> bool:
        return read_note(self.notes[path].encode(), path).properties.get(KIND_PROPERTY) != kind

    def _created_or_same(self, path: str, fresh: str) -> Written:
        if path in self.notes:
            return self._set(path, fresh)
        if path in self._ours:
            return Written(path, "deleted_by_user", "you deleted it")
        self.notes[path] = self._ours[path] = fresh
        return Written(path, "created")

    def _set(self, path: str, text: str) -> Written:
        outcome = "unchanged" if self.notes[path] == text else "updated"
        self.notes[path] = self._ours[path] = text
        return Written(path, outcome)


def _fresh(kind: NoteKind, properties: Sequence[Owned], body: str) -> str:
    head = splice(b"", [Owned(KIND_PROPERTY, kind.value), *properties]).decode()
    return f"{head}{body.strip()}\n\n{OWN_HEADING}\n"


def _merged(note: GeneratedNote, ours: str, current: str) -> str:
    spliced = splice(current.encode(), [p for p in note.properties if not p.at_creation_only]).decode()
    body = read_note(spliced.encode(), note.path).body
    head = spliced[: len(spliced) - len(body)]
    generated, heading, below = body.partition(f"{OWN_HEADING}\n")
    above, _ = split(generated)
    added = generated[len(above) :]
    known = {_unticked(line) for line in ours.split("\n")}
    theirs = [line for line in above.split("\n") if line.strip() and _unticked(line) not in known]
    ticks = {_id(line): line for line in above.split("\n") if _id(line)}
    lines = [_ticked(line, ticks.get(_id(line))) for line in note.body.strip().split("\n")]
    kept = "".join(f"> {line}\n" for line in theirs)
    callout = f"\n> [!note]- Moved here from the generated part above\n{kept}" if kept else ""
    grown = f"{added.strip()}\n\n" if added else ""
    return head + "\n".join(lines) + f"\n\n{grown}{heading or OWN_HEADING + chr(10)}{callout}{below}"


def _id(line: str) -> str:
    return line.rsplit(" ^", 1)[-1] if line.startswith("- [") and " ^" in line else ""


def _unticked(line: str) -> str:
    return f"{line[:3]} {line[4:]}" if _id(line) else line


def _ticked(line: str, seen: str | None) -> str:
    return f"{line[:3]}{seen[3]}{line[4:]}" if seen and _id(line) else line
