"""``chronicler ledger``: write a stream's notes again from its journal."""

from pathlib import Path

import click

from chronicler.archive.journal import session_journals
from chronicler.cli.options import the_house, vault_option
from chronicler.cli.result_view import print_written
from chronicler.cli.screen import say
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.aftermath import keep_session
from chronicler.runtime.asking.which_session import newest, none_yet
from chronicler.runtime.live.tonight_writing import end_on_tonight


@click.command("ledger", epilog="\b\nExample:\n  chronicler ledger")
@click.argument("session", required=False)
@vault_option
@click.option("--rehearsals", is_flag=True, help="A rehearsal, not a real stream.")
def command(*, session: str | None, vault: Path | None, rehearsals: bool) -> None:
    """Write the ledger and seeds of a stream again, the newest where none is named.

    Of rehearsals the newest is the one rehearsed last, whatever its evening.

    For when the vault was away as the stream ended. What is yours in the notes stays.
    """
    house = the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
    journals = session_journals(house.journals)
    meant = [path for path in journals if session in (None, path.stem)]
    if not meant:
        if not journals:
            raise UserError(none_yet(house))
        known = ", ".join(path.stem for path in journals[-5:])
        raise UserError(f"There is no such stream here. The latest are: {known}")
    journal = newest(house, meant)
    kept = keep_session(house, journal, house.settings())
    print_written(kept.written)
    left_undone = end_on_tonight(house, journal, kept.ledger or "")
    for warning in (*kept.warnings, *left_undone):
        say(f"note: {warning}", err=True)
