"""The journal of one session: an append-only file of events, one JSON object a line.

Decides order, grouping and durability of writing, and how a journal is taken up again
after a crash; leaves the bytes of a line to ``archive.journal.lines``, reading to
``archive.journal.reading`` and the choice of file to ``archive.journal.folder``.
"""

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from chronicler.archive.journal.folder import (
    ended_at,
    journal_path,
    off_air_path,
    session_journals,
    unfinished_session,
)
from chronicler.archive.journal.lines import Header, encode_event, encode_header, seq_of
from chronicler.archive.journal.reading import JournalFile, read_header, read_journal
from chronicler.disk import sync_folder
from chronicler.domain.events import Event
from chronicler.errors import ArchiveError

__all__ = [
    "GROUP_SECONDS",
    "REHEARSAL_GROUP_SECONDS",
    "Header",
    "Journal",
    "JournalFile",
    "ended_at",
    "journal_path",
    "off_air_path",
    "read_journal",
    "session_journals",
    "unfinished_session",
]

GROUP_SECONDS: Final = 0.1
"""Longest wait for company before a line is written; leaves 150 ms of the promised 250 to fsync."""
REHEARSAL_GROUP_SECONDS: Final = 0.5
"""The same where nothing would be lost that cannot be rehearsed again."""
RETRY_SECONDS: Final = 1.0
"""Pause after a write that failed."""
_HEADER_START: Final = b'{"journal":'

_OPEN: Final[dict[Path, "Journal"]] = {}
"""The journals that this process has open, by their real path."""
_OPENING: Final = threading.RLock()

_log = logging.getLogger(__name__)


class Journal:
    """Appends events to one journal file and makes them durable in groups.

    Safe to use from several threads. Open it with :meth:`open`.
    """

    def __init__(self, file: FileIO, path: Path, *, last_seq: int, group_seconds: float) -> None:
        """Start the worker on a file whose header stands; :meth:`open` sees to that."""
        self.path = path
        self._file = file
        self._written = file.seek(0, os.SEEK_END)
        self._last_seq = last_seq
        self._group_seconds = group_seconds
        self._pending: list[bytes] = []
        self._failure: ArchiveError | None = None
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._closing = threading.Event()
        self._writing = threading.Lock()
        self._worker = threading.Thread(target=self._run, name=f"journal {path.stem}", daemon=True)
        self._worker.start()

    @classmethod
    def open(cls, path: Path, header: Header, *, group_seconds: float = GROUP_SECONDS) -> Self:
        """Begin the journal at ``path``, or take it up where it stopped.

        A last line torn by a crash is closed off and stays as a line that readers skip;
        numbers go on after the last one used. ``group_seconds`` changes how often the file
        is flushed, never its bytes.

        Raises:
            ArchiveError: the file cannot be used, or belongs to another session.
        """
        with _OPENING:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                file = FileIO(path, "r+" if path.exists() else "x+")
            except OSError as error:
                raise _unwritable(path, error) from error
            try:
                last_seq = _take_up(file, path, header)
            except OSError as error:
                file.close()
                raise _unwritable(path, error) from error
            except ArchiveError:
                file.close()
                raise
            opened = cls(file, path, last_seq=last_seq, group_seconds=group_seconds)
            _OPEN[path.resolve()] = opened
            return opened

    @property
    def is_closed(self) -> bool:
        """Whether it has been let go of."""
        return self._file.closed

    @property
    def last_seq(self) -> int:
        """Number of the last event appended, 0 before the first."""
        return self._last_seq

    def append(self, events: Sequence[Event]) -> int:
        """Take events to be written within 250 ms, and return the number of the last one.

        Raises:
            ArchiveError: an earlier group could not be written. It is kept and tried again;
                the events of *this* call were not taken: append them again once reported.
        """
        with self._lock:
            if self._failure is not None:
                self._raise_failure()
            if self._closing.is_set():
                raise ArchiveError(f"The journal {self.path} is closed; open it again to go on.")
            lines = [encode_event(seq, event) for seq, event in enumerate(events, self._last_seq + 1)]
            self._last_seq += len(lines)
            if not self._pending:
                self._wake.notify()
            self._pending += lines
            return self._last_seq

    def sync(self) -> None:
        """Return once everything appended so far is on disk.

        Raises:
            ArchiveError: it could not be written; it is kept and tried again.
        """
        self._flush()
        with self._wake:
            self._failure = None

    def close(self) -> None:
        """Write what is left, and let go of the file; a second call does nothing.

        Raises:
            ArchiveError: it could not be written; the journal then stays open, so that
                closing can be tried again once there is room.
        """
        self.sync()
        self._closing.set()
        with self._wake:
            self._wake.notify()
        self._worker.join()
        self._let_go()

    def abandon(self) -> None:
        """Let go of the file without writing what is left, as of a journal that is thrown away."""
        with self._wake:
            self._pending.clear()
        self._closing.set()
        with self._wake:
            self._wake.notify()
        self._worker.join()
        self._let_go()

    def _let_go(self) -> None:
        with self._writing:
            self._file.close()
        if _OPEN.get(self.path.resolve()) is self:
            del _OPEN[self.path.resolve()]

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Write nothing meanwhile, and go on behind whatever file stands there then."""
        self.sync()
        with self._writing:
            self._file.close()
            try:
                yield
            finally:
                self._file = FileIO(self.path, "r+")
                self._written = self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _raise_failure(self) -> None:
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _run(self) -> None:
        while self._wait_for_group():
            try:
                self._flush()
            except ArchiveError as error:
                _log.warning("%s", error)
                self._failure = error
                self._closing.wait(RETRY_SECONDS)

    def _wait_for_group(self) -> bool:
        """Wait until a group is due; false once the journal closes."""
        with self._wake:
            self._wake.wait_for(lambda: self._pending or self._closing.is_set())
        return not self._closing.wait(self._group_seconds)

    def _flush(self) -> None:
        with self._writing:
            with self._wake:
                group = self._pending[:]
            if not group:
                return
            try:
                self._write(b"".join(group))
            except OSError as error:
                raise _unwritable(self.path, error) from error
            with self._wake:
                del self._pending[: len(group)]

    def _write(self, chunk: bytes) -> None:
        # Always from the last durable byte: a group that failed half-way is written over
        # with the same bytes, and pages that a failed fsync dropped are dirtied again.
        self._file.seek(self._written)
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._file.write(rest) :]
        os.fsync(self._file.fileno())
        self._written += len(chunk)


@contextmanager
def undisturbed(path: Path) -> Iterator[bool]:
    """Let nobody in this process open a journal or write to it meanwhile; yield whether it is open here.

    Raises:
        ArchiveError: what waits to be written to it cannot be.
    """
    with _OPENING:
        opened = _OPEN.get(path.resolve())
        if opened is None or opened.is_closed:
            yield False
            return
        with opened.paused():
            yield True


def _take_up(file: FileIO, path: Path, header: Header) -> int:
    """Write or check the header, close off a torn last line, and return the last number used."""
    if _has_no_header(file):
        file.truncate(0)
        file.seek(0)
        file.write(encode_header(header))
        os.fsync(file.fileno())
        sync_folder(path.parent)
        return 0
    found = read_header(path)
    if (found.session, found.origin, found.channel) != (header.session, header.origin, header.channel):
        raise ArchiveError(
            f"The journal {path} belongs to session {found.session!r} ({found.origin} on {found.channel!r}). "
            "Move it away, or give this session another journal folder."
        )
    return _close_off(file, path)


def _has_no_header(file: FileIO) -> bool:
    """Whether nothing stands in the file but, at most, a header cut short by a crash.

    A first block of zeros with lines behind it is none: those lines are kept.
    """
    file.seek(0)
    start = file.readall()
    cut_short = start.startswith(_HEADER_START) or _HEADER_START.startswith(start) or not start.strip(b"\0")
    return b"\n" not in start and cut_short


def _close_off(file: FileIO, path: Path) -> int:
    last_seq, last_line = 0, b""
    with path.open("rb") as lines:
        next(lines)
        for line in lines:
            last_line = line
            seq = seq_of(line)
            last_seq = last_seq + 1 if seq is None else max(last_seq, seq)
    if last_line and not last_line.endswith(b"\n"):
        file.seek(0, os.SEEK_END)
        file.write(b"\n")
        os.fsync(file.fileno())
    return last_seq


def _unwritable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"The journal {path} could not be written ({error.strerror or error}). Free space on that disk "
        "or make the folder writable; what was heard is kept in memory until it can be written."
    )
