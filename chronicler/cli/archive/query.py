"""``chronicler archive query``: one SQL question, read-only for real."""

import itertools
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from chronicler.archive.asking.typed_query import MOST_ROWS, Answer, asked
from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.archive.rows import print_csv, print_json_rows, print_table
from chronicler.cli.options import json_option, vault_option
from chronicler.cli.terminal.screen import columns, say
from chronicler.errors import ArchiveError, UserError

LONGEST_QUERY: Final = 3600
FROM_STDIN: Final = "-"
_NOT_UNDERSTOOD: Final = ("Parser Error", "Catalog Error", "Binder Error")
_WHAT_THERE_IS: Final = '\nSee what there is: "SHOW TABLES", and "DESCRIBE messages" for the columns of one.'

_CHANGES: Final = re.compile(
    r"(?:\s|--[^\n]*\n)*(?:ALTER|CREATE|DELETE|DROP|INSERT|MERGE|REPLACE|TRUNCATE|UPDATE)\b", re.IGNORECASE
)
_ONLY_READS: Final = (
    "a query only reads: nothing in the archive can be changed by one, and nothing was. "
    "An import is taken back with: chronicler archive remove"
)

Rows = tuple[tuple[Any, ...], ...]


@click.command(
    "query",
    epilog="\b\nExamples:\n"
    '  chronicler archive query "SHOW TABLES"\n'
    '  chronicler archive query "SELECT * FROM sessions" --json\n'
    "  chronicler archive query - --csv < question.sql > answer.csv",
)
@click.argument("sql")
@vault_option
@rehearsals_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values (RFC 4180, UTF-8).")
@click.option(
    "--limit",
    type=click.IntRange(1),
    help=f"Print at most so many rows; a table {MOST_ROWS:,}, where nothing is said.",
)
@click.option("--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Give up after.")
def command(
    *,
    sql: str,
    vault: Path | None,
    rehearsals: bool,
    as_json: bool,
    as_csv: bool,
    limit: int | None,
    seconds: float,
) -> None:
    """Run one SQL query, read-only, over everything kept so far.

    SQL is the query itself, or - to read it from standard input.
    """
    if as_json and as_csv:
        raise UserError("--json and --csv cannot both be printed; choose one")
    if not 0 < seconds <= LONGEST_QUERY:
        raise UserError(f"--seconds {seconds} cannot be used; write a number up to {LONGEST_QUERY}")
    data = archive_house(vault, rehearsals=rehearsals).data
    most = limit or (None if as_json or as_csv else MOST_ROWS)
    with _asked(data, _text(sql), seconds) as answer:
        rows = _Upto(answer, most)
        if as_json:
            print_json_rows(answer.columns, rows)
        elif as_csv:
            print_csv(answer.columns, rows)
        else:
            print_table(answer.columns, [row for batch in rows for row in batch], columns())
        for note in answer.notes:
            say(f"note: {note}", err=True)
    if rows.is_cut:
        say(f"note: only the first {most:,} rows are shown; --limit shows more", err=True)


@contextmanager
def _asked(data: Path, sql: str, seconds: float) -> Iterator[Answer]:
    """Ask, and say of a query that is not understood where to find what can be asked."""
    try:
        with asked(data, sql, limit_seconds=seconds, on_stuck=_leave) as answer:
            yield answer
    except ArchiveError as error:
        if _CHANGES.match(sql):
            raise UserError(_ONLY_READS) from error
        if not str(error).startswith(_NOT_UNDERSTOOD):
            raise
        raise ArchiveError(f"{error}{_WHAT_THERE_IS}") from error


class _Upto:
    """The rows of an answer, at most so many; the first ones are at hand before any is printed."""

    def __init__(self, answer: Answer, most: int | None) -> None:
        self.is_cut = False
        self._most = most
        self._batches = itertools.chain([next(answer.batches, ())], answer.batches)

    def __iter__(self) -> Iterator[Rows]:
        left = self._most
        for batch in self._batches:
            if left is not None and len(batch) > left:
                self.is_cut = True
                yield batch[:left]
                return
            left = None if left is None else left - len(batch)
            yield batch


def _text(sql: str) -> str:
    if sql != FROM_STDIN:
        return sql
    if sys.stdin.isatty():
        click.echo("Write the query and end it with Ctrl-D on a line of its own.", err=True)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("what came on standard input is no UTF-8 text; save the query as UTF-8") from error


def _leave() -> None:
    """End the program under a query that does not obey: it reads only, so nothing is lost."""
    click.echo(
        "chronicler: the query works on one huge value and does not stop when told to, so the program "
        "stops instead; nothing was changed. Ask for less.",
        err=True,
    )
    os._exit(2)
