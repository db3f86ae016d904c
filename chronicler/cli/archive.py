"""``chronicler archive``: ask the archive of everything said."""

import csv
import sys
from datetime import datetime
from pathlib import Path

import click

from chronicler.archive.journal import journal_path, session_journals
from chronicler.archive.load import load_journals, rebuild
from chronicler.archive.typed_query import run_query
from chronicler.cli.options import Decorated, json_option, print_json, the_house, vault_option
from chronicler.domain.codec import utc_text
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.house import House
from chronicler.runtime.replay import replay

_WIDEST = 60
LONGEST_QUERY = 3600


def _rehearsals_option(function: Decorated) -> Decorated:
    return click.option("--rehearsals", is_flag=True, help="Those of rehearsals, not of real streams.")(
        function
    )


def _house(vault: Path | None, *, rehearsals: bool) -> House:
    return the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)


@click.group("archive", epilog='\b\nExample:\n  chronicler archive query "SELECT count(*) FROM messages"')
def command() -> None:
    """Ask the archive of everything said. It can be rebuilt from the journals at any time."""


@command.command("path", epilog="\b\nExample:\n  chronicler archive path")
@vault_option
@_rehearsals_option
def path(*, vault: Path | None, rehearsals: bool) -> None:
    """Print where journals and archive stand."""
    click.echo(_house(vault, rehearsals=rehearsals).data)


@command.command("query", epilog='\b\nExample:\n  chronicler archive query "SELECT * FROM sessions" --json')
@click.argument("sql")
@vault_option
@_rehearsals_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
@click.option("--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Give up after.")
def query(
    *, sql: str, vault: Path | None, rehearsals: bool, as_json: bool, as_csv: bool, seconds: float
) -> None:
    """Run one SQL query, read-only, over everything kept so far."""
    if not 0 < seconds <= LONGEST_QUERY:
        raise UserError(f"--seconds {seconds} cannot be used; write a number up to {LONGEST_QUERY}")
    table = run_query(_house(vault, rehearsals=rehearsals).data, sql, limit_seconds=seconds)
    if as_json:
        print_json([dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows])
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(table.rows)
    else:
        _print_table(table.columns, [[_cell(value) for value in row] for row in table.rows])
    if table.is_cut:
        click.echo(
            f"note: only the first {len(table.rows)} rows are shown; add a LIMIT of your own", err=True
        )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    return value if isinstance(value, str | int | float | bool | list | dict) or value is None else str(value)


def _cell(value: object) -> str:
    printable = "".join(c if c.isprintable() else " " for c in str(value))
    text = "" if value is None else " ".join(printable.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _print_table(columns: tuple[str, ...], rows: list[list[str]]) -> None:
    widths = [max(len(c), *(len(row[i]) for row in rows), 0) for i, c in enumerate(columns)]
    click.echo("  ".join(c.ljust(w) for c, w in zip(columns, widths, strict=True)).rstrip())
    click.echo("  ".join("-" * w for w in widths))
    for row in rows:
        click.echo("  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip())


@command.command("load", epilog="\b\nExample:\n  chronicler archive load")
@vault_option
@_rehearsals_option
@click.option("--anew", is_flag=True, help="Build it again from the journals alone.")
def load(*, vault: Path | None, rehearsals: bool, anew: bool) -> None:
    """Bring what the journals hold into the archive."""
    data = _house(vault, rehearsals=rehearsals).data
    done = rebuild(data) if anew else load_journals(data)
    click.echo(f"{done.lines} lines from {done.journals} journals brought in.")
    for note in done.notes:
        click.echo(f"note: {note}")


@command.command("verify", epilog="\b\nExample:\n  chronicler archive verify")
@click.argument("session", required=False)
@vault_option
@_rehearsals_option
@click.pass_context
def verify(ctx: click.Context, *, session: str | None, vault: Path | None, rehearsals: bool) -> None:
    """Replay journals and say whether every decision comes out the same; exits 1 where not."""
    folder = _house(vault, rehearsals=rehearsals).journals
    paths = [journal_path(folder, session)] if session else session_journals(folder)
    if not paths:
        raise UserError(f"there is no journal in {folder} yet; chronicler run and rehearse write them")
    differing = 0
    for file in paths:
        found = replay(file)
        differing += bool(found.differences)
        verdict = "the same" if not found.differences else "NOT the same"
        click.echo(f"{file.stem}: {found.inputs} inputs, {found.derived} decisions, {verdict}")
        for difference in found.differences:
            click.echo(f"  line {difference.seq}: {difference.journaled or 'nothing'}")
            click.echo(f"  replayed: {difference.replayed or 'nothing'}")
    ctx.exit(1 if differing else 0)
