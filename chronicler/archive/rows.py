"""Stretches of journals, read by DuckDB into rows.

Decides how lines become rows of messages and events, alike for the archive and for the
tail that it lacks; leaves which stretches to ``archive.survey``.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import duckdb

from chronicler.archive.duck import not_a_pattern, sql_named
from chronicler.archive.survey import CHUNK_BYTES, Stretch

_STRETCHES: Final = """
CREATE OR REPLACE TEMP TABLE journal_stretches AS
SELECT
    unnest($files) AS file, unnest($journals) AS journal, unnest($sessions) AS session_id,
    unnest($after) AS after_seq, unnest($upto) AS upto_seq
"""


def bring_in(
    connection: duckdb.DuckDBPyConnection,
    stretches: Sequence[Stretch],
    bring: Callable[[Sequence[Stretch]], object],
) -> list[Stretch]:
    """Bring stretches in, in one transaction, and return those that memory does not suffice for.

    Where it does not suffice for all together they are brought in singly, so that one odd
    journal costs nothing but itself.
    """
    if not stretches:
        return []
    connection.execute("BEGIN")
    try:
        bring(stretches)
    except duckdb.OutOfMemoryException:
        connection.execute("ROLLBACK")
        if len(stretches) == 1:
            return list(stretches)
        return [left for one in stretches for left in bring_in(connection, [one], bring)]
    connection.execute("COMMIT")
    return []


def too_large(stretch: Stretch) -> str:
    """Return what to say of a journal that memory does not suffice for."""
    return (
        f"The journal {stretch.path} holds lines too large to be loaded and is left out; everything else is "
        "there. If it was imported, import its log again with --again; otherwise move the file away."
    )


def insert_rows(connection: duckdb.DuckDBPyConnection, stretches: Sequence[Stretch]) -> dict[str, int]:
    """Insert what the stretches hold into ``message_rows`` and ``event_rows``.

    Returns the lines read, by journal; a journal none of whose lines held an event is missing.
    """
    if not stretches:
        return {}
    with _pieces(stretches) as files:
        _read_lines(connection, stretches, files)
    connection.execute(f"INSERT INTO message_rows {sql_named('message_rows')}")
    connection.execute(f"INSERT INTO event_rows {sql_named('event_rows')}")
    connection.execute(sql_named("tombstones"))
    lines = connection.execute("SELECT journal, count(*) FROM journal_lines GROUP BY journal").fetchall()
    connection.execute("DROP TABLE journal_lines; DROP TABLE journal_stretches")
    return {str(journal): int(count) for journal, count in lines}


def _read_lines(
    connection: duckdb.DuckDBPyConnection, stretches: Sequence[Stretch], files: Sequence[Path]
) -> None:
    connection.execute(
        _STRETCHES,
        {
            "files": [file.name for file in files],
            "journals": [s.mark.journal for s in stretches],
            "sessions": [s.mark.session_id for s in stretches],
            "after": [s.after_seq for s in stretches],
            "upto": [s.mark.seq for s in stretches],
        },
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE journal_lines AS {sql_named('journal_lines')}",
        {"files": [not_a_pattern(file) for file in files]},
    )


@contextmanager
def _pieces(stretches: Sequence[Stretch]) -> Iterator[list[Path]]:
    """Cut what is new off each journal: read whole, an evening costs more memory with every minute."""
    with ExitStack() as folders:
        yield [_cut(stretch, folders) if stretch.begins_at else stretch.path for stretch in stretches]


def _cut(stretch: Stretch, folders: ExitStack) -> Path:
    try:
        folder = tempfile.TemporaryDirectory(prefix="chronicler-", ignore_cleanup_errors=True)
        piece = Path(folders.enter_context(folder), stretch.path.name)
        with stretch.path.open("rb") as journal, piece.open("xb") as file:
            journal.seek(stretch.begins_at)
            left = stretch.mark.bytes - stretch.begins_at
            while left > 0 and (chunk := journal.read(min(CHUNK_BYTES, left))):
                file.write(chunk)
                left -= len(chunk)
    except OSError:
        return stretch.path  # no room for a piece; the numbers leave out what is known all the same
    return piece
