"""``chronicler ledger``: write a stream's notes again from its journal."""

from pathlib import Path

import click

from chronicler.cli.options import the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.domain.session import Origin


@click.command("ledger", epilog="\b\nExamples:\n  chronicler ledger\n  chronicler ledger 2026-03-06")
@click.argument("session", required=False)
@vault_option
@click.option("--rehearsals", is_flag=True, help="A rehearsal, not a real stream.")
def command(*, session: str | None, vault: Path | None, rehearsals: bool) -> None:
    """Write the ledger and seeds of a stream again, the newest where none is named.

    SESSION is an id or how it begins, a date, or last; of rehearsals that is the one rehearsed last,
    whatever its evening.

    For when the vault was away as the stream ended. What is yours in the notes stays.
    """
    from chronicler.cli.views.result import print_written  # noqa: PLC0415 - what writes notes takes a while
    from chronicler.runtime.aftermath import keep_session  # noqa: PLC0415
    from chronicler.runtime.asking.which_session import LAST, choose_journal  # noqa: PLC0415
    from chronicler.runtime.live.tonight_writing import end_on_tonight  # noqa: PLC0415

    house = the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
    journal = choose_journal(house, session or LAST, house.settings().timezone)
    kept = keep_session(house, journal, house.settings())
    print_written(kept.written)
    left_undone = end_on_tonight(house, journal, kept.ledger or "")
    for warning in (*kept.warnings, *left_undone):
        say(f"note: {warning}", err=True)
