"""What everybody who marks and clips a stream must keep: the fake, and the real adapter over the wire."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from chronicler.domain.events import RequestState
from chronicler.ports import Highlighting
from chronicler.twitch.highlighting import TwitchHighlighting
from chronicler.twitch.scopes import Role, of_role
from tests.fakes import FakeHighlighting
from tests.twitch.stage import on_stage

Marks = Callable[[], Sequence[str]]
Place = AbstractAsyncContextManager[tuple[Highlighting, Marks]]
MakePlace = Callable[[Path, bool], Place]
"""Opens a channel that is live and may be marked and clipped, or may not."""
STREAMER = "lantern_keeper"


@asynccontextmanager
async def _fake(_folder: Path, is_allowed: bool) -> AsyncIterator[tuple[Highlighting, Marks]]:  # noqa: FBT001
    fake = FakeHighlighting("" if is_allowed else "not_granted", looks=1)
    yield fake, lambda: tuple(fake.markers)


@asynccontextmanager
async def _twitch(folder: Path, is_allowed: bool) -> AsyncIterator[tuple[Highlighting, Marks]]:  # noqa: FBT001
    async with on_stage(folder, is_logged_in=False) as stage:
        stage.log_in(scopes=[scope.name for scope in of_role(Role.BOT)])
        granted = [scope.name for scope in of_role(Role.STREAMER)]
        stage.log_in(STREAMER, granted if is_allowed else ["user:read:chat"])
        stage.standin.let_clips_take(0)
        await stage.start()
        await stage.standin.go_live("Lamps")
        yield TwitchHighlighting(stage.service), lambda: tuple(m.description for m in stage.standin.markers)


@pytest.fixture(params=[_fake, _twitch], ids=["fake", "twitch over the wire"])
def make_place(request: pytest.FixtureRequest) -> MakePlace:
    """One implementation after the other."""
    made: MakePlace = request.param
    return made


def test_a_marker_is_set_once_with_its_words_and_says_where_it_stands(
    tmp_path: Path, make_place: MakePlace
) -> None:
    async def scenario() -> None:
        async with make_place(tmp_path, True) as (there, marks):
            told = await there.mark("8 people laughed; look 40 s back")
            assert told.state is RequestState.MADE
            assert told.position_seconds is not None
            assert marks() == ("8 people laughed; look 40 s back",)

    asyncio.run(scenario())


def test_a_clip_is_pending_with_an_id_and_an_edit_address_until_it_is_found(
    tmp_path: Path, make_place: MakePlace
) -> None:
    async def scenario() -> None:
        async with make_place(tmp_path, True) as (there, _):
            asked = await there.clip()
            assert asked.state is RequestState.PENDING
            assert asked.clip_id
            assert asked.edit_url.startswith("https://")
            found = await there.find_clip(asked.clip_id)
            assert (found.state, found.clip_id) == (RequestState.MADE, asked.clip_id)
            assert found.url.startswith("https://")

    asyncio.run(scenario())


def test_two_clips_are_two(tmp_path: Path, make_place: MakePlace) -> None:
    async def scenario() -> None:
        async with make_place(tmp_path, True) as (there, _):
            first, second = await there.clip(), await there.clip()
            assert first.clip_id != second.clip_id

    asyncio.run(scenario())


def test_a_clip_nobody_made_is_not_there_and_nothing_raises(tmp_path: Path, make_place: MakePlace) -> None:
    async def scenario() -> None:
        async with make_place(tmp_path, True) as (there, _):
            assert (await there.find_clip("NoSuchClip")).state is RequestState.PENDING

    asyncio.run(scenario())


def test_a_permission_that_was_not_granted_is_told_and_never_raised(
    tmp_path: Path, make_place: MakePlace
) -> None:
    async def scenario() -> None:
        async with make_place(tmp_path, False) as (there, marks):
            marked, clipped = await there.mark("here"), await there.clip()
            assert (marked.state, marked.reason) == (RequestState.FAILED, "not_granted")
            assert (clipped.state, clipped.reason) == (RequestState.FAILED, "not_granted")
            assert marks() == ()

    asyncio.run(scenario())
