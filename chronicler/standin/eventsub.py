"""EventSub over websockets in small: sessions, subscriptions, and telling them what happened.

Decides who hears an event and plays the server's side of welcome, keepalive, reconnect,
revocation and closing. Nothing is kept for a listener that is away, as on Twitch.
"""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from aiohttp import WSCloseCode, web

from chronicler.standin import frames
from chronicler.standin.world import World, stamp

UNUSED: Final = 4003
DEAD_END: Final = "/nowhere"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one session asked to hear."""

    subscription_id: str
    type: str
    version: str
    condition: Mapping[str, str]
    user_id: str
    """The account whose token asked."""
    created_at: datetime

    def plain(self, session_id: str, status: str = "enabled") -> dict[str, Any]:
        """Return it the way Helix and notifications show it."""
        return {
            "id": self.subscription_id,
            "status": status,
            "type": self.type,
            "version": self.version,
            "condition": dict(self.condition),
            "transport": {"method": "websocket", "session_id": session_id},
            "created_at": stamp(self.created_at),
            "cost": 0,
        }


@dataclass(slots=True)
class Session:
    """One websocket."""

    session_id: str
    socket: web.WebSocketResponse
    request: web.Request
    keepalive_seconds: float
    subscriptions: list[Subscription] = field(default_factory=list)
    is_mute: bool = False
    """Open, but as silent as a connection that died without a word."""

    async def tell(self, frame: object) -> None:
        """Send one message, unless the session is mute or gone."""
        if not (self.is_mute or self.socket.closed):
            with contextlib.suppress(ConnectionError):
                await self.socket.send_str(json.dumps(frame))


@dataclass(slots=True)
class EventSub:
    """All sessions, and what they hear."""

    world: World
    unused_seconds: float = 10.0
    """A session without subscriptions is closed after this long, as on Twitch."""
    base: str = ""
    """The address reconnect messages point to."""
    sessions: dict[str, Session] = field(default_factory=dict)
    opened: int = 0
    _last: list[tuple[Session, frames.Json]] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def routes(self) -> list[web.RouteDef]:
        """Return the websocket's route."""
        return [web.get("/ws", self._serve)]

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        seconds = float(request.query.get("keepalive_timeout_seconds", "10"))
        old = self.sessions.get(request.query.get("reconnect", ""))
        if old:
            seconds = old.keepalive_seconds
        session = Session(self.world.next_id("session"), socket, request, seconds)
        self.sessions[session.session_id] = session
        self.opened += 1
        async with asyncio.TaskGroup() as tasks:
            beating = tasks.create_task(self._beat(session), name=f"beat {session.session_id}")
            watching = tasks.create_task(self._close_unused(session), name=f"watch {session.session_id}")
            await self._welcome(session, old)
            async for _ in socket:
                await socket.close(code=4001)
            beating.cancel()
            watching.cancel()
        await self._forget(session)
        return socket

    async def _welcome(self, session: Session, old: Session | None) -> None:
        now = self.world.clock.now()
        told = frames.session(session.session_id, "connected", int(session.keepalive_seconds), now, None)
        if old:
            session.subscriptions, old.subscriptions = old.subscriptions, []
        await session.tell(frames.envelope(self.world, "session_welcome", told, now))
        async with self._changed:
            self._changed.notify_all()

    async def _forget(self, session: Session) -> None:
        self.sessions.pop(session.session_id, None)
        async with self._changed:
            self._changed.notify_all()

    async def _beat(self, session: Session) -> None:
        while True:
            await asyncio.sleep(session.keepalive_seconds)
            await session.tell(frames.envelope(self.world, "session_keepalive", {}, self.world.clock.now()))

    async def _close_unused(self, session: Session) -> None:
        await asyncio.sleep(self.unused_seconds)
        if not session.subscriptions:
            await session.socket.close(code=UNUSED)

    async def add(self, session_id: str, subscription: Subscription) -> None:
        """Let a session hear one more kind of event."""
        self.sessions[session_id].subscriptions.append(subscription)
        async with self._changed:
            self._changed.notify_all()

    def has(self, session_id: str, kind: str) -> bool:
        """Return whether the session already hears that kind."""
        return any(s.type == kind for s in self.sessions[session_id].subscriptions)

    def drop(self, subscription_id: str) -> None:
        """End one subscription, as its owner asked."""
        for session in self.sessions.values():
            session.subscriptions = [s for s in session.subscriptions if s.subscription_id != subscription_id]

    def vanish(self, kind: str) -> None:
        """End all subscriptions to one kind without telling anybody."""
        for session in self.sessions.values():
            session.subscriptions = [s for s in session.subscriptions if s.type != kind]

    async def until_heard(self, kind: str, *, sessions_opened: int = 1) -> None:
        """Wait until somebody listens for ``kind``, and that many sockets were ever opened."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.opened >= sessions_opened and self._listeners(kind))

    def _listeners(self, kind: str) -> list[tuple[Session, Subscription]]:
        open_now = [s for s in self.sessions.values() if not s.socket.closed]
        return [(s, sub) for s in open_now for sub in s.subscriptions if sub.type == kind]

    async def notify(self, kind: str, event: frames.Json, at: datetime | None = None) -> int:
        """Tell everybody who subscribed to ``kind``; return how many that were."""
        when = at or self.world.clock.now()
        self._last = [
            (session, frames.notification(self.world, sub.plain(session.session_id), event, when))
            for session, sub in self._listeners(kind)
        ]
        for session, frame in self._last:
            await session.tell(frame)
        return len(self._last)

    async def repeat(self) -> None:
        """Deliver the last event again, word for word, as EventSub's "at least once" allows."""
        for session, frame in self._last:
            await session.tell(frame)

    async def tell_all(self, frame: object) -> None:
        """Send every session the same raw message, which need not be one."""
        for session in tuple(self.sessions.values()):
            await session.tell(frame)

    async def reconnect(self, *, is_dead_end: bool = False) -> None:
        """Ask every session to move to another address, which may not answer."""
        now = self.world.clock.now()
        for session in tuple(self.sessions.values()):
            path = DEAD_END if is_dead_end else f"/ws?reconnect={session.session_id}"
            told = frames.session(session.session_id, "reconnecting", None, now, f"{self.base}{path}")
            await session.tell(frames.envelope(self.world, "session_reconnect", told, now))

    async def revoke(self, kind: str, status: str = "authorization_revoked") -> None:
        """End a subscription the way Twitch does when consent is withdrawn."""
        now = self.world.clock.now()
        for session, sub in self._listeners(kind):
            session.subscriptions.remove(sub)
            told = {"subscription": sub.plain(session.session_id, status)}
            frame = frames.envelope(self.world, "revocation", told, now)
            frame["metadata"] |= {"subscription_type": sub.type, "subscription_version": sub.version}
            await session.tell(frame)

    async def close(self, code: int | None = None) -> None:
        """Close all sockets: with a code, or without a word where it is ``None``."""
        for session in tuple(self.sessions.values()):
            if code is not None:
                await session.socket.close(code=code)
            elif session.request.transport is not None:
                session.request.transport.abort()

    async def mute(self) -> None:
        """Let all sockets fall silent without closing."""
        for session in self.sessions.values():
            session.is_mute = True

    async def shut(self) -> None:
        """Say goodbye to all."""
        await self.close(WSCloseCode.GOING_AWAY)
