"""Bare ``chronicler``: tonight's pre-flight and the one next step."""

import os
from datetime import UTC, datetime

import click

from chronicler.cli.options import home, is_any_vault_meant, the_house
from chronicler.runtime.preflight import look


@click.command("tonight")
def command() -> None:
    """Say what is ready for tonight, and the one next step."""
    if not is_any_vault_meant():
        click.echo("No vault has been set up yet.")
        click.echo("See it work first:    chronicler demo")
        click.echo("Then set up yours:    chronicler init PATH/TO/VAULT")
        return
    house = the_house(None)
    found = look(house, datetime.now(UTC), home(), os.environ)
    click.echo(f"Tonight, {found.date:%A %d %B %Y}, in {house.vault.name}")
    for item in found.items:
        mark = click.style("✓", fg="green") if item.is_ready else click.style("○", fg="yellow")
        click.echo(f"  {mark} {item.name:<10} {item.text}")
    click.echo(f"Next: {found.next_step}")
