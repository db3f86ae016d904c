"""Bot and streamer both logged in: chat is the bot's, what belongs to the channel is the streamer's."""

import asyncio
import logging
from pathlib import Path

import pytest

from chronicler.standin.faults import Fault
from chronicler.twitch.scopes import Role, of_role
from tests.twitch.stage import Stage, listening, on_stage

STREAMER = "lantern_keeper"
BOTS = tuple(scope.name for scope in of_role(Role.BOT))
STREAMERS = tuple(scope.name for scope in of_role(Role.STREAMER))
ASKED = "moderation/channels"


def _log_in_both(stage: Stage, *more: str) -> None:
    stage.log_in(scopes=BOTS)
    stage.log_in(STREAMER, (*STREAMERS, *more))


def test_two_logins_at_once_simply_work(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            _log_in_both(stage)
            await stage.start()
            assert stage.service.channel is not None
            assert stage.service.channel.bot_login == "hearth_steward"
            assert not stage.service.is_shared_account
            assert stage.service.streamer_scopes == frozenset(STREAMERS)
            await stage.service.send("The kettle is on.")
            assert [line.sender for line in stage.standin.sent] == ["hearth_steward"]

    asyncio.run(scenario())


def test_the_streamers_login_alone_is_the_shared_account(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            granted = tuple(scope.name for scope in of_role(Role.BOTH))
            stage.log_in(STREAMER, granted)
            await stage.start()
            assert stage.service.is_shared_account
            assert stage.service.streamer_scopes == frozenset(granted)

    asyncio.run(scenario())


def test_a_request_as_the_streamer_carries_the_streamers_token(tmp_path: Path) -> None:
    """The stand-in answers an account only about itself."""

    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            _log_in_both(stage, "user:read:moderated_channels")
            await stage.start()
            own = {"user_id": stage.standin.broadcaster.user_id}
            told = await stage.service.ask_as_streamer("GET", ASKED, params=own)
            assert (told.data, told.reason) == ((), "")
            other = {"user_id": stage.standin.bot.user_id}
            refused = await stage.service.ask_as_streamer("GET", ASKED, params=other)
            assert refused.reason == "needs_login"

    asyncio.run(scenario())


def test_without_the_streamers_login_nothing_is_asked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            assert stage.service.streamer_scopes == frozenset()
            told = await stage.service.ask_as_streamer("POST", "streams/markers")
            assert (told.reason, told.is_unknown) == ("needs_login", False)
            assert "POST streams/markers" not in stage.standin.requests

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (400, ("refused", False)),
        (403, ("not_permitted", False)),
        (429, ("rate_limited", False)),
        (500, ("api_error", True)),
        (503, ("api_error", True)),
        (Fault(200, "<html>"), ("api_error", True)),
        (Fault(200, "[]"), ("api_error", True)),
        (Fault(200, '{"data": [7]}'), ("api_error", True)),
        (Fault(is_cut=True), ("unreachable", True)),
    ],
)
def test_a_failure_has_its_reason_and_says_whether_it_may_have_happened_all_the_same(
    tmp_path: Path, fault: int | Fault, told: tuple[str, bool]
) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            _log_in_both(stage)
            await stage.start()
            stage.standin.fail("POST streams/markers", fault)
            answer = await stage.service.ask_as_streamer("POST", "streams/markers")
            assert (answer.reason, answer.is_unknown) == told
            assert stage.standin.requests.count("POST streams/markers") == 1

    asyncio.run(scenario())


def test_a_streamer_whose_login_runs_out_is_refreshed_and_saved_apart_from_the_bot(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            _log_in_both(stage, "user:read:moderated_channels")
            await stage.start()
            here, bot = stage.standin.broadcaster.user_id, stage.standin.bot.user_id
            before = stage.store.load(here), stage.store.load(bot)
            assert before[0] is not None
            assert before[1] is not None
            stage.standin.expire(before[0].access)
            assert not (await stage.service.ask_as_streamer("GET", ASKED, params={"user_id": here})).reason
            after = stage.store.load(here), stage.store.load(bot)
            assert after[0] is not None
            assert after[0].refresh != before[0].refresh
            assert after[0].scopes == before[0].scopes
            assert after[1] == before[1]
            stage.standin.expire(before[1].access)
            await stage.service.send("The kettle is on.")
            renewed = stage.store.load(bot)
            assert renewed is not None
            assert renewed.refresh != before[1].refresh
            assert stage.store.load(here) == after[0]

    asyncio.run(scenario())


def test_chat_goes_on_without_a_streamers_login_that_is_no_longer_good(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            _log_in_both(stage)
            gone = stage.store.load(stage.standin.broadcaster.user_id)
            assert gone is not None
            stage.standin.withdraw(STREAMER)
            await stage.start()
            await stage.standin.say("moss_friend", "Hello")
            await stage.heard.text("Hello")
            assert stage.service.streamer_scopes == frozenset()
            assert "chronicler twitch login --as streamer" in caplog.text
            assert gone.access not in caplog.text

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scenario())


def test_a_streamers_login_that_cannot_be_checked_for_now_is_checked_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False, poll_seconds=0.01) as stage:
            _log_in_both(stage)
            # The bot's login is checked first; what is scripted here meets the second check.
            stage.standin.fail("GET oauth2/validate", Fault(is_none=True), 500)
            await stage.start()
            await stage.heard.until(lambda _: stage.service.streamer_scopes)

    asyncio.run(scenario())


def test_a_login_made_anew_while_the_bot_runs_is_not_overwritten_by_its_refresh(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, login_seconds=60) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            new = stage.log_in(scopes=BOTS)
            stage.standin.expire(old.access)
            assert (await stage.service.send("The kettle is on.")).message_id
            assert stage.store.load(new.user_id) == new

    asyncio.run(scenario())


def test_an_account_that_was_logged_out_while_the_bot_runs_stays_logged_out(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, login_seconds=60) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            stage.store.remove(old.user_id)
            stage.standin.expire(old.access)
            await stage.service.send("The kettle is on.")
            assert stage.store.accounts() == ()

    asyncio.run(scenario())
