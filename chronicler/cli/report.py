"""``chronicler report``: the notebook of a stream, without a screen."""

from pathlib import Path

import click

from chronicler.cli.options import the_house, vault_option
from chronicler.cli.screen import say
from chronicler.domain.session import Origin
from chronicler.runtime.report import write_report


@click.command("report", epilog="\b\nExample:\n  chronicler report")
@click.argument("session", required=False)
@vault_option
@click.option("--rehearsals", is_flag=True, help="A rehearsal, not a real stream.")
def command(*, session: str | None, vault: Path | None, rehearsals: bool) -> None:
    """Run the notebook of a stream, the newest where none is named, and keep it in the vault.

    Of rehearsals the newest is the one rehearsed last, whatever its evening.

    Puts the picture of the talk and a short reading under Reports/. Needs the extra notebooks.
    """
    done = write_report(the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE), session)
    say(f"Written: {done.note}")
    say(f"Picture: {done.figure}")
