"""``chronicler dashboard``: make, check, show and approve tonight's dashboard."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from chronicler.agent.prompts_dashboard import DashboardWish
from chronicler.agent.theme import is_empty
from chronicler.cli.options import again, json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.screen import say
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import has_errors
from chronicler.domain.session import stream_date
from chronicler.errors import UserError
from chronicler.runtime.dashboard_check import check
from chronicler.runtime.dashboard_draft import generate, prompt_for
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


def _date_option(function: Any) -> Any:
    return click.option("--date", "on", metavar="YYYY-MM-DD", help="Another evening than tonight.")(function)


def _said_options(function: Any) -> Any:
    """Add what the streamer says about tonight."""
    for option in (
        click.option("--start-time", default="", help="When you go live, such as 19:30."),
        click.option("--recent-experience", default="", help="What happened last time, if it matters."),
        click.option("--familiarity", default="", help="How well you know the game: new, some or very."),
        click.option("--mood", default="", help="Your mood or energy: low, medium, high, reflective …"),
        click.option("--game", help="What is played tonight."),
    ):
        function = option(function)
    return function


def _evening(house: House, on: str | None) -> date:
    if on is None:
        return stream_date(datetime.now(UTC), house.settings().timezone)
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise UserError(f"{on!r} is no date; write one like 2026-03-06") from error


def _meant(house: House, file: Path | None, on: str | None, vault: Path | None) -> NoteContent:
    if file is not None:
        try:
            return read_note(file.read_bytes(), file.name)
        except OSError as error:
            raise UserError(f"{file} could not be read ({error.strerror})") from error
    evening = _evening(house, on)
    found = tonights_dashboard(house.vault, evening)
    if found.note is None:
        raise UserError(
            found.problem or f"there is no dashboard for {evening}; make one with: {_step('new', on, vault)}"
        )
    return found.note


def _step(word: str, on: str | None, vault: Path | None = None) -> str:
    """Return what to type next about the same evening in the same vault."""
    return again(f"dashboard {word}" + (f" --date {on}" if on else ""), vault)


@command.command("new", epilog="\b\nExample:\n  chronicler dashboard new --date 2026-03-06")
@vault_option
@_date_option
def new(*, vault: Path | None, on: str | None) -> None:
    """Make the dashboard of an evening from your template, as a draft."""
    house = the_house(vault)
    path = new_dashboard(house.vault, _evening(house, on))
    say(f"Made {path}")
    say(f"Write it in Obsidian, then: {_step('check', on, vault)}")


@command.command("check", epilog="\b\nExample:\n  chronicler dashboard check draft.md")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@vault_option
@_date_option
@click.pass_context
def check_command(ctx: click.Context, *, file: Path | None, vault: Path | None, on: str | None) -> None:
    """Say what there is to say about a dashboard; exits 1 where something ought to be mended."""
    house = the_house(vault)
    note = _meant(house, file, on, vault)
    checked = check(note, house.settings())
    for problem in checked.problems:
        say(f"{problem.severity.value:>8}  {problem}")
    if not checked.problems:
        say(f"«{note.title}» says what it should.")
    elif not checked.findings:
        say(f"«{note.title}» can be used as it is; the remarks are only remarks.")
    ctx.exit(1 if checked.findings else 0)


@command.command("show", epilog="\b\nExample:\n  chronicler dashboard show --json")
@vault_option
@_date_option
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
@_date_option
def approve_command(*, vault: Path | None, on: str | None) -> None:
    """Set status to approved; a running bot takes the dashboard over at once."""
    house = the_house(vault)
    note = _meant(house, None, on, vault)
    checked = check(note, house.settings())
    if is_empty(checked.dashboard) and not has_errors(note.problems):
        raise UserError(
            f"{note.path} cannot be approved yet: nothing is written in it. What it needs at least is a "
            f"content_angle or a stream_title. Write it in Obsidian, then: {_step('approve', on, vault)}"
        )
    if not checked.is_usable:
        raise UserError(f"{note.path} cannot be approved yet: {checked.findings[0]}")
    approve(house.vault, note.path)
    theme = checked.dashboard.theme
    told = f"Theme: {theme}" if theme else "It has no theme yet: write a content_angle, or a stream_title."
    say(f"Approved {note.path}. {told}")


@command.command("prompt", epilog="\b\nExample:\n  chronicler dashboard prompt --game Orrow | pbcopy")
@vault_option
@_said_options
def prompt_command(*, vault: Path | None, game: str | None, **said: str) -> None:
    """Print your prompt note filled in, to be given to any other model."""
    wish = DashboardWish(game=game or click.prompt("Game", err=True), **said)
    asked = prompt_for(the_house(vault), wish)
    click.echo(asked.text)  # for another program, as it is
    for problem in asked.problems:
        say(f"note: {problem}", err=True)


@command.command(
    "generate",
    epilog="\b\nExample:\n  chronicler dashboard generate --game Orrow --mood reflective",
)
@vault_option
@_date_option
@_said_options
@set_option
def generate_command(
    *,
    vault: Path | None,
    on: str | None,
    game: str | None,
    pairs: tuple[str, ...],
    **said: str,
) -> None:
    """Have a language model draft tonight's dashboard; it stays a draft until you approve it."""
    house = the_house(vault, pairs=pairs)
    wish = DashboardWish(game=game or click.prompt("Game"), **said)
    done = asyncio.run(generate(house, _evening(house, on), wish))
    say(f"Drafted {done.path}")
    for remark in done.remarks:
        say(f"  note: {remark}")
    say(f"Read it as if somebody else had written it, then: {_step('approve', on, vault)}")
