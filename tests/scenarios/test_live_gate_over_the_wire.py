"""Each closure of the live gate, provoked at Twitch, and told wherever the streamer looks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from chronicler.agent import live_gate
from chronicler.domain.events import BroadcastObserved, DecisionMade, Event, LiveStatusChecked
from chronicler.notes.tonight.note import render
from chronicler.notes.words.account_words import sections
from chronicler.notes.words.reasons import why_silent, why_silent_now, why_unheard
from chronicler.runtime.asking.status import read_status
from chronicler.runtime.asking.why import Question, explain
from chronicler.runtime.live.tonight import view_of
from chronicler.standin.faults import Fault
from tests.scenarios.on_air import OnAir, on_air

MANY: Final = 2000
POLL: Final = "GET streams"
SELDOM: Final = {"poll_seconds": 1000.0}


@dataclass(frozen=True)
class Closure:
    """One way in which the gate closes."""

    reason: str
    provoke: Callable[[OnAir], Awaitable[None]]
    seconds: float = 0.0
    """Stream time that passes at each tick meanwhile."""
    config: Any = None


def fails(fault: int | Fault) -> Callable[[OnAir], Awaitable[None]]:
    async def provoke(air: OnAir) -> None:
        air.standin.fail(POLL, *[fault] * MANY)

    return provoke


def tells(*events: Callable[[OnAir], Event]) -> Callable[[OnAir], Awaitable[None]]:
    async def provoke(air: OnAir) -> None:
        for event in events:
            air.bot.report(event(air))

    return provoke


def status(reason: str) -> Callable[[OnAir], Awaitable[None]]:
    return tells(lambda air: LiveStatusChecked(air.clock.now(), is_live=None, reason=reason))


async def goes_offline(air: OnAir) -> None:
    await air.standin.go_offline()


async def grows_deaf(air: OnAir) -> None:
    air.standin.fail("GET ws", *[503] * MANY)
    await air.standin.cut()


async def only_time_passes(_: OnAir) -> None:
    pass


async def loses_its_login(air: OnAir) -> None:
    air.standin.withdraw(air.standin.bot.login)


def sends(is_on: bool) -> Callable[[OnAir], Event]:  # noqa: FBT001 - what OBS says
    return lambda air: BroadcastObserved(air.clock.now(), is_on=is_on)


CLOSURES: Final = (
    Closure("not_live", goes_offline),
    Closure("deaf", grows_deaf),
    Closure("broadcast_stopped", tells(sends(True), sends(False))),
    Closure("live_stale", only_time_passes, seconds=30, config=SELDOM),
    Closure("live_api_error", fails(500)),
    Closure("live_rate_limited", fails(429)),
    Closure("live_refused", fails(400)),
    Closure("live_not_permitted", fails(403)),
    Closure("live_timeout", fails(Fault(is_hung=True)), config={"request_seconds": 0.5}),
    Closure("live_unreachable", fails(Fault(is_cut=True))),
    # No answer of Twitch's gives these while chat is heard: the program itself says them.
    Closure("live_needs_login", status("needs_login"), config=SELDOM),
    Closure("live_unknown", status(""), config=SELDOM),
    Closure("live_not_connected", status("not_connected"), config=SELDOM),
    Closure("live_not_configured", status("not_configured"), config=SELDOM),
    Closure("live_not_running", status("not_running"), config=SELDOM),
)


def test_every_closure_is_provoked() -> None:
    assert {each.reason for each in CLOSURES} | {"no_session"} == live_gate.REASONS


@pytest.mark.parametrize("closure", CLOSURES, ids=lambda closure: closure.reason)
def test_a_closure_is_journaled_and_told_in_status_why_and_tonight(tmp_path: Path, closure: Closure) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path, **(closure.config or {})) as air:
            await air.live()
            await air.says("maren", "good evening to the lamps")
            air.tick()
            assert live_gate.closed_because(air.state, air.clock.now()) is None
            await closure.provoke(air)
            await air.ticks_until(
                lambda: live_gate.closed_because(air.state, air.state.now) == closure.reason, closure.seconds
            )
            air.tick()
            assert air.of(DecisionMade)[-1].reason == closure.reason
            view = view_of(air.house, air.state)
            (gate,) = [line for line in render(view).body.split("\n") if line.startswith("- **Live gate**")]
            assert gate == f"- **Live gate**: closed: {why_silent_now(closure.reason)}."
            air.bot.sessions.engine.journal.sync()
            told = read_status(air.house, air.clock.now()).as_json()["session"]
            assert told["gate"] == {
                "is_open": False,
                "closed_because": closure.reason,
                "words": why_silent_now(closure.reason),
            }
            assert told["hearthkeeper"]["held_back_by"] == closure.reason
            account = explain(air.house, Question(time=f"{air.state.now:%H:%M:%S}"))
            words = " ".join(line for _, lines in sections(account) for line in lines)
            assert f"The live gate was closed: {why_silent(closure.reason)}." in words

    asyncio.run(scenario())


def test_a_login_that_was_withdrawn_closes_the_gate_and_tonight_names_the_login(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            await air.live()
            await loses_its_login(air)
            await air.until(lambda: air.state.hearing and not air.state.hearing.is_hearing)
            assert air.state.live is not None
            assert air.state.live.reason == "needs_login"
            body = render(view_of(air.house, air.state)).body
            assert f"**chat is not heard**: {why_unheard('needs_login')}" in body
            assert live_gate.closed_because(air.state, air.clock.now()) == "deaf"

    asyncio.run(scenario())


def test_between_streams_the_gate_is_closed_for_want_of_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            assert live_gate.closed_because(air.state, air.clock.now()) == "no_session"
            assert "No stream is running." in render(view_of(air.house, air.state)).body
            assert read_status(air.house, air.clock.now()).as_json()["session"] is None

    asyncio.run(scenario())
