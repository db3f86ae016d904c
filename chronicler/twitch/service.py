"""One Twitch channel as a service: runs until stopped, tells what happens, says lines.

Decides the order of login, hearing and polling, and that nothing of twitchio comes out but
events, deliveries, reports and ``TwitchError``. Leaves restarting to the supervisor; the
object may be run again and then tells the gap between.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from chronicler.domain.chat import is_known_bot
from chronicler.domain.events import ChannelUpdated, DeliveryState, Event, LiveStatusChecked
from chronicler.errors import TwitchError
from chronicler.ports import Clock, Delivery, LiveReport
from chronicler.twitch.accounts import Accounts
from chronicler.twitch.client import Channel, Client
from chronicler.twitch.config import TwitchConfig
from chronicler.twitch.events import EventReader
from chronicler.twitch.failures import (
    LIBRARY_FAILURES,
    LoginNeededError,
    delivery_of,
    reason_code,
    surely_undone,
    translate,
    words_of,
)
from chronicler.twitch.hearing import Hearing
from chronicler.twitch.liveness import Liveness
from chronicler.twitch.recent import OwnLines
from chronicler.twitch.redact import Redactor
from chronicler.twitch.tokens import TokenStore
from chronicler.twitch.wire import Wire, pointed_at


@dataclass(frozen=True, slots=True)
class Answer:
    """What Helix said to a request."""

    data: tuple[Mapping[str, Any], ...] = ()
    """The objects below ``data``; empty where there are none."""
    reason: str = ""
    """Why it failed, as a stable code; empty where it did not."""
    is_unknown: bool = False
    """Whether a failed request may have taken effect all the same: it must not be made again."""
    message: str = ""
    """Twitch's own words about a refusal."""


LOG: Final = logging.getLogger(__name__)

MOST_CHARACTERS: Final = 500
NEEDS_LOGIN: Final = "needs_login"
GUARDED: Final = ("twitchio", "aiohttp", "asyncio", "chronicler.twitch")
"""Loggers whose records may quote a secret."""


class TwitchService:
    """Hears one channel, says lines in it and knows whether it is live (two ports in one)."""

    def __init__(
        self,
        config: TwitchConfig,
        on_event: Callable[[Event], None],
        clock: Clock,
        *,
        is_bot: Callable[[str], bool] = is_known_bot,
        elapsed: Callable[[], float] = time.monotonic,
        on_read: Callable[[], None] = lambda: None,
    ) -> None:
        """Touch nothing yet.

        Args:
            config: which channel, as whom, where.
            on_event: called on the loop, in order; must not block.
            clock: stamps what Twitch does not.
            is_bot: tells bots by login.
            elapsed: seconds that really passed; those in which the machine slept should count.
            on_read: called once each notification was read, whatever came of it.
        """
        self._config = config
        self._on_event = on_event
        self._on_read = on_read
        self._clock = clock
        self._redactor = Redactor()
        self._redactor.learn(config.client_secret)
        self._own = OwnLines()
        self._reader = EventReader(clock, self._own, is_bot)
        self._liveness = Liveness()
        self._wire = Wire(config, TokenStore(config.token_folder), self._redactor, elapsed)
        self._hearing = Hearing(config, clock, self._take, self._tell, self._redactor, elapsed=elapsed)
        self._stopping = asyncio.Event()
        self._client: Client | None = None
        self._channel: Channel | None = None

    @property
    def channel(self) -> Channel | None:
        """The channel and account in use, ``None`` before the first login."""
        return self._channel

    @property
    def is_shared_account(self) -> bool:
        """Whether lines are said from the streamer's own account."""
        return self._channel is not None and self._channel.is_shared_account

    @property
    def is_moderator(self) -> bool | None:
        """Whether the account that speaks moderates the channel or owns it; ``None`` is not known."""
        return self._client.is_moderator if self._client else None

    @property
    def accounts(self) -> Accounts:
        """The logins in use and what they granted, as they were when last looked at."""
        return self._wire.accounts

    @property
    def frames(self) -> Mapping[str, int]:
        """How many frames were read, repeated, unreadable or not for us."""
        return self._reader.counts

    async def until_hearing(self) -> None:
        """Wait until chat is heard."""
        await self._hearing.is_on.wait()

    # Running ---------------------------------------------------------------------------

    async def run(self) -> None:
        """Log in, hear and poll until :meth:`stop`; a login stored meanwhile is taken up at once.

        Raises:
            LoginNeededError: only a new login helps.
            TwitchError: Twitch could not be reached or refused; may pass by itself.
        """
        self._hearing.begin()
        with pointed_at(self._config.endpoints):
            while not self._stopping.is_set():
                async with self._connected() as (client, channel):
                    await _first_to_end(
                        hear=self._hearing.listen(client, channel),
                        poll=self._poll(client),
                        login=self._wire.until_login_changes(),
                        stop=self._stopping.wait(),
                    )
        self._stopping.clear()

    def stop(self) -> None:
        """Let :meth:`run` return."""
        self._stopping.set()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[Client, Channel]]:
        self._redactor.guard(*GUARDED)
        async with self._wire.open() as session:
            client = Client(self._config, self._wire, session)
            try:
                channel = await self._enter(client)
                self._client, self._channel = client, channel
                yield client, channel
            finally:
                self._client = None
                await client.close()
                await self._wire.settle()

    async def _enter(self, client: Client) -> Channel:
        try:
            channel = await client.enter()
        except LoginNeededError as needed:
            self._tell(LiveStatusChecked(self._clock.now(), is_live=None, reason=needed.code))
            raise
        except LIBRARY_FAILURES as error:
            told = translate(error, "logging in", self._redactor)
            code = told.code if isinstance(told, LoginNeededError) else reason_code(error)
            self._tell(LiveStatusChecked(self._clock.now(), is_live=None, reason=code))
            raise told from error
        self._own.bot_id, self._own.is_shared = channel.bot_id, channel.is_shared_account
        self._tell_title(channel.title, channel.category)
        return channel

    # Hearing ---------------------------------------------------------------------------

    def _take(self, frame: Mapping[str, Any]) -> None:
        for event in self._reader.read(frame):
            self._liveness.hear(event)
            self._tell(event)
        self._on_read()

    def _tell(self, event: Event) -> None:
        self._on_event(event)

    # Live or not -----------------------------------------------------------------------

    async def _poll(self, client: Client) -> None:
        while True:
            self._hearing.hears_more.clear()
            report = await self.check()
            if report.reason != NEEDS_LOGIN and not client.is_logged_in:
                # twitchio lets go of a login for any refusal, a proxy's as well: see what is stored.
                raise TwitchError("The login was not renewed; it is tried again by itself.")
            if report.reason == NEEDS_LOGIN:
                self._tell(LiveStatusChecked(self._clock.now(), is_live=None, reason=NEEDS_LOGIN))
                again = "chronicler twitch login" + ("" if self.is_shared_account else " --as bot")
                raise LoginNeededError(f"Twitch no longer accepts the login. Run: {again}")
            self._tell_report(report)
            await self._keep_validating(client)
            await self._until_next_poll()

    async def _until_next_poll(self) -> None:
        """Wait for the next poll: at once where a stream may have begun before its word was heard."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._config.poll_seconds):
                await self._hearing.hears_more.wait()

    def _tell_report(self, report: LiveReport) -> None:
        if report.is_live:
            self._tell_title(report.title, report.category)
        self._tell(
            LiveStatusChecked(
                self._clock.now(), report.is_live, report.reason, report.stream_id, report.started_at
            )
        )

    def _tell_title(self, title: str, category: str) -> None:
        """Tell title and category where they are news; an event may have been missed."""
        if (title, category) != (self._liveness.title, self._liveness.category):
            update = ChannelUpdated(self._clock.now(), title, category)
            self._liveness.hear(update)
            self._tell(update)

    async def _keep_validating(self, client: Client) -> None:
        try:
            await client.keep_validating()
            if self._channel:
                await client.let_streamer_in(self._channel)
                await client.ask_moderating(self._channel)
        except LIBRARY_FAILURES as error:
            LOG.warning("%s", translate(error, "checking the login", self._redactor))

    async def check(self) -> LiveReport:
        """Ask whether the stream is live; never raises."""
        client, channel = self._client, self._channel
        if client is None or channel is None:
            return LiveReport(is_live=None, reason="not_connected")
        try:
            async with asyncio.timeout(self._config.request_seconds):
                polled = await client.ask_live(channel)
        except LIBRARY_FAILURES as error:
            self._redactor.clean(error)
            return LiveReport(is_live=None, reason=reason_code(error))
        return self._liveness.judge(polled, self._clock.now())

    # Speaking --------------------------------------------------------------------------

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        """Say one line, once; never raises for a refusal or an unreachable service."""
        client, channel = self._client, self._channel
        if client is None or channel is None:
            return Delivery(DeliveryState.DROPPED, reason="not_connected")
        if not 0 < len(text) <= MOST_CHARACTERS:
            return Delivery(DeliveryState.DROPPED, reason="too_long" if text else "empty")
        self._own.about_to_say(text)
        try:
            async with asyncio.timeout(self._config.request_seconds):
                answer = await client.say(channel, text, reply_to)
        except LIBRARY_FAILURES as error:
            return delivery_of(error, self._redactor)
        if not answer.sent:
            return Delivery(DeliveryState.DROPPED, reason="not_sent")
        self._own.said(answer.id)
        return Delivery(DeliveryState.SENT, message_id=answer.id)

    # Asking as the streamer --------------------------------------------------------------

    @property
    def streamer_scopes(self) -> frozenset[str]:
        """What the streamer's own account has granted; nothing where it is not logged in."""
        client, channel = self._client, self._channel
        return client.scopes_of(channel.broadcaster_id) if client and channel else frozenset()

    async def ask_as_streamer(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Answer:
        """Make one Helix request with the streamer's token, such as ``POST`` ``streams/markers``.

        Never raises, and what makes something is never asked for twice. ``needs_login`` is the reason
        where the streamer's account is not logged in.
        """
        client, channel = self._client, self._channel
        if client is None or channel is None:
            return Answer(reason="not_connected")
        if not self.streamer_scopes:
            return Answer(reason=NEEDS_LOGIN)
        try:
            async with asyncio.timeout(self._config.request_seconds):
                told = await client.ask_as(channel.broadcaster_id, method, path, params or {}, body or {})
        except LIBRARY_FAILURES as error:
            self._redactor.clean(error)
            message = self._redactor.text(words_of(error))
            return Answer((), reason_code(error), is_unknown=not surely_undone(error), message=message)
        return self._answer(told)

    def _answer(self, told: object) -> Answer:
        if told is None:
            return Answer()
        data = told.get("data", ()) if isinstance(told, Mapping) else None
        if not isinstance(data, list | tuple) or not all(isinstance(item, Mapping) for item in data):
            return Answer(reason="api_error", is_unknown=True)
        return Answer(tuple(data))


async def _first_to_end(**works: Coroutine[Any, Any, object]) -> None:
    """Run all until one ends or fails, then end the others; raise what it raised.

    Not a TaskGroup: callers shall see a ``TwitchError``, not a group of one.
    """
    tasks = [asyncio.create_task(work, name=f"twitch {name}") for name, work in works.items()]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
