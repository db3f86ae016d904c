"""``chronicler undo``: take back the notes that a stream, or ``init``, wrote into the vault."""

from pathlib import Path
from typing import Final

import click

from chronicler.cli.options import the_house, vault_option
from chronicler.cli.screen import say
from chronicler.domain.counted import counted
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.undoing import INIT, TakenBack, take_back
from chronicler.vault.undoing import Undone

_MOST_LINES: Final = 8


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
    done = take_back(house, session, house.settings().timezone, dry_run=dry_run)
    _show(done, dry_run=dry_run, is_rehearsal=rehearsals)


def _show(done: TakenBack, *, dry_run: bool, is_rehearsal: bool) -> None:
    for note in done.changed:
        say(f"  {note.fate:16}{note.path}")
    took = "Would take back" if dry_run else "Took back"
    say(f"{took} {counted(len(done.changed), 'note')} of {done.tag}.")
    if done.kept:
        say("Left as they are:" if not dry_run else "Would be left as they are:")
    for note in done.kept:
        _show_kept(note)
    if done.changed and not dry_run:
        say(f"Both versions of each are kept in {done.kept_in}.")
        if done.tag != INIT:
            again = f"{done.tag} --rehearsals" if is_rehearsal else done.tag
            say(f"The stream stays in the archive; to have its notes again: chronicler ledger {again}")


def _show_kept(note: Undone) -> None:
    say(f"  {note.path}: {note.reason}")
    for line in note.theirs[:_MOST_LINES]:
        say(f"    | {line}")
    if len(note.theirs) > _MOST_LINES:
        say(f"    and {counted(len(note.theirs) - _MOST_LINES, 'more line')}")
