"""An export of an archive, asked by DuckDB as the archive itself is.

Decides that every table is there, an empty one where the export has no file of it, since a
stream without raids leaves none. Leaves writing the files to ``archive.export`` and the
questions to ``archive.asking.analyses``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from chronicler.archive import schema
from chronicler.archive.asking.table import Parameters, Table, fetch
from chronicler.archive.duck import first_line, not_a_pattern, open_database
from chronicler.archive.export import PART, TABLES, read_marker
from chronicler.errors import ArchiveError

Columns = tuple[tuple[str, str], ...]
"""Name and DuckDB type of each column."""
_PARTITIONS: Final = f"channel=*/date=*/{PART}"


class ParquetArchive:
    """The tables of an export, as they stood when it was opened. Get one from :func:`open_export`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """Take over a connection with the archive's own views, all empty."""
        self._connection = connection
        self.folder = folder
        self.schemas = {table: self._columns(table) for table in TABLES}
        """The columns of every table, those of the partition left out."""
        self.filled = tuple(table for table in TABLES if next((folder / table).glob(_PARTITIONS), None))
        """The tables of which there are files."""
        for table in self.filled:
            left_out = "date" if table == "sessions" else "channel, date"
            files = not_a_pattern(folder).replace("'", "''") + f"/{table}/{_PARTITIONS}"
            connection.execute(
                f"CREATE OR REPLACE VIEW {table} AS SELECT * EXCLUDE ({left_out}) "  # noqa: S608
                f"FROM read_parquet('{files}', hive_partitioning = true, hive_types_autocast = false)"
            )

    def query(self, sql: str, parameters: Parameters = ()) -> Table:
        """Return all rows of a query.

        Raises:
            ArchiveError: the query is wrong, or a file cannot be read.
        """
        with self._connection.cursor() as cursor:
            try:
                return fetch(cursor, sql, parameters)
            except ArchiveError as error:
                if not isinstance(error.__cause__, duckdb.IOException | duckdb.InvalidInputException):
                    raise
                raise ArchiveError(_unreadable(self.folder, str(error))) from error

    def _columns(self, table: str) -> Columns:
        found = self._connection.execute(f"DESCRIBE {table}").fetchall()
        return tuple((str(name), str(kind)) for name, kind, *_ in found)


@contextmanager
def open_export(folder: Path) -> Iterator[ParquetArchive]:
    """Open an export meanwhile.

    Raises:
        ArchiveError: the folder holds none, or it cannot be read; the message says what to do.
    """
    place = folder.expanduser().resolve()
    read_marker(place)
    with open_database() as connection:
        schema.migrate(connection, 0)
        schema.keep_views(connection)
        try:
            opened = ParquetArchive(connection, place)
        except duckdb.Error as error:
            raise ArchiveError(_unreadable(folder, first_line(error))) from error
        yield opened


def _unreadable(folder: Path, why: str) -> str:
    return f"{folder} could not be read ({why}); write it again: chronicler archive export --parquet {folder}"
