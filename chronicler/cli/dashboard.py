"""``chronicler dashboard``: make, check, show and approve tonight's dashboard.

Leaves drafting it by a model to ``cli.dashboard_draft``.
"""

from pathlib import Path

import click

from chronicler.agent.theme import is_empty
from chronicler.cli.dashboard_draft import (
    copy_command,
    date_option,
    evening_meant,
    generate_command,
    paste_command,
    prompt_command,
    step,
)
from chronicler.cli.options import json_option, print_json, the_house, vault_option
from chronicler.cli.terminal.screen import say
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import has_errors
from chronicler.errors import UserError
from chronicler.runtime.dashboard.check import check
from chronicler.runtime.house import House
from chronicler.vault.dashboards import approve, new_dashboard, tonights_dashboard
from chronicler.vault.frontmatter import read_note

_SHOWN = (
    "stream_title", "game", "mood", "content_angle", "start_time", "silence", "hearthkeeper", "status",
    "session_goals", "topics", "kindling", "context", "go_live_notification", "social_post",
)  # fmt: skip


@click.group("dashboard", epilog="\b\nExample:\n  chronicler dashboard new && chronicler dashboard check")
def command() -> None:
    """Make, check, show and approve tonight's dashboard."""


def _meant(house: House, file: Path | None, on: str | None, vault: Path | None) -> NoteContent:
    if file is not None:
        try:
            return read_note(file.read_bytes(), file.name)
        except OSError as error:
            raise UserError(f"{file} could not be read ({error.strerror})") from error
    evening = evening_meant(house, on)
    found = tonights_dashboard(house.vault, evening)
    if found.note is None:
        raise UserError(
            found.problem or f"there is no dashboard for {evening}; make one with: {step('new', on, vault)}"
        )
    return found.note


@command.command("new", epilog="\b\nExample:\n  chronicler dashboard new --date 2026-03-06")
@vault_option
@date_option
def new(*, vault: Path | None, on: str | None) -> None:
    """Make the dashboard of an evening from your template, as a draft."""
    house = the_house(vault)
    path = new_dashboard(house.vault, evening_meant(house, on))
    say(f"Made {path}")
    say(f"Write it in Obsidian, then: {step('check', on, vault)}")


@command.command("check", epilog="\b\nExample:\n  chronicler dashboard check draft.md")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@vault_option
@date_option
@click.pass_context
def check_command(ctx: click.Context, *, file: Path | None, vault: Path | None, on: str | None) -> None:
    """Say what there is to say about a dashboard; exits 1 where something ought to be mended."""
    house = the_house(vault)
    note = _meant(house, file, on, vault)
    checked = check(note, house.settings(), house.vault)
    for problem in checked.problems:
        say(f"{problem.severity.value:>8}  {problem}")
    if not checked.problems:
        say(f"«{note.title}» says what it should.")
    elif not checked.findings:
        say(f"«{note.title}» can be used as it is; the remarks are only remarks.")
    ctx.exit(1 if checked.findings else 0)


@command.command("show", epilog="\b\nExample:\n  chronicler dashboard show --json")
@vault_option
@date_option
@json_option
def show(*, vault: Path | None, on: str | None, as_json: bool) -> None:
    """Show the dashboard as the Chronicler understands it."""
    house = the_house(vault)
    note = _meant(house, None, on, vault)
    dashboard = check(note, house.settings()).dashboard
    fields = {name: _plain(getattr(dashboard, name)) for name in _SHOWN}
    if as_json:
        print_json({"path": note.path, "theme": dashboard.theme, **fields})
        return
    say(f"{note.path}\ntheme: {dashboard.theme or 'none'}")
    for name, value in fields.items():
        if value not in ("", [], None):
            say(f"{name}:\n{_listed(value)}" if isinstance(value, list) else f"{name}: {_in_words(value)}")


def _listed(items: list[object]) -> str:
    return "\n".join(f"  - {item}" for item in items)


def _in_words(value: object) -> object:
    return ("on" if value else "off") if isinstance(value, bool) else value


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | bool) or value is None else str(value)


@command.command("approve", epilog="\b\nExample:\n  chronicler dashboard approve")
@vault_option
@date_option
def approve_command(*, vault: Path | None, on: str | None) -> None:
    """Set status to approved; a running bot takes the dashboard over at once."""
    house = the_house(vault)
    note = _meant(house, None, on, vault)
    checked = check(note, house.settings(), house.vault)
    if is_empty(checked.dashboard) and not has_errors(note.problems):
        raise UserError(
            f"{note.path} cannot be approved yet: nothing is written in it. What it needs at least is a "
            f"content_angle or a stream_title. Write it in Obsidian, then: {step('approve', on, vault)}"
        )
    if not checked.is_usable:
        raise UserError(f"{note.path} cannot be approved yet: {checked.findings[0]}")
    approve(house.vault, note.path)
    theme = checked.dashboard.theme
    told = f"Theme: {theme}" if theme else "It has no theme yet: write a content_angle, or a stream_title."
    say(f"Approved {note.path}. {told}")
    for problem in checked.broken_links:
        say(f"{problem.severity.value:>8}  {problem}")


for _each in (generate_command, prompt_command, paste_command, copy_command):
    command.add_command(_each)
