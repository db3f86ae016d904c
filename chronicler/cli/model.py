"""``chronicler model``: is the language model there, and bringing one onto this machine."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from chronicler.cli.options import json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.progress import Advance, progress
from chronicler.cli.terminal.screen import say
from chronicler.runtime.models.check import WITHIN_SECONDS, ModelCheck, check_model
from chronicler.runtime.models.off_air_meter import OffAirMeter
from chronicler.runtime.models.pull import meant, pull

INTERRUPTED = 130
_GIGA = 1e9


@click.group("model", epilog="\b\nExample:\n  chronicler model check")
def command() -> None:
    """Try the language model, or bring one onto this machine."""


@command.command("check", epilog="\b\nExample:\n  chronicler model check --set model=ollama/qwen3:4b")
@vault_option
@set_option
@json_option
@click.pass_context
def check(ctx: click.Context, *, vault: Path | None, pairs: tuple[str, ...], as_json: bool) -> None:
    """Tell whether the model is there, how fast it answers, and whether words leave this machine.

    Exits 1 where something is to be mended. Without a model nothing is: your own lines serve.
    """
    house = the_house(vault, pairs=pairs)
    settings = house.settings()
    if not as_json and sys.stderr.isatty() and settings.model.lower() not in ("", "none"):
        say(
            f"Asking {settings.model} for one sentence, for at most {WITHIN_SECONDS:g} s; "
            "Ctrl-C is harmless …",
            err=True,
        )
    look = asyncio.run(check_model(settings, OffAirMeter(house), os.environ))
    if as_json:
        print_json(look.as_json())
    else:
        _print(look)
    ctx.exit(0 if look.is_well else 1)


def _print(look: ModelCheck) -> None:
    for finding in look.findings:
        say(f"{'ok ' if finding.is_fine else '-> '} {finding.text}")
        if finding.next_step:
            say(f"    {'or' if finding.is_fine else 'next'}: {finding.next_step}")
    if not look.model and look.is_well:
        say(
            "To have one: install Ollama, then chronicler model pull qwen3:4b, and write "
            "model: ollama/qwen3:4b into the Settings note."
        )
    elif look.is_well:
        say(f"{look.model} can be used.")


@command.command("pull", epilog="\b\nExample:\n  chronicler model pull qwen3:4b")
@click.argument("name", required=False, default="")
@vault_option
@set_option
@click.pass_context
def pull_command(ctx: click.Context, *, name: str, vault: Path | None, pairs: tuple[str, ...]) -> None:
    """Have Ollama bring the model NAME onto this machine; without NAME, the one in Settings.

    What has come is kept: stopped with Ctrl-C, the same command goes on where it was.
    """
    settings = the_house(vault, pairs=pairs).settings()
    wanted = meant(settings, name)
    try:
        with progress() as advance:
            size = asyncio.run(pull(wanted, _shown_by(advance, wanted.name)))
    except KeyboardInterrupt:
        say("Stopped. What has come is kept; the same command goes on where it was.", err=True)
        ctx.exit(INTERRUPTED)
    say(f"{wanted.name} is here{f' ({size / _GIGA:.1f} GB)' if size else ''}.")
    if settings.model != f"ollama/{wanted.name}":
        say(f"To use it, write model: ollama/{wanted.name} into the Settings note.")
    say("Try it: chronicler model check")


def _shown_by(advance: Advance, name: str) -> Callable[[str, float, float], None]:
    def told(status: str, done: float, of: float) -> None:
        advance(f"Pulling {name}", done if of else 0.0, of or 1.0, status)

    return told
