"""``chronicler archive load``: what the journals hold, into the archive."""

from functools import partial
from pathlib import Path

import click

from chronicler.archive.load import load_journals
from chronicler.archive.publish import PATIENCE_SECONDS
from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.options import vault_option
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.cli.work.embedding import keep_up
from chronicler.domain.counted import counted


@click.command("load", epilog="\b\nExample:\n  chronicler archive load")
@vault_option
@rehearsals_option
def command(*, vault: Path | None, rehearsals: bool) -> None:
    """Bring what the journals hold into the archive.

    A damaged archive is moved aside and built anew from the journals. With an embedder, what is
    new is embedded as well.
    """
    data = archive_house(vault, rehearsals=rehearsals).data
    with progress() as advance:
        done = load_journals(
            data, partial(advance, "Loading"), is_thorough=True, patience_seconds=PATIENCE_SECONDS
        )
    say(f"{counted(done.lines, 'line')} from {counted(done.journals, 'journal')} brought in.")
    for note in done.notes:
        say(f"note: {note}", err=True)
    if not rehearsals:
        keep_up(archive_house(vault, rehearsals=False))
