"""``chronicler forget``: somebody's words and name leave all that was kept. Work: ``cli.work.forgetting``."""

from pathlib import Path

import click

from chronicler.cli.options import json_option, the_house, vault_option


@click.command(
    "forget",
    epilog="\b\nExamples:\n  chronicler forget wren --dry-run\n  chronicler forget wren --yes",
)
@click.argument("who", metavar="CHATTER")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only show what would be changed.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask first.")
@vault_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, *, who: str, is_dry: bool, is_sure: bool, vault: Path | None, as_json: bool
) -> None:
    """Take somebody's words and name out of everything that was kept.

    CHATTER is a login, a display name or Twitch's id, in any case; their former logins are meant
    as well. Lines stay counted, without words, under a neutral name. Notes of the Chronicler are
    cleaned; your own are named and left to you, and so are backups. It cannot be undone. A running
    bot does it by itself; cut short, it goes on when it is run again.
    """
    from chronicler.cli.work import forgetting  # noqa: PLC0415 - what forgets knows every part that keeps

    forgetting.forget(the_house(vault), who, is_dry=is_dry, is_sure=is_sure, as_json=as_json)
    ctx.exit(0)
