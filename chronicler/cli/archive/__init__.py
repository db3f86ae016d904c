"""``chronicler archive``: everything said, kept, asked and imported.

Decides which commands there are; each but the shortest stands in a module of its own beside this
one, imported only when it is run.
"""

from pathlib import Path
from typing import Final

import click

from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.lazy import LazyGroup, Table
from chronicler.cli.options import vault_option

COMMANDS: Final[Table] = {
    "export": ("chronicler.cli.archive.export", "Write the archive as open Parquet files."),
    "import": ("chronicler.cli.archive.importing", "Import recorded chats as past streams of this vault."),
    "load": ("chronicler.cli.archive.load", "Bring what the journals hold into the archive."),
    "query": ("chronicler.cli.archive.query", "Run one SQL query, read-only, over everything kept so far."),
    "rebuild": ("chronicler.cli.archive.rebuild", "Build the archive anew from all journals."),
    "remove": ("chronicler.cli.archive.remove", "Take imports back; what was heard live stays."),
    "status": ("chronicler.cli.archive.status", "Tell what the archive holds, and what is not loaded yet."),
    "verify": ("chronicler.cli.archive.verify", "Replay journals: does every decision come out the same?"),
}


@click.group(
    "archive",
    cls=LazyGroup,
    lazily=COMMANDS,
    epilog='\b\nExample:\n  chronicler archive query "SELECT count(*) FROM messages"',
)
def command() -> None:
    """Ask the archive of everything said. It can be rebuilt from the journals at any time."""


@command.command("path", epilog="\b\nExample:\n  chronicler archive path")
@vault_option
@rehearsals_option
def path(*, vault: Path | None, rehearsals: bool) -> None:
    """Print where journals and archive stand."""
    click.echo(archive_house(vault, rehearsals=rehearsals).data)
