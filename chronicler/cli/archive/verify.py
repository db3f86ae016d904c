"""``chronicler archive verify``: does every decision come out the same?"""

from pathlib import Path

import click

from chronicler.archive.journal.writing import journal_path, session_journals
from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.options import vault_option
from chronicler.cli.terminal.screen import say
from chronicler.errors import UserError
from chronicler.runtime.replay import replay


@click.command("verify", epilog="\b\nExample:\n  chronicler archive verify")
@click.argument("session", required=False)
@vault_option
@rehearsals_option
@click.pass_context
def command(ctx: click.Context, *, session: str | None, vault: Path | None, rehearsals: bool) -> None:
    """Replay journals and say whether every decision comes out the same; exits 1 where not."""
    folder = archive_house(vault, rehearsals=rehearsals).journals
    paths = [journal_path(folder, session)] if session else session_journals(folder)
    if not paths:
        raise UserError(f"there is no journal in {folder} yet; chronicler run and rehearse write them")
    differing = 0
    for file in paths:
        found = replay(file)
        if found.has_forgotten:
            say(
                f"{file.stem}: {found.inputs} inputs, {found.derived} decisions; somebody was forgotten "
                "in it since, so that what was decided then need not come out the same"
            )
            continue
        differing += bool(found.differences)
        verdict = "the same" if not found.differences else "NOT the same"
        say(f"{file.stem}: {found.inputs} inputs, {found.derived} decisions, {verdict}")
        for difference in found.differences:
            say(f"  line {difference.seq}: {difference.journaled or 'nothing'}")
            say(f"  replayed: {difference.replayed or 'nothing'}")
    ctx.exit(1 if differing else 0)
