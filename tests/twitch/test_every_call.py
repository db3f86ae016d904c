"""Each bad answer at each place that asks Twitch: survived, told, done once, over when it is over.

A new place that asks must be entered in ``SITES``, with the test that provokes it.
"""

import asyncio
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from chronicler.domain.events import DeliveryState, HearingChanged, HearingGapRecorded, LiveStatusChecked
from chronicler.errors import TwitchError
from chronicler.standin.faults import Fault
from chronicler.standin.helix import SCOPES
from chronicler.twitch.failures import LoginNeededError
from chronicler.twitch.scopes import Role, of_role
from tests.twitch.bad_answers import AFTER, ALL, BEFORE, LET_THROUGH, RUN_OUT, code
from tests.twitch.call_sites import CallSite, call_sites
from tests.twitch.stage import PATIENCE, Stage, listening, on_stage

VALIDATE, RENEW = "GET oauth2/validate", "POST oauth2/token"
USERS, CHANNELS, STREAMS = "GET users", "GET channels", "GET streams"
SAY, SUBSCRIBE, LIST = "POST chat/messages", "POST eventsub/subscriptions", "GET eventsub/subscriptions"
ANYTHING: Final = "POST streams/markers"
"""For what is asked in the streamer's name there is one way, whatever is asked."""
LOGIN: Final = "what a person waits for at the terminal: tests of the logins hold it to the same"
CLOCK: Final = "only the head of an answer is read: ``test_server_clock`` holds it to the same"
SITES: Final = {
    CallSite("client.py", "_add", "add_token"): VALIDATE,
    CallSite("client.py", "ask_as", "request"): ANYTHING,
    CallSite("client.py", "_find_channel", "fetch_users"): USERS,
    CallSite("client.py", "_find_channel", "fetch_channels"): CHANNELS,
    CallSite("client.py", "ask_live", "fetch_streams"): STREAMS,
    CallSite("client.py", "list_subscriptions", "request_json"): LIST,
    CallSite("client.py", "say", "send_message"): SAY,
    CallSite("client.py", "keep_validating", "add_token"): VALIDATE,
    CallSite("sockets.py", "subscribe", "subscribe_websocket"): SUBSCRIBE,
    CallSite("identity.py", "_ask", "request"): LOGIN,
    CallSite("server_clock.py", "server_time", "get"): CLOCK,
}
"""Every place of ours that asks. Renewing a login is twitchio's own doing, under any of them."""


def waiting(name: str = "") -> dict[str, Any]:
    """Wait long for an answer, so that a busy machine fails nothing, and briefly for one that never comes."""
    return {"request_seconds": 0.5 if name.startswith("timeout") else PATIENCE}


@pytest.fixture(autouse=True)
def _no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever fails here, no token stands in a log, at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    yield
    assert [word for word in ("standin-access", "standin-refresh") if word in caplog.text] == []


def test_every_place_that_asks_is_in_this_suite() -> None:
    assert set(call_sites()) == SITES.keys()


def script(stage: Stage, route: str, *faults: Fault) -> None:
    """Script faults; a cut GET is asked again by aiohttp itself, so there it takes two."""
    for fault in faults:
        twice = fault.is_cut and route.startswith("GET")
        stage.standin.fail(route, *([fault] * (2 if twice else 1)))


def unknown(stage: Stage) -> list[str]:
    return [status.reason for status in stage.heard.of(LiveStatusChecked) if status.is_live is None]


async def all_is_well(stage: Stage) -> None:
    """Hear a line, say a line, know the status, and hold each subscription once."""
    async with asyncio.timeout(PATIENCE):
        await stage.service.until_hearing()
        for kind in SCOPES:
            await stage.standin.until_heard(kind)
    await stage.standin.say("moss_friend", "All is well")
    await stage.heard.text("All is well")
    assert (await stage.service.check()).is_live is False
    assert (await stage.service.send("The kettle is on again.")).state is DeliveryState.SENT
    assert sorted(stage.standin.subscriptions) == sorted(SCOPES)


# Logging in ----------------------------------------------------------------------------


@pytest.mark.parametrize("route", [VALIDATE, USERS, CHANNELS])
@pytest.mark.parametrize("name", BEFORE)
def test_a_login_that_meets_it_says_so_keeps_the_login_and_works_the_next_time(
    tmp_path: Path, route: str, name: str
) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, **waiting(name)) as stage:
            before = stage.store.load(stage.standin.bot.user_id)
            if (route, name) == (VALIDATE, "401 in HTML"):
                pytest.skip("any 401 here has the login renewed")
            script(stage, route, BEFORE[name])
            with pytest.raises(TwitchError) as failed:
                await stage.start()
            assert stage.standin.faults.met[route]
            assert not isinstance(failed.value, LoginNeededError)
            told = "".join(traceback.format_exception(failed.value)) + repr(failed.value)
            assert "standin-access" not in told
            assert "standin-refresh" not in told
            assert unknown(stage) == [code(name)]
            assert stage.store.load(stage.standin.bot.user_id) == before
            await stage.start()
            await all_is_well(stage)

    asyncio.run(scenario())


@pytest.mark.parametrize("route", [VALIDATE, USERS, CHANNELS, STREAMS, SAY, SUBSCRIBE])
def test_a_login_that_runs_out_under_a_request_is_renewed_and_the_request_made_once_more(
    tmp_path: Path, route: str
) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, **waiting()) as stage:
            script(stage, route, RUN_OUT)
            await stage.start()
            await all_is_well(stage)
            assert stage.standin.faults.met[route] == 1
            assert stage.standin.requests.count(RENEW) == 1
            assert len(stage.standin.sent) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("name", BEFORE)
def test_a_renewal_that_meets_it_leaves_the_login_as_it_was(tmp_path: Path, name: str) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, **waiting(name)) as stage:
            await stage.heard.until(lambda h: len(h.of(LiveStatusChecked)) > 1)  # both polls of the beginning
            token = stage.store.load(stage.standin.bot.user_id)
            assert token is not None
            stage.standin.expire(token.access)
            script(stage, RENEW, BEFORE[name])
            report = await stage.service.check()
            assert (report.is_live, report.reason) == (None, code(name))
            assert stage.store.load(token.user_id) == token
            await all_is_well(stage)

    asyncio.run(scenario())


@pytest.mark.parametrize("name", AFTER)
def test_a_renewal_whose_answer_is_lost_takes_the_login_with_it_and_says_so(
    tmp_path: Path, name: str
) -> None:
    """The old refresh token is spent and the new one was in the answer: only a person can help."""

    async def scenario() -> None:
        async with listening(tmp_path, **waiting(name)) as stage:
            token = stage.store.load(stage.standin.bot.user_id)
            assert token is not None
            stage.standin.expire(token.access)
            script(stage, RENEW, AFTER[name])
            assert (await stage.service.check()).is_live is None
            assert (await stage.service.check()).reason == "needs_login"
            stage.log_in()
            await stage.heard.until(lambda h: h.of(HearingGapRecorded))
            await all_is_well(stage)

    asyncio.run(scenario())


# Asking whether it is live -------------------------------------------------------------


@pytest.mark.parametrize("name", BEFORE)
def test_a_poll_that_meets_it_knows_nothing_says_why_and_knows_again(tmp_path: Path, name: str) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, poll_seconds=0.02, **waiting(name)) as stage:
            await stage.standin.go_live(stream_id="s-1")
            await stage.start()
            await stage.heard.until(lambda h: any(s.is_live for s in h.of(LiveStatusChecked)))
            script(stage, STREAMS, BEFORE[name])
            await stage.heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live is None)
            assert unknown(stage)[-1] == code(name)
            await stage.heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live)
            assert stage.heard.of(HearingGapRecorded) == []

    asyncio.run(scenario())


# Saying a line -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_a_line_that_meets_it_is_posted_once_and_its_delivery_tells(tmp_path: Path, name: str) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, **waiting(name)) as stage:
            script(stage, SAY, ALL[name])
            told = await stage.service.send("The kettle is on.")
            assert stage.standin.requests.count(SAY) == 1
            assert len(stage.standin.sent) == (name in AFTER)
            is_refused = name == "429"
            assert told.state is (DeliveryState.DROPPED if is_refused else DeliveryState.UNKNOWN)
            assert told.reason == code(name)
            await all_is_well(stage)

    asyncio.run(scenario())


# Asking in the streamer's name ---------------------------------------------------------


@pytest.mark.parametrize("name", BEFORE)
def test_what_is_asked_for_the_streamer_is_asked_once_and_the_answer_tells(tmp_path: Path, name: str) -> None:
    async def scenario() -> None:
        async with on_stage(tmp_path, **waiting(name)) as stage:
            stage.log_in("lantern_keeper", [scope.name for scope in of_role(Role.STREAMER)])
            await stage.start()
            script(stage, ANYTHING, BEFORE[name])
            told = await stage.service.ask_as_streamer("POST", "streams/markers")
            assert stage.standin.requests.count(ANYTHING) == 1
            if name in {"empty object", "null"}:
                assert (told.data, told.reason) == ((), "")
            else:
                assert (told.data, told.reason, told.is_unknown) == ((), code(name), name != "429")
            await all_is_well(stage)

    asyncio.run(scenario())


# Subscribing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "name"),
    [*(("chat itself", name) for name in ALL), *(("the others", name) for name in ("500", "429", *AFTER))],
)
def test_a_subscription_that_meets_it_is_made_up_for_and_held_once(
    tmp_path: Path, place: str, name: str
) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, keepalive_seconds=0.5, **waiting(name)) as stage:
            through = [] if place == "chat itself" else [LET_THROUGH] * 4
            script(stage, SUBSCRIBE, *through, ALL[name])
            await stage.standin.cut()
            await stage.heard.until(lambda h: h.of(HearingGapRecorded))
            await all_is_well(stage)
            assert stage.standin.faults.met[SUBSCRIBE] == len(through) + 1
            told = [change.is_hearing for change in stage.heard.of(HearingChanged)]
            assert told == [False, True, False, True]

    asyncio.run(scenario())


@pytest.mark.parametrize("name", BEFORE)
def test_a_look_at_the_subscriptions_that_meets_it_is_no_sign_of_deafness(tmp_path: Path, name: str) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, keepalive_seconds=0.3, check_seconds=0.01, **waiting(name)) as stage:
            stage.standin.faults.script(LIST, *[BEFORE[name]] * 3)
            async with asyncio.timeout(PATIENCE):
                await stage.standin.until_asked(LIST, 6)
            assert stage.standin.faults.met[LIST] == 3
            assert stage.heard.of(HearingGapRecorded) == []
            await all_is_well(stage)

    asyncio.run(scenario())
