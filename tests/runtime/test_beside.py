"""What runs beside the events: waited for, told of where it fails, and let go where it is worth nothing."""

import asyncio

from chronicler.runtime.live.beside import Beside


def test_at_the_end_all_is_waited_for_but_what_is_worth_nothing_then() -> None:
    done: list[str] = []

    async def work(name: str, gate: asyncio.Event) -> None:
        await gate.wait()
        done.append(name)

    async def scenario() -> None:
        told: list[str] = []
        beside, never, soon = Beside(told.append), asyncio.Event(), asyncio.Event()
        beside.start("a draft", work("draft", never), is_passing=True)
        beside.start("a line", work("line", soon))
        beside.let_go()
        soon.set()
        async with asyncio.timeout(60):
            await beside.finish()
        assert (done, told) == (["line"], [])

    asyncio.run(scenario())


def test_a_failure_is_told_and_stops_no_other() -> None:
    async def fails() -> None:
        raise ValueError("the lamp fell over")

    async def scenario() -> None:
        told: list[str] = []
        beside = Beside(told.append)
        beside.start("a lamp", fails())
        await beside.finish()
        assert told == ["a lamp failed: the lamp fell over"]

    asyncio.run(scenario())
