"""Helix in small: users, streams, channels, chat messages and EventSub subscriptions.

Decides whether a token may do what is asked and answers in Twitch's shapes; leaves the
hearing of what was said to ``eventsub``.
"""

from typing import Any, Final

from aiohttp import web

from chronicler.standin import frames
from chronicler.standin.eventsub import EventSub, Subscription
from chronicler.standin.identity import CLIENT_ID, Grant, Identity, bearer, refusal
from chronicler.standin.world import Account, Sent, World, stamp

MOST_CHARACTERS: Final = 500
LONG_AGO: Final = "2019-11-16T10:11:12Z"
PICTURE: Final = "https://example.invalid/picture-{width}x{height}.png"
SCOPES: Final = {
    "channel.chat.message": "user:read:chat",
    "channel.chat.message_delete": "user:read:chat",
    "channel.chat.clear_user_messages": "user:read:chat",
    "channel.chat.clear": "user:read:chat",
    "channel.chat.notification": "user:read:chat",
    "channel.follow": "moderator:read:followers",
    "stream.online": "",
    "stream.offline": "",
    "channel.update": "",
    "channel.raid": "",
}
"""What may be subscribed to, and the scope it takes."""


class Helix:
    """The routes of api.twitch.tv/helix."""

    def __init__(self, world: World, identity: Identity, eventsub: EventSub) -> None:
        """Share the world with the stand-in's other parts."""
        self._world = world
        self._identity = identity
        self._eventsub = eventsub

    def routes(self) -> list[web.RouteDef]:
        """Return all routes, below ``/helix``."""
        return [
            web.get("/helix/users", self._users),
            web.get("/helix/streams", self._streams),
            web.get("/helix/channels", self._channels),
            web.post("/helix/chat/messages", self._say),
            web.get("/helix/moderation/channels", self._moderated),
            web.get("/helix/eventsub/subscriptions", self._subscriptions),
            web.post("/helix/eventsub/subscriptions", self._subscribe),
            web.delete("/helix/eventsub/subscriptions", self._unsubscribe),
        ]

    def grant_of(self, request: web.Request) -> Grant | None:
        """Return what a request's token stands for, ``None`` where it is not good here."""
        is_ours = request.headers.get("Client-Id") == CLIENT_ID
        return self._identity.by_access.get(bearer(request)) if is_ours else None

    async def _users(self, request: web.Request) -> web.Response:
        grant = self.grant_of(request)
        if grant is None:
            return _unauthorized()
        asked = [*request.query.getall("id", []), *request.query.getall("login", [])]
        if not asked and grant.account:
            asked = [grant.account.user_id]
        found = [self._world.find(user_id=key) or self._world.find(login=key) for key in asked]
        return _data([_user(a) for a in found if a])

    async def _streams(self, request: web.Request) -> web.Response:
        if self.grant_of(request) is None:
            return _unauthorized()
        world, on = self._world, self._world.stream
        is_asked = world.broadcaster.user_id in request.query.getall("user_id", [])
        is_named = world.broadcaster.login in request.query.getall("user_login", [])
        if on is None or not (is_asked or is_named):
            return _data([])
        told: frames.Json = {
            "id": on.stream_id,
            "user_id": world.broadcaster.user_id,
            "user_login": world.broadcaster.login,
            "user_name": world.broadcaster.display_name,
            "game_id": "1" if world.category else "",
            "game_name": world.category,
            "type": "live",
            "title": world.title,
            "viewer_count": 7,
            "started_at": stamp(on.started_at),
            "language": "en",
            "thumbnail_url": PICTURE,
            "is_mature": False,
            "tags": [],
            "tag_ids": [],
        }
        return _data([told])

    async def _channels(self, request: web.Request) -> web.Response:
        if self.grant_of(request) is None:
            return _unauthorized()
        world = self._world
        if world.broadcaster.user_id not in request.query.getall("broadcaster_id", []):
            return _data([])
        told: frames.Json = {
            "broadcaster_id": world.broadcaster.user_id,
            "broadcaster_login": world.broadcaster.login,
            "broadcaster_name": world.broadcaster.display_name,
            "broadcaster_language": "en",
            "game_id": "1" if world.category else "",
            "game_name": world.category,
            "title": world.title,
            "delay": 0,
            "tags": [],
            "content_classification_labels": [],
            "is_branded_content": False,
        }
        return _data([told])

    async def _say(self, request: web.Request) -> web.Response:
        grant = self.grant_of(request)
        if grant is None:
            return _unauthorized()
        asked = await request.json()
        sender = self._world.find(user_id=str(asked.get("sender_id")))
        text = str(asked.get("message", ""))
        if sender is None or sender != grant.account or "user:write:chat" not in grant.scopes:
            return refusal(403, "The sender must match the token and hold user:write:chat.")
        if not 0 < len(text) <= MOST_CHARACTERS:
            return refusal(400, "The message must have 1 to 500 characters.")
        if reason := self._refusal_of(sender, text):
            told = {"message_id": "", "is_sent": False, "drop_reason": reason}
            return _data([told])
        message_id = await self._take(sender, text, asked.get("reply_parent_message_id"))
        return _data([{"message_id": message_id, "is_sent": True, "drop_reason": None}])

    def _refusal_of(self, sender: Account, text: str) -> dict[str, str] | None:
        if self._world.refusals:
            code, message = self._world.refusals.pop(0)
            return {"code": code, "message": message}
        if self._world.is_repeated(sender, text):
            return {"code": "msg_duplicate", "message": "This line repeats your last one too soon."}
        return None

    async def _take(self, sender: Account, text: str, reply_to: str | None) -> str:
        message_id = self._world.next_id("message")
        self._world.sent.append(Sent(self._world.clock.now(), text, message_id, sender.login, reply_to))
        names = ["broadcaster"] if sender == self._world.broadcaster else ["moderator"]
        event = frames.chat_message(
            self._world, sender, text, message_id=message_id, badge_names=names, reply_to=reply_to
        )
        # The line is heard before its sender has the answer, which real chats do as well.
        await self._eventsub.notify("channel.chat.message", event)
        return message_id

    async def _moderated(self, request: web.Request) -> web.Response:
        """Tell which channels an account moderates; its own is not among them, as on Twitch."""
        grant = self.grant_of(request)
        if grant is None or grant.account is None:
            return _unauthorized()
        if grant.account.user_id != request.query.get("user_id"):
            return refusal(
                401, "The ID in user_id must match the user ID found in the request's OAuth token."
            )
        if "user:read:moderated_channels" not in grant.scopes:
            return refusal(401, "Missing scope: user:read:moderated_channels")
        here, account = self._world.broadcaster, grant.account
        is_moderator = account != here and account.login in self._world.moderators
        found = [*self._world.moderated_elsewhere, *([here] if is_moderator else [])]
        begin, most = int(request.query.get("after", "0")), int(request.query.get("first", "20"))
        page = found[begin : begin + most]
        told = [{f"broadcaster_{key}": value for key, value in _names(each).items()} for each in page]
        cursor = {"cursor": str(begin + most)} if begin + most < len(found) else {}
        return web.json_response({"data": told, "pagination": cursor})

    async def _subscribe(self, request: web.Request) -> web.Response:
        grant = self.grant_of(request)
        if grant is None or grant.account is None:
            return _unauthorized()
        asked = await request.json()
        kind, session_id = str(asked["type"]), str(asked["transport"].get("session_id"))
        if session_id not in self._eventsub.sessions:
            return refusal(400, "websocket transport session does not exist or has already disconnected")
        if kind not in SCOPES or not self._may(grant, kind):
            return refusal(403, "subscription missing proper authorization")
        if self._eventsub.has(session_id, kind):
            return refusal(409, "subscription already exists")
        subscription = Subscription(
            self._world.next_id("subscription"),
            kind,
            str(asked["version"]),
            {k: v for k, v in asked["condition"].items() if v},
            grant.account.user_id,
            self._world.clock.now(),
        )
        await self._eventsub.add(session_id, subscription)
        counts = {"total": 1, "total_cost": 0, "max_total_cost": 10}
        return web.json_response({"data": [subscription.plain(session_id)], **counts}, status=202)

    def _may(self, grant: Grant, kind: str) -> bool:
        has_scope = not SCOPES[kind] or SCOPES[kind] in grant.scopes
        account = grant.account
        is_moderating = account is not None and (
            account.login in self._world.moderators or account == self._world.broadcaster
        )
        return has_scope and (kind != "channel.follow" or is_moderating)

    async def _subscriptions(self, request: web.Request) -> web.Response:
        if self.grant_of(request) is None:
            return _unauthorized()
        sessions = self._eventsub.sessions.values()
        told = [sub.plain(s.session_id) for s in sessions for sub in s.subscriptions]
        counts = {"total": len(told), "total_cost": 0, "max_total_cost": 10, "pagination": {}}
        return web.json_response({"data": told, **counts})

    async def _unsubscribe(self, request: web.Request) -> web.Response:
        if self.grant_of(request) is None:
            return _unauthorized()
        self._eventsub.drop(request.query.get("id", ""))
        return web.Response(status=204)


def _data(items: list[dict[str, Any]]) -> web.Response:
    return web.json_response({"data": items, "pagination": {}})


def _names(account: Account) -> dict[str, str]:
    return {"id": account.user_id, "login": account.login, "name": account.display_name}


def _unauthorized() -> web.Response:
    return refusal(401, "Invalid OAuth token")


def _user(account: Account) -> dict[str, Any]:
    return {
        "id": account.user_id,
        "login": account.login,
        "display_name": account.display_name,
        "type": "",
        "broadcaster_type": "",
        "description": "",
        "profile_image_url": PICTURE,
        "offline_image_url": "",
        "view_count": 0,
        "created_at": LONG_AGO,
    }
