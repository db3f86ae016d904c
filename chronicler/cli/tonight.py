"""Bare ``chronicler``: tonight's pre-flight and the one next step."""

import os
from datetime import UTC, datetime

import click

from chronicler.archive.journal.writing import session_journals
from chronicler.cli.options import again, home, is_any_vault_meant, the_house
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.domain.memory_card import MemoryCard
from chronicler.domain.session import stream_date
from chronicler.notes.wording import short_day
from chronicler.runtime.asking.preflight import look
from chronicler.runtime.house import House


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
    if session_journals(house.vault.data / "journal"):
        _print_earlier(house)


def _print_earlier(house: House) -> None:
    from chronicler.runtime.live.before_stream import gather  # noqa: PLC0415 - the archive takes a while

    if card := gather(house, datetime.now(UTC)):
        _print_card(card.card, house)


def _print_card(card: MemoryCard, house: House) -> None:
    """Print what earlier evenings left open; with links it stands on Tonight."""
    zone = house.settings().timezone
    lines = [("still open", f"{each.who}: {each.text}", each) for each in card.questions]
    lines += [("you said", each.text, each) for each in card.promises]
    lines += [("a thread", each.text, each) for each in card.threads]
    if not lines and not card.returning:
        return
    say("\nFrom earlier streams")
    for label, text, each in lines:
        say(f"  - {label:<10} {shown(text)} ({short_day(stream_date(each.at, zone))})")
    if card.returning:
        people = ", ".join(f"{each.who} ({each.streams} of {each.of})" for each in card.returning)
        say(f"  - {'back again':<10} {shown(people)}")
