"""The one file that knows twitchio's websocket from inside (3.3.x).

Decides that a socket of ours only listens: it never reconnects or resubscribes by itself,
which in twitchio can leave it deaf while it looks well. It says when it is lost or asked to
move, and ``hearing`` opens the next. Each private name used here has a test that it exists.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from twitchio.eventsub.subscriptions import SubscriptionPayload
from twitchio.eventsub.websockets import Websocket

from chronicler.twitch.client import Client

USED: Final = (
    "_process_notification", "_process_reconnect", "_process_revocation", "_create_connection_task",
    "_subscriptions", "_last_keepalive",
)  # fmt: skip
"""The private names of twitchio's websocket that this file relies on."""


class HearingSocket(Websocket):
    """A websocket that reports instead of repairing itself."""

    __slots__ = ("_owner", "_take", "lost", "moved")

    def __init__(self, client: Client, bot_id: str, take: Callable[[Mapping[str, Any]], None]) -> None:
        """Give every notification, as it came, to ``take``."""
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

    async def subscribe(self, payload: SubscriptionPayload) -> None:
        """Hear one more kind of event on this socket."""
        await self._owner.subscribe_websocket(
            payload, token_for=str(self._token_for), socket_id=str(self.session_id)
        )

    def inherit(self, old: "HearingSocket") -> None:
        """Take over the subscriptions that Twitch moved here."""
        self._subscriptions = old._subscriptions  # noqa: SLF001

    @property
    def silent_seconds(self) -> float:
        """Wall seconds since anything, keepalives included, was heard."""
        last = self._last_keepalive
        # twitchio keeps a naive local time; taken as such on both sides it cancels out.
        return (datetime.now() - last).total_seconds() if last else 0.0  # noqa: DTZ005

    def lose(self, reason: str) -> None:
        """Give the socket up; the first reason stands."""
        if not self.lost.done():
            self.lost.set_result(reason)

    async def _process_notification(self, data: Any) -> None:
        self._take(data)

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
