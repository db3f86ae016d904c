"""``chronicler archive status``: how the archive is doing."""

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

import click

from chronicler.archive.files import JOURNALS, PUBLISHED
from chronicler.archive.health import Health
from chronicler.cli.archive.options import archive_house, rehearsals_option
from chronicler.cli.options import json_option, print_json, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.runtime.asking.archive_status import read_archive_status

_NAMED: Final = 5
_MB: Final = 1 << 20


@click.command("status", epilog="\b\nExample:\n  chronicler archive status --json")
@vault_option
@rehearsals_option
@json_option
def command(*, vault: Path | None, rehearsals: bool, as_json: bool) -> None:
    """Tell what the archive holds, what is not loaded yet, and what is wrong with it."""
    house = archive_house(vault, rehearsals=rehearsals)
    found = read_archive_status(house)
    if as_json:
        print_json(found.as_json())
        return
    _print(found.health, house.settings().timezone)
    if found.rehearsals:
        held = found.rehearsals.held
        sessions, messages = sum(h.sessions for h in held), sum(h.messages for h in held)
        say(
            f"Rehearsals stand beside it: {_counted(sessions, 'session')}, {_counted(messages, 'message')} "
            f"in {found.rehearsals.data}"
        )
    if found.next_step:
        say(f"Next: {found.next_step}")


def _print(health: Health, zone: tzinfo) -> None:
    say(f"Archive     {health.data / PUBLISHED}")
    say(f"            {_published(health, zone)}")
    say(f"Journals    {health.data / JOURNALS}")
    say(f"            {_counted(health.journals, 'file')}, {_size(health.journal_bytes)}")
    for held in health.held:
        say(
            f"{held.origin.title():<11} {_counted(held.sessions, 'session')}, "
            f"{_counted(held.messages, 'message')}, "
            f"{_day(held.first_at, zone)} to {_day(held.last_at, zone)}"
        )
    if health.not_loaded:
        told = [f"{n.journal} ({_counted(n.lines, 'line')})" for n in health.not_loaded]
        lines = sum(n.lines for n in health.not_loaded)
        say(f"Not loaded  {_counted(lines, 'line')} in {_some(told)}")
    for damaged in health.damaged:
        numbers = ", ".join(map(str, damaged.lines)) + (" …" if damaged.count > len(damaged.lines) else "")
        hold = "line holds" if damaged.count == 1 else "lines hold"
        say(f"Damaged     {damaged.journal}: {damaged.count:,} {hold} no event: {numbers}")
    for journal in health.half_written:
        say(f"Half line   {journal} ends in one: normal after a crash, and while it is being written")
    for journal in health.without_journal:
        say(f"Missing     {journal} is in the archive, but its journal is gone")
    for sentence in health.unreadable:
        say(f"Unreadable  {sentence}")
    for path in health.aside:
        say(f"Aside       {path}, {_size(path.stat().st_size)}; delete it when you are content")
    if health.trouble:
        say(f"Trouble     {health.trouble}")


def _published(health: Health, zone: tzinfo) -> str:
    if health.published_bytes is None or health.published_at is None:
        return "nothing published yet"
    at = f"{health.published_at.astimezone(zone):%Y-%m-%d %H:%M}"
    version = f", version {health.version}" if health.version else ""
    return f"{_size(health.published_bytes)}{version}, published {at}"


def _day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"


def _size(size: int) -> str:
    return f"{size / _MB:,.1f} MB"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _some(named: list[str]) -> str:
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    return ", ".join(named[:_NAMED]) + more
