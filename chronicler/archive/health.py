"""How an archive is doing: what it holds, what it lacks, and what is wrong with it.

Decides which facts there are and that none of them costs the others: where the archive
cannot be used, the journals are told about all the same. Leaves what to do about it to
``runtime.asking.archive_status``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from chronicler.archive import schema
from chronicler.archive.condition import broken_because
from chronicler.archive.connect import Archive, connect
from chronicler.archive.files import DAMAGED, JOURNALS, PUBLISHED, WORK, standing_aside
from chronicler.archive.journal.folder import all_journals
from chronicler.domain.read_json import read_json
from chronicler.errors import ArchiveError

MOST_NAMED: Final = 20
"""Damaged lines of one journal that are named; all are counted."""
_HELD: Final = """
SELECT origin, count(*), coalesce(sum(messages), 0), min(started_at), max(last_at)
FROM sessions
GROUP BY origin
ORDER BY origin
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive and the journals' tail hold of one origin. Times are aware UTC."""

    origin: str
    sessions: int
    messages: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """What a journal holds that the published archive does not."""

    journal: str
    lines: int
    is_rewritten: bool
    """Whether what was loaded of it before no longer stands in it."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Lines of a journal that hold no event."""

    journal: str
    count: int
    lines: tuple[int, ...]
    """Their numbers in the file, from 1; at most :data:`MOST_NAMED`."""


@dataclass(slots=True)
class Health:
    """How the archive of one data folder is doing."""

    data: Path
    published_bytes: int | None = None
    """``None`` where nothing was published yet."""
    published_at: datetime | None = None
    work_bytes: int = 0
    version: int = 0
    """Of the published archive's tables."""
    newest_version: int = 0
    """Of the tables that this program makes."""
    journals: int = 0
    journal_bytes: int = 0
    held: list[Held] = field(default_factory=list)
    not_loaded: list[NotLoaded] = field(default_factory=list)
    damaged: list[Damaged] = field(default_factory=list)
    half_written: list[str] = field(default_factory=list)
    """Journals whose last line is not whole: after a crash, or while it is being written."""
    unreadable: list[str] = field(default_factory=list)
    """Sentences about journals that cannot be read."""
    without_journal: list[str] = field(default_factory=list)
    """Journals in the archive whose file is gone."""
    aside: list[Path] = field(default_factory=list)
    """Old and damaged archives that stand aside."""
    trouble: str = ""
    """Why the archive cannot be used, with what to do."""
    is_damaged: bool = False
    """Whether the published archive is broken: the next load builds it anew."""

    @property
    def is_outdated(self) -> bool:
        """Whether the next load has something to do beside new lines: older tables, or no archive yet."""
        return self.journals > 0 and self.version < self.newest_version


def look_after(data: Path) -> Health:
    """Return how the archive in a data folder is doing; everything in it is read, nothing changed."""
    found = Health(data, newest_version=schema.newest_version())
    if not data.is_dir():
        return found
    _look_at_files(found)
    try:
        if damage := _damage(data / PUBLISHED):
            found.is_damaged = True
            found.trouble = f"{data / PUBLISHED} is damaged ({damage}); the journals hold everything."
            return found
        with connect(data) as archive:
            _look_inside(found, archive)
    except ArchiveError as error:
        found.trouble = str(error)
    return found


def _look_at_files(found: Health) -> None:
    published, work = found.data / PUBLISHED, found.data / WORK
    if published.is_file():
        status = published.stat()
        found.published_bytes = status.st_size
        found.published_at = datetime.fromtimestamp(status.st_mtime, UTC).replace(microsecond=0)
    found.work_bytes = work.stat().st_size if work.is_file() else 0
    journals = all_journals(found.data / JOURNALS)
    found.journals, found.journal_bytes = len(journals), sum(path.stat().st_size for path in journals)
    broken = [found.data / f"{name}{DAMAGED}" for name in (PUBLISHED, WORK)]
    found.aside = [path for path in (*standing_aside(found.data), *broken) if path.is_file()]


def _damage(published: Path) -> str:
    return broken_because(published, is_thorough=True) if published.is_file() else ""


def _look_inside(found: Health, archive: Archive) -> None:
    found.version = archive.version
    found.held = [Held(*row) for row in archive.query(_HELD).rows]
    found.not_loaded = [
        NotLoaded(s.mark.journal, s.lines, s.is_rewritten) for s in archive.tail if s.lines > 0
    ]
    found.unreadable = list(archive.notes)
    standing = {path.stem for path in all_journals(found.data / JOURNALS)}
    found.without_journal = sorted(name for name in archive.marks if name not in standing)
    unloaded = {stretch.mark.journal for stretch in archive.tail}
    for path in all_journals(found.data / JOURNALS):
        mark = archive.marks.get(path.stem)
        if path.stem in unloaded or mark is None or mark.skipped != 0:
            _look_through(found, path)


def _look_through(found: Health, path: Path) -> None:
    """Name the lines of one journal that hold no event."""
    count, named = 0, list[int]()
    try:
        for number in _damaged_lines(path):
            if number < 0:
                found.half_written.append(path.stem)
                continue
            count += 1
            if len(named) < MOST_NAMED:
                named.append(number)
    except OSError:
        return  # told among the journals that cannot be read
    if count:
        found.damaged.append(Damaged(path.stem, count, tuple(named)))


def _damaged_lines(path: Path) -> Iterator[int]:
    """Yield the numbers of lines that hold no event; -1 for a last line that is not whole."""
    with path.open("rb") as file:
        next(file, None)
        for number, line in enumerate(file, 2):
            if not line.endswith(b"\n"):
                yield -1
            elif not _holds_an_event(line):
                yield number


def _holds_an_event(line: bytes) -> bool:
    try:
        fields = read_json(line)
        return isinstance(fields["seq"], int) and bool(fields["type"] and fields["at"]) and "data" in fields
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
