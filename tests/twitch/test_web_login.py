"""The web flow: one page on loopback, our state or nothing, and no secret in any address."""

import asyncio
import logging
import socket
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from chronicler.errors import TwitchError, UserError
from chronicler.standin.server import StandIn
from chronicler.twitch.identity import Granted, Identity
from chronicler.twitch.web_login import log_in_by_web, redirect_of
from tests.twitch.talk import CHANNEL, identity_talk

SCOPES = ("channel:manage:broadcast",)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Browser:
    """Opens what it is shown, and follows where it is sent."""

    def __init__(self) -> None:
        self.address = ""
        self.shown = asyncio.Event()
        self.port = free_port()

    def show(self, address: str) -> None:
        self.address = address
        self.shown.set()

    async def get(self, address: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(address) as page:
            return page.status, await page.text()

    def log_in(self, standin: StandIn, identity: Identity, seconds: float = 5.0) -> "asyncio.Task[Granted]":
        standin.register(redirect_of(self.port))
        return asyncio.create_task(
            log_in_by_web(identity, SCOPES, self.show, port=self.port, wait_seconds=seconds)
        )


def test_the_browser_comes_back_and_the_account_is_logged_in(caplog: pytest.LogCaptureFixture) -> None:
    secret = StandIn.client_secret

    async def scenario() -> None:
        async with identity_talk(secret) as (standin, identity):
            standin.seat(lambda _: CHANNEL)
            browser = Browser()
            waiting = browser.log_in(standin, identity)
            await browser.shown.wait()
            status, page = await browser.get(browser.address)
            assert (status, "close this page" in page) == (200, True)
            granted = await waiting
            found = await identity.validate(granted.access)
            assert found is not None
            assert (found.login, found.scopes) == (CHANNEL, SCOPES)
            shown = browser.address + page + caplog.text
            assert [s for s in (secret, granted.access, granted.refresh) if s in shown] == []
            assert "standin-authorization" not in caplog.text
            with pytest.raises(aiohttp.ClientError):
                await browser.get(redirect_of(browser.port))

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scenario())


def test_a_call_back_without_our_state_changes_nothing() -> None:
    async def scenario() -> None:
        async with identity_talk(StandIn.client_secret) as (standin, identity):
            standin.seat(lambda _: CHANNEL)
            browser = Browser()
            waiting = browser.log_in(standin, identity)
            await browser.shown.wait()
            here = redirect_of(browser.port)
            for forged in (
                "",
                "?code=stolen",
                "?code=stolen&state=guess",
                "?error=access_denied&state=%C3%A4",
            ):
                assert (await browser.get(f"{here}/{forged}"))[0] == 400
            assert not waiting.done()
            await browser.get(browser.address)
            assert (await waiting).access

    asyncio.run(scenario())


def test_the_state_is_long_and_new_each_time() -> None:
    async def scenario() -> None:
        states = []
        for _ in range(2):
            async with identity_talk(StandIn.client_secret) as (standin, identity):
                browser = Browser()
                waiting = browser.log_in(standin, identity)
                await browser.shown.wait()
                states += parse_qs(urlsplit(browser.address).query)["state"]
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
        assert len(set(states)) == 2
        assert min(map(len, states)) >= 40

    asyncio.run(scenario())


def test_who_says_no_in_the_browser_is_not_logged_in() -> None:
    async def scenario() -> None:
        async with identity_talk(StandIn.client_secret) as (standin, identity):
            standin.seat(lambda _: "")
            browser = Browser()
            waiting = browser.log_in(standin, identity)
            await browser.shown.wait()
            _, page = await browser.get(browser.address)
            assert "refused" in page
            with pytest.raises(TwitchError, match="nobody is logged in"):
                await waiting

    asyncio.run(scenario())


def test_nobody_in_the_browser_is_not_waited_for_for_ever() -> None:
    async def scenario() -> None:
        async with identity_talk(StandIn.client_secret) as (standin, identity):
            with pytest.raises(TwitchError, match="in time"):
                await Browser().log_in(standin, identity, seconds=0.01)

    asyncio.run(scenario())


@pytest.mark.parametrize(("fault", "words"), [(500, "could not answer"), (403, "refused"), (400, "refused")])
def test_a_code_that_twitch_does_not_take_is_told(fault: int, words: str) -> None:
    async def scenario() -> None:
        async with identity_talk(StandIn.client_secret) as (standin, identity):
            standin.seat(lambda _: CHANNEL)
            browser = Browser()
            waiting = browser.log_in(standin, identity)
            await browser.shown.wait()
            standin.fail("POST oauth2/token", fault)
            await browser.get(browser.address)
            with pytest.raises(TwitchError, match=words):
                await waiting

    asyncio.run(scenario())


def test_a_wrong_secret_is_told_without_showing_it() -> None:
    async def scenario() -> None:
        async with identity_talk("not-the-right-secret") as (standin, identity):
            standin.seat(lambda _: CHANNEL)
            browser = Browser()
            waiting = browser.log_in(standin, identity)
            await browser.shown.wait()
            await browser.get(browser.address)
            with pytest.raises(TwitchError, match="does not know that client secret") as failed:
                await waiting
            assert "not-the-right-secret" not in str(failed.value)

    asyncio.run(scenario())


def test_a_port_that_is_taken_is_told() -> None:
    async def scenario() -> None:
        async with identity_talk(StandIn.client_secret) as (standin, identity):
            browser = Browser()
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", browser.port))
                taken.listen()
                with pytest.raises(UserError, match="--port"):
                    await browser.log_in(standin, identity)

    asyncio.run(scenario())
