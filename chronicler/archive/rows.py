"""Stretches of journals, read by DuckDB into rows.

Decides how lines become rows of messages and events, alike for the archive and for the
tail that it lacks; leaves which stretches to ``archive.survey``.
"""

from collections.abc import Callable, Sequence
from typing import Final

import duckdb

from chronicler.archive.duck import not_a_pattern, sql_named
from chronicler.archive.survey import Stretch

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
    connection.execute(
        _STRETCHES,
        {
            "files": [s.path.name for s in stretches],
            "journals": [s.mark.journal for s in stretches],
            "sessions": [s.mark.session_id for s in stretches],
            "after": [s.after_seq for s in stretches],
            "upto": [s.mark.seq for s in stretches],
        },
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE journal_lines AS {sql_named('journal_lines')}",
        {"files": [not_a_pattern(s.path) for s in stretches]},
    )
    connection.execute(f"INSERT INTO message_rows {sql_named('message_rows')}")
    connection.execute(f"INSERT INTO event_rows {sql_named('event_rows')}")
    connection.execute(sql_named("tombstones"))
    lines = connection.execute("SELECT journal, count(*) FROM journal_lines GROUP BY journal").fetchall()
    connection.execute("DROP TABLE journal_lines; DROP TABLE journal_stretches")
    return {str(journal): int(count) for journal, count in lines}
