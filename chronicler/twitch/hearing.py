"""Keeps an ear on the channel: opens sockets, subscribes, and starts over when one is lost.

Decides what is subscribed to, when a socket counts as deaf and how long to wait before the
next; every stretch in which chat may have been missed is told as a gap. Leaves the meaning
of notifications to ``events``.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import twitchio
from twitchio import eventsub
from twitchio.eventsub.subscriptions import SubscriptionPayload

from chronicler.domain.events import HearingGapRecorded
from chronicler.ports import Clock
from chronicler.twitch.client import Channel, Client
from chronicler.twitch.config import TwitchConfig
from chronicler.twitch.failures import FORBIDDEN, LIBRARY_FAILURES, LoginNeededError, translate
from chronicler.twitch.redact import Redactor
from chronicler.twitch.sockets import HearingSocket

LOG: Final = logging.getLogger(__name__)

DEAF_AFTER: Final = 2.0
"""Silent for so many times the promised keepalive, a socket is given up."""
LONGEST_RETRY: Final = 60.0
LINGER_SECONDS: Final = 2.0
"""How long the old socket is kept after a move: its last lines may still be on their way."""


class Hearing:
    """The ear; state survives a restart of the service, so that gaps are told across it."""

    def __init__(
        self,
        config: TwitchConfig,
        clock: Clock,
        take: Callable[[Mapping[str, Any]], None],
        on_gap: Callable[[HearingGapRecorded], None],
        redactor: Redactor,
    ) -> None:
        """Give notifications to ``take`` and gaps to ``on_gap``."""
        self._config = config
        self._clock = clock
        self._take = take
        self._on_gap = on_gap
        self._redactor = redactor
        self._deaf_since: datetime | None = None
        self._deaf_because = ""
        self._missing: list[SubscriptionPayload] = []
        self._leaving: set[asyncio.Task[None]] = set()
        self.is_on = asyncio.Event()
        """Set while chat is heard."""

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
        socket = await self._open_patiently(client, channel)
        try:
            while not socket.lost.done():
                socket = await self._watch(client, channel, socket)
        finally:
            self.is_on.clear()
            self._note_deafness(socket)
            await socket.close()

    async def _open_patiently(self, client: Client, channel: Channel) -> HearingSocket:
        wait = self._config.first_retry_seconds
        while True:
            try:
                return await self._open(client, channel)
            except LIBRARY_FAILURES as error:
                told = translate(error, "listening to chat", self._redactor)
                if isinstance(told, LoginNeededError):
                    raise told from error
                LOG.warning("%s Next try in %.0f s.", told, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_RETRY)

    async def _open(self, client: Client, channel: Channel) -> HearingSocket:
        socket = HearingSocket(client, channel.bot_id, self._take)
        first, *others = wanted(channel)
        try:
            seconds = f"keepalive_timeout_seconds={self._config.keepalive_seconds:g}"
            await socket.open(f"{self._config.endpoints.eventsub}?{seconds}")
            await socket.subscribe(first)
        except BaseException:
            await socket.close()
            raise
        self._missing = others
        await self._subscribe_missing(socket)
        self._end_gap()
        self.is_on.set()
        LOG.info("Listening to the chat of %s.", channel.login)
        return socket

    async def _subscribe_missing(self, socket: HearingSocket) -> None:
        """Subscribe to what is still missing; what fails for now stays missing."""
        waiting, self._missing = self._missing, []
        for payload in waiting:
            try:
                await socket.subscribe(payload)
            except LIBRARY_FAILURES as error:
                self._redactor.clean(error)
                if isinstance(error, twitchio.HTTPException) and error.status == FORBIDDEN:
                    LOG.info("The login may not hear %s; it is done without.", payload.type)
                else:
                    self._missing.append(payload)

    async def _watch(self, client: Client, channel: Channel, socket: HearingSocket) -> HearingSocket:
        """Wait for news of the socket and return the one to go on with."""
        await asyncio.wait(
            {socket.lost, socket.moved},
            timeout=self._config.keepalive_seconds / 2,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if socket.silent_seconds > DEAF_AFTER * self._config.keepalive_seconds:
            socket.lose("silence")
        elif socket.moved.done() and not socket.lost.done():
            return await self._move(client, channel, socket)
        elif self._missing:
            await self._subscribe_missing(socket)
        return socket

    async def _move(self, client: Client, channel: Channel, old: HearingSocket) -> HearingSocket:
        """Follow Twitch to another address while the old socket still listens."""
        asked_at = self._clock.now()
        new = HearingSocket(client, channel.bot_id, self._take)
        try:
            await new.open(old.moved.result())
        except LIBRARY_FAILURES as error:
            self._redactor.clean(error)
            old.lose("reconnect failed")
            return old
        except asyncio.CancelledError:
            await new.close()
            raise
        new.inherit(old)
        self._on_gap(HearingGapRecorded(self._clock.now(), asked_at, "reconnect"))
        leaving = asyncio.create_task(_let_go(old), name="old Twitch socket")
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        return new

    def _note_deafness(self, socket: HearingSocket) -> None:
        if self._deaf_since is None:
            self._deaf_since = self._clock.now() - timedelta(seconds=socket.silent_seconds)
            self._deaf_because = socket.lost.result() if socket.lost.done() else "stopped"
            LOG.info("Chat is no longer heard: %s.", self._deaf_because)

    def _end_gap(self) -> None:
        if self._deaf_since is not None:
            self._on_gap(HearingGapRecorded(self._clock.now(), self._deaf_since, self._deaf_because))
            self._deaf_since = None


def wanted(channel: Channel) -> list[SubscriptionPayload]:
    """Return what we subscribe to; the first is chat itself, without which we are deaf."""
    here, bot = channel.broadcaster_id, channel.bot_id
    return [
        eventsub.ChatMessageSubscription(broadcaster_user_id=here, user_id=bot),
        eventsub.StreamOnlineSubscription(broadcaster_user_id=here),
        eventsub.StreamOfflineSubscription(broadcaster_user_id=here),
        eventsub.ChatMessageDeleteSubscription(broadcaster_user_id=here, user_id=bot),
        eventsub.ChatClearUserMessagesSubscription(broadcaster_user_id=here, user_id=bot),
        eventsub.ChatClearSubscription(broadcaster_user_id=here, user_id=bot),
        eventsub.ChatNotificationSubscription(broadcaster_user_id=here, user_id=bot),
        eventsub.ChannelUpdateSubscription(broadcaster_user_id=here),
        eventsub.ChannelRaidSubscription(to_broadcaster_user_id=here),
        eventsub.ChannelFollowSubscription(broadcaster_user_id=here, moderator_user_id=bot),
    ]


async def _let_go(socket: HearingSocket) -> None:
    try:
        await asyncio.sleep(LINGER_SECONDS)
    finally:
        await socket.close()
