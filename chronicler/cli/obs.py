"""``chronicler obs``: OBS's password, and a look at how loud your microphone is there."""

import asyncio
import math
import os
import sys
from pathlib import Path
from typing import Any, Final

import click

from chronicler.cli.options import home, json_option, print_json, set_option, the_house, vault_option
from chronicler.cli.terminal.screen import columns, say
from chronicler.cli.terminal.shown import shown as safe
from chronicler.errors import UserError
from chronicler.notes.words.ears import why_deaf_to_streamer
from chronicler.obs.connection import ObsConfig
from chronicler.obs.password import VARIABLE, PasswordStore
from chronicler.runtime.asking.obs_check import Look, Meter, look_at_obs
from chronicler.runtime.live.obs_rim import wishes_of

FLOOR_DB: Final = -70
STEP_DB: Final = 2
"""How many decibels one character of a bar stands for."""


@click.group("obs", epilog="\b\nExample:\n  chronicler obs login && chronicler obs check")
def command() -> None:
    """Let OBS tell when you speak."""


@command.command("login", epilog="\b\nExample:\n  chronicler obs login")
def login() -> None:
    """Keep the password of OBS's WebSocket server, readable by you alone.

    It stands in OBS under Tools > WebSocket Server Settings > Show Connect Info.
    """
    store = _store()
    if sys.stdin.isatty():
        typed = click.prompt("Password of OBS's WebSocket server", hide_input=True)
    else:
        typed = sys.stdin.readline().strip("\r\n")  # piped, as from a password manager
    if not typed:
        raise UserError("No password came; type it, or pipe it into: chronicler obs login")
    store.save(typed)
    say(f"Kept in {store.path}. Try it: chronicler obs check")
    if store.is_from_environment:
        say(f"{VARIABLE} is set, and wins over it.", err=True)


@command.command("logout", epilog="\b\nExample:\n  chronicler obs logout")
def logout() -> None:
    """Forget the password of OBS's WebSocket server."""
    say("The password is forgotten." if _store().remove() else "No password was kept.")


@command.command("check", epilog="\b\nExample:\n  chronicler obs check --set obs_url=localhost:4455")
@vault_option
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=10.0, show_default=True, help="How long to listen."
)
@set_option
@json_option
def check(*, vault: Path | None, seconds: float, pairs: tuple[str, ...], as_json: bool) -> None:
    """Show how loud each input of OBS is, and what counts as you speaking.

    Speak as you do on a stream, then be silent and type: the mark | is your obs_speech_db.
    """
    settings = the_house(vault, pairs=pairs).settings()
    if not settings.obs_url:
        raise UserError(
            "OBS is switched off. Write its address into obs_url in Settings, or try one: "
            "chronicler obs check --set obs_url=localhost:4455"
        )
    config = ObsConfig(settings.obs_url, _store().read())
    bars = _Bars(f"Listening to OBS at {settings.obs_url} for {seconds:g} seconds. Speak!")
    look = asyncio.run(look_at_obs(config, wishes_of(settings), seconds, bars))
    if as_json:
        print_json(_as_json(look))
    else:
        _print(look)


def _store() -> PasswordStore:
    return PasswordStore(home(), os.environ)


class _Bars:
    """Bars on a terminal, drawn over themselves, below a greeting once OBS has answered."""

    def __init__(self, greeting: str) -> None:
        self._greeting = greeting
        self._lines = 0

    def __call__(self, look: Look) -> None:
        if self._greeting:
            say(self._greeting, err=True)
            self._greeting = ""
        if not sys.stderr.isatty():
            return
        if self._lines:
            click.echo(f"\x1b[{self._lines}A", nl=False, err=True)
        for meter in look.meters.values():
            click.echo(f"\x1b[2K{_bar(look, meter, meter.level)[: columns(err=True) - 1]}", err=True)
        self._lines = len(look.meters)


def _print(look: Look) -> None:
    say("The connection holds; OBS asked for no password, or took yours.")
    say(f"OBS {'sends' if look.is_sending else 'does not send'} the stream.")
    for meter in look.meters.values():
        click.echo(_bar(look, meter, meter.loudest))
    silent = [each.name for each in look.inputs if each.name not in look.meters]
    if silent:
        say(f"No sound from: {', '.join(map(safe, silent))}")
    say(_verdict(look))


def _bar(look: Look, meter: Meter, level: float) -> str:
    mark = round((look.threshold_db - FLOOR_DB) / STEP_DB)
    filled = round((max(level, FLOOR_DB) - FLOOR_DB) / STEP_DB)
    cells = ["#" if n < filled else " " for n in range(-FLOOR_DB // STEP_DB)]
    cells[max(0, min(mark, len(cells) - 1))] = "|"
    shown = f"{level:6.1f} dB" if math.isfinite(level) else "silent   "
    chosen = "*" if meter.name == look.microphone.name else " "
    speech = f"{meter.speech_seconds:.1f} s of speech" if meter.speech_seconds else ""
    if meter.detector.is_speaking:
        speech = "speech"
    return f"{chosen} {safe(meter.name)[:24]:<24} {shown} [{''.join(cells)}] {speech}".rstrip()


def _verdict(look: Look) -> str:
    name, meter = look.microphone.name, look.meters.get(look.microphone.name)
    if not name:
        return f"No microphone is listened to: {why_deaf_to_streamer(look.microphone.reason)}."
    if look.is_muted:
        return f"* {safe(name)} is your microphone; it is muted in OBS, so you count as silent."
    if meter is None:
        return f"* {safe(name)} would be your microphone, but {why_deaf_to_streamer('input_inactive')}."
    at = f"from {look.threshold_db:g} dB on"
    if meter.speech_seconds:
        return f"* {safe(name)} is your microphone: {meter.speech_seconds:.1f} s counted as speech, {at}."
    return (
        f"* {safe(name)} is your microphone. Nothing counted as speech, {at}; if you did speak, set "
        f"obs_speech_db some 10 dB below your loudest, {meter.loudest:.0f} dB."
    )


def _as_json(look: Look) -> dict[str, Any]:
    return {
        "sends_the_stream": look.is_sending,
        "microphone": look.microphone.name or None,
        "why_none": look.microphone.reason or None,
        "is_muted": look.is_muted,
        "speech_db": look.threshold_db,
        "inputs": [
            {
                "name": each.name,
                "kind": each.kind,
                "loudest_db": _finite(look.meters[each.name].loudest) if each.name in look.meters else None,
                "speech_seconds": round(look.meters[each.name].speech_seconds, 2)
                if each.name in look.meters
                else None,
            }
            for each in look.inputs
        ],
    }


def _finite(level: float) -> float | None:
    return round(level, 1) if math.isfinite(level) else None
