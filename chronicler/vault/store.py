"""The real :class:`~chronicler.ports.NoteStore`: notes of ours in somebody's vault.

Decides when a note may be written (ours by its record and its ``chronicler`` property),
what of it is ours, and that a save by the streamer in the same moment is merged and not
lost. Leaves text to ``merge``, properties to ``splice``, bytes to ``atomic``, records to
``writes``. Blocking; the threads of one process take turns, and a second process is kept
away by the lock of the data folder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

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
from chronicler.vault import atomic, merge
from chronicler.vault.fences import cut
from chronicler.vault.folder import check_name, locate, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.redaction import Redaction, redacted
from chronicler.vault.sections import has_section, kept_up, split, with_section
from chronicler.vault.splice import newline_of, overwritten, splice
from chronicler.vault.writes import ONE_AT_A_TIME, Writes
from chronicler.vault.written import Record, digest

_TRIES: Final = 8
"""How often a note that is saved at the same time is merged again before it is left alone."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of one note: new bytes, or why there are none."""

    outcome: str
    new: bytes | None = None
    reason: str = ""
    record: Record | None = None
    ours: bytes | None = None
    """The version by which our lines in what stands there are told from the streamer's."""


class VaultStore:
    """Writes notes of ours, keeping everything that is the streamer's."""

    def __init__(self, vault: Path, writes: Path, tag: str) -> None:
        """Write into ``vault``; keep both versions of each note in ``writes`` under ``tag``."""
        self._vault = vault
        self._writes = Writes(writes, tag)

    @property
    def is_undone(self) -> bool:
        """Whether what was written under this tag was taken back; it is not written again unless asked."""
        return self._writes.is_undone

    def ask_again(self) -> None:
        """Ask anew for what was taken back."""
        self._writes.set_undone(is_undone=False)

    @property
    def kept_at(self) -> int | None:
        """How long the session's journal was when all its notes had been written; ``None`` before."""
        return self._writes.kept_at()

    def set_kept(self, length: int) -> None:
        """Note that everything of this tag's session was written from a journal of so many bytes.

        Raises:
            VaultError: the disk refused.
        """
        self._writes.set_kept(length)

    def read(self, path: PurePosixPath) -> NoteContent | None:
        """Return a note as it stands, ``None`` where there is none.

        Raises:
            VaultError: the vault is gone, or the path leads out of it.
        """
        raw = read_bytes(locate(self._vault, path))
        return None if raw is None else read_note(raw, str(path))

    def put(self, note: GeneratedNote, *, is_asked_for: bool = False) -> Written:
        """Create or regenerate a note of ours, keeping everything that is the streamer's.

        One that they deleted is made again only where it ``is_asked_for``.

        Raises:
            VaultError: the vault is gone, the disk refused, or the path cannot be a note's.
        """
        if any(line.rstrip() == OWN_HEADING for line in note.body.split("\n")):
            raise VaultError(f"{note.path}: generated text must not hold the heading {OWN_HEADING}")

        def plan(current: bytes | None, last: Record | None) -> _Plan:
            return self._regenerated(note, current, None if current is None and is_asked_for else last)

        return self._write(note.path, plan)

    def append(self, section: SpanningSection) -> Written:
        """Add one session's section to a note that spans streams, once.

        Raises:
            VaultError: the vault is gone, the disk refused, or the path cannot be a note's.
        """
        return self._write(section.path, lambda current, last: self._appended(section, current, last))

    def set_properties(self, path: PurePosixPath, owned: Sequence[Owned]) -> Written:
        """Set properties of a note of the streamer's, on a command they gave.

        Raises:
            VaultError: there is no such note, or its properties cannot be changed safely.
        """

        def plan(current: bytes | None, last: Record | None) -> _Plan:
            if current is None:
                raise VaultError(f"there is no note {path}; check its name")
            record = replace(last, is_mixed=True) if last else None
            return _Plan("updated", splice(current, owned), record=record, ours=self._our_last(last, current))

        return self._write(str(path), plan)

    def make(self, path: PurePosixPath, content: bytes) -> Written:
        """Make a note that is the streamer's from then on; one that is there is left alone.

        Raises:
            VaultError: the vault is gone, the disk refused, or the path cannot be a note's.
        """

        def plan(current: bytes | None, last: Record | None) -> _Plan:
            del last
            if current is not None:
                return _Plan("left_alone", reason="there is a note of that name already")
            return _Plan("created", content)

        return self._write(str(path), plan)

    def draw(self, path: PurePosixPath, content: bytes, *, is_asked_for: bool = False) -> Written:
        """Make or renew a picture of ours; one that the streamer changed is left as it is.

        So is one they deleted, unless it is asked for.

        Raises:
            VaultError: the vault is gone, the disk refused, or the path cannot be a file's.
        """

        def plan(current: bytes | None, last: Record | None) -> _Plan:
            first = Record(str(path), "", None, "")
            if current is None:
                gone = None if is_asked_for else self._absent(last)
                return gone or _Plan("created", content, record=first)
            if current not in (content, self._our_last(last, current)):
                return _Plan("left_alone", reason="it is not as we drew it; it is yours")
            return _Plan("updated", content, record=last or first, ours=current)

        return self._write(str(path), plan)

    def claim(self, path: PurePosixPath, *, is_new: bool = True) -> None:
        """Record a file that we laid, as it stands; it can then be taken back while nobody changes it.

        Where it is not ``is_new``, it is recorded only if it was before: saved again by a script.

        Raises:
            VaultError: the vault is gone or the disk refused.
        """
        with ONE_AT_A_TIME:
            current, last = read_bytes(locate(self._vault, path)), self._writes.last(str(path))
            is_ours = is_new or last is not None
            if current is not None and is_ours and (last is None or last.after != digest(current)):
                before = self._writes.after(last) if last else None
                self._writes.finish(
                    self._writes.begin(last or Record(str(path), "", None, ""), before, current)
                )

    def redact(self, path: PurePosixPath, redaction: Redaction) -> Written:
        """Take removed words out of a note of ours that stands already, and out of its record.

        What the streamer wrote stays byte for byte, a note that they moved included; the next
        regeneration still tells their lines from ours.

        Raises:
            VaultError: the vault is gone or the disk refused.
        """
        with ONE_AT_A_TIME:
            return self._redact(path, redaction)

    def _redact(self, path: PurePosixPath, redaction: Redaction) -> Written:
        target = locate(self._vault, path)
        self._writes.redact(str(path), lambda raw: _redacted_or_same(raw, redaction))
        for _ in range(_TRIES):
            current = read_bytes(target)
            if current is None:
                return Written(str(path), "unchanged")
            try:
                new = redacted(current, redaction)
            except VaultError as error:
                return Written(str(path), "left_alone", str(error))
            if new == current:
                return Written(str(path), "unchanged")
            try:
                atomic.replace(target, current, new)
            except atomic.ChangedMeanwhile:
                continue
            return Written(str(path), "updated")
        return Written(
            str(path), "left_alone", "it keeps being saved by another program; it is tried again later"
        )

    def redact_record(self, path: PurePosixPath, redaction: Redaction) -> None:
        """Take removed words out of the record of a note only, which is written anew by itself."""
        with ONE_AT_A_TIME:
            self._writes.redact(str(path), lambda raw: _redacted_or_same(raw, redaction))

    # Writing ---------------------------------------------------------------------------

    def _write(self, path: str, plan_for: Callable[[bytes | None, Record | None], _Plan]) -> Written:
        with ONE_AT_A_TIME:
            return self._write_alone(path, plan_for)

    def _write_alone(self, path: str, plan_for: Callable[[bytes | None, Record | None], _Plan]) -> Written:
        check_name(path)
        for _ in range(_TRIES):
            target = locate(self._vault, path)
            current, last = read_bytes(target), self._writes.last(path)
            try:
                plan = plan_for(current, last)
            except VaultError as error:
                raise VaultError(f"{path}: {error}") from error
            if plan.new is None:
                return Written(path, plan.outcome, plan.reason)
            if plan.new == current:
                self._remember(path, plan, last, current)
                return Written(path, "unchanged")
            begun = self._writes.begin(
                plan.record or Record(path, "", None, ""), current, plan.new, plan.ours
            )
            try:
                atomic.replace(target, current, plan.new)
            except atomic.ChangedMeanwhile:
                self._restore(path, last)
                continue
            self._writes.finish(begun)
            return Written(path, plan.outcome)
        return Written(path, "left_alone", "it keeps being saved by another program; it is tried again later")

    def _remember(self, path: str, plan: _Plan, last: Record | None, current: bytes) -> None:
        """Take a note that reads exactly as we would write it for ours, whoever wrote it."""
        if plan.record is not None and (last is None or last.is_pending):
            self._writes.finish(self._writes.begin(replace(plan.record, path=path), current, current))

    def _restore(self, path: str, last: Record | None) -> None:
        if last is None:
            self._writes.forget(path)
        else:
            self._writes.resume(last)

    # Deciding --------------------------------------------------------------------------

    def _regenerated(self, note: GeneratedNote, current: bytes | None, last: Record | None) -> _Plan:
        fresh = _fresh(note.kind, note.properties, note.body)
        first = Record(note.path, "", None, "")
        if current is None:
            return self._absent(last) or _Plan("created", fresh, record=first)
        if current == fresh:
            return _Plan("unchanged", fresh, record=replace(last or first, is_mixed=False))
        ours = self._our_last(last, current)
        refusal = _refusal(note.kind, current, is_ours=ours is not None)
        if refusal or ours is None:
            return _Plan("left_alone", reason=refusal)
        try:
            new, marks = _merged(note, ours, current, last.marks if last else {})
        except VaultError as error:
            return _Plan("left_alone", reason=str(error))
        return _Plan("updated", new, record=replace(last or first, marks=marks, is_mixed=False), ours=ours)

    def _appended(self, section: SpanningSection, current: bytes | None, last: Record | None) -> _Plan:
        sections = (*(last.sections if last else ()), section.session_id)
        record = replace(last or Record(section.path, "", None, ""), sections=sections)
        if current is None:
            body = with_section(section.introduction, section, "\n")
            fresh = _fresh(section.kind, section.properties, body)
            return self._absent(last) or _Plan("created", fresh, record=replace(record, is_mixed=False))
        refusal = _refusal(section.kind, current, is_ours=True)
        if refusal:
            return _Plan("left_alone", reason=refusal)
        if (last and section.session_id in last.sections) or has_section(
            current.decode("utf-8", "replace"), section
        ):
            return _Plan("unchanged", current)
        try:
            ours = self._our_last(last, current)
            record = replace(record, is_mixed=True)
            return _Plan("updated", _with_section(section, current), record=record, ours=ours)
        except VaultError as error:
            return _Plan("left_alone", reason=str(error))

    def _absent(self, last: Record | None) -> _Plan | None:
        """Return a refusal where a note of ours is gone because the streamer wanted it so."""
        if last is None or (last.is_pending and last.before is None):
            return None
        return _Plan("deleted_by_user", reason="you deleted or moved it; it is not made again unless asked")

    def _our_last(self, last: Record | None, current: bytes) -> bytes | None:
        """Return our last write as far as it was ours, ``None`` where that is not known."""
        return None if last is None else self._writes.ours(last, current)


def _refusal(kind: NoteKind, current: bytes, *, is_ours: bool) -> str:
    """Return why a note must not be written, nothing where it may."""
    note = read_note(current, "")
    broken = next((problem for problem in note.problems if not note.properties), None)
    if broken is not None:
        return str(broken)
    if note.properties.get(KIND_PROPERTY) != kind:
        return f"its property {KIND_PROPERTY} is not {kind}; it is yours"
    if not is_ours:
        return "there is no record that we wrote it; rename it to have it made anew"
    return ""


def _redacted_or_same(raw: bytes, redaction: Redaction) -> bytes:
    try:
        return redacted(raw, redaction)
    except VaultError:
        return raw


def _fresh(kind: NoteKind, properties: Sequence[Owned], body: str) -> bytes:
    others = [one for one in properties if one.name != KIND_PROPERTY]
    raw = splice(b"", (Owned(KIND_PROPERTY, str(kind)), *others))
    return raw + f"{body.strip()}\n\n{OWN_HEADING}\n".encode("utf-8", "replace")


def _kept_up(properties: Sequence[Owned]) -> list[Owned]:
    return [one for one in properties if not one.at_creation_only]


def _merged(
    note: GeneratedNote, ours: bytes, current: bytes, marked: dict[str, str]
) -> tuple[bytes, dict[str, str]]:
    """Return the note regenerated around what is the streamer's, and their marks on our lines.

    Sections that later streams added stay as they are.
    """
    kept_up = _kept_up(note.properties)
    spliced = splice(current, kept_up)
    parts = cut(spliced.decode("utf-8"))
    newline = newline_of(parts)
    here = merge.halves(parts.body)
    above, sections = split(here.generated)
    added = here.generated[len(above) :].rstrip("\r\n") if sections else ""
    written = merge.lines_of(split(merge.halves(cut(ours.decode("utf-8")).body).generated)[0])
    found = merge.lines_of(above)
    marks = merge.marks_set(written, found, marked)
    coming = merge.with_marks(note.body.strip().split("\n"), marks)
    theirs = overwritten(current, spliced, ours, {one.name for one in kept_up})
    theirs += merge.added_lines(written, found, coming)
    if note.keeps_marks:
        theirs += merge.orphaned(found, coming, marks)
    own = merge.with_callout(here.own or f"{OWN_HEADING}{newline}", theirs, newline)
    grown = f"{added}{newline}{newline}" if added else ""
    text = f"{parts.head}{newline.join(coming)}{newline}{newline}{grown}{own}"
    return text.encode("utf-8", "replace"), {k: v for k, v in marks.items() if k in merge.marks_in(coming)}


def _with_section(section: SpanningSection, current: bytes) -> bytes:
    parts = cut(splice(current, kept_up(section.properties)).decode("utf-8"))
    newline = newline_of(parts)
    here = merge.halves(parts.body)
    text = parts.head + with_section(here.generated, section, newline) + newline + here.own
    return (text if here.own else text.rstrip("\r\n") + newline).encode("utf-8", "replace")
