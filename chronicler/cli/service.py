"""``chronicler service``: what a service manager must be told to run the bot by itself."""

from pathlib import Path

import click

from chronicler.cli.options import home, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.errors import UserError
from chronicler.runtime.serving import KINDS, Recipe, here, kind_here, recipe


@click.command(
    "service",
    epilog="\b\nExamples:\n"
    "  chronicler service                                    the recipe for this machine\n"
    "  chronicler service systemd --into ~/.config/systemd/user/chronicler.service\n"
    "  chronicler service container --into Containerfile",
)
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the recipe into this file, which must not be there yet.",
)
@vault_option
def command(*, kind: str | None, into: Path | None, vault: Path | None) -> None:
    """Print how the bot runs by itself: after a login, and again after a crash.

    KIND is systemd (Linux), launchd (macOS), windows, or container; by default what fits this
    machine. Nothing is installed: the steps stand below the recipe.
    """
    made = recipe(kind or kind_here(), here(the_house(vault).vault.root, home()))
    if into is None:
        click.echo(made.text)
        say(f"Write this into {made.file}, or let --into do it. Then:", err=True)
    else:
        _write(made, into)
        say(f"Written: {into}. Then:", err=True)
    for step in made.steps:
        click.echo(f"  {step}", err=True)


def _write(made: Recipe, into: Path) -> None:
    """Write the recipe as its manager reads it: the Windows task scheduler wants UTF-16."""
    encoding, text = "utf-8", made.text
    if made.kind == "windows":
        encoding, text = (
            "utf-16",
            text.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>'),
        )
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with into.open("x", encoding=encoding, newline="\n") as file:
            file.write(made.text)
    except FileExistsError as error:
        raise UserError(f"{into} is there already and was left as it is; name another file") from error
