"""A journal, read again from its beginning.

Decides which lines count and under which reason the others are skipped; leaves folding
and comparing the events to ``runtime`` and the bytes of a line to ``archive.journal.lines``.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chronicler.archive.journal.lines import (
    HALF_WRITTEN,
    Header,
    SkippedLineError,
    decode_event,
    decode_header,
)
from chronicler.domain.events import Event
from chronicler.errors import ArchiveError

_BATCH_BYTES: Final = 1 << 17
"""About so much is decoded at a time: faster than line by line, and still flat in memory."""
REPEATED: Final = "repeated line"
"""A line whose number does not go on from the one before."""


@dataclass(slots=True)
class JournalFile:
    """A journal on disk; iterating reads it, in order and flat in memory."""

    path: Path
    header: Header
    skipped: Counter[str] = field(default_factory=Counter)
    """How many lines were skipped, by reason; complete once an iteration has ended."""
    last_seq: int = 0
    """Number of the last event read so far."""

    def __iter__(self) -> Iterator[tuple[int, Event]]:
        """Yield the number and the event of every line that holds one.

        Raises:
            ArchiveError: the file cannot be read.
        """
        self.skipped.clear()
        self.last_seq = 0
        try:
            with self.path.open("rb") as lines:
                next(lines, None)
                while batch := lines.readlines(_BATCH_BYTES):
                    yield from self._decoded(batch)
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def _decoded(self, lines: list[bytes]) -> list[tuple[int, Event]]:
        decoded: list[tuple[int, Event]] = []
        for line in lines:
            try:
                seq, event = decode_event(line)
            except SkippedLineError as reason:
                self.skipped[str(reason) if line.endswith(b"\n") else HALF_WRITTEN] += 1
                continue
            if seq > self.last_seq:
                self.last_seq = seq
                decoded.append((seq, event))
            else:
                self.skipped[REPEATED] += 1
        return decoded


def read_journal(path: Path) -> JournalFile:
    """Return the journal at ``path``, its header read and its events ready to be iterated.

    Raises:
        ArchiveError: there is no journal, or it is of a newer format.
    """
    return JournalFile(path, read_header(path))


def events_naming(path: Path, field_name: str) -> Iterator[Event]:
    """Yield the events that have a field of that name, their own or an action's, in order.

    The other lines are not decoded.

    Raises:
        ArchiveError: the file cannot be read.
    """
    return _marked(path, f'"{field_name}":')


def events_called(path: Path, name: str) -> Iterator[Event]:
    """Yield the events of one type, by its name in the journal, in order; no other line is decoded.

    Raises:
        ArchiveError: the file cannot be read.
    """
    return _marked(path, f'"type":"{name}"')


def _marked(path: Path, text: str) -> Iterator[Event]:
    mark = text.encode()  # cannot stand inside a text: there its quotes would be escaped
    try:
        with path.open("rb") as lines:
            for line in lines:
                if mark in line:
                    with suppress(SkippedLineError):
                        yield decode_event(line)[1]
    except OSError as error:
        raise _unreadable(path, error) from error


def read_header(path: Path) -> Header:
    """Return a journal's header.

    Raises:
        ArchiveError: there is no journal, it has no header, or it is of a newer format.
    """
    try:
        with path.open("rb") as lines:
            return decode_header(next(lines, b""))
    except OSError as error:
        raise _unreadable(path, error) from error
    except ArchiveError as error:
        raise ArchiveError(f"The journal {path} cannot be read: {error}") from error


def _unreadable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"The journal {path} cannot be read ({error.strerror or error}). "
        "Check that the file is there and that you may read it."
    )
