"""The stand-in itself: one loopback server, and the hands that move its world.

Decides nothing of its own: it binds the parts to 127.0.0.1, lets tests and rehearsals act
as streamer, chatters and Twitch, and shows what was asked of it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from chronicler.ports import Clock
from chronicler.standin import frames
from chronicler.standin.eventsub import EventSub
from chronicler.standin.faults import Fault, Faults, route_of
from chronicler.standin.helix import Helix
from chronicler.standin.highlights import Highlights
from chronicler.standin.identity import CLIENT_ID, CLIENT_SECRET, Grant, Identity, Person
from chronicler.standin.world import Account, Broadcast, MadeClip, Sent, SetMarker, World

ALL_SCOPES: Final = ("user:read:chat", "user:write:chat", "moderator:read:followers")
LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the stand-in answers, in the form the Twitch adapter takes."""

    identity: str
    helix: str
    eventsub: str


class StandIn:
    """A loopback Twitch with one channel; an async context manager.

    ``bot`` is the steward's account; the same login as ``broadcaster`` makes it shared.
    """

    client_id: Final = CLIENT_ID
    client_secret: Final = CLIENT_SECRET
    """Of use in the web flow only."""

    def __init__(
        self,
        clock: Clock,
        *,
        broadcaster: str = "lantern_keeper",
        bot: str = "hearth_steward",
        unused_seconds: float = 10.0,
    ) -> None:
        """Furnish the world; nothing answers before the context is entered."""
        self._clock = clock
        self._world = World(clock)
        self._world.settle(broadcaster, bot)
        self._identity = Identity(self._world)
        self._eventsub = EventSub(self._world, unused_seconds)
        self._runner: web.AppRunner | None = None
        self._addresses = Addresses("", "", "")
        self.faults = Faults()
        self.requests: list[str] = []
        """Method and path of every request so far, in order."""
        self._asked = asyncio.Condition()

    async def __aenter__(self) -> Self:
        """Start answering on a free port."""
        app = web.Application(middlewares=[self._note, self.faults.middleware])
        helix = Helix(self._world, self._identity, self._eventsub)
        highlights = Highlights(self._world, helix.grant_of)
        app.add_routes(
            [
                *self._identity.routes(),
                *helix.routes(),
                *highlights.routes(),
                *self._eventsub.routes(),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()
        place = f"{LOOPBACK}:{self._runner.addresses[0][1]}"
        self._eventsub.base = f"ws://{place}"
        self._addresses = Addresses(f"http://{place}/", f"http://{place}/helix/", f"ws://{place}/ws")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all sockets and stop answering."""
        self.faults.release()
        await self._eventsub.shut()
        if self._runner:
            await self._runner.cleanup()

    @web.middleware
    async def _note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests.append(route_of(request))
        async with self._asked:
            self._asked.notify_all()
        return await handler(request)

    # What can be seen ------------------------------------------------------------------

    @property
    def endpoints(self) -> Addresses:
        """Where it answers."""
        return self._addresses

    @property
    def broadcaster(self) -> Account:
        """The channel's owner."""
        return self._world.broadcaster

    @property
    def bot(self) -> Account:
        """The steward's account."""
        return self._world.bot

    @property
    def now(self) -> datetime:
        """The time there."""
        return self._clock.now()

    @property
    def is_live(self) -> bool:
        """Whether the stream is on."""
        return self._world.stream is not None

    @property
    def named(self) -> tuple[str, str]:
        """Title and category as they are."""
        return self._world.title, self._world.category

    @property
    def sent(self) -> Sequence[Sent]:
        """Lines taken through Helix, in order."""
        return tuple(self._world.sent)

    @property
    def markers(self) -> Sequence[SetMarker]:
        """Stream markers, in order."""
        return tuple(self._world.markers)

    @property
    def clips(self) -> Sequence[MadeClip]:
        """Clips, in order, those that are still being made among them."""
        return tuple(self._world.clips)

    def let_clips_take(self, seconds: float) -> None:
        """Let a clip exist only so long after it was asked for."""
        self._world.clip_seconds = seconds

    def forbid_clips(self) -> None:
        """Let the channel allow no clips."""
        self._world.may_be_clipped = False

    @property
    def subscriptions(self) -> Sequence[str]:
        """Types of all subscriptions in force."""
        sessions = self._eventsub.sessions.values()
        return tuple(sub.type for session in sessions for sub in session.subscriptions)

    @property
    def sockets(self) -> int:
        """Websockets open now."""
        return sum(not s.socket.closed for s in self._eventsub.sessions.values())

    async def until_heard(self, kind: str = "channel.chat.message", *, sockets_opened: int = 1) -> None:
        """Wait until somebody listens, on at least the n-th socket ever opened."""
        await self._eventsub.until_heard(kind, sessions_opened=sockets_opened)

    async def until_asked(self, route: str, times: int = 1) -> None:
        """Wait until ``route`` was asked so many times, all requests so far included."""
        async with self._asked:
            await self._asked.wait_for(lambda: self.requests.count(route) >= times)

    # Logging in ------------------------------------------------------------------------

    def grant(self, login: str = "", scopes: Sequence[str] = ALL_SCOPES) -> Grant:
        """Return fresh tokens for an account, by default the steward's."""
        return self._identity.grant(self._world.account(login or self.bot.login), scopes)

    def expire(self, access: str) -> None:
        """Let an access token run out."""
        self._identity.revoke(access)

    def revoke_login(self, access: str, refresh: str) -> None:
        """Take a login back for good, as a person does in their settings at Twitch."""
        self._identity.revoke(access)
        self._identity.by_refresh.pop(refresh, None)

    def approve(self, user_code: str, login: str = "") -> None:
        """Agree to a device code as ``login``, by default the steward."""
        self._identity.approve(user_code, login or self.bot.login)

    def seat(self, person: Person) -> None:
        """Let somebody sit before the browser, who decides on every login that is asked for."""
        self._identity.person = person

    def refuse(self, user_code: str) -> None:
        """Say no to a device code."""
        self._identity.refuse(user_code)

    def expire_devices(self) -> None:
        """Let all device codes run out."""
        self._identity.expire_devices()

    def slow_down(self, user_code: str, times: int = 1) -> None:
        """Tell the next polls for a device code to come less often."""
        self._identity.devices[user_code].slow_downs = times

    def register(self, redirect: str) -> None:
        """Add an address to which the application may be called back."""
        self._identity.redirects.add(redirect)

    def withdraw(self, login: str) -> None:
        """Disconnect the application as that account's owner: no token of theirs is good any more."""
        self._identity.withdraw(self._world.account(login))

    def set_moderator(self, *, is_moderator: bool) -> None:
        """Make the steward's account a moderator of the channel, or no longer."""
        change = self._world.moderators.add if is_moderator else self._world.moderators.discard
        change(self.bot.login)

    def moderate_elsewhere(self, channels: int) -> None:
        """Make the steward's account a moderator of so many other channels too."""
        others = (self._world.account(f"channel_{number}") for number in range(channels))
        self._world.moderated_elsewhere.extend(others)

    # Acting as the streamer ------------------------------------------------------------

    async def go_live(
        self,
        title: str = "",
        category: str = "",
        *,
        stream_id: str = "",
        started_at: datetime | None = None,
        is_announced: bool = True,
    ) -> str:
        """Start the stream and return its id; unannounced, only Helix knows."""
        started = started_at or self._clock.now()
        self._world.title, self._world.category = title, category
        self._world.stream = Broadcast(stream_id or self._world.next_id("stream"), started)
        if is_announced:
            await self._eventsub.notify("stream.online", frames.online(self._world))
        return self._world.stream.stream_id

    async def go_offline(self, *, is_announced: bool = True) -> None:
        """End the stream; EventSub's word for it carries no stream id."""
        self._world.stream = None
        if is_announced:
            await self._eventsub.notify("stream.offline", frames.here(self._world))

    async def update_channel(self, title: str, category: str = "", *, is_announced: bool = True) -> None:
        """Change title and category."""
        self._world.title, self._world.category = title, category
        if is_announced:
            await self._eventsub.notify("channel.update", frames.channel_update(self._world))

    # Acting as the chat ----------------------------------------------------------------

    async def say(
        self,
        login: str,
        text: str,
        *,
        display_name: str = "",
        chatter_id: str = "",
        message_id: str = "",
        badges: Sequence[str] = (),
        emotes: Sequence[str] = (),
        reply_to: str | None = None,
        source_channel: str | None = None,
        bits: int = 0,
        is_introduction: bool = False,
        at: datetime | None = None,
    ) -> str:
        """Write a line as any chatter and return its id."""
        named = message_id or self._world.next_id("message")
        names = list(badges)
        if login.lower() == self.broadcaster.login and "broadcaster" not in names:
            names.insert(0, "broadcaster")
        event = frames.chat_message(
            self._world,
            self._world.account(login, display_name, chatter_id),
            text,
            message_id=named,
            badge_names=names,
            emotes=emotes,
            reply_to=reply_to,
            source=self._world.account(source_channel) if source_channel else None,
            bits=bits,
            is_introduction=is_introduction,
        )
        await self._eventsub.notify("channel.chat.message", event, at)
        return named

    async def notice(
        self,
        login: str,
        kind: str,
        details: Mapping[str, object] | None = None,
        *,
        text: str = "",
        system: str = "",
        display_name: str = "",
        chatter_id: str = "",
        message_id: str = "",
        badges: Sequence[str] = (),
        emotes: Sequence[str] = (),
        source_channel: str | None = None,
        at: datetime | None = None,
    ) -> str:
        """Let something be celebrated in chat, such as a ``resub`` or a ``watch_streak``."""
        named = message_id or self._world.next_id("message")
        source = self._world.account(source_channel) if source_channel else None
        event = frames.chat_notice(
            self._world,
            self._world.account(login, display_name, chatter_id),
            kind,
            details or {},
            message_id=named,
            text=text,
            system=system,
            badge_names=badges,
            emotes=emotes,
            source=source,
        )
        await self._eventsub.notify("channel.chat.notification", event, at)
        return named

    async def delete(self, message_id: str, login: str = "", *, at: datetime | None = None) -> None:
        """Remove one line as a moderator."""
        target = frames.person("target_", self._world.account(login or "somebody"))
        told = {**frames.here(self._world), **target, "message_id": message_id}
        await self._eventsub.notify("channel.chat.message_delete", told, at)

    async def clear_user(self, login: str, *, at: datetime | None = None) -> None:
        """Ban or time out a chatter."""
        target = frames.person("target_", self._world.account(login))
        told = {**frames.here(self._world), **target}
        await self._eventsub.notify("channel.chat.clear_user_messages", told, at)

    async def clear_chat(self, *, at: datetime | None = None) -> None:
        """Clear the whole chat as a moderator."""
        await self._eventsub.notify("channel.chat.clear", frames.here(self._world), at)

    async def raid(self, from_login: str, viewers: int, *, at: datetime | None = None) -> None:
        """Bring another channel's viewers."""
        told = frames.raid(self._world, self._world.account(from_login), viewers)
        await self._eventsub.notify("channel.raid", told, at)

    async def follow(self, login: str, *, at: datetime | None = None) -> None:
        """Follow the channel."""
        told = frames.follow(self._world, self._world.account(login), at or self._clock.now())
        await self._eventsub.notify("channel.follow", told, at)

    # Acting as Twitch on a bad evening ---------------------------------------------------

    def refuse_next(self, code: str, message: str = "") -> None:
        """Answer the next line with ``is_sent: false``."""
        self._world.refusals.append((code, message))

    def fail(self, route: str, *faults: int | Fault) -> None:
        """Let the next requests on ``route`` fail; see :class:`~chronicler.standin.faults.Faults`."""
        self.faults.script(route, *faults)

    async def reconnect(self, *, is_dead_end: bool = False) -> None:
        """Ask listeners to move to another address, which may lead nowhere."""
        await self._eventsub.reconnect(is_dead_end=is_dead_end)

    async def cut(self, code: int | None = None) -> None:
        """Close all sockets, with a code or without a word."""
        await self._eventsub.close(code)

    async def fall_silent(self) -> None:
        """Leave all sockets open and say nothing more on them, not even keepalives."""
        await self._eventsub.mute()

    async def repeat(self) -> None:
        """Deliver the last event once more, word for word."""
        await self._eventsub.repeat()

    async def revoke(self, kind: str, status: str = "authorization_revoked") -> None:
        """Withdraw a subscription."""
        await self._eventsub.revoke(kind, status)

    def vanish(self, kind: str) -> None:
        """Drop a subscription without a word; its socket stays open and beats on."""
        self._eventsub.vanish(kind)

    async def tell(self, frame: object) -> None:
        """Send raw JSON as a websocket message, however strange."""
        await self._eventsub.tell_all(frame)
        await asyncio.sleep(0)
