"""The HTTP session under twitchio: what must be sure about every request.

Decides that a refreshed login is on disk before anybody uses it (its old refresh token is
good no more), that a chat line is posted once, and how long an answer may take. Leaves
requests and their meaning to twitchio.
"""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import aiohttp
from twitchio.eventsub import websockets
from twitchio.http import Route

from chronicler.twitch.config import Endpoints, TwitchConfig
from chronicler.twitch.failures import UnavailableError
from chronicler.twitch.redact import Redactor
from chronicler.twitch.tokens import Token, TokenStore

REFRESH_PATH: Final = "/oauth2/token"
SAY_PATH: Final = "/chat/messages"
OK: Final = 200


@contextmanager
def pointed_at(endpoints: Endpoints) -> Iterator[None]:
    """Let twitchio ask at ``endpoints`` meanwhile.

    Its addresses are process-wide: all services of one process share them.
    """
    before = Route.BASE, Route.ID_BASE, websockets.WSS
    Route.BASE, Route.ID_BASE, websockets.WSS = endpoints.helix, endpoints.identity, endpoints.eventsub
    try:
        yield
    finally:
        Route.BASE, Route.ID_BASE, websockets.WSS = before


class Wire:
    """The session's middlewares, and the one login they keep."""

    def __init__(self, config: TwitchConfig, store: TokenStore, redactor: Redactor) -> None:
        """Keep refreshed logins in ``store`` and their secrets out of logs."""
        self._config = config
        self._store = store
        self._redactor = redactor
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="twitch-tokens")
        self._refreshing = asyncio.Lock()
        self._spent = ""
        self._answer: aiohttp.ClientResponse | None = None
        self.token: Token | None = None

    async def load(self) -> Token | None:
        """Return the login that is stored for the account that speaks, ``None`` without one.

        Raises:
            TwitchError: the stored login cannot be read.
        """
        loop = asyncio.get_running_loop()
        self.token = await loop.run_in_executor(self._disk, self._load)
        if self.token:
            self._redactor.learn(self.token.access, self.token.refresh)
        return self.token

    def _load(self) -> Token | None:
        known = (self._config.bot_id,) if self._config.bot_id else self._store.accounts()
        return self._store.load(known[0]) if len(known) == 1 else None

    def open(self) -> aiohttp.ClientSession:
        """Return a session that keeps these rules."""
        return aiohttp.ClientSession(
            middlewares=(self._keep_login, _say_once),
            timeout=aiohttp.ClientTimeout(total=self._config.request_seconds),
        )

    async def _keep_login(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        asked = request.url.query
        if not request.url.path.endswith(REFRESH_PATH) or asked.get("grant_type") != "refresh_token":
            return await handler(request)
        async with self._refreshing:
            return await self._refresh(asked["refresh_token"], request, handler)

    async def _refresh(
        self, refresh: str, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Spend a refresh token once: whoever else needs it meanwhile gets the same answer."""
        if self._answer is not None and refresh == self._spent:
            return self._answer
        response = await handler(request)
        if response.status == OK and self.token:
            await self._keep(self.token, json.loads(await response.text()))
            self._spent, self._answer = refresh, response
        return response

    async def _keep(self, old: Token, given: dict[str, Any]) -> None:
        access, refresh = str(given["access_token"]), str(given["refresh_token"])
        self._redactor.learn(access, refresh)
        self.token = replace(old, access=access, refresh=refresh)
        await asyncio.get_running_loop().run_in_executor(self._disk, self._store.save, self.token)

    def close(self) -> None:
        """Let the last save end."""
        self._disk.shutdown(wait=True)


async def _say_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Turn a 503 for a chat line into an error: twitchio would post it a second time."""
    response = await handler(request)
    if response.status == UnavailableError.status and request.url.path.endswith(SAY_PATH):
        response.release()
        raise UnavailableError
    return response
