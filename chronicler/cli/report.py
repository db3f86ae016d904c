"""``chronicler report``: the notebooks of a stream, without a screen."""

from pathlib import Path

import click

from chronicler.cli.options import the_house, vault_option
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.reports.report import Reported, write_all_reports, write_report


@click.command(
    "report",
    epilog="\b\nExamples:\n  chronicler report\n  chronicler report 2026-03-06\n  chronicler report --all",
)
@click.argument("session", required=False)
@vault_option
@click.option("--all", "is_all", is_flag=True, help="Every stream, and all of them together.")
@click.option("--rehearsals", is_flag=True, help="A rehearsal, not a real stream.")
@click.pass_context
def command(
    ctx: click.Context, *, session: str | None, vault: Path | None, is_all: bool, rehearsals: bool
) -> None:
    """Put the figures of a stream into the vault, with a short reading.

    Runs the notebooks of a stream, by default the newest, without a screen. SESSION is an id or how it
    begins, a date, or last; of rehearsals that is the one rehearsed last, whatever its evening.

    Run again, the note under Reports/ is written anew, and what stands below "My notes" stays. Needs
    the extra notebooks.
    """
    if session and is_all:
        raise UserError("--all means every stream; leave the session out")
    house = the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
    with progress() as advance:
        done = (
            write_all_reports(house, lambda at, of, now: advance("Reporting", at, of, now))
            if is_all
            else write_report(house, session)
        )
    _tell(done)
    ctx.exit(1 if done.left else 0)


def _tell(done: Reported) -> None:
    for note in done.notes:
        say(f"Written: {note}")
    if done.figures:
        say(f"Figures: {len(done.figures)}, beside them in Pictures/")
    for left in done.left:
        say(f"note: {left}", err=True)
