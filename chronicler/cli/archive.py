"""``chronicler archive``: everything said, kept, asked, imported and brought to safety.

Decides which commands there are; those that print more than a line stand in modules of
their own beside this one.
"""

from functools import partial
from pathlib import Path

import click

from chronicler.archive.condition import Counts
from chronicler.archive.journal import journal_path, session_journals
from chronicler.archive.load import load_journals
from chronicler.archive.publish import PATIENCE_SECONDS
from chronicler.archive.rebuild import Rebuilt
from chronicler.archive.rebuild import rebuild as build_anew
from chronicler.cli.archive_backup import backup
from chronicler.cli.archive_import import import_
from chronicler.cli.archive_options import archive_house, rehearsals_option
from chronicler.cli.archive_query import query
from chronicler.cli.archive_remove import remove
from chronicler.cli.archive_status import status
from chronicler.cli.options import vault_option
from chronicler.cli.progress import progress
from chronicler.cli.screen import say
from chronicler.domain.counted import counted
from chronicler.errors import UserError
from chronicler.runtime.replay import replay

_NAMED = 5


@click.group("archive", epilog='\b\nExample:\n  chronicler archive query "SELECT count(*) FROM messages"')
def command() -> None:
    """Ask the archive of everything said. It can be rebuilt from the journals at any time."""


@command.command("path", epilog="\b\nExample:\n  chronicler archive path")
@vault_option
@rehearsals_option
def path(*, vault: Path | None, rehearsals: bool) -> None:
    """Print where journals and archive stand."""
    click.echo(archive_house(vault, rehearsals=rehearsals).data)


@command.command("load", epilog="\b\nExample:\n  chronicler archive load")
@vault_option
@rehearsals_option
def load(*, vault: Path | None, rehearsals: bool) -> None:
    """Bring what the journals hold into the archive.

    A damaged archive is moved aside and built anew from the journals.
    """
    data = archive_house(vault, rehearsals=rehearsals).data
    with progress() as advance:
        done = load_journals(
            data, partial(advance, "Loading"), is_thorough=True, patience_seconds=PATIENCE_SECONDS
        )
    say(f"{counted(done.lines, 'line')} from {counted(done.journals, 'journal')} brought in.")
    for note in done.notes:
        say(f"note: {note}", err=True)


@command.command("rebuild", epilog="\b\nExample:\n  chronicler archive rebuild")
@vault_option
@rehearsals_option
def rebuild(*, vault: Path | None, rehearsals: bool) -> None:
    """Build the archive anew from all journals; the old one is moved aside.

    Readers keep the old one until the new one is whole.
    """
    data = archive_house(vault, rehearsals=rehearsals).data
    with progress() as advance:
        done = build_anew(data, partial(advance, "Rebuilding"))
    say(f"{counted(done.report.lines, 'line')} from {counted(done.report.journals, 'journal')} brought in.")
    _compare(done)
    for note in done.report.notes:
        say(f"note: {note}", err=True)


def _compare(done: Rebuilt) -> None:
    before = _counted(done.before) if done.before else "nothing that could be read"
    say(f"  before: {before}")
    say(f"  now:    {_counted(done.after)}")
    if lost := done.without_journal:
        named = ", ".join(lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
        say(
            f"note: the old archive held {counted(len(lost), 'journal')} no longer there: {named}. "
            "Bring what is missed back from a backup and rebuild again.",
            err=True,
        )
    if done.aside:
        say(f"The old archive stands aside as {done.aside}; delete it when you are content.")


def _counted(counts: Counts) -> str:
    return ", ".join(
        (
            counted(counts.sessions, "session"),
            counted(counts.messages, "line of chat", "lines of chat"),
            counted(counts.events, "other event"),
        )
    )


@command.command("verify", epilog="\b\nExample:\n  chronicler archive verify")
@click.argument("session", required=False)
@vault_option
@rehearsals_option
@click.pass_context
def verify(ctx: click.Context, *, session: str | None, vault: Path | None, rehearsals: bool) -> None:
    """Replay journals and say whether every decision comes out the same; exits 1 where not."""
    folder = archive_house(vault, rehearsals=rehearsals).journals
    paths = [journal_path(folder, session)] if session else session_journals(folder)
    if not paths:
        raise UserError(f"there is no journal in {folder} yet; chronicler run and rehearse write them")
    differing = 0
    for file in paths:
        found = replay(file)
        differing += bool(found.differences)
        verdict = "the same" if not found.differences else "NOT the same"
        say(f"{file.stem}: {found.inputs} inputs, {found.derived} decisions, {verdict}")
        for difference in found.differences:
            say(f"  line {difference.seq}: {difference.journaled or 'nothing'}")
            say(f"  replayed: {difference.replayed or 'nothing'}")
    ctx.exit(1 if differing else 0)


for part in (backup, import_, query, remove, status):
    command.add_command(part)
