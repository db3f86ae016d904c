"""A login is never lost to a bad evening at Twitch, and never shown."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.domain.events import HearingGapRecorded, LiveStatusChecked
from chronicler.errors import TwitchError
from chronicler.standin.faults import Fault
from chronicler.twitch.failures import LoginNeededError
from chronicler.twitch.wire import MOST_RENEWALS
from tests.twitch.stage import PATIENCE, Stage, listening, on_stage

VALIDATE, REFRESH = "GET oauth2/validate", "POST oauth2/token"


def _reasons(stage: Stage) -> list[str]:
    return [status.reason for status in stage.heard.of(LiveStatusChecked) if status.is_live is None]


def test_without_a_login_the_way_to_one_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            with pytest.raises(LoginNeededError, match="chronicler twitch login"):
                await stage.start()
            assert _reasons(stage) == ["needs_login"]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "faults",
    [
        (500,),
        (502,),
        (429,),
        (Fault(200, "<html>"),),
        (Fault(200, "{}"),),
        # aiohttp itself asks a second time where a connection ends under a GET.
        (Fault(is_cut=True), Fault(is_cut=True)),
    ],
)
def test_a_failed_check_keeps_the_login_and_passes_by_itself(
    tmp_path: Path, faults: tuple[int | Fault, ...]
) -> None:
    """One 500 here, then a clean close, makes twitchio write an empty token file."""

    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            before = stage.store.load(stage.standin.bot.user_id)
            stage.standin.fail(VALIDATE, *faults)
            with pytest.raises(TwitchError) as failed:
                await stage.start()
            assert not isinstance(failed.value, LoginNeededError)
            assert _reasons(stage) != ["needs_login"]
            assert stage.store.load(stage.standin.bot.user_id) == before
            await stage.start()
            await stage.standin.say("moss_friend", "Hello")
            await stage.heard.text("Hello")

    asyncio.run(scenario())


def test_an_expired_login_is_refreshed_and_saved_before_it_is_used(tmp_path: Path) -> None:
    """A refresh token is good once: a new one that is lost takes the login with it."""

    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            stage.standin.expire(old.access)
            # The refresh succeeds; the check of the new token right after it fails.
            stage.standin.fail(VALIDATE, 401, 500)
            with pytest.raises(TwitchError):
                await stage.start()
            new = stage.store.load(stage.standin.bot.user_id)
            assert new is not None
            assert new.refresh != old.refresh
            await stage.start()
            assert (await stage.service.send("The kettle is on.")).message_id

    asyncio.run(scenario())


def test_a_login_that_runs_out_under_several_requests_at_once_is_refreshed_once(tmp_path: Path) -> None:
    """The second refresh of a token that is good once would end the login."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            token = stage.store.load(stage.standin.bot.user_id)
            assert token is not None
            stage.standin.expire(token.access)
            service = stage.service
            told, *reports = await asyncio.gather(
                service.send("The kettle is on."), service.check(), service.check()
            )
            assert told.message_id
            assert [report.is_live for report in reports] == [False, False]
            assert stage.standin.requests.count(REFRESH) == 1

    asyncio.run(scenario())


def test_a_login_that_can_no_longer_be_refreshed_must_be_made_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path) as stage:
            stage.standin.fail(VALIDATE, 401)
            stage.standin.fail(REFRESH, 400)
            with pytest.raises(LoginNeededError, match="chronicler twitch login"):
                await stage.start()
            assert _reasons(stage) == ["needs_login"]

    asyncio.run(scenario())


def test_a_login_that_lacks_a_permission_says_which(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False) as stage:
            stage.log_in(scopes=("user:read:chat",))
            with pytest.raises(LoginNeededError, match="lacks user:write:chat"):
                await stage.start()
            assert _reasons(stage) == ["not_permitted"]  # it has not run out, and must not be told so

    asyncio.run(scenario())


def test_another_accounts_login_is_not_used(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, is_logged_in=False, bot_id="1001") as stage:
            with pytest.raises(LoginNeededError):
                await stage.start()
            token = stage.log_in("moss_friend")
            stage.store.remove(token.user_id)
            stage.store.save(replace(token, user_id="1001", login="hearth_steward"))
            with pytest.raises(LoginNeededError, match="another account"):
                await stage.start()

    asyncio.run(scenario())


def test_a_channel_that_does_not_exist_is_named(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, broadcaster="no_such_channel") as stage:
            with pytest.raises(TwitchError, match="no channel called no_such_channel"):
                await stage.start()

    asyncio.run(scenario())


def test_a_channel_can_be_named_by_its_id(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, broadcaster="1000") as stage:
            assert stage.service.channel is not None
            assert stage.service.channel.login == "lantern_keeper"

    asyncio.run(scenario())


def test_a_login_withdrawn_in_mid_stream_closes_the_gate_and_ends_the_service(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, poll_seconds=0.01) as stage:
            stage.standin.fail(REFRESH, 400, 400, 400)
            stage.standin.fail("GET streams", 401)
            error = await stage.until_it_fails()
            assert isinstance(error, LoginNeededError)
            assert _reasons(stage)[-1] == "needs_login"

    asyncio.run(scenario())


def test_validation_starts_again_after_a_cut_connection_ended_it(tmp_path: Path) -> None:
    """Twitchio's hourly validation dies for good of a disconnect."""

    async def scenario() -> None:
        async with listening(tmp_path, poll_seconds=0.01) as stage:
            client = stage.service._client
            assert client is not None
            dead = client.http._validate_task
            assert dead is not None
            dead.cancel()
            checks = stage.standin.requests.count(VALIDATE)
            await stage.heard.until(lambda _: stage.standin.requests.count(VALIDATE) > checks)
            assert client.http._validate_task is not dead

    asyncio.run(scenario())


def test_a_login_made_anew_in_another_terminal_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            await stage.heard.until(lambda h: len(h.of(LiveStatusChecked)) > 1)  # both polls of the beginning
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            stage.standin.revoke_login(old.access, old.refresh)
            new = stage.log_in()
            await stage.heard.until(lambda h: any(g.reason == "stopped" for g in h.of(HearingGapRecorded)))
            await stage.service.until_hearing()
            assert (await stage.service.send("The kettle is on.")).message_id
            assert stage.store.load(new.user_id) == new

    asyncio.run(scenario())


def test_a_login_made_anew_is_not_overwritten_by_one_that_is_renewed_meanwhile(tmp_path: Path) -> None:
    """The person logged in again for a permission: the old login's renewal lacks it."""

    async def scenario() -> None:
        async with listening(tmp_path, login_seconds=60) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            new = stage.log_in()
            stage.standin.expire(old.access)
            assert (await stage.service.send("The kettle is on.")).message_id
            assert stage.standin.requests.count(REFRESH) == 1
            assert stage.store.load(new.user_id) == new

    asyncio.run(scenario())


def test_who_logged_out_stays_logged_out(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            user_id = stage.standin.bot.user_id
            stage.store.remove(user_id)
            assert isinstance(await stage.until_it_fails(), LoginNeededError)
            assert stage.store.load(user_id) is None
            assert _reasons(stage)[-1] == "needs_login"

    asyncio.run(scenario())


def test_a_renewed_login_that_cannot_be_saved_is_used_and_saved_once_it_can_be(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            blocked = stage.store.path(old.user_id).with_suffix(".new")
            blocked.mkdir()
            stage.standin.expire(old.access)
            assert (await stage.service.send("The kettle is on.")).message_id
            assert stage.store.load(old.user_id) == old
            await stage.stop()
            await stage.start()
            assert (await stage.service.send("It boils.")).message_id
            blocked.rmdir()
            async with asyncio.timeout(PATIENCE):
                while stage.store.load(old.user_id) == old:  # noqa: ASYNC110 - a file tells nobody
                    await asyncio.sleep(0.01)

    asyncio.run(scenario())


def test_a_twitch_that_refuses_every_login_is_not_asked_to_renew_for_ever(tmp_path: Path) -> None:
    """Twitchio renews and asks again for as long as it is told 401, spending a login each time."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            stage.standin.fail("GET streams", *[401] * 50)
            report = await stage.service.check()
            assert (report.is_live, report.reason) == (None, "api_error")
            assert stage.standin.requests.count(REFRESH) == MOST_RENEWALS

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        (VALIDATE, 500),
        (VALIDATE, Fault(401, "nonsense")),
        (REFRESH, 400),
        (REFRESH, 500),
        (REFRESH, Fault(200, "{}")),
        ("GET users", 401),
        ("GET users", 500),
        ("GET channels", Fault(200, "[]")),
        ("POST eventsub/subscriptions", 401),
    ],
)
def test_no_failure_shows_a_secret(
    tmp_path: Path, route: str, fault: int | Fault, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "very-secret-client"  # noqa: S105

    async def scenario() -> None:
        async with on_stage(tmp_path, client_secret=secret) as stage:
            token = stage.store.load(stage.standin.bot.user_id)
            assert token is not None
            if route == REFRESH:
                stage.standin.expire(token.access)
            stage.standin.fail(route, fault)
            try:
                await stage.start()
            except TwitchError:
                logging.getLogger("chronicler.anywhere").exception("The service stopped")
            secrets = [token.access, token.refresh, secret]
            now = stage.store.load(stage.standin.bot.user_id)
            secrets += [now.access, now.refresh] if now else []
            assert [shown for shown in secrets if shown in caplog.text] == []

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scenario())
