"""A query that somebody typed, run so that it can read the archive and do nothing else.

Decides the cage: a copy of the tail in memory, the archive attached read-only, no file
access, settings locked, a read-only transaction and a time limit. Looking at the kind of
statement would not do: in DuckDB 2 a CTE may insert.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from chronicler.archive.asking.table import Table, aware_rows
from chronicler.archive.connect import Archive
from chronicler.archive.duck import first_line
from chronicler.errors import ArchiveError

MOST_ROWS: Final = 10_000
"""More rows than anybody reads in a terminal."""
GRACE_SECONDS: Final = 2.0
"""How long a query that was told to stop may take to do so."""
_BATCH: Final = 2_000
_OVERDUE: Final = "exceeded maximum execution time"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a typed query while it is being read."""

    columns: tuple[str, ...]
    batches: Iterator[tuple[Row, ...]]
    """The rows in order, some thousand at a time; times are aware UTC."""
    notes: tuple[str, ...] = ()
    """Sentences about journals that could not be read and are missing from the answer."""


def _wait_on() -> None:
    """Leave a query that will not stop to itself."""


@contextmanager
def asked(
    data: Path, sql: str, *, limit_seconds: float, on_stuck: Callable[[], None] = _wait_on
) -> Iterator[Answer]:
    """Run one typed statement and hand out its rows while the archive stays open.

    A statement over its time is stopped twice over, by DuckDB itself and by an interrupt from
    a timer. Neither reaches into a single expression that works on one huge value: where the
    statement still runs ``GRACE_SECONDS`` later, ``on_stuck`` is called, on the timer's thread.

    Raises:
        ArchiveError: the statement is wrong, wants to change or read something outside the
            archive, or took too long; the message is DuckDB's first line.
    """
    archive = Archive(data)
    try:
        _must_be_one(sql)
        _lock_in(archive.connection, limit_seconds)
        with _watched(archive.connection, limit_seconds, on_stuck), _plainly(limit_seconds):
            archive.connection.execute(sql)
            columns = tuple(column[0] for column in archive.connection.description or ())
            yield Answer(columns, _batches(archive.connection, limit_seconds), archive.notes)
    finally:
        archive.let_go()


def run_query(data: Path, sql: str, *, limit_seconds: float, limit_rows: int = MOST_ROWS) -> Table:
    """Return what one typed statement answers, at most ``limit_rows`` rows of it.

    Raises:
        ArchiveError: as :func:`asked`.
    """
    rows: list[Row] = []
    with asked(data, sql, limit_seconds=limit_seconds) as answer:
        for batch in answer.batches:
            rows += batch
            if len(rows) > limit_rows:
                break
    return Table(answer.columns, tuple(rows[:limit_rows]), is_cut=len(rows) > limit_rows)


def _batches(connection: duckdb.DuckDBPyConnection, limit_seconds: float) -> Iterator[tuple[Row, ...]]:
    while True:
        with _plainly(limit_seconds):
            rows = connection.fetchmany(_BATCH)
        if not rows:
            return
        yield aware_rows(rows)


@contextmanager
def _plainly(limit_seconds: float) -> Iterator[None]:
    """Say DuckDB's errors in one line, and an end by time in words of our own."""
    try:
        yield
    except duckdb.Error as error:
        if isinstance(error, duckdb.InterruptException) or _OVERDUE in str(error):
            raise ArchiveError(
                f"The query took longer than {limit_seconds:g} s and was stopped. Ask for less, or give it "
                "more time with --seconds."
            ) from error
        raise ArchiveError(first_line(error)) from error
    except (UnicodeError, OverflowError, ValueError) as error:
        raise ArchiveError(f"The answer cannot be given as it is: {first_line(error)}") from error


@contextmanager
def _watched(
    connection: duckdb.DuckDBPyConnection, limit_seconds: float, on_stuck: Callable[[], None]
) -> Iterator[None]:
    timers = [
        threading.Timer(limit_seconds, connection.interrupt),
        threading.Timer(limit_seconds + GRACE_SECONDS, on_stuck),
    ]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()


def _must_be_one(sql: str) -> None:
    try:
        statements = len(duckdb.extract_statements(sql))
    except duckdb.Error as error:
        raise ArchiveError(first_line(error)) from error
    except (UnicodeError, TypeError) as error:  # the binding takes half a surrogate pair for no text at all
        raise ArchiveError("The query holds bytes that are no text; write it in UTF-8.") from error
    if statements != 1:
        raise ArchiveError(f"One query at a time: this is {statements or 'none'}.")


def _lock_in(connection: duckdb.DuckDBPyConnection, limit_seconds: float) -> None:
    connection.execute("BEGIN TRANSACTION READ ONLY")
    connection.execute("SET enable_external_access = false")
    connection.execute(f"SET max_execution_time = {max(1, round(limit_seconds * 1000))}")
    connection.execute("SET lock_configuration = true")
