"""``chronicler init``: lay the Chronicler's notes into a vault."""

from pathlib import Path

import click

from chronicler.cli.options import again, home
from chronicler.cli.terminal.screen import say
from chronicler.runtime.setting_up import adopt_vault, init_vault


@click.command("init", epilog="\b\nExample:\n  chronicler init ~/Vault --dry-run")
@click.argument("vault", type=click.Path(path_type=Path, file_okay=False))
@click.option("--folder", default="Chronicler", show_default=True, help="Name of our folder in the vault.")
@click.option("--dry-run", is_flag=True, help="Only say what would be made.")
@click.option("--adopt", is_flag=True, help="The vault moved or was renamed: find its data again.")
def command(*, vault: Path, folder: str, dry_run: bool, adopt: bool) -> None:
    """Lay the Chronicler's notes into VAULT, a new or existing Obsidian vault.

    Nothing that is there is overwritten or moved, and .obsidian is left alone; running it
    again only adds what is missing.
    """
    if adopt:
        say(f"The data of this vault is found again: {adopt_vault(vault, home())}")
        return
    done = init_vault(vault, folder, home(), dry_run=dry_run)
    verb = "Would make" if dry_run else "Made"
    for path in done.created:
        say(f"{verb} {path}")
    say(f"{len(done.created)} new, {len(done.kept)} already there and left as they are.")
    if not dry_run:
        say(f"Data (journals, archive) stands outside the vault: {done.data}")
        say(f"Next: {again('dashboard new', vault)}")
