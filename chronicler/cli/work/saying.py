"""What ``chronicler say --test`` does: says one line, off air or by the running bot, and tells each step.

Decides how the steps are shown; leaves them to ``runtime.asking``.
"""

import asyncio
import os

import click

from chronicler.cli.options import home, print_json
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.shown import shown
from chronicler.cli.terminal.troubles import instead_of_logs
from chronicler.runtime.asking.say_test import PATIENCE, OnStep, Step, Trial, say_off_air
from chronicler.runtime.asking.say_test_beside import HOW_TO_TEST_OFF_AIR, say_beside
from chronicler.runtime.clock import SteadyClock, SystemClock
from chronicler.runtime.house import House
from chronicler.runtime.live.twitch_rim import TwitchRim, config_of
from chronicler.runtime.lock import held_by, hold_lock


def try_out(house: House, *, as_json: bool) -> bool:
    """Say the test line, tell how it went, and return whether it was said."""
    with instead_of_logs(lambda _: None):  # each step is told here, in plain words
        trial = _run(house, _say_nothing if as_json else _show)
    if as_json:
        print_json(trial.as_json())
    else:
        _sum_up(trial)
    return trial.is_said


def _run(house: House, on_step: OnStep) -> Trial:
    if runner := held_by(house.data):
        who = f"process {runner.pid}" if runner.pid else str(runner)
        return asyncio.run(say_beside(house, who, SystemClock(), on_step, PATIENCE))
    with hold_lock(house.data):
        return asyncio.run(say_off_air(house, lambda: _rim(house), on_step, PATIENCE))


def _rim(house: House) -> TwitchRim:
    settings = house.settings()
    config = config_of(settings, home(), os.environ)
    return TwitchRim(config, SteadyClock(), frozenset(settings.known_bots))


def _show(step: Step) -> None:
    mark = click.style("✓", fg="green") if step.is_ok else click.style("✗", fg="red")
    say(f"{mark} {step.name:<6} {shown(step.words)}")


def _say_nothing(step: Step) -> None:
    del step


def _sum_up(trial: Trial) -> None:
    if trial.is_said:
        say("It works: this is how a line reaches your chat.")
    elif trial.is_beside and trial.steps[-1].code in ("no_session", "not_live"):
        say(f"The bot waits for the stream, so it says nothing yet. {HOW_TO_TEST_OFF_AIR}")
    else:
        say("Next: chronicler twitch status")
