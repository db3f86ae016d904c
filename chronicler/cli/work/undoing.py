"""What ``chronicler undo`` does: takes notes back and tells what became of each.

Decides how it is told; leaves what may be taken back to ``runtime.undoing``.
"""

from typing import Final

from chronicler.cli.terminal.screen import say
from chronicler.domain.counted import counted
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.undoing import INIT, TakenBack, take_back
from chronicler.vault.undoing import Undone

_MOST_LINES: Final = 8


def undo(house: House, session: str | None, *, dry_run: bool) -> None:
    """Take back what a stream wrote, the last one where none is named, and tell it.

    Raises:
        UserError: no such stream wrote anything.
    """
    done = take_back(house, session, house.settings().timezone, dry_run=dry_run)
    _show(done, dry_run=dry_run, is_rehearsal=house.origin is Origin.REHEARSAL)


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
