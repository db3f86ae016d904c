"""What we wrote into the vault: before-bytes and after-bytes of every note, kept outside it.

Decides how a write is recorded so that our lines can be told from the streamer's, and so
that what a session wrote can be taken back; leaves both uses to others.

::

    writes/TAG/index.ndjson    one line a write: path, sha256 before and after
    writes/TAG/SHA256          the bytes, each version once a tag
    writes/TAG/undone          there while what a session wrote is taken back
    writes/TAG/kept            how long the session's journal was when all its notes had been written
    writes/last/KEY.json       our last write of each note, and what we must remember of it
"""

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO, Final

from chronicler.errors import VaultError
from chronicler.vault import atomic
from chronicler.vault.folder import read_bytes
from chronicler.vault.written import LAST, Entry, Record, digest, entries_in, path_in, record_in, versions_in

_TAG: Final = re.compile(r"(?!last$)[A-Za-z0-9][\w.+-]{0,120}", re.ASCII)
_INDEX: Final = "index.ndjson"
_UNDONE: Final = "undone"
_KEPT: Final = "kept"
ONE_AT_A_TIME: Final = threading.Lock()
"""A note and its record change together: another thread's write between the two would read as the
streamer's own lines."""


class Writes:
    """The record of writes in one data folder."""

    def __init__(self, folder: Path, tag: str) -> None:
        """Record under ``tag``, usually a session's id.

        Raises:
            VaultError: the tag cannot be a folder's name.
        """
        if not _TAG.fullmatch(tag):
            raise VaultError(f"{tag!r} cannot name a record of writes; use letters, digits and dashes")
        self._folder, self.tag = folder, tag

    def last(self, path: str) -> Record | None:
        """Return our last write of a note; an unreadable record counts as none."""
        record = record_in(self._last_file(path))
        return record if record and record.path == path else None

    def after(self, record: Record) -> bytes | None:
        """Return the bytes a write left behind, ``None`` where they are lost."""
        return self._bytes(record.tag, record.after)

    def ours(self, record: Record, current: bytes) -> bytes | None:
        """Return the version that holds no line of theirs among ours, ``None`` where none is known.

        ``current`` is the note as it stands: a write that a crash cut off before the note was replaced
        says nothing about it.
        """
        is_not_made = record.is_pending and record.before == digest(current)
        if is_not_made and record.ours is None:
            return current  # a record of before there were these versions
        return self._bytes(record.tag, record.ours) if is_not_made or record.is_mixed else self.after(record)

    def before(self, record: Record) -> bytes | None:
        """Return the bytes a write took the place of, ``None`` where there was no note."""
        return self._bytes(record.tag, record.before) if record.before else None

    def begin(self, record: Record, before: bytes | None, after: bytes, ours: bytes | None = None) -> Record:
        """Keep both versions before the note is replaced; call :meth:`finish` once it is.

        ``ours`` is the version that holds no line of theirs among ours, where one is known.
        """
        for content in (before, after, ours):
            if content is not None:
                self._keep(content)
        begun = replace(
            record,
            tag=self.tag,
            before=None if before is None else digest(before),
            after=digest(after),
            is_pending=True,
            ours="" if ours is None else digest(ours),
        )
        self._set_last(begun)
        return begun

    def finish(self, begun: Record) -> None:
        """Enter a write that was made into the tag's index."""
        done = replace(begun, is_pending=False, ours=begun.ours if begun.is_mixed else None)
        self._enter(done.tag, {"path": done.path, "before": done.before, "after": done.after})
        self._set_last(done)

    def _enter(self, tag: str, entry: Mapping[str, object]) -> None:
        index = self._folder / tag / _INDEX
        try:
            with index.open("a+b") as file:
                line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"
                file.write(_on_a_line_of_its_own(file, line))
        except OSError as error:
            raise VaultError(f"{index} could not be written ({error.strerror}); check space") from error

    # Taking back -----------------------------------------------------------------------

    def tags(self) -> list[str]:
        """Return every tag under which something is kept, the one written to last at the end."""
        found = [index for index in self._folder.glob(f"*/{_INDEX}") if index.parent.name != LAST]
        found.sort(key=lambda index: (index.stat().st_mtime_ns, index.parent.name))
        return [index.parent.name for index in found]

    @property
    def is_undone(self) -> bool:
        """Whether what was written under this tag is taken back, and not to be written by itself."""
        return (self._folder / self.tag / _UNDONE).exists()

    def set_undone(self, *, is_undone: bool) -> None:
        """Note that what was written under this tag is taken back, or is asked for again."""
        mark = self._folder / self.tag / _UNDONE
        if is_undone:
            atomic.store(mark, b"")
        else:
            mark.unlink(missing_ok=True)

    def kept_at(self) -> int | None:
        """Return how long the session's journal was when its notes were whole; ``None`` before they were."""
        told = read_bytes(self._folder / self.tag / _KEPT)
        return int(told) if told is not None and told.isdigit() else None

    def set_kept(self, length: int) -> None:
        """Note that all notes of the session were written from a journal of so many bytes."""
        atomic.store(self._folder / self.tag / _KEPT, str(length).encode())

    def entries(self) -> dict[str, list[Entry]]:
        """Return, by path, what was written under this tag and is not taken back, oldest first."""
        found: dict[str, list[Entry]] = {}
        for entry in entries_in(self._folder / self.tag / _INDEX):
            if entry.is_undo:
                found.pop(entry.path, None)
            else:
                found.setdefault(entry.path, []).append(entry)
        return found

    def pending(self) -> Iterator[Record]:
        """Yield the writes that were begun and, after a crash, never finished."""
        records = (record_in(file) for file in (self._folder / LAST).glob("*.json"))
        yield from (record for record in records if record and record.is_pending)

    def version(self, name: str | None) -> bytes | None:
        """Return the bytes of that sha256 kept under this tag, ``None`` where they are kept no more."""
        return self._bytes(self.tag, name)

    def as_made(self, path: str) -> bytes | None:
        """Return a note as we last made it anew, under whatever tag; ``None`` where that is kept no more."""
        for tag in self.tags()[::-1]:
            entries = entries_in(self._folder / tag / _INDEX)
            made = [e for e in entries if e.path == path and e.before is None and not e.is_undo]
            if made:
                return self._bytes(tag, made[-1].after)
        return None

    def enter_undo(self, path: str, before: bytes | None, after: bytes | None) -> None:
        """Enter that a note was taken back from ``before`` to ``after``, and keep both."""
        for content in (before, after):
            if content is not None:
                self._keep(content)
        stood, left = (None if content is None else digest(content) for content in (before, after))
        self._enter(self.tag, {"path": path, "before": stood, "after": left, "is_undo": True})

    def without_section(self, last: Record, content: bytes) -> Record:
        """Return the record of a note that spans streams, now that this tag's section is taken out."""
        sections = tuple(each for each in last.sections if each != self.tag)
        ours = self._bytes(last.tag, last.ours) if last.is_mixed else None
        if ours is not None:
            self._keep(ours)
        return replace(
            last,
            tag=self.tag,
            after=digest(content),
            sections=sections,
            is_pending=False,
            ours="" if ours is None else digest(ours),
            is_mixed=True,
        )

    def resume(self, record: Record) -> None:
        """Put an earlier record back, where a write that was begun did not happen."""
        self._set_last(record)

    def redact(self, path: str, without: Callable[[bytes], bytes]) -> None:
        """Take words out of all we know of a note: our last write, and every version kept of it.

        The last write goes on without the words, so that our lines are still told from the
        streamer's; another version that held them is dropped and can no longer be put back.
        """
        last = self.last(path)
        ours = self.after(last) if last else None
        if last and ours is not None and (clean := without(ours)) != ours:
            last = self._cleaned(last, clean)
        if last:
            last = self._with_clean_ours(last, without)
        for index in self._folder.glob("*/index.ndjson"):
            for name in versions_in(index, path):
                content = self._bytes(index.parent.name, name)
                is_in_use = (
                    last is not None and last.tag == index.parent.name and name in (last.after, last.ours)
                )
                if content is not None and not is_in_use and without(content) != content:
                    (index.parent / name).unlink(missing_ok=True)

    def _cleaned(self, last: Record, clean: bytes) -> Record:
        atomic.store(self._folder / last.tag / digest(clean), clean)
        self._enter(last.tag, {"path": last.path, "before": last.after, "after": digest(clean)})
        cleaned = replace(last, after=digest(clean))
        self._set_last(cleaned)
        return cleaned

    def _with_clean_ours(self, last: Record, without: Callable[[bytes], bytes]) -> Record:
        """Take words out of the version by which our lines are told, where that is another one."""
        ours = self._bytes(last.tag, last.ours)
        if ours is None or (clean := without(ours)) == ours:
            return last
        self._keep_in(last.tag, clean)
        cleaned = replace(last, ours=digest(clean))
        self._set_last(cleaned)
        (self._folder / last.tag / str(last.ours)).unlink(missing_ok=True)
        return cleaned

    def purge(self, without: Callable[[bytes], bytes], is_named: Callable[[str], bool]) -> int:
        """Take words out of everything kept here, and return how many versions or records that changed.

        As :meth:`redact`, for every note that was ever written, and for bytes that no index knows.
        A note whose path holds the words is known no more. Doing it again changes nothing.

        Raises:
            VaultError: the disk refused.
        """
        try:
            return sum((self._purge_records(without, is_named), *self._purge_folders(without, is_named)))
        except OSError as error:
            reason = error.strerror or str(error)
            raise VaultError(f"{self._folder} could not be cleaned ({reason}); check permissions") from error

    def _purge_records(self, without: Callable[[bytes], bytes], is_named: Callable[[str], bool]) -> int:
        changed = 0
        for file in sorted((self._folder / LAST).glob("*")):
            record = record_in(file)
            if record is None or is_named(record.path):
                file.unlink()
                changed += 1
            elif (ours := self.after(record)) is not None and (clean := without(ours)) != ours:
                self._with_clean_ours(self._cleaned(record, clean), without)
                changed += 1
            else:
                changed += self._with_clean_ours(record, without) != record
        return changed

    def _purge_folders(
        self, without: Callable[[bytes], bytes], is_named: Callable[[str], bool]
    ) -> Iterator[int]:
        records = [record_in(file) for file in (self._folder / LAST).glob("*.json")]
        in_use = {(record.tag, name) for record in records if record for name in (record.after, record.ours)}
        for folder in sorted(self._folder.glob("*/")):
            for file in sorted(folder.iterdir() if folder.name != LAST else ()):
                if file.name == _INDEX:
                    yield _purge_index(file, is_named)
                    continue
                content = read_bytes(file) or b""
                if (folder.name, file.name) not in in_use and without(content) != content:
                    file.unlink()
                    yield 1

    def forget(self, path: str) -> None:
        """Drop the record of a note, so that it is made anew when it is next wanted."""
        self._last_file(path).unlink(missing_ok=True)

    def _set_last(self, record: Record) -> None:
        text = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)
        atomic.store(self._last_file(record.path), text.encode("utf-8", "surrogateescape"))

    def _last_file(self, path: str) -> Path:
        key = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:24]
        return self._folder / LAST / f"{key}.json"

    def _keep(self, content: bytes) -> None:
        self._keep_in(self.tag, content)

    def _keep_in(self, tag: str, content: bytes) -> None:
        file = self._folder / tag / digest(content)
        if not file.exists():
            atomic.store(file, content)

    def _bytes(self, tag: str, name: str | None) -> bytes | None:
        content = read_bytes(self._folder / tag / name) if name else None
        return content if content is not None and digest(content) == name else None


def _on_a_line_of_its_own(file: BinaryIO, line: bytes) -> bytes:
    """Return a line so that one which a full disk cut short does not take it along."""
    if file.seek(0, os.SEEK_END) == 0:
        return line
    file.seek(-1, os.SEEK_END)
    return line if file.read(1) == b"\n" else b"\n" + line


def _purge_index(index: Path, is_named: Callable[[str], bool]) -> int:
    """Leave out the lines of an index that name a note whose path holds the words."""
    lines = (read_bytes(index) or b"").splitlines(keepends=True)
    kept = [line for line in lines if not is_named(path_in(line))]
    if kept != lines:
        atomic.store(index, b"".join(kept))
    return len(lines) - len(kept)
