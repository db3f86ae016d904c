"""Keeps an ear on the channel: opens sockets, subscribes, and starts over when one is lost.

Decides when a socket counts as deaf and how long to wait before the next; that chat is no
longer heard is told at once, and the stretch in which it may have been missed as a gap once
it is over. Leaves what is subscribed to, and whether Twitch still knows it, to
``subscriptions`` and the meaning of notifications to ``events``.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, Final

from chronicler.domain.events import Event, HearingChanged, HearingGapRecorded
from chronicler.ports import Clock
from chronicler.twitch.client import Channel, Client
from chronicler.twitch.config import TwitchConfig
from chronicler.twitch.failures import LIBRARY_FAILURES, LoginNeededError, reason_code, translate
from chronicler.twitch.redact import Redactor
from chronicler.twitch.sockets import HearingSocket
from chronicler.twitch.subscriptions import Subscriptions

LOG: Final = logging.getLogger(__name__)

DEAF_AFTER: Final = 2.0
"""Silent for so many times the promised keepalive, a socket is given up."""
LONGEST_RETRY: Final = 30.0
_NO_CONNECTION: Final = frozenset({"unreachable", "timeout"})
LINGER_SECONDS: Final = 2.0
"""How long the old socket is kept after a move: its last lines may still be on their way."""


class Hearing:
    """The ear; state survives a restart of the service, so that gaps are told across it."""

    def __init__(
        self,
        config: TwitchConfig,
        clock: Clock,
        take: Callable[[Mapping[str, Any]], None],
        tell: Callable[[Event], None],
        redactor: Redactor,
        *,
        elapsed: Callable[[], float],
    ) -> None:
        """Give notifications to ``take``, and to ``tell`` when hearing begins, ends and had a gap."""
        self._config = config
        self._clock = clock
        self._take = take
        self._tell = tell
        self._redactor = redactor
        self._elapsed = elapsed
        self._told: bool | None = None
        self._login = ""
        self._deaf_since: datetime | None = None
        self._deaf_because = ""
        self._leaving: set[asyncio.Task[None]] = set()
        self.is_on = asyncio.Event()
        """Set while chat is heard and everything else that can be was subscribed to."""
        self.hears_more = asyncio.Event()
        """Set when something is newly subscribed to: it may have happened just before."""

    def begin(self) -> None:
        """Tell that chat is not heard yet."""
        self._tell_hearing(is_hearing=False, reason="connecting")

    async def listen(self, client: Client, channel: Channel) -> None:
        """Hear until cancelled.

        Raises:
            LoginNeededError: Twitch no longer lets this login listen.
        """
        try:
            while True:
                await self._listen_once(client, channel)
        finally:
            for task in self._leaving:
                task.cancel()
            await asyncio.gather(*self._leaving, return_exceptions=True)

    async def _listen_once(self, client: Client, channel: Channel) -> None:
        wanted = Subscriptions(client, channel, self._config, self._redactor, self._elapsed)
        socket = await self._open_patiently(client, channel, wanted)
        tending = asyncio.create_task(
            wanted.tend(self.is_on.set, self.hears_more.set), name="Twitch subscriptions"
        )
        try:
            while not socket.lost.done():
                socket = await self._watch(client, channel, socket, tending)
                wanted.socket = socket
        finally:
            self.is_on.clear()
            self._note_deafness(socket)
            tending.cancel()
            await asyncio.gather(tending, return_exceptions=True)
            await socket.close()

    async def _open_patiently(self, client: Client, channel: Channel, wanted: Subscriptions) -> HearingSocket:
        wait, before = self._config.first_retry_seconds, ""
        while True:
            try:
                return await self._open(client, channel, wanted)
            except LIBRARY_FAILURES as error:
                told = translate(error, "listening to chat", self._redactor)
                if isinstance(told, LoginNeededError):
                    raise told from error
                level = logging.DEBUG if str(told) == before else _weight(error)
                LOG.log(level, "%s Next try in %.0f s.", told, wait)
                before = str(told)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_RETRY)

    async def _open(self, client: Client, channel: Channel, wanted: Subscriptions) -> HearingSocket:
        seconds = f"keepalive_timeout_seconds={self._config.keepalive_seconds:g}"
        socket = await self._connect(client, channel, f"{self._config.endpoints.eventsub}?{seconds}")
        async with AsyncExitStack() as unless_begun:
            unless_begun.push_async_callback(socket.close)
            await wanted.begin(socket)
            unless_begun.pop_all()
        self._login = channel.bot_login
        self._end_gap()
        LOG.info("Listening to the chat of %s.", channel.login)
        return socket

    async def _connect(self, client: Client, channel: Channel, url: str) -> HearingSocket:
        """Open a socket; one that neither opens nor fails is given up."""
        socket = HearingSocket(client, channel.bot_id, self._take, self._clock, self._elapsed)
        async with AsyncExitStack() as unless_open:
            unless_open.push_async_callback(socket.close)
            async with asyncio.timeout(self._config.request_seconds):
                await socket.open(url)
            unless_open.pop_all()
        return socket

    async def _watch(
        self, client: Client, channel: Channel, socket: HearingSocket, tending: "asyncio.Task[None]"
    ) -> HearingSocket:
        """Wait for news of the socket and return the one to go on with."""
        news: set[asyncio.Future[Any]] = {socket.lost, socket.moved, tending}
        await asyncio.wait(
            news,
            timeout=self._config.keepalive_seconds / 2,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if tending.done():
            tending.result()
        if socket.silent_seconds > DEAF_AFTER * self._config.keepalive_seconds:
            socket.lose("silence")
        elif socket.moved.done() and not socket.lost.done():
            return await self._move(client, channel, socket)
        return socket

    async def _move(self, client: Client, channel: Channel, old: HearingSocket) -> HearingSocket:
        """Follow Twitch to another address while the old socket still listens."""
        asked_at = self._clock.now()
        try:
            new = await self._connect(client, channel, old.moved.result())
        except LIBRARY_FAILURES as error:
            self._redactor.clean(error)
            old.lose("reconnect failed")
            return old
        new.inherit(old)
        self._tell(HearingGapRecorded(self._clock.now(), asked_at, "reconnect"))
        leaving = asyncio.create_task(_let_go(old), name="old Twitch socket")
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        return new

    def _note_deafness(self, socket: HearingSocket) -> None:
        if self._deaf_since is None:
            self._deaf_since = socket.complete_until or self._clock.now()
            self._deaf_because = socket.lost.result() if socket.lost.done() else "stopped"
            LOG.info("Chat is no longer heard: %s.", self._deaf_because)
            self._tell_hearing(is_hearing=False, reason=self._deaf_because)

    def _end_gap(self) -> None:
        if self._deaf_since is not None:
            self._tell(HearingGapRecorded(self._clock.now(), self._deaf_since, self._deaf_because))
            self._deaf_since = None
        self._tell_hearing(is_hearing=True)

    def _tell_hearing(self, *, is_hearing: bool, reason: str = "") -> None:
        if self._told is not is_hearing:
            self._told = is_hearing
            self._tell(HearingChanged(self._clock.now(), is_hearing, reason, self._login))


def _weight(error: Exception) -> int:
    """Return how loud a failure is logged: a lost connection is told as an event already."""
    return logging.INFO if reason_code(error) in _NO_CONNECTION else logging.WARNING


async def _let_go(socket: HearingSocket) -> None:
    try:
        await asyncio.sleep(LINGER_SECONDS)
    finally:
        await socket.close()
