"""``chronicler why``: what was decided around a time, and why."""

import os
import shutil
import textwrap
from datetime import timedelta
from pathlib import Path

import click

from chronicler.cli.options import json_option, print_json, the_house, vault_option
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes.words.account import Account
from chronicler.notes.words.account_words import sections, to_the_second
from chronicler.notes.words.happenings import NAMES, Happening
from chronicler.runtime.asking.which_session import has_newer_rehearsal
from chronicler.runtime.asking.why import Question, explain
from chronicler.runtime.asking.why_json import as_json as account_as_json

NARROWEST, WIDEST = 40, 96
_EXAMPLES = """\b
Examples:
  chronicler why                    the latest decision worth telling
  chronicler why --last             the last line it said, or why it said none
  chronicler why 21:40              around a time of day
  chronicler why 1h02m --rehearsals  that far into the stream rehearsed last
  chronicler why 9:40pm --session 2026-08-10 --around 20"""


@click.command("why", epilog=_EXAMPLES)
@click.argument("time", required=False, default="")
@click.option("--last", "is_last_line", is_flag=True, help="About the last line it said, or why it has not.")
@click.option(
    "--session", metavar="ID", help="Another stream: its id, the beginning of it, its date, or last."
)
@click.option(
    "--around", metavar="MIN", type=click.IntRange(0, 24 * 60), default=10, show_default=True,
    help="How many minutes before and after are listed.",
)  # fmt: skip
@vault_option
@click.option("--rehearsals", is_flag=True, help="A rehearsal, not a real stream.")
@json_option
def command(
    *,
    time: str,
    is_last_line: bool,
    session: str | None,
    around: int,
    vault: Path | None,
    rehearsals: bool,
    as_json: bool,
) -> None:
    """Tell what was decided around TIME, and why.

    TIME is a time of day, an offset into the stream, or a date with a time; without it, the
    latest decision worth telling of the newest stream; of rehearsals that is the one rehearsed
    last, whatever its evening. Only reads, also while the bot is running.
    """
    if time and is_last_line:
        raise UserError("either a time or --last: leave one of them out")
    house = the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
    account = explain(house, Question(time, is_last_line, session, timedelta(minutes=around)))
    if as_json:
        print_json(account_as_json(account))
    else:
        _print(account)
        if not rehearsals and has_newer_rehearsal(house):
            click.echo("note: something was rehearsed since; ask about that with --rehearsals", err=True)


def _print(account: Account) -> None:
    width = min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)
    for heading, paragraphs in sections(account):
        if heading:
            click.echo()
            click.echo(_bold(heading))
        for paragraph in paragraphs:
            click.echo(_wrapped(paragraph, width, "  " if heading else "", "  " if heading else ""))
    minutes = int(account.around.total_seconds() // 60)
    begins = account.at - account.around
    if before := [happening for happening in account.happenings if happening.at < begins]:
        click.echo()
        click.echo(_bold("Decided earlier and still so"))
        for happening in before:
            click.echo(_row(account, happening, width))
    within = [happening for happening in account.happenings if happening.at >= begins]
    click.echo()
    click.echo(_bold(f"Decided within {minutes} min of it"))
    for happening in within:
        click.echo(_row(account, happening, width))
    if not within:
        click.echo("  Nothing.")


def _row(account: Account, happening: Happening, width: int) -> str:
    who = NAMES.get(happening.who, happening.who.capitalize())
    at = to_the_second(account, happening.at)
    return _wrapped(f"{at}  {who}: {happening.words}", width, "  ", " " * 12)


def _wrapped(text: str, width: int, first: str, rest: str) -> str:
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _bold(heading: str) -> str:
    return heading if os.environ.get("NO_COLOR") else click.style(heading, bold=True)
