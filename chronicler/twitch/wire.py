"""The HTTP session under twitchio: what must be sure about every request.

Decides that a refreshed login is on disk before anybody uses it (its old refresh token is
good no more), that a login which somebody stored meanwhile is never overwritten, that a
request which changes something is made once, and how long an answer may take. Leaves
requests and their meaning to twitchio.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import aiohttp
from twitchio.eventsub import websockets
from twitchio.http import Route

from chronicler.domain.read_json import read_json
from chronicler.errors import TwitchError
from chronicler.twitch.accounts import Accounts, sort_logins
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


@dataclass(slots=True)
class Kept:
    """One account's login in use."""

    token: Token
    stored: Token | None
    """What stood on disk when last looked at or written."""
    is_unsaved: bool = False
    spent: str = ""
    """The refresh token spent last."""
    answer: aiohttp.ClientResponse | None = None
    """What came for it."""
    renewed: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_RENEWALS))


class Wire:
    """The sessions' middlewares, and the logins they keep; lives as long as the service."""

    def __init__(
        self, config: TwitchConfig, store: TokenStore, redactor: Redactor, elapsed: Callable[[], float]
    ) -> None:
        """Keep refreshed logins in ``store`` and their secrets out of logs."""
        self._config = config
        self._store = store
        self._redactor = redactor
        self.elapsed = elapsed
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="twitch-tokens")
        self._refreshing = asyncio.Lock()
        self._kept: dict[str, Kept] = {}
        self.accounts = Accounts()
        """Whose the stored logins were when last looked at."""
        self._seen: tuple[str, ...] = ()
        """The accounts that had a file when last looked at."""

    @property
    def tokens(self) -> dict[str, Token]:
        """The logins in use by user id, as they are now."""
        return {user_id: kept.token for user_id, kept in self._kept.items()}

    async def load(self) -> Accounts:
        """Return the logins to use, and whose they are.

        Raises:
            TwitchError: a stored login cannot be read, or several could be the bot's.
        """
        accounts = self.accounts = await self._on_disk(self._load)
        for token in self.tokens.values():
            self._redactor.learn(token.access, token.refresh)
        return accounts

    def _load(self) -> Accounts:
        self._seen = self._store.accounts()
        unsaved = {user_id: kept for user_id, kept in self._kept.items() if kept.is_unsaved}
        # What is stored of an unsaved login is spent, and what is remembered is good.
        stored = (self._store.load(user_id) for user_id in self._seen if user_id not in unsaved)
        tokens = [*(kept.token for kept in unsaved.values()), *(token for token in stored if token)]
        accounts = sort_logins(tokens, self._config.broadcaster, self._config.bot_id)
        self._kept = {t.user_id: unsaved.get(t.user_id) or Kept(t, t) for t in accounts.known()}
        return accounts

    async def until_login_changes(self) -> None:
        """Return once another login of an account is stored, none any more, or another account's."""
        while True:
            await asyncio.sleep(self._config.login_seconds)
            async with self._refreshing:
                if await self._on_disk(self._are_replaced):
                    return

    def _are_replaced(self) -> bool:
        are = [self._is_replaced(kept) for kept in self._kept.values()]
        return any(are) or self._store.accounts() != self._seen

    def _is_replaced(self, kept: Kept) -> bool:
        """Whether somebody else changed the stored login; else save what is not saved yet."""
        try:
            stored = self._store.load(kept.token.user_id)
        except TwitchError:
            stored = kept.stored  # damaged: what is remembered is better, and the next save mends it
        if stored != kept.stored:
            kept.is_unsaved = False
            return True
        if kept.is_unsaved:
            self._save(kept)
        return False

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
        kept = next((k for k in self._kept.values() if refresh in (k.spent, k.token.refresh)), None)
        if kept is None:
            return await handler(request)
        if kept.answer is not None and refresh == kept.spent:
            return kept.answer
        now = self.elapsed()
        if len(kept.renewed) == MOST_RENEWALS and now - kept.renewed[0] < RENEWALS_SECONDS:
            raise RenewedInVainError
        response = await handler(request)
        if response.status == OK:
            kept.renewed.append(now)
            await self._keep(kept, read_json(await response.text()))
            kept.spent, kept.answer = refresh, response
        return response

    async def _keep(self, kept: Kept, given: dict[str, Any]) -> None:
        access, refresh = str(given["access_token"]), str(given["refresh_token"])
        self._redactor.learn(access, refresh)
        kept.token, kept.is_unsaved = replace(kept.token, access=access, refresh=refresh), True
        await self._on_disk(lambda: self._is_replaced(kept))

    def _save(self, kept: Kept) -> None:
        try:
            self._store.save(kept.token)
        except TwitchError as error:
            LOG.warning("%s It is tried again by itself meanwhile.", error)
        else:
            kept.stored, kept.is_unsaved = kept.token, False

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
