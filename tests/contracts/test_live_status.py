"""What everybody who tells whether the stream is live must keep, fake and real."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from chronicler.ports import LiveReport, LiveStatus
from tests.fakes import FakeLiveStatus, after
from tests.twitch.stage import listening

Channel = AbstractAsyncContextManager[LiveStatus]
MakeChannel = Callable[[Path, LiveReport], Channel]
"""Opens a channel that is in the given state; ``is_live`` of ``None`` is one that cannot be asked."""

LIVE = LiveReport(
    is_live=True, stream_id="s-1", title="Slow rivers", category="A quiet game", started_at=after(-600)
)
OFF_AIR = LiveReport(is_live=False)
UNKNOWN = LiveReport(is_live=None, reason="api_error")


@asynccontextmanager
async def _fake(_folder: Path, state: LiveReport) -> AsyncIterator[LiveStatus]:
    yield FakeLiveStatus(state)


@asynccontextmanager
async def _twitch(folder: Path, state: LiveReport) -> AsyncIterator[LiveStatus]:
    async with listening(folder) as stage:
        await stage.heard.until(lambda heard: heard.events)
        if state.is_live:
            await stage.standin.go_live(
                state.title,
                state.category,
                stream_id=state.stream_id or "",
                started_at=state.started_at,
                is_announced=False,
            )
        if state.is_live is None:
            stage.standin.fail("GET streams", 500, 500)
        yield stage.service


@pytest.fixture(params=[_fake, _twitch], ids=["fake", "twitch over the wire"])
def make_channel(request: pytest.FixtureRequest) -> MakeChannel:
    """One implementation after the other."""
    made: MakeChannel = request.param
    return made


def test_a_live_stream_is_told_with_its_id_title_and_start(tmp_path: Path, make_channel: MakeChannel) -> None:
    async def scenario() -> None:
        async with make_channel(tmp_path, LIVE) as channel:
            assert await channel.check() == LIVE

    asyncio.run(scenario())


def test_off_air_is_told_without_a_stream(tmp_path: Path, make_channel: MakeChannel) -> None:
    async def scenario() -> None:
        async with make_channel(tmp_path, OFF_AIR) as channel:
            told = await channel.check()
            assert (told.is_live, told.stream_id, told.started_at) == (False, None, None)

    asyncio.run(scenario())


def test_a_question_that_cannot_be_answered_is_told_with_its_reason_and_never_raised(
    tmp_path: Path, make_channel: MakeChannel
) -> None:
    async def scenario() -> None:
        async with make_channel(tmp_path, UNKNOWN) as channel:
            told = await channel.check()
            assert (told.is_live, told.reason) == (None, "api_error")

    asyncio.run(scenario())


def test_asking_twice_gives_the_same_answer(tmp_path: Path, make_channel: MakeChannel) -> None:
    async def scenario() -> None:
        async with make_channel(tmp_path, LIVE) as channel:
            assert await channel.check() == await channel.check()

    asyncio.run(scenario())
