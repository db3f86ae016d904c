"""The rows of a query as a table, as JSON and as CSV.

Decides how each value of DuckDB's is spelled for people and for scripts, and that no column
is lost because another has its name; leaves running the query to ``archive.asking.typed_query``.
"""

import csv
import io
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import click

from chronicler.cli.terminal.screen import wrapped
from chronicler.cli.terminal.shown import escaped, in_ascii, shown
from chronicler.domain.codec import utc_text

_WIDEST: Final = 60
_BETWEEN: Final = "  "

Batches = Iterable[Sequence[Sequence[object]]]


def unique_names(columns: Sequence[str]) -> list[str]:
    """Return the columns with a number behind every name that stood before: ``n, n_2, n_3``."""
    names: list[str] = []
    taken = set(columns)
    for column in columns:
        name, number = column, 1
        while name in names or (number > 1 and name in taken):
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


_SPELLED: Final[tuple[tuple[Any, Callable[[Any], Any]], ...]] = (
    (bool | int | str | None, lambda value: value),
    (float, lambda value: value if math.isfinite(value) else None),
    (datetime, utc_text),
    (date | time, lambda value: value.isoformat()),
    (timedelta, timedelta.total_seconds),
    (Decimal, lambda value: int(value) if value == value.to_integral_value() else float(value)),
    (bytes, bytes.hex),
    (list | tuple, lambda value: [plain(item) for item in value]),
    (dict, lambda value: {str(key): plain(item) for key, item in value.items()}),
)


def plain(value: object) -> Any:
    """Return a value as JSON can say it: times in UTC, whole decimals as whole numbers."""
    return next((spell(value) for kind, spell in _SPELLED if isinstance(value, kind)), str(value))


def print_json_rows(columns: Sequence[str], batches: Batches) -> None:
    """Print an array of objects, one a row, as they come."""
    names, before = unique_names(columns), "[\n  "
    for batch in batches:
        for row in batch:
            told = dict(zip(names, map(plain, row), strict=True))
            click.echo(before + escaped(json.dumps(told, ensure_ascii=in_ascii())), nl=False)
            before = ",\n  "
    click.echo("[]" if before.startswith("[") else "\n]")


def print_csv(columns: Sequence[str], batches: Batches) -> None:
    """Print CSV by RFC 4180 in UTF-8: lines end in CR LF, and text may hold line breaks.

    Straight to a terminal it is shown without what would command that.
    """
    out = sys.stdout.buffer
    flat = _on_terminal if sys.stdout.isatty() else _flat
    rows: Iterable[Sequence[object]] = [unique_names(columns)]
    out.write(_csv(rows))
    for batch in batches:
        out.write(_csv([[flat(value) for value in row] for row in batch]))
    out.flush()


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _flat(value: object) -> object:
    said = plain(value)
    if isinstance(said, bool):
        return "true" if said else "false"
    return json.dumps(said, ensure_ascii=False) if isinstance(said, list | dict) else said


def _on_terminal(value: object) -> object:
    said = _flat(value)
    return shown(said) if isinstance(said, str) else said


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], width: int = 0) -> None:
    """Print a table for people; what would command a terminal is left out.

    A table wider than ``width`` columns, where that is not 0, is printed as records, a value a line.
    """
    heads = [_cell(column) for column in columns]
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(head), *(len(row[i]) for row in cells), 0) for i, head in enumerate(heads)]
    if cells and 0 < width < sum(widths) + len(_BETWEEN) * (len(widths) - 1):
        _print_records(heads, cells, width)
        return
    click.echo(_BETWEEN.join(c.ljust(w) for c, w in zip(heads, widths, strict=True)).rstrip())
    click.echo(_BETWEEN.join("-" * w for w in widths))
    for row in cells:
        click.echo(_BETWEEN.join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip())


def _print_records(heads: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> None:
    front = max(map(len, heads)) + len(_BETWEEN)
    for number, row in enumerate(cells, 1):
        click.echo(f"--- row {number} ".ljust(min(width, front + _WIDEST), "-"))
        for head, value in zip(heads, row, strict=True):
            if value:
                click.echo(wrapped(f"{head.ljust(front)}{value}", width, min(front, width // 2)))


def _cell(value: object) -> str:
    said = value if isinstance(value, str) else _flat(value)
    printable = "".join(c if c.isprintable() else " " for c in str(said))
    text = "" if value is None else " ".join(printable.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
