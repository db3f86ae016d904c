"""``chronicler hearth``: look over the Hearthkeeper's shoulder."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from chronicler.agent.hearthkeeper import triggers
from chronicler.cli.options import json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.progress import progress
from chronicler.cli.terminal.screen import say
from chronicler.cli.views.hearth_preview import preview_as_json, print_preview
from chronicler.cli.views.hearth_table import print_tuning
from chronicler.domain.session import stream_date
from chronicler.runtime.asking.preview import preview
from chronicler.runtime.asking.tuning import LAST, tune
from chronicler.runtime.rehearsing.selftest import selftest
from chronicler.vault.dashboards import tonights_dashboard


@click.group("hearth", epilog="\b\nExample:\n  chronicler hearth preview")
def command() -> None:
    """Look over the Hearthkeeper's shoulder."""


@command.command(
    "preview", epilog="\b\nExamples:\n  chronicler hearth preview\n  chronicler hearth preview --for newcomer"
)
@vault_option
@set_option
@click.option("--n", "most", type=click.IntRange(1, 20), default=5, show_default=True, help="How many lines.")
@click.option("--for", "trigger", type=click.Choice(triggers.TRIGGERS), help="As if this called for a line.")
@json_option
def preview_command(
    *, vault: Path | None, pairs: tuple[str, ...], most: int, trigger: str | None, as_json: bool
) -> None:
    """Show what it would say now, what the style court makes of it, and why it would not be said.

    The lines stand in the order in which they would be taken. With a language model in Settings
    it is asked for them. Nothing is sent, and nothing is written down.
    """
    house = the_house(vault, pairs=pairs)
    now = datetime.now(UTC)
    note = tonights_dashboard(house.vault, stream_date(now, house.settings().timezone)).note
    seen = asyncio.run(preview(house, note, now, most, trigger=trigger or ""))
    if as_json:
        print_json(preview_as_json(seen))
    else:
        print_preview(seen)


@command.command("selftest", epilog="\b\nExample:\n  chronicler hearth selftest")
@vault_option
@set_option
@click.pass_context
def selftest_command(ctx: click.Context, *, vault: Path | None, pairs: tuple[str, ...]) -> None:
    """Try it on a fake clock with your settings: one line, none in the cooldown, one after."""
    steps = selftest(the_house(vault, pairs=pairs).setting_values())
    for step in steps:
        say(f"{'ok  ' if step.is_met else 'FAIL'}  {step.text}")
    ctx.exit(0 if all(step.is_met for step in steps) else 1)


@command.command(
    "tune", epilog="\b\nExamples:\n  chronicler hearth tune\n  chronicler hearth tune --last 10 --json"
)
@vault_option
@set_option
@click.option(
    "--last",
    type=click.IntRange(1, 1000),
    default=LAST,
    show_default=True,
    help="How many of the latest streams to look at.",
)
@json_option
def tune_command(*, vault: Path | None, pairs: tuple[str, ...], last: int, as_json: bool) -> None:
    """Tell how often it would have spoken in your own streams, at different thresholds.

    Reads the streams and imported chats of your channel, and your ticks in the ledgers of real
    streams; rehearsals and their ticks never count. Nothing is changed. The real rules decide: the
    threshold that rises with the talk, the cooldown that doubles while nobody answers, its share
    of the lines, the limit for a stream. It is taken for granted that it always had words and was
    never switched off; lines that something called for sooner are not among them.
    """
    house = the_house(vault, pairs=pairs)
    with progress(is_hidden=as_json) as advance:
        found = tune(house, last=last, advance=partial(advance, "Trying thresholds"))
    if as_json:
        print_json(found.as_json())
    else:
        print_tuning(found)
