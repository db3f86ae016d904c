"""``chronicler archive backup``: journals and archive in one verified file."""

from functools import partial
from pathlib import Path

import click

from chronicler.archive.backup import HOW_BACK
from chronicler.cli.archive_options import archive_house, rehearsals_option
from chronicler.cli.options import home, json_option, print_json, vault_option
from chronicler.cli.progress import progress
from chronicler.cli.screen import say
from chronicler.domain.counted import counted
from chronicler.runtime.backup import back_up
from chronicler.runtime.clock import SystemClock

_MB = 1 << 20


@click.command(
    "backup",
    epilog="\b\nExamples:\n  chronicler archive backup\n  chronicler archive backup /media/stick/",
)
@click.argument("target", metavar="[FILE|FOLDER]", required=False, type=click.Path(path_type=Path))
@vault_option
@rehearsals_option
@json_option
def command(*, target: Path | None, vault: Path | None, rehearsals: bool, as_json: bool) -> None:
    """Copy journals, archive and records of writes into one zip file, and read it back.

    Without a name, into the folder backups of the Chronicler's data; in a folder, under a name with
    the date. Nothing is ever overwritten. A bot may run meanwhile.
    """
    house = archive_house(vault, rehearsals=rehearsals)
    with progress(is_hidden=as_json) as advance:
        done = back_up(house, target, home(), SystemClock().now(), partial(advance, "Packing"))
    made = done.backup
    if as_json:
        print_json(
            {
                "path": str(made.path),
                "bytes": made.bytes,
                "files": made.files,
                "journals": made.journals,
                "sessions": made.sessions,
                "has_archive": made.has_archive,
                "warnings": list(done.warnings),
            }
        )
        return
    say(f"{made.path}")
    held = f"{counted(made.journals, 'journal')} of {counted(made.sessions, 'session')}"
    say(
        f"  {made.bytes / _MB:,.1f} MB: {held}"
        f"{', the archive' if made.has_archive else ''}; every file was read back and compared."
    )
    for warning in done.warnings:
        say(f"note: {warning}", err=True)
    say("To bring it back by hand:")
    for line in HOW_BACK:
        say(f"  {line}")
