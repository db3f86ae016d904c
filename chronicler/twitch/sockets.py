"""The one file that knows twitchio's websocket from inside (3.3.x).

Decides that a socket of ours only listens: it never reconnects or resubscribes by itself,
which in twitchio can leave it deaf while it looks well. It says when it is lost or asked to
move, and ``hearing`` opens the next. Each private name used here has a test that it exists.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from twitchio.eventsub.subscriptions import SubscriptionPayload
from twitchio.eventsub.websockets import Websocket

from chronicler.ports import Clock
from chronicler.twitch.client import Client

LOG: Final = logging.getLogger(__name__)
USED: Final = (
    "_process_notification", "_process_reconnect", "_process_revocation", "_create_connection_task",
    "_subscriptions", "_last_keepalive", "_listen",
)  # fmt: skip
"""The private names of twitchio's websocket that this file relies on."""


LONGEST_ON_ITS_WAY: Final = timedelta(minutes=10)
"""Twitch sends nothing older; a stamp further back tells of a wrong clock."""
AT_A_TIME: Final = 20
"""Notifications read before everybody else has a turn: some milliseconds' work."""
UNREADABLE: Final = (KeyError, TypeError, AttributeError, ValueError)
"""What twitchio lets through where a frame lacks what every frame has; it would stop listening."""


class HearingSocket(Websocket):
    """A websocket that reports instead of repairing itself."""

    __slots__ = (
        "_clock",
        "_elapsed",
        "_heard",
        "_in_a_row",
        "_owner",
        "_sent",
        "_take",
        "heard_at",
        "lost",
        "moved",
        "unreadable",
    )

    def __init__(
        self,
        client: Client,
        bot_id: str,
        take: Callable[[Mapping[str, Any]], None],
        clock: Clock,
        elapsed: Callable[[], float],
    ) -> None:
        """Give every notification, as it came, to ``take``; tell silence by ``elapsed`` seconds."""
        self._clock, self._elapsed = clock, elapsed
        self._heard: float | None = None
        self._in_a_row = 0
        self._sent = ""
        self.heard_at: datetime | None = None
        """When anything, keepalives included, was last heard."""
        self.unreadable = 0
        """Frames that not even twitchio could take apart."""
        super().__init__(client=client, token_for=bot_id, http=client.http)
        self._owner = client
        self._take = take
        loop = asyncio.get_running_loop()
        self.lost: asyncio.Future[str] = loop.create_future()
        """Set to a reason once nothing more will be heard here."""
        self.moved: asyncio.Future[str] = loop.create_future()
        """Set to the address Twitch asked us to move to."""

    async def open(self, url: str) -> None:
        """Connect, once, and wait for the welcome.

        Raises:
            twitchio.WebsocketConnectionException: there was none.
        """
        await self.connect(url=url, fail_once=True)
        self._owner._websockets[str(self._token_for)] = {str(self.session_id): self}  # noqa: SLF001

    async def subscribe(self, payload: SubscriptionPayload) -> str:
        """Hear one more kind of event on this socket and return the subscription's id."""
        told = await self._owner.subscribe_websocket(
            payload, token_for=str(self._token_for), socket_id=str(self.session_id)
        )
        return str(told["data"][0]["id"]) if told else ""

    def inherit(self, old: "HearingSocket") -> None:
        """Take over the subscriptions that Twitch moved here."""
        self._subscriptions = old._subscriptions  # noqa: SLF001

    @property
    def silent_seconds(self) -> float:
        """Seconds that passed since anything, keepalives included, was heard."""
        return 0.0 if self._heard is None else self._elapsed() - self._heard

    @property
    def _last_keepalive(self) -> datetime | None:
        """What twitchio compares with the naive local time: right also after the clock was set."""
        return None if self._heard is None else datetime.now() - timedelta(seconds=self.silent_seconds)  # noqa: DTZ005

    @_last_keepalive.setter
    def _last_keepalive(self, last: datetime | None) -> None:
        if last is not None:
            self._heard, self.heard_at = self._elapsed(), self._clock.now()
            self._sent = ""  # every frame comes by here first; only a notification tells when it was sent

    @property
    def complete_until(self) -> datetime | None:
        """Until when all that Twitch sent was surely heard: what came last may have been long on its way."""
        if self.heard_at is None:
            return None
        try:
            sent_at = datetime.fromisoformat(self._sent)
            late = self.heard_at - sent_at
        except (ValueError, TypeError):
            return self.heard_at
        return sent_at if timedelta(0) < late <= LONGEST_ON_ITS_WAY else self.heard_at

    def lose(self, reason: str) -> None:
        """Give the socket up; the first reason stands."""
        if not self.lost.done():
            self.lost.set_result(reason)

    async def _listen(self) -> None:
        while True:
            try:
                return await super()._listen()
            except UNREADABLE as error:
                # The frame is taken off the socket by now; the next may be sound.
                self.unreadable += 1
                LOG.warning("A message from Twitch could not be read: %r", error)

    async def _process_notification(self, data: Any) -> None:
        self._take(data)
        self._sent = str(data["metadata"].get("message_timestamp", ""))
        self._in_a_row += 1
        if self._in_a_row >= AT_A_TIME:
            # Reading from a full buffer never waits, so nobody else would have a turn before it is empty.
            self._in_a_row = 0
            await asyncio.sleep(0)

    async def _process_reconnect(self, data: Any) -> None:
        if not self.moved.done():
            self.moved.set_result(str(data["payload"]["session"]["reconnect_url"]))

    async def _process_revocation(self, data: Any) -> None:
        self.lose(f"revoked: {data['payload']['subscription'].get('status', '')}")

    async def _create_connection_task(self) -> None:
        self.lose("silence" if self.connected else "cut")

    async def close(self, cleanup: bool = True, *, reassociate: bool = True) -> None:  # noqa: FBT001, FBT002
        """Close for good."""
        await super().close(cleanup, reassociate=reassociate)
        self.lose("closed")
