"""Taking back what was written under one tag: a session's notes, or those that ``init`` laid.

Decides, note by note, whether the bytes that stood there before can be put back: only where
nobody has written since. Where the streamer has, the note stays and their lines are shown. Of a
note that spans streams only the tag's own section goes. Leaves the record of writes to
``writes``, and which tag is meant to whoever asks.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Final

from chronicler.domain.note import Owned
from chronicler.errors import VaultError
from chronicler.vault import atomic, merge
from chronicler.vault.fences import cut
from chronicler.vault.folder import locate, read_bytes, root_of
from chronicler.vault.frontmatter import read_note
from chronicler.vault.sections import split, without_section
from chronicler.vault.splice import remarks_in, splice
from chronicler.vault.writes import ONE_AT_A_TIME, Writes
from chronicler.vault.written import Entry, Record, digest

_TRIES: Final = 8
FORGOTTEN: Final = "what stood there before held words that were forgotten, and is kept no more"
WRITTEN_SINCE: Final = "you have written in it since"
CHANGED_BETWEEN: Final = "you have written in it between two writes of ours"
OURS_SINCE: Final = "another write of ours came later ({tag})"
KEEPS_BEING_SAVED: Final = "it keeps being saved by another program; try again later"


class Fate(StrEnum):
    """What becomes of one note."""

    REMOVED = "removed"
    RESTORED = "restored"
    SECTION_REMOVED = "section removed"
    GONE = "gone"
    """It is not there any more; nothing is to be done."""
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one note, or would."""

    path: str
    fate: Fate
    reason: str = ""
    theirs: tuple[str, ...] = ()
    """The lines that the streamer wrote, where that is why the note is kept."""


@dataclass(frozen=True, slots=True)
class _Plan:
    fate: Fate
    after: bytes | None = None
    reason: str = ""
    theirs: tuple[str, ...] = ()


def undo(vault: Path, writes: Path, tag: str, *, dry_run: bool) -> tuple[Undone, ...]:
    """Take back everything written under ``tag``, the last note first; both versions stay kept.

    Doing it again does nothing more, but for notes that were kept and have changed since.

    Args:
        vault: the vault's folder.
        writes: the folder of the record of writes.
        tag: a session's id, or ``init``.
        dry_run: only tell what would become of each note.

    Raises:
        VaultError: the vault is gone or the disk refused.
    """
    root_of(vault)
    undoing = _Undoing(vault, Writes(writes, tag), tag)
    with ONE_AT_A_TIME:
        done = tuple(undoing.undone(path, entries, dry_run=dry_run) for path, entries in undoing.written())
        if done and not dry_run:
            undoing.finish(done)
    return done


@dataclass(frozen=True, slots=True)
class _Undoing:
    vault: Path
    record: Writes
    tag: str

    def written(self) -> list[tuple[str, list[Entry]]]:
        """Return the writes by path, the path first written last; one that a crash cut off too."""
        entries = self.record.entries()
        for last in self.record.pending():
            known = entries.get(last.path)
            if last.tag == self.tag and (not known or known[-1].after != last.after):
                entries.setdefault(last.path, []).append(Entry(last.path, last.before, last.after))
        return list(entries.items())[::-1]

    def undone(self, path: str, entries: Sequence[Entry], *, dry_run: bool) -> Undone:
        """Take back one note, or tell why it is kept."""
        for _ in range(_TRIES):
            try:
                target = locate(self.vault, path)
                current = read_bytes(target)
                plan = _planned(self.record, self.tag, entries, current, self.record.last(path))
                if not dry_run and plan.fate is not Fate.KEPT:
                    self._carry_out(target, path, current, plan)
            except atomic.ChangedMeanwhile:
                continue
            except VaultError as error:
                return Undone(path, Fate.KEPT, str(error))
            return Undone(path, plan.fate, plan.reason, plan.theirs)
        return Undone(path, Fate.KEPT, KEEPS_BEING_SAVED)

    def _carry_out(self, target: Path, path: str, current: bytes | None, plan: _Plan) -> None:
        if current is not None and plan.after is None:
            atomic.remove(target, current)
        elif current is not None and plan.after is not None:
            atomic.replace(target, current, plan.after)
        self.record.enter_undo(path, current, plan.after)  # both versions stay kept
        last = self.record.last(path)
        if last is not None and plan.after is not None and self.tag in last.sections:
            self.record.resume(self.record.without_section(last, plan.after))
        else:
            self.record.forget(path)

    def finish(self, done: Sequence[Undone]) -> None:
        """See that it is not written again by itself, and that no empty folder is left."""
        self.record.set_undone(is_undone=True)
        _remove_empty(self.vault, [one.path for one in done if one.fate in (Fate.REMOVED, Fate.GONE)])


def _planned(
    record: Writes, tag: str, entries: Sequence[Entry], current: bytes | None, last: Record | None
) -> _Plan:
    if current is None:
        return _Plan(Fate.GONE, None, "it is not there any more")
    if last is not None and tag in last.sections and not _is_alone(entries, current):
        return _without_its_section(record, entries, current)
    if digest(current) != entries[-1].after:
        if last is not None and last.tag != tag and last.after == digest(current):
            return _Plan(Fate.KEPT, reason=OURS_SINCE.format(tag=last.tag))
        theirs = _theirs(record.version(entries[-1].after), current)
        return _Plan(Fate.KEPT, reason=WRITTEN_SINCE, theirs=theirs)
    for earlier, later in pairwise(entries):
        if later.before != earlier.after:
            theirs = _theirs(record.version(earlier.after), record.version(later.before) or b"")
            return _Plan(Fate.KEPT, reason=CHANGED_BETWEEN, theirs=theirs)
    if entries[0].before is None:
        return _Plan(Fate.REMOVED)
    before = record.version(entries[0].before)
    return _Plan(Fate.KEPT, reason=FORGOTTEN) if before is None else _Plan(Fate.RESTORED, before)


def _is_alone(entries: Sequence[Entry], current: bytes) -> bool:
    """Whether a note is as it was made under the tag, so that it goes as a whole."""
    return entries[0].before is None and len(entries) == 1 and entries[0].after == digest(current)


def _theirs(ours: bytes | None, current: bytes) -> tuple[str, ...]:
    """Return the lines that stand in ``current`` and not in our write."""
    if ours is None or b"\0" in current[:1024]:
        return ()
    known, here = (raw.decode("utf-8", "replace").splitlines() for raw in (ours, current))
    changes = difflib.SequenceMatcher(None, known, here, autojunk=False).get_opcodes()
    added = [line for kind, _, _, start, end in changes if kind != "equal" for line in here[start:end]]
    return tuple(line for line in added if line.strip())


# Notes that span streams -------------------------------------------------------------------


def _without_its_section(record: Writes, entries: Sequence[Entry], current: bytes) -> _Plan:
    path = entries[0].path
    added = next((each for each in _versions(record, entries) if any(_added(*each))), None)
    if added is None:
        return _Plan(Fate.KEPT, reason=FORGOTTEN)
    heading, text = _added(*added)
    try:
        here = split(merge.halves(cut(current.decode("utf-8")).body).generated)[1]
        if heading not in here:
            return _Plan(Fate.GONE, current, "its section is not there any more")
        if _plain(here[heading]) != _plain(text):
            return _Plan(
                Fate.KEPT, reason=WRITTEN_SINCE, theirs=_theirs(text.encode(), here[heading].encode())
            )
        left = splice(without_section(current, heading), _counted_back(current, *added))
        made = record.as_made(path)
        is_bare = made is not None and _is_bare(left, made)
        return _Plan(Fate.REMOVED) if is_bare else _Plan(Fate.SECTION_REMOVED, left)
    except (UnicodeDecodeError, VaultError) as error:
        return _Plan(Fate.KEPT, reason=str(error))


def _is_bare(left: bytes, made: bytes) -> bool:
    """Whether nothing but our own introduction is left, so that the note goes as a whole."""
    counts = {name for name, value in read_note(made, "").properties.items() if _count(value) is not None}
    here, first = (_around_sections(raw, counts) for raw in (left, made))
    return not _sections(left) and here == first


def _around_sections(raw: bytes, counts: Collection[str]) -> tuple[object, ...]:
    """Return what a note holds but for its sections and the numbers we count in it.

    Lines above the first section and below the last, the other properties, and remarks among them.
    """
    parts = cut(raw.decode("utf-8"))
    halves = merge.halves(parts.body)
    above = merge.lines_of(split(halves.generated)[0])
    kept = {name: value for name, value in read_note(raw, "").properties.items() if name not in counts}
    return above, merge.lines_of(halves.own), kept, remarks_in(parts.block)


def _versions(record: Writes, entries: Sequence[Entry]) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Yield what stood there before and after each write, as far as both are known.

    Of a version that words were taken out of since, only the clean one is kept, as a write of its own;
    it is held against what stood there before the first. Held against nothing, all of it would count as
    added, what the streamer had written there too.
    """
    before, is_known, last = None, False, None
    for entry in entries:
        kept = record.version(entry.before)
        if kept is not None or entry.before is None:
            before, is_known = kept, True
        elif last is None or last.after != entry.before:
            is_known = False
        last = entry
        if is_known:
            yield before, record.version(entry.after)


def _added(before: bytes | None, after: bytes | None) -> tuple[str, str]:
    """Return heading and text of the section that a write added; empty where it added none."""
    known = _sections(before)
    return next(
        ((heading, text) for heading, text in _sections(after).items() if heading not in known), ("", "")
    )


def _sections(raw: bytes | None) -> dict[str, str]:
    if raw is None:
        return {}
    try:
        return split(merge.halves(cut(raw.decode("utf-8")).body).generated)[1]
    except (UnicodeDecodeError, VaultError):
        return {}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _counted_back(current: bytes, before: bytes | None, after: bytes | None) -> list[Owned]:
    """Return the properties that count, as they stand without what the write had added to them."""
    here, now, then = (read_note(raw or b"", "").properties for raw in (current, after, before))
    return list(_less(here, now, then))


def _less(
    here: Mapping[str, object], after: Mapping[str, object], before: Mapping[str, object]
) -> Iterator[Owned]:
    for name in here:
        stands, counted = _count(here.get(name)), _count(after.get(name))
        earlier = _count(before.get(name, 0))
        if stands is not None and counted is not None and earlier is not None and counted != earlier:
            yield Owned(name, stands - (counted - earlier))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _remove_empty(vault: Path, paths: Sequence[str]) -> None:
    """Remove folders that stand empty now that the notes in them are gone."""
    for path in paths:
        for folder in list(Path(path).parents)[:-1]:
            try:
                (vault / folder).rmdir()
            except OSError:
                break  # something else stands in it, or it is gone already
