"""Whether an archive file can be relied on, and how much it holds.

Decides what counts as broken (it cannot be opened, or a block does not match its checksum)
and how a file is counted before it is replaced; leaves what to do about it to
``archive.load`` and ``archive.rebuild``.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from chronicler.archive import schema
from chronicler.archive.duck import first_line, is_damage, is_newer, newer, open_database

_EVERYTHING = (
    "SELECT bit_xor(hash(m)) FROM message_rows AS m",
    "SELECT bit_xor(hash(e)) FROM event_rows AS e",
    "SELECT bit_xor(hash(l)) FROM loaded AS l",
)
_COUNTS = """
SELECT
    (SELECT count(DISTINCT session_id) FROM event_rows WHERE type = 'session_started'),
    (SELECT count(*) FROM message_rows),
    (SELECT count(*) FROM event_rows)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an archive holds."""

    sessions: int
    messages: int
    events: int
    """Everything but messages and ticks."""
    journals: frozenset[str]
    """Names of the journals that were loaded."""


def look_through(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every block of an archive once, so that its checksum is compared.

    Raises:
        duckdb.Error: a block is damaged.
    """
    for question in _EVERYTHING:
        connection.execute(question).fetchall()


def broken_because(path: Path, *, is_thorough: bool) -> str:
    """Return why a published archive is broken, empty where it is whole or held open by somebody.

    Raises:
        ArchiveError: a newer program wrote it.
    """
    try:
        with closing(open_database(path, threads=1, read_only=True)) as connection:
            if schema.version_of(connection) > schema.newest_version():
                raise newer(path, "Chronicler")
            if is_thorough:
                look_through(connection)
    except duckdb.Error as error:
        if is_newer(error):
            raise newer(path, "DuckDB") from error
        return first_line(error) if is_damage(error) else ""
    return ""


def counts_of(path: Path) -> Counts | None:
    """Return how much an archive file holds, ``None`` where it is missing or cannot be read."""
    if not path.is_file():
        return None
    try:
        with closing(open_database(path, threads=1, read_only=True)) as connection:
            [(sessions, messages, events)] = connection.execute(_COUNTS).fetchall()
            journals = connection.execute("SELECT journal FROM loaded").fetchall()
    except duckdb.Error:
        return None
    return Counts(sessions, messages, events, frozenset(str(name) for (name,) in journals))
