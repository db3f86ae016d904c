"""``chronicler archive rebuild``: the archive anew, from all journals."""

from functools import partial
from pathlib import Path
from typing import Final

import click

from chronicler.archive.condition import Counts
from chronicler.archive.rebuild import Rebuilt, rebuild
from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.options import vault_option
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.domain.counted import counted

_NAMED: Final = 5


@click.command("rebuild", epilog="\b\nExample:\n  chronicler archive rebuild")
@vault_option
@rehearsals_option
def command(*, vault: Path | None, rehearsals: bool) -> None:
    """Build the archive anew from all journals; the old one is moved aside.

    Readers keep the old one until the new one is whole.
    """
    data = archive_house(vault, rehearsals=rehearsals).data
    with progress() as advance:
        done = rebuild(data, partial(advance, "Rebuilding"))
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
