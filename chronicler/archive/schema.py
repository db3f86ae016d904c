"""The archive's tables and views, and how an older archive becomes a newer one.

Decides the order of the numbered migrations, forward only and each in a transaction;
leaves opening files to ``archive.duck``, filling tables to ``archive.load`` and keeping the old
one to ``archive.upgrade``.
"""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

import duckdb

from chronicler.archive.duck import sql_named

_VERSIONS: Final = "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL)"
_OWN_ROWS: Final = """
CREATE OR REPLACE VIEW messages AS SELECT * FROM message_rows;
CREATE OR REPLACE VIEW events AS SELECT * FROM event_rows;
"""


def migrations() -> list[tuple[int, str, str]]:
    """Return number, name and SQL of every migration, in order."""
    return sorted(_read_migrations())


def newest_version() -> int:
    """Return the version that this program's archive has."""
    return migrations()[-1][0]


def version_of(connection: duckdb.DuckDBPyConnection, catalog: str = "") -> int:
    """Return the version of an archive, attached or opened; 0 where it has no tables of ours yet."""
    table = f"{catalog}.main.migrations" if catalog else "main.migrations"
    try:
        rows = connection.execute(f"SELECT max(number) FROM {table}").fetchall()  # noqa: S608 our own name
    except duckdb.CatalogException:
        return 0
    return int(rows[0][0] or 0)


def migrate(connection: duckdb.DuckDBPyConnection, since: int) -> None:
    """Bring the current database from version ``since`` to the newest, step by step."""
    connection.execute(_VERSIONS)
    for number, name, sql in migrations():
        if number > since:
            connection.execute("BEGIN")
            connection.execute(sql)
            connection.execute("INSERT INTO migrations VALUES (?, ?)", [number, name])
            connection.execute("COMMIT")


def keep_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the archive's own views, unless they stand as this program has them."""
    views = _OWN_ROWS + sql_named("views")
    digest = hashlib.sha256(views.encode()).hexdigest()
    stands = connection.execute("SELECT comment FROM duckdb_views() WHERE view_name = 'messages'").fetchall()
    if stands != [(digest,)]:
        connection.execute(views)
        connection.execute(f"COMMENT ON VIEW messages IS '{digest}'")


def _read_migrations() -> Iterator[tuple[int, str, str]]:
    for file in (files("chronicler.archive") / "migrations").iterdir():
        if file.name.endswith(".sql"):
            name = file.name.removesuffix(".sql")
            yield int(name.partition("_")[0]), name, file.read_text(encoding="utf-8")
