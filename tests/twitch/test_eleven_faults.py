"""What twitchio 3.3.2 gets wrong, each provoked over the wire: twitchio alone fails, ours recovers.

1  test_fault_1_a_move_that_leads_nowhere             7  test_fault_7_validation_dies_of_a_cut
2  test_fault_2_lines_lost_in_a_reconnect             8  test_fault_8_every_request_names_its_account
3  test_fault_3_what_is_delivered_twice               9  test_fault_9_offline_without_an_id
4  test_fault_4_… (three: 5xx, 4003, silence)        10  test_fault_10_lines_of_another_channel
5  test_fault_5_… (three: 500, corrupt, good once)   11  test_fault_11_the_streamers_own_lines
6  test_fault_6_errors_that_quote_secrets
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import twitchio
from twitchio import eventsub
from twitchio.eventsub.websockets import Websocket

from chronicler.domain.events import HearingChanged, HearingGapRecorded, LiveStatusChecked
from chronicler.errors import TwitchError
from chronicler.standin.faults import Fault
from chronicler.standin.helix import SCOPES
from chronicler.standin.server import StandIn
from chronicler.twitch.config import Endpoints
from chronicler.twitch.no_web import NoWebServer
from chronicler.twitch.wire import pointed_at
from tests.fakes import FakeClock
from tests.twitch.stage import PATIENCE, Stage, listening, on_stage

CHAT, SUBSCRIBE = "channel.chat.message", "POST eventsub/subscriptions"
VALIDATE, RENEW = "GET oauth2/validate", "POST oauth2/token"
IN_VAIN = 0.25
"""Wall seconds in which something that shall not happen had every opportunity on loopback."""


class Alone(twitchio.Client):
    """twitchio as it comes, noting what it tells."""

    def __init__(self, standin: StandIn, secret: str = "") -> None:
        super().__init__(
            client_id=standin.client_id,
            client_secret=secret or None,
            adapter=NoWebServer(),
            fetch_client_user=False,
        )
        self.told: list[tuple[str, Any]] = []
        self.standin = standin

    def dispatch(self, event: str, payload: Any | None = None) -> None:
        self.told.append((event, payload))

    @property
    def texts(self) -> list[str]:
        return [payload.text for event, payload in self.told if event == "message"]

    @property
    def believes(self) -> int:
        """How many subscriptions it reports."""
        return len(self.websocket_subscriptions())

    def socket(self) -> Websocket:
        (sockets,) = self._websockets.values()
        return next(iter(sockets.values()))

    async def misses(self, text: str) -> bool:
        """Return whether a line written now stays unheard."""
        await self.standin.say("moss_friend", text)
        await asyncio.sleep(IN_VAIN)
        return text not in self.texts


@asynccontextmanager
async def alone(**rest: Any) -> AsyncIterator[Alone]:
    """Twitchio by itself, logged in and listening to chat and to the stream's end."""
    async with StandIn(FakeClock(), **rest) as standin:
        at = standin.endpoints
        with pointed_at(Endpoints(identity=at.identity, helix=at.helix, eventsub=at.eventsub)):
            grant = standin.grant()
            client = Alone(standin)
            await client.login(token=grant.access, load_tokens=False, save_tokens=False)
            await client.add_token(grant.access, grant.refresh)
            here, bot = standin.broadcaster.user_id, standin.bot.user_id
            for wanted in (
                eventsub.ChatMessageSubscription(broadcaster_user_id=here, user_id=bot),
                eventsub.StreamOfflineSubscription(broadcaster_user_id=here),
            ):
                await client.subscribe_websocket(wanted, token_for=bot)
            try:
                yield client
            finally:
                await client.close(save_tokens=False)


async def hears_again(stage: Stage) -> HearingGapRecorded:
    """Wait until all is heard again and return the gap."""
    async with asyncio.timeout(PATIENCE):
        await stage.heard.until(lambda h: h.of(HearingGapRecorded))
        await stage.service.until_hearing()
        for kind in SCOPES:
            await stage.standin.until_heard(kind)
    await stage.standin.say("moss_friend", "Is anybody there?")
    await stage.heard.text("Is anybody there?")
    told = [change.is_hearing for change in stage.heard.of(HearingChanged)]
    assert told[-1]
    return stage.heard.of(HearingGapRecorded)[0]


def test_fault_1_a_move_that_leads_nowhere(tmp_path: Path) -> None:
    async def twitchio_alone() -> None:
        async with alone() as client:
            await client.standin.reconnect(is_dead_end=True)
            await asyncio.sleep(IN_VAIN)
            assert await client.misses("Is anybody there?")
            assert client.believes == 2, "deaf, and it says that it hears"

    async def ours() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.reconnect(is_dead_end=True)
            assert (await hears_again(stage)).reason == "reconnect failed"

    asyncio.run(twitchio_alone())
    asyncio.run(ours())


def test_fault_2_lines_lost_in_a_reconnect(tmp_path: Path) -> None:
    """Twitch replays nothing: all that can be done is to say that lines may be missing."""

    async def ours() -> None:
        async with listening(tmp_path) as stage:
            stage.standin.fail(SUBSCRIBE, *[500] * 3)
            await stage.standin.cut()
            await stage.heard.until(lambda h: not h.of(HearingChanged)[-1].is_hearing)
            await stage.standin.say("moss_friend", "Into the void")
            gap = await hears_again(stage)
            assert "Into the void" not in stage.heard.texts
            assert gap.gap_from <= gap.at

    asyncio.run(ours())


def test_fault_3_what_is_delivered_twice(tmp_path: Path) -> None:
    async def twitchio_alone() -> None:
        async with alone() as client:
            await client.standin.say("moss_friend", "Only once")
            await client.standin.repeat()
            await asyncio.sleep(IN_VAIN)
            assert client.texts == ["Only once", "Only once"]

    async def ours() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("moss_friend", "Only once")
            await stage.standin.repeat()
            await stage.standin.say("moss_friend", "The end")
            await stage.heard.text("The end")
            assert stage.heard.texts == ["Only once", "The end"]

    asyncio.run(twitchio_alone())
    asyncio.run(ours())


def test_fault_4_one_5xx_while_subscribing_anew(tmp_path: Path) -> None:
    async def twitchio_alone() -> None:
        async with alone() as client:
            client.standin.fail(SUBSCRIBE, 500)
            await client.standin.cut()
            async with asyncio.timeout(PATIENCE):
                await client.standin.until_heard("stream.offline", sockets_opened=2)
            assert await client.misses("Is anybody there?")
            assert client.socket().connected

    async def ours() -> None:
        async with listening(tmp_path, keepalive_seconds=0.2) as stage:
            stage.standin.fail(SUBSCRIBE, 500, *[Fault(is_none=True)] * 3, 500)
            await stage.standin.cut()
            await hears_again(stage)
            assert sorted(stage.standin.subscriptions) == sorted(SCOPES)

    asyncio.run(twitchio_alone())
    asyncio.run(ours())


def test_fault_4_a_socket_closed_with_4003(tmp_path: Path) -> None:
    async def twitchio_alone() -> None:
        async with alone() as client:
            await client.standin.cut(4003)
            assert await client.misses("Is anybody there?")
            assert client.standin.sockets == 0

    async def ours() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.cut(4003)
            await hears_again(stage)

    asyncio.run(twitchio_alone())
    asyncio.run(ours())


def test_fault_4_a_socket_that_says_nothing_any_more(tmp_path: Path) -> None:
    """Noticed after two keepalives: with Twitch's shortest, ten seconds, well within thirty."""

    async def ours() -> None:
        async with listening(tmp_path, keepalive_seconds=0.1) as stage:
            await stage.standin.fall_silent()
            assert (await hears_again(stage)).reason == "silence"

    asyncio.run(ours())


@pytest.mark.parametrize("is_ours", [False, True])
def test_fault_5_a_500_at_the_start_loses_the_login(tmp_path: Path, *, is_ours: bool) -> None:
    async def twitchio_alone() -> None:
        async with StandIn(FakeClock()) as standin:
            at, grant = standin.endpoints, standin.grant()
            file = tmp_path / "tokens.json"
            file.write_text(json.dumps({"1001": {"token": grant.access, "refresh": grant.refresh}}))
            with pointed_at(Endpoints(identity=at.identity, helix=at.helix, eventsub=at.eventsub)):
                client = Alone(standin)
                await client.login(token=grant.access, load_tokens=False, save_tokens=False)
                standin.fail(VALIDATE, 500)
                await client.http.load_tokens(str(file))
                await client.http.save(str(file))
                await client.close(save_tokens=False)
            assert json.loads(file.read_text()) == {}

    async def ours() -> None:
        async with on_stage(tmp_path) as stage:
            before = stage.store.load(stage.standin.bot.user_id)
            stage.standin.fail(VALIDATE, 500)
            with pytest.raises(TwitchError):
                await stage.start()
            assert stage.store.load(stage.standin.bot.user_id) == before
            await stage.start()

    asyncio.run(ours() if is_ours else twitchio_alone())


def test_fault_5_a_corrupt_file_is_told_and_left_alone(tmp_path: Path) -> None:
    async def ours() -> None:
        async with on_stage(tmp_path) as stage:
            path = stage.store.path(stage.standin.bot.user_id)
            path.write_text("{not json")
            with pytest.raises(TwitchError, match="chronicler twitch login"):
                await stage.start()
            assert path.read_text() == "{not json"
            stage.log_in()
            await stage.start()

    asyncio.run(ours())


def test_fault_5_a_refresh_token_that_is_good_once(tmp_path: Path) -> None:
    async def ours() -> None:
        async with listening(tmp_path) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            stage.standin.expire(old.access)
            await asyncio.gather(*(stage.service.check() for _ in range(4)))
            new = stage.store.load(old.user_id)
            assert new is not None
            assert new.refresh != old.refresh
            assert stage.standin.requests.count(RENEW) == 1
            await stage.stop()
            await stage.start()

    asyncio.run(ours())


def test_fault_6_errors_that_quote_secrets(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = "very-secret-client"  # noqa: S105

    async def twitchio_alone() -> None:
        async with StandIn(FakeClock()) as standin:
            at, grant = standin.endpoints, standin.grant()
            with pointed_at(Endpoints(identity=at.identity, helix=at.helix, eventsub=at.eventsub)):
                client = Alone(standin, secret)
                standin.fail(RENEW, 500)
                with pytest.raises(twitchio.HTTPException) as failed:
                    await client.http.refresh_token(grant.refresh)
                await client.close(save_tokens=False)
            assert secret in str(failed.value)
            assert grant.refresh in str(failed.value)

    async def ours() -> str:
        async with on_stage(tmp_path, client_secret=secret) as stage:
            token = stage.store.load(stage.standin.bot.user_id)
            assert token is not None
            stage.standin.expire(token.access)
            stage.standin.fail(RENEW, 500)
            with pytest.raises(TwitchError) as failed:
                await stage.start()
            logging.getLogger("anywhere").error("It stopped", exc_info=failed.value)
            return token.refresh

    asyncio.run(twitchio_alone())
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        refresh = asyncio.run(ours())
    assert [shown for shown in (secret, refresh) if shown in caplog.text] == []


def test_fault_7_validation_dies_of_a_cut(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, poll_seconds=0.02) as stage:
            client = stage.service._client
            assert client is not None
            http: Any = client.http
            http._validate_task.cancel()
            http._tokens[stage.standin.bot.user_id]["last_validated"] = "2000-01-01T00:00:00"
            stage.standin.fail(VALIDATE, *[Fault(is_cut=True)] * 2)
            dying = http._validate_task = asyncio.create_task(http._ManagedHTTPClient__validate_loop())
            await asyncio.wait({dying}, timeout=PATIENCE)
            assert isinstance(dying.exception(), aiohttp.ServerDisconnectedError)
            await stage.heard.until(lambda _: http._validate_task is not dying)
            assert not http._validate_task.done()

    asyncio.run(scenario())


def test_fault_8_every_request_names_its_account(tmp_path: Path) -> None:
    """After a renewal twitchio's fallback token is the one that is spent."""

    async def scenario() -> None:
        async with listening(tmp_path) as stage:
            old = stage.store.load(stage.standin.bot.user_id)
            assert old is not None
            stage.standin.expire(old.access)
            assert (await stage.service.check()).is_live is False
            client = stage.service._client
            assert client is not None
            assert client.http._app_token == old.access, "stale, and in reserve for whoever names nobody"
            before = len(stage.standin.requests)
            assert (await stage.service.send("The kettle is on.")).message_id
            assert (await stage.service.check()).is_live is False
            assert RENEW not in stage.standin.requests[before:]

    asyncio.run(scenario())


def test_fault_9_offline_without_an_id(tmp_path: Path) -> None:
    async def twitchio_alone() -> None:
        async with alone() as client:
            await client.standin.go_live()
            await client.standin.go_offline()
            await asyncio.sleep(IN_VAIN)
            assert "stream_offline" not in [event for event, _ in client.told]

    async def ours() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.go_live()
            await stage.heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live)
            await stage.standin.go_offline()
            await stage.heard.until(lambda h: h.of(LiveStatusChecked)[-1].is_live is False)

    asyncio.run(twitchio_alone())
    asyncio.run(ours())


def test_fault_10_lines_of_another_channel(tmp_path: Path) -> None:
    async def twitchio_alone() -> None:
        async with alone() as client:
            await client.standin.say("far_friend", "From over there", source_channel="far_channel")
            await asyncio.sleep(IN_VAIN)
            assert client.texts == ["From over there"], "told like any line of our own channel"

    async def ours() -> None:
        async with listening(tmp_path) as stage:
            await stage.standin.say("far_friend", "From over there", source_channel="far_channel")
            line = await stage.heard.text("From over there")
            assert (line.source_channel, line.is_human) == ("far_channel", False)

    asyncio.run(twitchio_alone())
    asyncio.run(ours())


def test_fault_11_the_streamers_own_lines(tmp_path: Path) -> None:
    """Its bot drops every line of the account it runs on, the streamer's typed ones too."""

    async def ours() -> None:
        async with listening(tmp_path, is_shared=True) as stage:
            await stage.standin.say("lantern_keeper", "Hello everybody")
            await stage.service.send("Hearthkeeper (AI): The kettle is on.")
            typed = await stage.heard.text("Hello everybody")
            said = await stage.heard.text("Hearthkeeper (AI): The kettle is on.")
            assert [(line.is_own, line.is_human) for line in (typed, said)] == [(False, True), (True, False)]

    asyncio.run(ours())
