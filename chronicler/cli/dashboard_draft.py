"""``chronicler dashboard generate``, ``prompt``, ``paste`` and ``copy``: drafts and their texts.

Decides what is asked of a person in a terminal and that a script is asked nothing. Leaves
drafting to ``runtime.dashboard.draft``, a pasted answer to ``runtime.dashboard.paste``.
"""

import asyncio
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from chronicler.agent.prompts.dashboard import DEADLINE_SECONDS, DashboardWish
from chronicler.cli.options import again, json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.clipboard import put_on_clipboard
from chronicler.cli.terminal.screen import say
from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.dashboard_fields import read_time
from chronicler.domain.session import stream_date
from chronicler.errors import UserError
from chronicler.runtime.dashboard.draft import (
    Drafted,
    draft_to_change,
    field_named,
    generate,
    prompt_for,
    regenerate,
    the_model,
)
from chronicler.runtime.dashboard.paste import paste
from chronicler.runtime.house import House
from chronicler.vault.dashboards import free_path, tonights_dashboard

_QUESTIONS: Final = {
    "game": "Which game",
    "mood": "Your mood or energy (low, medium, high, reflective …)",
    "familiarity": "How well you know it (new, some, very)",
    "recent_experience": "What happened lately",
    "start_time": "When you go live, such as 19:30",
}
_TEXTS: Final = {"go-live": "go_live_notification", "social": "social_post", "title": "stream_title"}


def date_option(function: Any) -> Any:
    """Add the evening that is meant."""
    return click.option("--date", "on", metavar="YYYY-MM-DD", help="Another evening than tonight.")(function)


def _a_start(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return a time of day as it was typed.

    Raises:
        UserError: it is none.
    """
    if value and value.strip() and read_time(value) is None:
        raise UserError(f"{value!r} is no time of day; write one like 19:30 or 7:30 pm")
    return value


def _asked_again(typed: str) -> str:
    if typed.strip() and read_time(typed) is None:
        raise click.BadParameter(f"{typed!r} is no time of day; write one like 19:30 or 7:30 pm")
    return typed


def _said_options(function: Any) -> Any:
    """Add what the streamer says about tonight."""
    for option in (
        click.option("--start-time", callback=_a_start, help="When you go live, such as 19:30."),
        click.option("--recent-experience", help="What happened last time, if it matters."),
        click.option("--familiarity", help="How well you know the game: new, some or very."),
        click.option("--mood", help="Your mood or energy: low, medium, high, reflective …"),
        click.option("--game", help="What is played tonight."),
    ):
        function = option(function)
    return function


def _theme_option(function: Any) -> Any:
    """Add the theme that tonight goes on with."""
    return click.option("--theme", help="A theme of earlier evenings to go on with: its note's title.")(
        function
    )


def evening_meant(house: House, on: str | None) -> date:
    """Return the evening of that date, tonight's where none is given.

    Raises:
        UserError: it is no date.
    """
    if on is None:
        return stream_date(datetime.now(UTC), house.settings().timezone)
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise UserError(f"{on!r} is no date; write one like 2026-03-06") from error


def step(word: str, on: str | None, vault: Path | None = None) -> str:
    """Return what to type next about the same evening in the same vault."""
    return again(f"dashboard {word}" + (f" --date {on}" if on else ""), vault)


def _wish(said: dict[str, str | None], *, may_ask: bool) -> DashboardWish:
    """Return what is said about tonight; in a terminal, what no option said is asked for."""
    answers = {name: value or "" for name, value in said.items()}
    if may_ask and sys.stdin.isatty() and sys.stderr.isatty():
        for name, question in _QUESTIONS.items():
            if said[name] is None:
                empty = "" if name == "game" else " [Enter to leave it open]"
                answers[name] = click.prompt(
                    f"{question}{empty}", default="", show_default=False, err=True,
                    value_proc=_asked_again if name == "start_time" else None,
                )  # fmt: skip
    return DashboardWish(answers["game"], theme=answers.get("theme", "")).saying(answers)


@click.command("prompt", epilog="\b\nExample:\n  chronicler dashboard prompt --game Orrow | pbcopy")
@vault_option
@date_option
@_said_options
@_theme_option
def prompt_command(*, vault: Path | None, on: str | None, **said: str | None) -> None:
    """Print your prompt note filled in, to be given to any other model."""
    house = the_house(vault)
    asked = prompt_for(house, evening_meant(house, on), _wish(said, may_ask=True))
    click.echo(asked.text)  # for another program, as it is
    for problem in asked.problems:
        say(f"note: {problem}", err=True)


@click.command(
    "generate",
    epilog="\b\nExample:\n  chronicler dashboard generate --game Orrow --mood reflective\n"
    "  chronicler dashboard generate --regenerate title",
)
@vault_option
@date_option
@_said_options
@_theme_option
@click.option("--regenerate", "again_", multiple=True, metavar="FIELD",
              help="Draft only this field of the draft anew, such as title; may be repeated.")  # fmt: skip
@json_option
@set_option
@click.pass_context
def generate_command(
    ctx: click.Context,
    /,
    *,
    vault: Path | None,
    on: str | None,
    again_: tuple[str, ...],
    as_json: bool,
    pairs: tuple[str, ...],
    **said: str | None,
) -> None:
    """Have a language model draft tonight's dashboard; it stays a draft until you approve it.

    In a terminal you are asked what the options leave open. Exits 1 where --regenerate found nothing.
    """
    house = the_house(vault, pairs=pairs)
    evening = evening_meant(house, on)
    wanted = tuple(dict.fromkeys(map(field_named, again_)))
    if wanted:
        draft_to_change(house, evening)
    the_model(house)
    if not wanted:
        free_path(house.vault, evening)
    wish = _wish(said, may_ask=not (wanted or as_json))
    say(WRITING, err=True)
    asked = regenerate(house, evening, wish, wanted) if wanted else generate(house, evening, wish)
    done = asyncio.run(asked)
    if as_json:
        print_json({"path": done.path, "fields": list(done.fields), "remarks": list(done.remarks)})
        ctx.exit(1 if wanted and not done.fields else 0)
    _tell(done, wanted)
    if wanted and not done.fields:
        say("Keep what stands there, or write another yourself in Obsidian.")
        ctx.exit(1)
    if not wanted and not _HOLDS_A_THEME & set(done.fields):
        say(
            "There is no theme in it yet: write a content_angle in Obsidian, then: "
            f"{step('check', on, vault)}"
        )
        return
    say(f"Read it as if somebody else had written it, then: {step('approve', on, vault)}")


_HOLDS_A_THEME: Final = frozenset({"content_angle", "stream_title"})
WRITING: Final = (
    f"The model is writing; that can take minutes, at most {DEADLINE_SECONDS / 60:g} a question. "
    "Ctrl-C is harmless: nothing is written before its end."
)


def _tell(done: Drafted, wanted: tuple[str, ...]) -> None:
    if not wanted:
        say(f"Drafted {done.path}")
    elif done.fields:
        say(f"Drafted anew in {done.path}: {', '.join(done.fields)}")
    else:
        say(f"Nothing was changed in {done.path}")
    for remark in done.remarks:
        say(f"  note: {remark}")


@click.command("paste", epilog="\b\nExample:\n  pbpaste | chronicler dashboard paste")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@vault_option
@date_option
@_said_options
@json_option
def paste_command(
    *, file: Path | None, vault: Path | None, on: str | None, as_json: bool, **said: str | None
) -> None:
    """Make a draft of another model's answer: from a file, or from what is piped or pasted in.

    What you said of the evening for the prompt is kept, and what you say here wins.
    """
    house = the_house(vault)
    evening = evening_meant(house, on)
    free_path(house.vault, evening)
    done = paste(house, evening, _pasted(file), {name: value for name, value in said.items() if value})
    if as_json:
        print_json({
            "path": done.path, "found": list(done.found), "missing": list(done.missing),
            "remarks": [str(problem) for problem in done.problems],
        })  # fmt: skip
        return
    say(f"Drafted {done.path}")
    say(f"  found:   {', '.join(done.found)}")
    if done.missing:
        say(f"  missing: {', '.join(done.missing)}")
    for problem in done.problems:
        say(f"  {problem.severity.value}: {problem}")
    next_step = "approve" if _HOLDS_A_THEME & set(done.found) else "check"
    say(f"Read it through in Obsidian, then: {step(next_step, on, vault)}")


def _pasted(file: Path | None) -> str:
    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            say(
                "Paste the model's answer, then press Enter and Ctrl-D (on Windows Ctrl-Z and Enter).",
                err=True,
            )
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise UserError(f"{file} could not be read ({error.strerror}); check its name") from error


@click.command("copy", epilog="\b\nExample:\n  chronicler dashboard copy social --clipboard")
@click.argument("which", type=click.Choice(tuple(_TEXTS)))
@click.option("--clipboard", is_flag=True, help="Put it on the clipboard instead of printing it.")
@vault_option
@date_option
def copy_command(*, which: str, clipboard: bool, vault: Path | None, on: str | None) -> None:
    """Print the go-live notification, the social post or the title, alone."""
    house = the_house(vault)
    evening = evening_meant(house, on)
    found = tonights_dashboard(house.vault, evening)
    if found.note is None:
        missing = f"There is no dashboard for {evening}; make one with: {step('new', on, vault)}"
        raise UserError(found.problem or missing)
    dashboard = parse_dashboard(found.note.properties, found.note.body, path=found.note.path).dashboard
    text = str(getattr(dashboard, _TEXTS[which]))
    if not text:
        raise UserError(f"{found.note.path} has no {_TEXTS[which]} yet; write it there, or draft it")
    if clipboard:
        say(f"Copied the {which} text with {put_on_clipboard(text)}.", err=True)
    else:
        click.echo(text)  # for another program, as it is
