"""``chronicler archive remove``: imports are taken back."""

import shlex
from pathlib import Path
from typing import Final

import click

from chronicler.cli.options import again, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.domain.counted import counted
from chronicler.domain.session import Origin
from chronicler.runtime.importing.taking_back import TakenBack, take_back

_NAMED: Final = 12


@click.command(
    "remove",
    epilog="\b\nExamples:\n"
    "  chronicler archive remove logs/\n"
    "  chronicler archive remove 20260306T193000Z-lantern",
)
@click.argument("what", nargs=-1, required=True, type=click.Path(path_type=Path))
@vault_option
def command(*, what: tuple[Path, ...], vault: Path | None) -> None:
    """Take imports back; what was heard live stays.

    WHAT is a log that was imported, a folder of them, or a session's id. Their journals are set
    aside, and notes in the vault are named and left to you.
    """
    done = take_back(the_house(vault, Origin.IMPORT), what)
    for session in done.sessions[:_NAMED]:
        say(f"  {session}")
    if len(done.sessions) > _NAMED:
        say(f"  and {len(done.sessions) - _NAMED:,} more")
    say(
        f"Took back {counted(len(done.sessions), 'imported stream')}; the journals stand aside in "
        f"{done.aside}, to be deleted when you are content."
    )
    if done.notes:
        say("These notes of it are still in the vault; delete in Obsidian what you no longer want:")
    for note in done.notes:
        say(f"  {note}")
    _tell_exports(done, vault)
    for trouble in done.troubles:
        say(f"note: {trouble}", err=True)


def _tell_exports(done: TakenBack, vault: Path | None) -> None:
    """Name the exports that still hold what was taken back, each with what takes it from there."""
    if not done.exports:
        return
    if done.is_all:
        say("These exports still hold it, and nothing is left to export there; delete the folders:")
    else:
        say("These exports still hold it until they are made again:")
    for folder in done.exports:
        made = f"{again('archive export', vault)} --parquet {shlex.quote(str(folder))}"
        say(f"  {folder}" if done.is_all else f"  {made}")
