"""``chronicler restore``: a backup brought back, here or elsewhere. Work: ``cli.work.keeping``."""

from pathlib import Path

import click

from chronicler.cli.options import json_option, the_house, vault_option
from chronicler.errors import UserError
from chronicler.runtime.keeping.differing import Mode


@click.command(
    "restore",
    epilog="\b\nExamples:\n"
    "  chronicler restore chronicler-vault-1a2b3c4d-20260307-020000.zip --dry-run\n"
    "  chronicler restore chronicler-vault-1a2b3c4d-20260307-020000.zip",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", "is_dry", is_flag=True, help="Only verify it and tell what would be done.")
@click.option("--join", "is_joined", is_flag=True, help="Keep what is only here, or newer here, as well.")
@click.option("--replace", "is_replaced", is_flag=True, help="Have it as the backup has it.")
@vault_option
@json_option
def command(
    *, file: Path, is_dry: bool, is_joined: bool, is_replaced: bool, vault: Path | None, as_json: bool
) -> None:
    """Verify a backup, and bring back what it holds as the data of this vault.

    On a new computer, put your vault there first (or begin one with chronicler init). What stands
    here is set aside, never deleted. Where something here is newer than the backup, nothing is
    done until you say --join or --replace. Whoever was forgotten or opted out since the backup
    stays so. A bot that runs must be stopped first.
    """
    if is_joined and is_replaced:
        raise UserError("--join keeps what is newer here, --replace sets it aside; say one of them")
    mode = Mode.JOIN if is_joined else Mode.REPLACE if is_replaced else Mode.ASK
    from chronicler.cli.work import keeping  # noqa: PLC0415 - what unpacks knows every part that keeps

    keeping.restore(the_house(vault), file, mode, is_dry=is_dry, as_json=as_json)
