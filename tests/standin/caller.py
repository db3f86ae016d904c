"""A plain HTTP and websocket caller, so that the stand-in is tested without the adapter."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from chronicler.standin.server import ALL_SCOPES, StandIn
from tests.fakes import FakeClock

Json = dict[str, Any]


class Caller:
    """Asks as the steward, or as nobody."""

    def __init__(self, standin: StandIn, session: aiohttp.ClientSession, access: str) -> None:
        self.standin = standin
        self._session = session
        self.access = access

    async def ask(self, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
        """Return status and JSON of one Helix request."""
        headers = {"Authorization": f"Bearer {self.access}", "Client-Id": StandIn.client_id}
        url = f"{self.standin.endpoints.helix}{path}"
        async with self._session.request(method, url, json=body, headers=headers) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else {}

    async def identity(self, method: str, path: str, token: str = "") -> tuple[int, Json]:
        """Return status and JSON of one request to id.twitch.tv's stand-in."""
        url = f"{self.standin.endpoints.identity}oauth2/{path}"
        async with self._session.request(method, url, headers={"Authorization": f"OAuth {token}"}) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else {}

    @asynccontextmanager
    async def socket(self, url: str = "") -> AsyncIterator["Ear"]:
        """Open a websocket and take the welcome."""
        async with self._session.ws_connect(url or self.standin.endpoints.eventsub) as socket:
            welcome = await socket.receive_json()
            yield Ear(self, socket, welcome)


class Ear:
    """One open websocket."""

    def __init__(self, caller: Caller, socket: aiohttp.ClientWebSocketResponse, welcome: Json) -> None:
        self._caller = caller
        self.socket = socket
        self.welcome = welcome
        self.session_id: str = welcome["payload"]["session"]["id"]

    async def subscribe(self, kind: str) -> int:
        """Return the status of one subscription request."""
        here, bot = self._caller.standin.broadcaster.user_id, self._caller.standin.bot.user_id
        body = {
            "type": kind,
            "version": "1",
            "condition": {"broadcaster_user_id": here, "user_id": bot},
            "transport": {"method": "websocket", "session_id": self.session_id},
        }
        status, _ = await self._caller.ask("POST", "eventsub/subscriptions", body)
        return status

    async def hear(self) -> Json:
        """Return the next message."""
        frame: Json = await self.socket.receive_json()
        return frame


@asynccontextmanager
async def calling(
    scopes: Sequence[str] = ALL_SCOPES, *, unused_seconds: float = 10.0, clock: FakeClock | None = None
) -> AsyncIterator[Caller]:
    """Open a stand-in and a caller for it."""
    async with (
        StandIn(clock or FakeClock(), unused_seconds=unused_seconds) as standin,
        aiohttp.ClientSession() as session,
    ):
        yield Caller(standin, session, standin.grant(scopes=scopes).access)
