"""A clock that is set, a machine that sleeps and a network that is away: one stream, told truly, no word amiss."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chronicler.domain.events import HearingChanged, HearingGapRecorded, MessageReceived, SendAttempted
from chronicler.runtime.clock import SteadyClock
from chronicler.standin.faults import Fault
from chronicler.standin.server import StandIn
from tests.fakes import START, FakeClock
from tests.scenarios.evening import dashboard, lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, running

MINUTE, HOUR = 60, 3600
AWAY = 4_000
"""So many requests and sockets fail while the network is away."""


class MachineClock(FakeClock):
    """The clock that a running bot goes by, on a machine whose own can be set."""

    def __init__(self) -> None:
        super().__init__()
        self.set_by = timedelta()
        self.really = 0.0
        self._steady = SteadyClock(lambda: super(MachineClock, self).now() + self.set_by, lambda: self.really)

    def now(self) -> datetime:
        return self._steady.now()

    def advance(self, seconds: float) -> None:
        """Let time pass, asleep or awake."""
        super().advance(seconds)
        self.really += seconds

    def set(self, hours: float) -> None:
        """Set the machine's clock, as a time server or a person does."""
        self.set_by += timedelta(hours=hours)


class TwitchsClock(FakeClock):
    """True time, whatever the machine believes."""

    def __init__(self, machine: MachineClock) -> None:
        super().__init__()
        self._machine = machine

    def now(self) -> datetime:
        return START + timedelta(seconds=self._machine.really)


class Evening(OnAir):
    """A bot on a machine whose clock can be set."""

    machine: MachineClock

    def said(self) -> list[str]:
        """Return what was said in chat."""
        return [each.text for each in self.standin.sent]

    async def network_goes(self) -> None:
        """Cut everything, and let nothing through."""
        gone = [Fault(is_cut=True)] * AWAY
        self.standin.fail("GET streams", *gone)
        self.standin.fail("GET ws", *gone)
        await self.standin.cut()
        await self.until(lambda: self.state.hearing and not self.state.hearing.is_hearing)

    async def network_returns(self) -> None:
        """Let everything through again."""
        self.standin.faults.clear()
        await self.until(lambda: self.state.hearing and self.state.hearing.is_hearing)


@asynccontextmanager
async def evening(folder: Path) -> AsyncIterator[Evening]:
    """Open a vault with an approved dashboard, and a stream of which two minutes are over."""
    machine, vault = MachineClock(), lay_vault(folder)
    board = vault.root / "Chronicler/Dashboards/2026-03-06 Lamps.md"
    board.write_text(dashboard(), encoding="utf-8")
    async with StandIn(TwitchsClock(machine), broadcaster=CHANNEL) as standin:
        air = Evening(vault, standin, machine)
        air.machine = machine
        async with running(air):
            await air.live()
            await air.says("maren", "Good evening")
            for n in range(12):
                air.tick()
                await air.says("joost", f"line {n}")
            yield air


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_set_is_neither_a_quiet_nor_another_stream(tmp_path: Path, hours: int) -> None:
    async def scenario() -> None:
        async with evening(tmp_path) as air:
            before = len(air.of(SendAttempted))
            air.machine.set(hours)
            for n in range(12):
                air.tick()
                await air.says("maren", f"after the clock was set, {n}")
            assert len(air.of(SendAttempted)) == before, "two minutes were no quiet"
            air.machine.set(-hours)
            for _ in range(20):  # now it is quiet for more than two minutes of true time
                air.tick()
                await asyncio.sleep(0.01)
            await air.ticks_until(lambda: len(air.said()) == before + 1)
            journal = air.journal()
            kept = await air.ends()
            assert air.journal() == journal, "it was one stream"
            times = [event.at for event in air.seen if not isinstance(event, MessageReceived)]
            assert times == sorted(times)
            assert air.of(HearingGapRecorded) == []
            assert kept.record.duration < timedelta(minutes=30)

    asyncio.run(scenario())


@pytest.mark.parametrize("is_over", [False, True], ids=["the stream goes on", "the stream is over"])
def test_a_machine_that_wakes_after_two_hours_says_nothing_before_it_hears(
    tmp_path: Path, *, is_over: bool
) -> None:
    async def scenario() -> None:
        async with evening(tmp_path) as air:
            before = air.said()
            await air.network_goes()
            if is_over:
                await air.standin.go_offline(is_announced=False)
            air.clock.advance(2 * HOUR)
            for _ in range(5):
                air.tick()
                await asyncio.sleep(0.01)
            assert air.said() == before
            await air.network_returns()
            (gap,) = air.of(HearingGapRecorded)
            assert timedelta(hours=2) <= gap.at - gap.gap_from <= timedelta(hours=2, minutes=2)
            if is_over:
                await air.until(lambda: air.state.live and air.state.live.is_live is False)
                air.clock.advance(11 * MINUTE)
                await air.ticks_until(lambda: air.kept)
            else:
                await air.says("ida", "You are back")
                assert (await air.ends()).ledger
            assert air.said() == before
            assert "Not everything was heard" in air.note(air.kept[0].ledger)

    asyncio.run(scenario())


def test_half_an_hour_without_the_network_is_one_gap_in_one_stream(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with evening(tmp_path) as air:
            before = air.said()
            await air.network_goes()
            for n in range(180):
                air.tick()
                if n % 30 == 0:
                    await air.standin.say("fern", f"said into the gap, {n}")
                    await asyncio.sleep(0.01)
            assert air.said() == before
            journal = air.journal()
            await air.network_returns()
            await air.says("ida", "There you are")
            kept = await air.ends()
            assert air.journal() == journal
            (gap,) = air.of(HearingGapRecorded)
            assert timedelta(minutes=30) <= gap.at - gap.gap_from <= timedelta(minutes=31)
            assert [c.is_hearing for c in air.of(HearingChanged)][-2:] == [False, True]
            assert not any("said into the gap" in m.text for m in kept.record.messages)
            assert "Not everything was heard" in air.note(kept.ledger)

    asyncio.run(scenario())
