"""What a query gives: its columns and rows, the times in them aware UTC.

Leaves the question to ``archive.asking.queries`` and the connection to whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import duckdb

from chronicler.archive.duck import first_line
from chronicler.errors import ArchiveError

_TIMELESS: Final = frozenset({str, int, float, bool, bytes, type(None)})
Parameters = Mapping[str, object] | Sequence[object]

_TOO_MUCH: Final = (
    "A gigabyte of memory does not suffice for this question over so much. Ask it of one stream; or of an "
    "export, which takes less: chronicler archive export, then chronicler stats --parquet, or Spark."
)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    """Times are aware UTC."""
    is_cut: bool = False
    """Whether there were more rows than were asked for."""


def fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters = (), *, limit: int | None = None
) -> Table:
    """Return the rows of a query, at most ``limit``.

    Raises:
        ArchiveError: the query is wrong or was stopped.
    """
    try:
        connection.execute(sql, parameters or None)
        rows = connection.fetchall() if limit is None else connection.fetchmany(limit + 1)
        columns = tuple(column[0] for column in connection.description or ())
    except duckdb.OutOfMemoryException as error:
        raise ArchiveError(_TOO_MUCH) from error
    except duckdb.Error as error:
        raise ArchiveError(first_line(error)) from error
    kept = rows if limit is None else rows[:limit]
    return Table(columns, aware_rows(kept), is_cut=len(kept) < len(rows))


def aware_rows(rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """Return rows as DuckDB gives them with the times in them aware UTC."""
    return tuple(zip(*map(_aware_column, zip(*rows, strict=True)), strict=True)) if rows and rows[0] else ()


def _aware_column(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a column with the times in it aware; most hold none, and looking at kinds alone is quick."""
    return values if _TIMELESS.issuperset(map(type, values)) else tuple(map(_aware, values))


def _aware(value: Any) -> Any:
    """Return a value with the times in it aware: the archive's are UTC without saying so."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, list):
        return [_aware(item) for item in value]
    if isinstance(value, dict):
        return {key: _aware(item) for key, item in value.items()}
    return value
