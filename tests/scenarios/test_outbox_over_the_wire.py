"""The outbox's promises, kept by the running bot and the real adapter."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from chronicler.agent.hearthkeeper import loudness
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DashboardAdopted,
    DeliveryReported,
    DeliveryState,
    Event,
    SendAttempted,
)
from chronicler.runtime.live.outbox import LINES_PER_WINDOW, MOST_CHARACTERS, WINDOW, Outbox
from chronicler.runtime.live.tonight import view_of
from chronicler.standin.faults import Fault
from chronicler.standin.server import StandIn
from tests.fakes import START, FakeClock
from tests.scenarios.evening import KINDLING, dashboard, lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, running
from tests.twitch.stage import Stage, listening

SAY: Final = "POST chat/messages"
BOARD: Final = "Chronicler/Dashboards/Tonight's stream.md"


def air_over(folder: Path, standin: StandIn, clock: FakeClock, **rest: Any) -> OnAir:
    vault = lay_vault(folder)
    (vault.root / BOARD).write_text(dashboard(), encoding="utf-8")
    return OnAir(vault, standin, clock, **{"request_seconds": 20.0, "settle_seconds": 1, **rest})


def lines_queued(air: OnAir) -> list[SendLine]:
    return [e.action for e in air.of(ActionQueued) if isinstance(e.action, SendLine)]


async def falls_quiet_until_a_line_is_queued(air: OnAir) -> SendLine:
    await air.ticks_until(lambda: any(a.mode == "hearthkeeper" for a in lines_queued(air)), 10)
    return next(a for a in lines_queued(air) if a.mode == "hearthkeeper")


def outcome_of(air: OnAir, line: SendLine) -> DeliveryReported | None:
    return next((e for e in air.of(DeliveryReported) if e.line_id == line.line_id), None)


def test_a_line_is_journaled_as_queued_attempted_and_sent_and_said_only_once_helix_took_it(
    tmp_path: Path,
) -> None:
    """Helix is slow: the cooldown must run from the delivery, not from the draft."""

    async def scenario() -> None:
        clock = FakeClock(START)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            standin.fail(SAY, Fault(is_late=True))
            async with running(air_over(tmp_path, standin, clock)) as air:
                await air.live()
                await air.says("maren", "good evening to the lamps")
                line = await falls_quiet_until_a_line_is_queued(air)
                await standin.until_asked(SAY)
                drafted_at = clock.now()
                clock.advance(40)
                assert outcome_of(air, line) is None
                assert len(standin.sent) == 0
                assert air.state.hearth.last_delivered_at is None
                assert view_of(air.house, air.state).said == ()
                standin.faults.release()
                await air.until(lambda: outcome_of(air, line))
                assert [sent.text for sent in standin.sent] == [KINDLING]
                assert air.state.hearth.last_delivered_at == drafted_at + timedelta(seconds=40)
                assert [said.text for said in view_of(air.house, air.state).said] == [KINDLING]
                cooldown = timedelta(minutes=air.state.settings.cooldown_minutes)
                almost = drafted_at + timedelta(seconds=39) + cooldown
                assert loudness.held_back_by(air.state, almost) == "cooldown"
            kinds = [SendAttempted, DeliveryReported]
            order = [type(e) for e in air.journaled() if getattr(e, "line_id", "") == line.line_id]
            assert order == kinds
            outcomes = [e for e in air.journaled() if isinstance(e, DeliveryReported)]
            assert [e.state for e in outcomes] == [DeliveryState.SENT]
            assert standin.requests.count(SAY) == 1

    asyncio.run(scenario())


async def holds_the_turn(air: OnAir) -> None:
    """Let an answer wait at a slow Helix, so that the next line waits for its turn."""
    air.standin.fail(SAY, Fault(is_late=True))
    await air.says("ida", "!about")
    await air.standin.until_asked(SAY)


async def ends(air: OnAir) -> None:
    await air.standin.go_offline()
    await air.until(lambda: air.state.live and air.state.live.is_live is False)


async def changes_its_theme(air: OnAir) -> None:
    adopted = len(air.of(DashboardAdopted))
    other = dashboard("What a tide leaves behind", kindling=["Some tides ask nothing of the shore."])
    (air.house.vault.root / BOARD).write_text(other, encoding="utf-8")
    await air.until(lambda: len(air.of(DashboardAdopted)) > adopted)


async def takes_too_long(air: OnAir) -> None:
    air.clock.advance(61)


@pytest.mark.parametrize(
    ("meanwhile", "state", "reason"),
    [
        (ends, DeliveryState.DROPPED, "not_live"),
        (changes_its_theme, DeliveryState.DROPPED, "theme_changed"),
        (takes_too_long, DeliveryState.EXPIRED, "waited 60 s"),
    ],
)
def test_a_line_that_waits_for_its_turn_is_not_said_where_the_stream_meanwhile(
    tmp_path: Path, meanwhile: Callable[[OnAir], Awaitable[None]], state: DeliveryState, reason: str
) -> None:
    async def scenario() -> None:
        clock = FakeClock(START)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(air_over(tmp_path, standin, clock)) as air:
                await air.live()
                await holds_the_turn(air)
                line = await falls_quiet_until_a_line_is_queued(air)
                await meanwhile(air)
                standin.faults.release()
                await air.until(lambda: outcome_of(air, line))
            told = outcome_of(air, line)
            assert told is not None
            assert (told.state, told.reason) == (state, reason)
            assert KINDLING not in [sent.text for sent in standin.sent]

    asyncio.run(scenario())


def test_a_line_whose_answer_never_comes_is_unknown_starts_the_cooldown_and_is_not_sent_again(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        clock = FakeClock(START)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            standin.fail(SAY, Fault(is_hung=True))
            async with running(air_over(tmp_path, standin, clock, request_seconds=0.3)) as air:
                await air.live()
                await air.says("maren", "good evening to the lamps")
                line = await falls_quiet_until_a_line_is_queued(air)
                await air.until(lambda: outcome_of(air, line))
                for _ in range(30):
                    air.tick()
            told = outcome_of(air, line)
            assert told is not None
            assert (told.state, told.reason) == (DeliveryState.UNKNOWN, "timeout")
            assert standin.requests.count(SAY) == 1

    asyncio.run(scenario())


# Pace and form: the outbox beside the adapter, its waits on the clock -----------------------


def outbox_of(stage: Stage) -> Outbox:
    async def durable() -> None:
        """A journal that is always durable."""

    async def pause(seconds: float) -> None:
        stage.clock.advance(seconds)

    def report(event: Event) -> None:
        stage.heard(event)

    return Outbox(stage.service, stage.clock, report=report, make_durable=durable, pause=pause)


def line(number: int, text: str) -> SendLine:
    return SendLine(f"line-{number}", text, "hearthkeeper", "kindling")


def always() -> str | None:
    return None


def test_no_more_than_twenty_lines_reach_twitch_in_thirty_seconds(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            outbox = outbox_of(stage)
            lines = [line(n, f"lamp number {n}") for n in range(LINES_PER_WINDOW + 1)]
            told = await asyncio.gather(*(outbox.deliver(each, always) for each in lines))
            assert {each.state for each in told} == {DeliveryState.SENT}
            first, *_, last = stage.standin.sent
            assert last.at - first.at >= WINDOW
            assert [sent.text for sent in stage.standin.sent] == [each.text for each in lines]

    asyncio.run(scenario())


def test_a_long_line_reaches_twitch_in_parts_and_the_same_line_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            outbox, text = outbox_of(stage), " ".join(f"lamp{n:03}" for n in range(150))
            assert (await outbox.deliver(line(1, text), always)).state is DeliveryState.SENT
            parts = [sent.text for sent in stage.standin.sent]
            assert len(parts) == 3
            assert max(map(len, parts)) <= MOST_CHARACTERS
            assert " ".join(parts) == text
            again = await outbox.deliver(line(2, text), always)
            assert (again.state, again.reason) == (DeliveryState.DROPPED, "repeated")
            assert len(stage.standin.sent) == 3
            stage.clock.advance(WINDOW.total_seconds())
            assert (await outbox.deliver(line(3, text), always)).state is DeliveryState.SENT

    asyncio.run(scenario())
