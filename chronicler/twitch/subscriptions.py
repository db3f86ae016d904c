"""What is subscribed to, and whether Twitch still knows of it.

Decides which kinds of event are wanted, that what fails for now is tried again, and that a
subscription which Twitch no longer lists is gone, though its socket looks well. Leaves
opening and replacing sockets to ``hearing``.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Final

import twitchio
from twitchio import eventsub
from twitchio.eventsub.subscriptions import SubscriptionPayload

from chronicler.twitch.client import Channel, Client
from chronicler.twitch.config import TwitchConfig
from chronicler.twitch.failures import FORBIDDEN, LIBRARY_FAILURES, TOO_MANY
from chronicler.twitch.redact import Redactor
from chronicler.twitch.sockets import HearingSocket

LOG: Final = logging.getLogger(__name__)

CONFLICT: Final = 409
"""Twitch has the subscription already: the answer to an earlier request was lost."""
GONE_AFTER: Final = 2
"""So many looks in a row must miss a subscription that was listed before."""
VANISHED: Final = "subscription vanished"


class Subscriptions:
    """The subscriptions of one socket after the other, as Twitch moves us."""

    def __init__(
        self,
        client: Client,
        channel: Channel,
        config: TwitchConfig,
        redactor: Redactor,
        elapsed: Callable[[], float],
    ) -> None:
        """Want everything of :func:`wanted`; nothing is asked before :meth:`begin`."""
        self._client = client
        self._channel = channel
        self._config = config
        self._redactor = redactor
        self._elapsed = elapsed
        self.socket: HearingSocket
        self._chat, *self._missing = wanted(channel)
        self._held: dict[str, SubscriptionPayload] = {}
        """What was subscribed to, by Twitch's id."""
        self._listed: set[str] = set()
        """Ids that Twitch once listed: only of these an absence means anything."""
        self._refused: list[SubscriptionPayload] = []
        """What the login may not hear; a moderator may hear more, and may be made one at any time."""
        self._refused_at = elapsed()
        self._misses = 0
        self._looked = elapsed()

    async def begin(self, socket: HearingSocket) -> None:
        """Subscribe to chat itself, without which we are deaf.

        Raises:
            Exception: one of ``LIBRARY_FAILURES``.
        """
        self.socket = socket
        self._chat, *self._missing = wanted(self._channel)
        self._refused = []
        self._held = {await socket.subscribe(self._chat): self._chat}
        self._looked = self._elapsed()

    async def tend(self, on_whole: Callable[[], None], on_more: Callable[[], None]) -> None:
        """Subscribe to the rest, and look now and then whether it is still there.

        ``on_whole`` is called once everything was asked for, ``on_more`` whenever more is heard
        than before. A vanished chat subscription is a lost socket.
        """
        while True:
            before = len(self._held)
            if self._refused and self._elapsed() - self._refused_at >= self._config.moderating_seconds:
                self._missing, self._refused = [*self._missing, *self._refused], []
            await self._subscribe_missing()
            on_whole()
            if len(self._held) > before:
                on_more()
            await asyncio.sleep(self._config.keepalive_seconds / 2)
            if self._misses or self._elapsed() - self._looked >= self._config.check_seconds:
                self._looked = self._elapsed()
                await self._look()

    async def _subscribe_missing(self) -> None:
        """Subscribe to what is still missing; what fails for now stays missing."""
        waiting, self._missing = deque(self._missing), []
        while waiting:
            payload = waiting.popleft()
            try:
                self._held[await self.socket.subscribe(payload)] = payload
            except LIBRARY_FAILURES as error:
                self._redactor.clean(error)
                status = error.status if isinstance(error, twitchio.HTTPException) else 0
                if status == FORBIDDEN:
                    LOG.debug("The login may not hear %s; it is done without.", payload.type)
                    self._refused.append(payload)
                    self._refused_at = self._elapsed()
                elif status != CONFLICT:
                    self._missing.append(payload)
                if status in (0, TOO_MANY):  # the next would fare no better, and take as long
                    break
        self._missing += waiting

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(self._config.request_seconds):
                listed = await self._client.list_subscriptions(self._channel)
        except LIBRARY_FAILURES as error:
            # Not knowing is no sign of deafness; the next look may tell.
            self._redactor.clean(error)
            LOG.debug("Twitch did not list the subscriptions: %r", error)
            return
        self._listed |= listed & self._held.keys()
        gone = self._listed - listed
        self._misses = self._misses + 1 if gone else 0
        if self._misses >= GONE_AFTER:
            self._take_up(gone)

    def _take_up(self, gone: set[str]) -> None:
        """Ask again for what vanished; without chat, on another socket."""
        self._misses = 0
        self._listed -= gone
        lost = [self._held.pop(each) for each in gone]
        LOG.warning("Twitch dropped subscriptions without a word: %s", ", ".join(p.type for p in lost))
        if self._chat in lost:
            self.socket.lose(VANISHED)
        else:
            self._missing += lost


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
