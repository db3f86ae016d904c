"""The time at Twitch: read off whatever answer comes, and nobody's guess where none does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chronicler.errors import TwitchError
from chronicler.runtime.logins.credentials import endpoints_of
from chronicler.standin.faults import Fault
from chronicler.twitch.server_clock import server_time
from tests.doubles.twitch_server import TwitchServer
from tests.twitch.bad_answers import BEFORE
from tests.twitch.stage import PATIENCE

VALIDATE = "GET oauth2/validate"
SILENT = frozenset({"timeout", "cut"})


def asked(fault: Fault | None = None, seconds: float = PATIENCE) -> datetime:
    with TwitchServer() as twitch:
        if fault:
            twitch.standin.fail(VALIDATE, *([fault] * (2 if fault.is_cut else 1)))  # a cut GET is asked again
        return asyncio.run(server_time(endpoints_of(twitch.environment), seconds))


def test_it_is_this_machines_where_the_server_is() -> None:
    assert abs(asked() - datetime.now(UTC)) < timedelta(seconds=60)


@pytest.mark.parametrize("name", sorted(BEFORE.keys() - SILENT))
def test_any_answer_tells_it_however_bad(name: str) -> None:
    assert abs(asked(BEFORE[name]) - datetime.now(UTC)) < timedelta(seconds=60)


@pytest.mark.parametrize("name", sorted(SILENT))
def test_an_answer_that_never_comes_is_an_error(name: str) -> None:
    with pytest.raises(TwitchError, match="could not be reached"):
        asked(BEFORE[name], 0.5 if name == "timeout" else PATIENCE)


@pytest.mark.parametrize("date", ["", "soon", "2026-03-06"])
def test_a_head_that_tells_no_time_is_an_error(date: str) -> None:
    with pytest.raises(TwitchError, match="tells no time"):
        asked(replace(BEFORE["empty object"], headers={"Date": date}))
