"""Whether the bot moderates is asked for now and then; whoever cannot tell counts as no moderator."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import HearingGapRecorded, LiveStatusChecked
from chronicler.runtime.live.twitch_rim import TwitchRim
from chronicler.twitch.scopes import MODERATED_CHANNELS, Role, of_role
from tests.twitch.bad_answers import BEFORE
from tests.twitch.stage import PATIENCE, Stage, on_stage

ASKED = "GET moderation/channels"
BOTS = [scope.name for scope in of_role(Role.BOT)]


async def start(stage: Stage) -> bool | None:
    stage.log_in(scopes=BOTS)
    await stage.start()
    return stage.service.is_moderator


def test_the_bot_is_known_to_moderate_once_it_is_logged_in(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            rim = TwitchRim(stage.config, stage.clock, service=stage.service)
            assert rim.is_moderator() is False
            assert await start(stage) is True
            assert rim.is_moderator() is True
            assert stage.standin.requests.count(ASKED) == 1

    asyncio.run(scenario())


def test_among_many_channels_it_is_looked_for_on_every_page(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            stage.standin.moderate_elsewhere(250)
            assert await start(stage) is True
            assert stage.standin.requests.count(ASKED) == 3

    asyncio.run(scenario())


def test_a_bot_that_is_none_is_asked_about_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False, poll_seconds=0.01) as stage:
            stage.standin.set_moderator(is_moderator=False)
            assert await start(stage) is False
            async with asyncio.timeout(PATIENCE):
                await stage.standin.until_asked("GET streams", 4)
            assert stage.standin.requests.count(ASKED) == 1

    asyncio.run(scenario())


def test_made_a_moderator_in_mid_stream_it_hears_follows_and_knows_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        calm: dict[str, Any] = {"poll_seconds": 0.01, "moderating_seconds": 0.05, "keepalive_seconds": 1}
        async with on_stage(tmp_path, is_logged_in=False, **calm) as stage:
            stage.standin.set_moderator(is_moderator=False)
            assert await start(stage) is False
            stage.standin.set_moderator(is_moderator=True)
            async with asyncio.timeout(PATIENCE):
                await stage.standin.until_heard("channel.follow")
                while not stage.service.is_moderator:
                    await stage.standin.until_asked(ASKED, stage.standin.requests.count(ASKED) + 1)
                    await asyncio.sleep(0)
            assert stage.heard.of(HearingGapRecorded) == []

    asyncio.run(scenario())


def test_a_new_login_asks_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            stage.standin.set_moderator(is_moderator=False)
            assert await start(stage) is False
            stage.standin.set_moderator(is_moderator=True)
            stage.log_in(scopes=BOTS)
            async with asyncio.timeout(PATIENCE):
                await stage.standin.until_asked(ASKED, 2)
                await stage.standin.until_heard("channel.follow", sockets_opened=2)
            assert stage.service.is_moderator is True

    asyncio.run(scenario())


def test_without_the_permission_nobody_is_asked_and_the_bot_stays_careful(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            stage.log_in(scopes=[scope for scope in BOTS if scope != MODERATED_CHANNELS])
            await stage.start()
            assert stage.service.is_moderator is None
            assert ASKED not in stage.standin.requests

    asyncio.run(scenario())


def test_the_streamers_own_account_is_under_a_moderators_limits_unasked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_shared=True) as stage:
            await stage.start()
            assert stage.service.is_moderator is True
            assert ASKED not in stage.standin.requests

    asyncio.run(scenario())


@pytest.mark.parametrize("name", BEFORE)
def test_a_bad_answer_keeps_the_bot_careful_and_is_asked_again(tmp_path: Path, name: str) -> None:
    async def scenario() -> None:
        async with on_stage(
            tmp_path, is_logged_in=False, poll_seconds=0.02, request_seconds=0.5 if name == "timeout" else 30
        ) as stage:
            fault = BEFORE[name]
            stage.standin.fail(ASKED, *([fault] * (4 if fault.is_cut else 1)))
            await start(stage)
            assert stage.standin.faults.met[ASKED]
            await stage.heard.until(lambda _: stage.service.is_moderator)
            assert stage.heard.of(LiveStatusChecked)[-1].is_live is False

    asyncio.run(scenario())
