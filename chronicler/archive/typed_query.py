"""A query that somebody typed, run so that it can read the archive and do nothing else.

Decides the cage: a copy of the tail in memory, the archive attached read-only, no file
access, settings locked, a read-only transaction and a time limit. Looking at the kind of
statement would not do: in DuckDB 2 a CTE may insert.
"""

from pathlib import Path
from typing import Final

import duckdb

from chronicler.archive.connect import Archive, Table, fetch
from chronicler.archive.duck import first_line
from chronicler.errors import ArchiveError

MOST_ROWS: Final = 10_000
"""More rows than anybody reads in a terminal."""


def run_query(data: Path, sql: str, *, limit_seconds: float, limit_rows: int = MOST_ROWS) -> Table:
    """Return what one typed statement answers, at most ``limit_rows`` rows of it.

    Raises:
        ArchiveError: the statement is wrong, wants to change or read something outside the
            archive, or took longer than ``limit_seconds``; the message is DuckDB's first line.
    """
    archive = Archive(data)
    try:
        _must_be_one(sql)
        _lock_in(archive.connection, limit_seconds)
        return fetch(archive.connection, sql, limit=limit_rows)
    finally:
        archive.let_go()


def _must_be_one(sql: str) -> None:
    try:
        statements = len(duckdb.extract_statements(sql))
    except duckdb.Error as error:
        raise ArchiveError(first_line(error)) from error
    if statements != 1:
        raise ArchiveError(f"One query at a time: this is {statements or 'none'}.")


def _lock_in(connection: duckdb.DuckDBPyConnection, limit_seconds: float) -> None:
    connection.execute("BEGIN TRANSACTION READ ONLY")
    connection.execute("SET enable_external_access = false")
    connection.execute(f"SET max_execution_time = {max(1, round(limit_seconds * 1000))}")
    connection.execute("SET lock_configuration = true")
