"""Markers and clips on a bad evening: never made twice, and always told why not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import RequestState
from chronicler.ports import RATE_LIMITED, Clipped, Marked
from chronicler.standin.faults import Fault
from chronicler.twitch.highlighting import TwitchHighlighting
from chronicler.twitch.scopes import Role, of_role
from tests.twitch.stage import Stage, on_stage

STREAMER = "lantern_keeper"
MARK = "POST streams/markers"
CLIP = "POST clips"
FIND = "GET clips"
GARBLED = (Fault(200, "<html>"), Fault(200, "{}"), Fault(200, '{"data": [{}]}'), Fault(200, '{"data": [3]}'))


@asynccontextmanager
async def live(folder: Path, *, is_live: bool = True, **rest: Any) -> AsyncIterator[Stage]:
    """Open a stage with both accounts logged in, by default while the stream runs."""
    async with on_stage(folder, is_logged_in=False, **rest) as stage:
        stage.log_in(scopes=[scope.name for scope in of_role(Role.BOT)])
        stage.log_in(STREAMER, [scope.name for scope in of_role(Role.STREAMER)])
        await stage.start()
        if is_live:
            await stage.standin.go_live("Lamps")
        yield stage


FAULTS = [
    (400, RequestState.FAILED, "refused"),
    (403, RequestState.FAILED, "not_permitted"),
    (429, RequestState.FAILED, RATE_LIMITED),
    (500, RequestState.UNKNOWN, "api_error"),
    (503, RequestState.UNKNOWN, "api_error"),
    (Fault(is_cut=True), RequestState.UNKNOWN, "unreachable"),
    *((fault, RequestState.UNKNOWN, "api_error") for fault in GARBLED),
]


@pytest.mark.parametrize(("fault", "state", "reason"), FAULTS)
def test_each_failure_of_a_marker_has_its_state_and_reason(
    tmp_path: Path, fault: int | Fault, state: RequestState, reason: str
) -> None:
    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.fail(MARK, fault)
            told = await TwitchHighlighting(stage.service).mark("here")
            assert told == Marked(state, reason=reason)
            assert stage.standin.requests.count(MARK) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize(("fault", "state", "reason"), FAULTS)
def test_each_failure_of_a_clip_has_its_state_and_reason(
    tmp_path: Path, fault: int | Fault, state: RequestState, reason: str
) -> None:
    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.fail(CLIP, fault)
            told = await TwitchHighlighting(stage.service).clip()
            assert told == Clipped(state, reason=reason)
            assert stage.standin.requests.count(CLIP) == 1

    asyncio.run(scenario())


def test_a_clip_that_was_made_but_not_confirmed_is_unknown_and_not_made_again(tmp_path: Path) -> None:
    """Twitchio repeats every request that met a 503."""

    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.fail(CLIP, Fault(503, is_after=True))
            assert (await TwitchHighlighting(stage.service).clip()).state is RequestState.UNKNOWN
            assert len(stage.standin.clips) == 1

    asyncio.run(scenario())


def test_a_marker_whose_answer_never_comes_is_unknown(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live(tmp_path, request_seconds=0.5) as stage:
            stage.standin.fail(MARK, Fault(is_after=True, is_hung=True))
            told = await TwitchHighlighting(stage.service).mark("here")
            assert told == Marked(RequestState.UNKNOWN, reason="timeout")
            assert len(stage.standin.markers) == 1

    asyncio.run(scenario())


def test_offline_nothing_is_marked_or_clipped(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live(tmp_path, is_live=False) as stage:
            there = TwitchHighlighting(stage.service)
            assert await there.mark("here") == Marked(RequestState.FAILED, reason="not_live")
            assert await there.clip() == Clipped(RequestState.FAILED, reason="not_live")

    asyncio.run(scenario())


def test_a_channel_that_allows_no_clips_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.forbid_clips()
            told = await TwitchHighlighting(stage.service).clip()
            assert told == Clipped(RequestState.FAILED, reason="not_permitted")

    asyncio.run(scenario())


def test_a_login_that_ran_out_in_the_midst_is_renewed_and_the_marker_set_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.expire(_access(stage))
            told = await TwitchHighlighting(stage.service).mark("here")
            assert told.state is RequestState.MADE
            assert len(stage.standin.markers) == 1

    asyncio.run(scenario())


def _access(stage: Stage) -> str:
    token = stage.store.load(stage.standin.broadcaster.user_id)
    assert token is not None
    return token.access


def test_without_the_streamers_login_nobody_is_asked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            await stage.start()
            await stage.standin.go_live()
            told = await TwitchHighlighting(stage.service).mark("here")
            assert told == Marked(RequestState.FAILED, reason="needs_login")
            assert stage.standin.requests.count(MARK) == 0

    asyncio.run(scenario())


@pytest.mark.parametrize("fault", [429, 500, *GARBLED[:2]])
def test_a_look_for_a_clip_that_fails_says_nothing_about_the_clip(tmp_path: Path, fault: int | Fault) -> None:
    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.let_clips_take(0)
            there = TwitchHighlighting(stage.service)
            asked = await there.clip()
            stage.standin.fail(FIND, fault)
            first = (await there.find_clip(asked.clip_id)).state
            assert first in (RequestState.UNKNOWN, RequestState.PENDING)
            assert (await there.find_clip(asked.clip_id)).state is RequestState.MADE

    asyncio.run(scenario())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a.test/x)[y](", "https://a b", 3, None])
def test_what_is_no_plain_address_never_reaches_a_note(tmp_path: Path, url: object) -> None:
    async def scenario() -> None:
        async with live(tmp_path) as stage:
            stage.standin.fail(FIND, Fault(200, json.dumps({"data": [{"id": "x", "url": url}]})))
            found = await TwitchHighlighting(stage.service).find_clip("x")
            assert (found.state, found.url) == (RequestState.PENDING, "")

    asyncio.run(scenario())
