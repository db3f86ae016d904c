"""``chronicler undo``: take back the notes that a stream, or ``init``, wrote. Work: ``cli.work.undoing``."""

from pathlib import Path

import click

from chronicler.cli.options import the_house, vault_option
from chronicler.domain.session import Origin
from chronicler.errors import UserError


@click.command(
    "undo",
    epilog="\b\nExamples:\n"
    "  chronicler undo --last --dry-run         what would become of each note\n"
    "  chronicler undo 2026-08-10               that evening's notes\n"
    "  chronicler undo --last --rehearsals      what was rehearsed last\n"
    "  chronicler undo init                     the notes that init laid",
)
@click.argument("session", required=False)
@click.option("--last", "is_last", is_flag=True, help="The stream whose notes were written last.")
@click.option("--dry-run", is_flag=True, help="Only tell what would become of each note.")
@vault_option
@click.option("--rehearsals", is_flag=True, help="A rehearsal, not a real stream.")
def command(
    *, session: str | None, is_last: bool, dry_run: bool, vault: Path | None, rehearsals: bool
) -> None:
    """Put the vault back as it stood before a stream's notes were written.

    SESSION is a stream's id, the beginning of one, or its date; init is what init laid. A note in
    which you have written since stays as it is, and your lines are shown. Of notes that span
    streams only this stream's section goes. The stream itself stays in the archive.
    """
    if (session is None) is not is_last:
        raise UserError("name the stream whose notes are meant, or init, or say --last")
    house = the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
    from chronicler.cli.work import undoing  # noqa: PLC0415 - what takes back knows every kind of note

    undoing.undo(house, session, dry_run=dry_run)
