"""The one way for readers into the archive: the published file plus what it lacks yet.

Decides what readers see (a snapshot that :meth:`Archive.refresh` renews) and that nothing
they do can hold up or change the archive: one that lingers open for the next question is let
go before a load publishes. Leaves the questions to ``archive.asking.queries``.
"""

import atexit
import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb

from chronicler.archive import schema
from chronicler.archive.asking.table import Parameters, Table, fetch
from chronicler.archive.duck import (
    THREADS,
    first_line,
    newer,
    open_database,
    quoted,
    sql_named,
    trouble_with,
)
from chronicler.archive.files import JOURNALS, PUBLISHED
from chronicler.archive.rows import bring_in, insert_rows, too_large
from chronicler.archive.survey import Mark, Stretch, Survey, marks_in, survey
from chronicler.errors import ArchiveError

_TAIL: Final = """
CREATE OR REPLACE TABLE message_rows AS FROM archive.main.message_rows LIMIT 0;
CREATE OR REPLACE TABLE event_rows AS FROM archive.main.event_rows LIMIT 0;
CREATE OR REPLACE TABLE rewritten (journal VARCHAR);
"""

LINGER_SECONDS: Final = 30.0


class Archive:
    """The archive and the journals' tail as they stood at the last refresh, read-only.

    Get one from :func:`connect`. Its views are those of ``archive/sql/views.sql``, with
    ``messages`` and ``events`` beneath them.
    """

    def __init__(self, data: Path) -> None:
        """Open what ``data`` holds; :func:`connect` hands out one for each process."""
        self.data = data
        self.notes: tuple[str, ...] = ()
        """Sentences about journals that could not be read."""
        self.marks: dict[str, Mark] = {}
        """How far each journal has been loaded, by the journal's name."""
        self.tail: tuple[Stretch, ...] = ()
        """What the journals hold that is not loaded yet."""
        self.version = 0
        """Of the published archive's tables; 0 where there is none."""
        self._published: tuple[int, int, int] | None = None
        """What the published file looked like when it was last taken up."""
        self._found: Survey | None = None
        self._one_at_a_time = threading.RLock()
        """A refresh replaces the tables that a question in another thread is about."""
        self.connection = open_database()
        """For this package only: everybody else asks through :meth:`query`."""
        with ExitStack() as unless_ready:
            unless_ready.callback(self.connection.close)
            self.refresh()
            self.connection.execute(sql_named("views"))
            unless_ready.pop_all()

    def refresh(self) -> None:
        """Look again: take up a newly published archive and what was journaled since.

        Where neither changed, everything stays as it is and this takes as long as a look at the files.

        Raises:
            ArchiveError: the archive is damaged, newer than this program or held open.
        """
        published = self.data / PUBLISHED
        with self._one_at_a_time:
            try:
                stands = _looks(published)
                if self._found is not None and stands == self._published:
                    found = survey(self.data / JOURNALS, self.marks)
                    if found == self._found:
                        return
                self._found, self._published = None, stands
                self._attach(published)
                self._found = self._read_tail()
            except duckdb.Error as error:
                raise trouble_with(published, error) from error

    def query(self, sql: str, parameters: Parameters = ()) -> Table:
        """Return all rows of a query.

        Raises:
            ArchiveError: the query is wrong; the message is the first line of what DuckDB says.
        """
        with self._one_at_a_time, self.connection.cursor() as cursor:
            return fetch(cursor, sql, parameters)

    def frame(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return a query's rows as a pandas DataFrame (times without zone, UTC).

        Raises:
            ArchiveError: as :meth:`query`.
        """
        with self._one_at_a_time, self.connection.cursor() as cursor:
            try:
                return cursor.execute(sql, parameters or None).df()
            except duckdb.Error as error:
                raise ArchiveError(first_line(error)) from error

    def columns(self, sql: str, parameters: Parameters = ()) -> dict[str, Any]:
        """Return a query's columns as numpy arrays (times without zone, UTC).

        Raises:
            ArchiveError: as :meth:`query`.
        """
        with self._one_at_a_time, self.connection.cursor() as cursor:
            try:
                return dict(cursor.execute(sql, parameters or None).fetchnumpy())
            except duckdb.Error as error:
                raise ArchiveError(first_line(error)) from error

    def close(self) -> None:
        """Let go of the archive once all who connected have closed."""
        _REGISTRY.give_back(self)

    def linger(self) -> None:
        """Stay open for :data:`LINGER_SECONDS` after the last who connected has closed.

        For whoever asks one question after another: opening costs more than most answers.
        """
        _REGISTRY.linger(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def let_go(self) -> None:
        """Close the connection, whoever may still hold this archive."""
        self.connection.close()

    def _attach(self, published: Path) -> None:
        self.connection.execute("DETACH DATABASE IF EXISTS archive")
        self.version = version = 0
        if published.exists():
            self.connection.execute(f"ATTACH {quoted(published)} AS archive (READ_ONLY)")
            self.version = version = schema.version_of(self.connection, "archive")
            if version > schema.newest_version():
                raise newer(published, "Chronicler")
            if version < schema.newest_version():
                # The next load brings it up to date; until then the journals tell everything.
                self.connection.execute("DETACH archive")
        if version < schema.newest_version():
            self.connection.execute("ATTACH ':memory:' AS archive; USE archive")
            schema.migrate(self.connection, 0)
            self.connection.execute("USE memory")

    def _read_tail(self) -> Survey:
        self.marks = marks_in(self.connection, "archive.main.loaded")
        found = survey(self.data / JOURNALS, self.marks)
        self.notes, self.tail = tuple(found.notes), tuple(found.stretches)
        self.connection.execute(_TAIL)
        for stretch in found.stretches:
            if stretch.is_rewritten:
                self.connection.execute("INSERT INTO rewritten VALUES (?)", [stretch.mark.journal])
        self.connection.execute("SET threads = 1")  # less memory beside a stream, see open_database
        left = bring_in(self.connection, found.stretches, lambda some: insert_rows(self.connection, some))
        self.connection.execute(f"SET threads = {THREADS}")
        self.notes += tuple(map(too_large, left))
        self.connection.execute(sql_named("archive_and_tail"))
        return found


def _looks(published: Path) -> tuple[int, int, int] | None:
    """Return what tells one published file from the next, ``None`` where there is none."""
    try:
        status = published.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def connect(data: Path) -> Archive:
    """Return the archive of a data folder: the published file and the journals' tail.

    One process holds one archive a folder: a second call refreshes and returns the first,
    since DuckDB may lose its hold on a file that one process has attached twice.

    Raises:
        ArchiveError: there is no such folder, or the archive cannot be used.
    """
    if not data.is_dir():
        raise ArchiveError(f"There is no data folder {data}. Check the path; it is made by the first stream.")
    return _REGISTRY.hand_out(data.resolve())


def stop_lingering(data: Path) -> None:
    """Let go at once of an archive that only lingers: its published file is about to be replaced."""
    _REGISTRY.stop_lingering(data.resolve())


class _Registry:
    """The archives that are open in this process, with how many hold each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[Archive, int]] = {}
        self._lingering: dict[Path, threading.Timer] = {}

    def hand_out(self, data: Path) -> Archive:
        with self._lock:
            held = self._open.get(data)
            if held is None:
                archive, holders = Archive(data), 0
            else:
                archive, holders = held
                archive.refresh()
            self._open[data] = archive, holders + 1
            return archive

    def give_back(self, archive: Archive) -> None:
        with self._lock:
            held, holders = self._open.get(archive.data, (None, 0))
            if held is not archive:
                return
            if holders > 1:
                self._open[archive.data] = archive, holders - 1
                return
            del self._open[archive.data]
            archive.let_go()

    def linger(self, archive: Archive) -> None:
        timer = threading.Timer(LINGER_SECONDS, self._end, [archive])
        timer.daemon = True
        with self._lock:
            held, holders = self._open.get(archive.data, (None, 0))
            if held is not archive:
                return
            earlier = self._lingering.get(archive.data)
            self._lingering[archive.data] = timer
            if earlier is None:
                self._open[archive.data] = archive, holders + 1
            else:
                earlier.cancel()
        timer.start()

    def stop_lingering(self, data: Path) -> None:
        with self._lock:
            timer = self._lingering.pop(data, None)
            archive, _ = self._open.get(data, (None, 0))
        if timer is not None and archive is not None:
            timer.cancel()
            self.give_back(archive)

    def stop_all_lingering(self) -> None:
        for data in tuple(self._lingering):
            self.stop_lingering(data)

    def _end(self, archive: Archive) -> None:
        with self._lock:
            if self._lingering.get(archive.data) is not threading.current_thread():
                return
            del self._lingering[archive.data]
        self.give_back(archive)


_REGISTRY: Final = _Registry()
atexit.register(_REGISTRY.stop_all_lingering)  # DuckDB complains of what is open when Python ends
