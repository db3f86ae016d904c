"""Accounts and services: logins and their scopes, the model, and whether this clock is right.

Decides what of their standing is a finding; every question is one that ``twitch status`` and
``model check`` ask too. Nothing is renewed or changed here.
"""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.domain.problem import Severity
from chronicler.errors import ConfigError, TwitchError
from chronicler.runtime.doctor.finding import Finding
from chronicler.runtime.house import House
from chronicler.runtime.logins.credentials import endpoints_of
from chronicler.runtime.logins.status import TwitchStatus, look_at_twitch
from chronicler.runtime.models.health import glance
from chronicler.twitch.server_clock import server_time

SKEW_ALLOWED: Final = timedelta(seconds=30)
"""The live gate trusts a word on being live for ninety seconds."""


def look_at_accounts(
    house: House, home: Path, environ: Mapping[str, str], now: datetime
) -> Iterator[Finding]:
    """Yield what is wrong with logins, model and clock. Blocking; asks Twitch and the model.

    Where no channel is set there is nothing to ask Twitch yet.
    """
    for problem in house.settings().problems:
        words = f"{problem.field}: {problem.message}" if problem.field else problem.message
        path = f"{house.vault.folder}/Settings.md"
        yield Finding("settings", path, words, "the last good value stays in force until you mend it")
    if house.settings().channel:
        yield from _twitch(house, home, environ, now)
    model = glance(house.settings())
    if model is not None and not model.is_well:
        fix = "chronicler model check tells more; until then written lines and silence serve"
        yield Finding("model", "", f"the language model: {model.words}", fix)


def _twitch(house: House, home: Path, environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    try:
        status = asyncio.run(look_at_twitch(house, home, environ, now))
    except ConfigError as error:
        yield Finding("login", "", str(error), "chronicler twitch login", Severity.ERROR)
        return
    for to_do in status.to_do:
        yield Finding("login", "", to_do, "chronicler twitch status tells more", _gravity(status))
    if status.logins:
        yield from _clock(environ)


def _gravity(status: TwitchStatus) -> Severity:
    return Severity.ERROR if status.logins else Severity.WARNING


def _clock(environ: Mapping[str, str]) -> Iterator[Finding]:
    try:
        told = asyncio.run(server_time(endpoints_of(environ)))
    except TwitchError:
        return  # that Twitch cannot be reached is told above
    skew = datetime.now(UTC) - told
    if abs(skew) > SKEW_ALLOWED:
        ahead = "fast" if skew > timedelta() else "slow"
        words = f"this machine's clock is {round(abs(skew).total_seconds()):,} s {ahead}, by Twitch's"
        fix = "let the system set its clock by itself; else what is live looks stale, and nothing is said"
        yield Finding("clock", "", words, fix, Severity.ERROR)
