"""Who writes here for the first time: told by earlier evenings, since EventSub hardly ever says it."""

import asyncio
from pathlib import Path

from chronicler.domain.events import MessageReceived
from chronicler.runtime.live.tonight import view_of
from chronicler.standin.server import StandIn
from tests.fakes import START, FakeClock
from tests.scenarios.evening import lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, on_air, running


def first_lines(air: OnAir) -> list[str]:
    return [e.message.text for e in air.of(MessageReceived) if e.message.is_first]


async def an_evening_with_maren(air: OnAir) -> None:
    await air.live("s-1")
    await air.says("maren", "good evening to the lamps")
    await air.ends()
    air.clock.advance(3600)


def test_on_the_first_evening_nobody_is_called_new(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            await an_evening_with_maren(air)
            assert first_lines(air) == []
            await air.says("ida", "nobody is live, is it")
            assert first_lines(air) == [], "between streams nobody is greeted"

    asyncio.run(scenario())


def test_on_a_later_evening_whom_no_earlier_one_knows_waits_on_tonight(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            await an_evening_with_maren(air)
            await air.live("s-2")
            await air.says("maren", "back again")
            await air.says("ida", "is this the quiet place")
            await air.says("ida", "it is, I see")
            await air.says("guest", "from over there", source_channel="far_channel")
            await air.says("nightbot", "buy nothing today")
            await air.says("osk", "I was here long before the bot", badges=["subscriber"])
            await air.says(CHANNEL, "good evening")
            assert first_lines(air) == ["is this the quiet place"]
            for _ in range(31):
                air.tick()
            view = view_of(air.house, air.state)
            assert [m.login for m in view.newcomers] == ["ida"]
            await air.says(CHANNEL, "welcome Ida")
            assert view_of(air.house, air.state).newcomers == ()
            kept = await air.ends()
            assert kept.harvest.unanswered_newcomers == ()

    asyncio.run(scenario())


def test_a_stream_taken_up_again_calls_nobody_new_who_wrote_before_the_stop(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock, vault = FakeClock(START), lay_vault(tmp_path)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(OnAir(vault, standin, clock)) as first:
                await an_evening_with_maren(first)
                await first.live("s-2")
                await first.says("ida", "is this the quiet place")
            async with running(OnAir(vault, standin, clock)) as second:
                assert second.state.is_running
                await second.says("ida", "still here")
                await second.says("joost", "and I am new")
                assert first_lines(second) == ["and I am new"]
                for _ in range(31):
                    second.tick()
        assert "**Ida**, not heard here before: is this the quiet place" in second.tonight
        assert "**Joost**, not heard here before: and I am new" in second.tonight

    asyncio.run(scenario())
