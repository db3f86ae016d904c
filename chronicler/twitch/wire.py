"""The HTTP session under twitchio: what must be sure about every request.

Decides that a refreshed login is on disk before anybody uses it (its old refresh token is
good no more), that a login which somebody stored meanwhile is never overwritten, that a
request which changes something is made once, and how long an answer may take. Leaves
requests and their meaning to twitchio.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, TypeVar

import aiohttp
from twitchio.eventsub import websockets
from twitchio.http import Route

from chronicler.errors import TwitchError
from chronicler.twitch.config import Endpoints, TwitchConfig
from chronicler.twitch.failures import RenewedInVainError, UnavailableError
from chronicler.twitch.redact import Redactor
from chronicler.twitch.tokens import Token, TokenStore

REFRESH_PATH: Final = "/oauth2/token"
OK: Final = 200
MOST_RENEWALS: Final = 3
"""Within :data:`RENEWALS_SECONDS`: twitchio renews and asks again for as long as it is told 401."""
RENEWALS_SECONDS: Final = 60.0
LOG: Final = logging.getLogger(__name__)
Done = TypeVar("Done")


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
    """The sessions' middlewares, and the one login they keep; lives as long as the service."""

    def __init__(
        self, config: TwitchConfig, store: TokenStore, redactor: Redactor, elapsed: Callable[[], float]
    ) -> None:
        """Keep refreshed logins in ``store`` and their secrets out of logs."""
        self._config = config
        self._store = store
        self._redactor = redactor
        self._elapsed = elapsed
        self._renewed: deque[float] = deque(maxlen=MOST_RENEWALS)
        self._is_unsaved = False
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="twitch-tokens")
        self._refreshing = asyncio.Lock()
        self._spent = ""
        self._answer: aiohttp.ClientResponse | None = None
        self._stored: Token | None = None
        """What stood on disk when last looked at or written."""
        self.token: Token | None = None

    async def load(self) -> Token | None:
        """Return the login that is stored for the account that speaks, ``None`` without one.

        Raises:
            TwitchError: the stored login cannot be read.
        """
        if not self._is_unsaved:  # else what is stored is spent, and what is remembered is good
            self.token = self._stored = await self._on_disk(self._load)
        if self.token:
            self._redactor.learn(self.token.access, self.token.refresh)
        return self.token

    async def until_login_changes(self) -> None:
        """Return once another login of the account is stored, or none any more."""
        while True:
            await asyncio.sleep(self._config.login_seconds)
            async with self._refreshing:
                if await self._on_disk(self._is_replaced):
                    return

    def _is_replaced(self) -> bool:
        """Whether somebody else changed the stored login; else save what is not saved yet."""
        if self.token is None:
            return False
        try:
            stored = self._store.load(self.token.user_id)
        except TwitchError:
            stored = self._stored  # damaged: what is remembered is better, and the next save mends it
        if stored != self._stored:
            self._is_unsaved = False
            return True
        if self._is_unsaved:
            self._save(self.token)
        return False

    def _load(self) -> Token | None:
        known = (self._config.bot_id,) if self._config.bot_id else self._store.accounts()
        return self._store.load(known[0]) if len(known) == 1 else None

    def open(self) -> aiohttp.ClientSession:
        """Return a session that keeps these rules."""
        return aiohttp.ClientSession(
            middlewares=(self._keep_login, _ask_once),
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
        now = self._elapsed()
        if len(self._renewed) == MOST_RENEWALS and now - self._renewed[0] < RENEWALS_SECONDS:
            raise RenewedInVainError
        response = await handler(request)
        if response.status == OK and self.token:
            self._renewed.append(now)
            await self._keep(self.token, json.loads(await response.text()))
            self._spent, self._answer = refresh, response
        return response

    async def _keep(self, old: Token, given: dict[str, Any]) -> None:
        access, refresh = str(given["access_token"]), str(given["refresh_token"])
        self._redactor.learn(access, refresh)
        new = replace(old, access=access, refresh=refresh)
        self.token, self._is_unsaved = new, True
        await self._on_disk(self._is_replaced)

    def _save(self, token: Token) -> None:
        try:
            self._store.save(token)
        except TwitchError as error:
            LOG.warning("%s It is tried again by itself meanwhile.", error)
        else:
            self._stored, self._is_unsaved = token, False

    async def _on_disk(self, work: Callable[[], Done]) -> Done:
        """Do blocking work on the one thread that touches the stored login, in order."""
        return await asyncio.get_running_loop().run_in_executor(self._disk, work)

    async def settle(self) -> None:
        """Let the last save end."""
        await self._on_disk(lambda: None)


async def _ask_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Turn a 503 for anything that is not merely read into an error: twitchio would ask again.

    It may have taken effect: a line said, a clip made, a refresh token spent.
    """
    response = await handler(request)
    if response.status == UnavailableError.status and request.method != "GET":
        response.release()
        raise UnavailableError
    return response
