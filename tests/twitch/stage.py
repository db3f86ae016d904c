"""The real adapter against the stand-in, over loopback: what the tests of this folder share."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from chronicler.domain.chat import Message
from chronicler.domain.events import Event, MessageReceived
from chronicler.standin.server import ALL_SCOPES, StandIn
from chronicler.twitch.config import Endpoints, TwitchConfig
from chronicler.twitch.service import TwitchService
from chronicler.twitch.tokens import Token, TokenStore
from tests.fakes import FakeClock

PATIENCE: Final = 30.0
"""Wall seconds after which a test that waits in vain fails."""
E = TypeVar("E", bound=Event)


class Heard:
    """Everything the adapter told, and a way to wait for the next thing."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._news = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self._news.set()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def messages(self) -> list[Message]:
        return [event.message for event in self.of(MessageReceived)]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    async def until(self, is_so: Callable[["Heard"], object]) -> None:
        """Wait until what was heard satisfies ``is_so``."""
        async with asyncio.timeout(PATIENCE):
            while not is_so(self):
                self._news.clear()
                await self._news.wait()

    async def text(self, text: str) -> Message:
        """Wait for a line and return it."""
        await self.until(lambda heard: text in heard.texts)
        return self.messages[self.texts.index(text)]


class Stage:
    """A stand-in, a service that listens to it, and a clock both go by."""

    def __init__(self, standin: StandIn, config: TwitchConfig, clock: FakeClock, **rest: Any) -> None:
        self.standin = standin
        self.clock = clock
        self.config = config
        self.heard = Heard()
        self.store = TokenStore(config.token_folder)
        self.service = TwitchService(config, self.heard, clock, **rest)
        self._running: asyncio.Task[None] | None = None

    def log_in(self, login: str = "", scopes: Sequence[str] = ALL_SCOPES) -> Token:
        """Store a fresh login, by default the steward's."""
        grant = self.standin.grant(login, scopes)
        assert grant.account is not None
        token = Token(grant.account.user_id, grant.account.login, grant.access, grant.refresh, grant.scopes)
        self.store.save(token)
        return token

    async def start(self) -> None:
        """Run the service until it hears; raise what it raised where it ended before."""
        self._running = asyncio.create_task(self.service.run())
        hearing = asyncio.create_task(self.service.until_hearing())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({self._running, hearing}, return_when=asyncio.FIRST_COMPLETED)
        hearing.cancel()
        if self._running.done():
            ended, self._running = self._running, None
            ended.result()

    async def stop(self) -> None:
        """Stop the service and wait until it has tidied up."""
        if self._running is not None:
            self.service.stop()
            async with asyncio.timeout(PATIENCE):
                await self._running
            self._running = None

    async def until_it_fails(self) -> Exception | None:
        """Wait until the running service ends and return what it raised."""
        assert self._running is not None
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({self._running})
        error = self._running.exception()
        self._running = None
        return error if isinstance(error, Exception) else None


@asynccontextmanager
async def on_stage(
    folder: Path,
    *,
    is_shared: bool = False,
    is_logged_in: bool = True,
    elapsed: Callable[[], float] = time.monotonic,
    **config: Any,
) -> AsyncIterator[Stage]:
    """Open a stand-in with a service that is logged in but does not run yet."""
    clock = FakeClock()
    bot = "lantern_keeper" if is_shared else "hearth_steward"
    async with StandIn(clock, bot=bot) as standin:
        where = standin.endpoints
        told = {
            "client_id": standin.client_id,
            "broadcaster": "lantern_keeper",
            "token_folder": folder / "tokens",
            "endpoints": Endpoints(identity=where.identity, helix=where.helix, eventsub=where.eventsub),
            "first_retry_seconds": 0.001,
            "request_seconds": PATIENCE,
            "login_seconds": 0.02,
        }
        stage = Stage(standin, TwitchConfig(**{**told, **config}), clock, elapsed=elapsed)
        if is_logged_in:
            stage.log_in()
        try:
            yield stage
        finally:
            await stage.stop()


@asynccontextmanager
async def listening(folder: Path, **rest: Any) -> AsyncIterator[Stage]:
    """Open a stage whose service already hears."""
    async with on_stage(folder, **rest) as stage:
        await stage.start()
        yield stage
