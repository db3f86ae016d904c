"""Helix's markers and clips in small.

Decides who may mark and clip the stream and when a clip exists; answers in Twitch's shapes,
refusals too. Leaves tokens to ``identity`` and the stream itself to ``world``.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from chronicler.standin.identity import Grant, refusal
from chronicler.standin.world import MadeClip, SetMarker, World, stamp

MARK_STREAM: Final = "channel:manage:broadcast"
MAKE_CLIP: Final = "clips:edit"
MOST_CHARACTERS: Final = 140
CLIPS: Final = "https://clips.twitch.tv/"


class Highlights:
    """Markers and clips of the channel."""

    def __init__(self, world: World, grant_of: Callable[[web.Request], Grant | None]) -> None:
        """Share the world; ``grant_of`` tells whose token a request carries."""
        self._world = world
        self._grant_of = grant_of

    def routes(self) -> list[web.RouteDef]:
        """Return all routes, below ``/helix``."""
        return [
            web.post("/helix/streams/markers", self._mark),
            web.post("/helix/clips", self._clip),
            web.get("/helix/clips", self._find),
        ]

    async def _mark(self, request: web.Request) -> web.Response:
        grant = self._grant_of(request)
        if grant is None:
            return refusal(401, "Invalid OAuth token")
        if MARK_STREAM not in grant.scopes:
            return refusal(401, f"Missing scope: {MARK_STREAM}")
        asked = await request.json()
        description = str(asked.get("description") or "")
        if "user_id" not in asked:
            return refusal(400, 'The parameter "user_id" was missing')
        if len(description) > MOST_CHARACTERS:
            return refusal(400, 'The parameter "description" was malformed: the value must be 140 or less')
        if grant.account != self._world.broadcaster or str(asked["user_id"]) != grant.account.user_id:
            return refusal(403, "The user is not the broadcaster or one of the broadcaster's editors.")
        if self._world.stream is None:
            return refusal(404, "The user is not streaming live.")
        marker = SetMarker(
            self._world.next_id("marker"), self._world.clock.now(), self._position(), description
        )
        self._world.markers.append(marker)
        told = {
            "id": marker.marker_id,
            "created_at": stamp(marker.at),
            "description": description,
            "position_seconds": marker.position_seconds,
        }
        return web.json_response({"data": [told]})

    async def _clip(self, request: web.Request) -> web.Response:
        grant = self._grant_of(request)
        if grant is None or grant.account is None:
            return refusal(401, "Invalid OAuth token")
        if MAKE_CLIP not in grant.scopes:
            return refusal(401, f"Missing scope: {MAKE_CLIP}")
        if request.query.get("broadcaster_id") != self._world.broadcaster.user_id:
            return refusal(400, 'The parameter "broadcaster_id" was malformed')
        if self._world.stream is None:
            return refusal(404, "Clipping is not possible for an offline channel.")
        if not self._world.may_be_clipped:
            return refusal(403, "User does not have permissions to Clip on this channel.")
        number = self._world.next_id("clip").rsplit("-", 1)[-1]
        clip = MadeClip(
            f"CalmLanternRiver-{number}", self._world.clock.now(), grant.account.user_id, self._position()
        )
        self._world.clips.append(clip)
        told = {"id": clip.clip_id, "edit_url": f"{CLIPS}{clip.clip_id}/edit"}
        return web.json_response({"data": [told]}, status=202)

    async def _find(self, request: web.Request) -> web.Response:
        if self._grant_of(request) is None:
            return refusal(401, "Invalid OAuth token")
        asked = request.query.getall("id", [])
        since = self._world.clock.now() - timedelta(seconds=self._world.clip_seconds)
        found = [
            self._plain(clip) for clip in self._world.clips if clip.clip_id in asked and clip.at <= since
        ]
        return web.json_response({"data": found, "pagination": {}})

    def _position(self) -> int:
        on = self._world.stream
        return int((self._world.clock.now() - on.started_at).total_seconds()) if on else 0

    def _plain(self, clip: MadeClip) -> dict[str, Any]:
        world = self._world
        creator = world.find(user_id=clip.creator_id)
        return {
            "id": clip.clip_id,
            "url": f"{CLIPS}{clip.clip_id}",
            "embed_url": f"{CLIPS}embed?clip={clip.clip_id}",
            "broadcaster_id": world.broadcaster.user_id,
            "broadcaster_name": world.broadcaster.display_name,
            "creator_id": clip.creator_id,
            "creator_name": creator.display_name if creator else "",
            "video_id": "",
            "game_id": "1" if world.category else "",
            "language": "en",
            "title": world.title,
            "view_count": 0,
            "created_at": stamp(clip.at),
            "thumbnail_url": "https://example.invalid/preview-480x272.jpg",
            "duration": 30.0,
            "vod_offset": None,
            "is_featured": False,
        }
