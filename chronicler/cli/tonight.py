"""Bare ``chronicler``: tonight's pre-flight and the one next step."""

import os
from datetime import UTC, datetime

import click

from chronicler.cli.options import again, home, is_any_vault_meant, the_house
from chronicler.cli.screen import say
from chronicler.runtime.preflight import look


@click.command("tonight")
def command() -> None:
    """Say what is ready for tonight, and the one next step."""
    if not is_any_vault_meant():
        say("No vault has been set up yet.")
        say("See it work first:    chronicler demo")
        say("Then set up yours:    chronicler init PATH/TO/VAULT")
        return
    house = the_house(None)
    found = look(house, datetime.now(UTC), home(), os.environ)
    waiting = [item.name for item in found.items if not item.is_ready]
    say(f"Not ready yet for tonight: {', '.join(waiting)}." if waiting else "All is ready for tonight.")
    command, ours, words = found.next_step.partition("chronicler ")
    say(f"Next: {again(words) if ours and not command else found.next_step}")
    say(f"\n{found.date:%A %d %B %Y}, in {house.vault.name}")
    for item in found.items:
        mark = click.style("✓", fg="green") if item.is_ready else click.style("○", fg="yellow")
        say(f"  {mark} {item.name:<10} {item.text}")
