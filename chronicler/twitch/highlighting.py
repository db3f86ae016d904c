"""Stream markers and clips through Helix, with the streamer's own login.

Decides what Twitch's answers mean for a marker or a clip: made, on its way, refused with a
reason, or not known. Leaves logins and requests to ``service``, and when to ask to ``runtime``.
"""

from collections.abc import Mapping
from typing import Any, Final

from chronicler.domain.events import RequestState
from chronicler.ports import Clipped, Marked
from chronicler.twitch.scopes import MAKE_CLIP, MARK_STREAM
from chronicler.twitch.service import NEEDS_LOGIN, Answer, TwitchService

MARKERS: Final = "streams/markers"
CLIPS: Final = "clips"
MOST_CHARACTERS: Final = 140
NOT_GRANTED: Final = "not_granted"
NOT_CONNECTED: Final = "not_connected"
NOT_LIVE: Final = "not_live"


class TwitchHighlighting:
    """Markers and clips of the channel a service sits in."""

    def __init__(self, service: TwitchService) -> None:
        """Ask through ``service``."""
        self._service = service

    async def mark(self, description: str) -> Marked:
        """Set one marker now; never raises, never asks twice."""
        channel = self._service.channel
        if (held := self._held(MARK_STREAM)) or channel is None:
            return Marked(RequestState.FAILED, reason=held or NOT_CONNECTED)
        body = {"user_id": channel.broadcaster_id, "description": description[:MOST_CHARACTERS]}
        answer = await self._service.ask_as_streamer("POST", MARKERS, body=body)
        if answer.reason:
            return Marked(_state(answer), reason=_reason(answer))
        position = _first(answer).get("position_seconds")
        if not isinstance(position, int | float) or isinstance(position, bool):
            return Marked(RequestState.UNKNOWN, reason="api_error")
        return Marked(RequestState.MADE, float(position))

    async def clip(self) -> Clipped:
        """Ask for one clip; never raises, never asks twice."""
        channel = self._service.channel
        if (held := self._held(MAKE_CLIP)) or channel is None:
            return Clipped(RequestState.FAILED, reason=held or NOT_CONNECTED)
        params = {"broadcaster_id": channel.broadcaster_id}
        answer = await self._service.ask_as_streamer("POST", CLIPS, params=params)
        if answer.reason:
            return Clipped(_state(answer), reason=_reason(answer))
        clip_id, edit_url = _text(answer, "id"), _address(answer, "edit_url")
        if not clip_id:
            return Clipped(RequestState.UNKNOWN, reason="api_error")
        return Clipped(RequestState.PENDING, clip_id, edit_url=edit_url)

    async def find_clip(self, clip_id: str) -> Clipped:
        """Return a clip as it stands; never raises."""
        answer = await self._service.ask_as_streamer("GET", CLIPS, params={"id": clip_id})
        if answer.reason:
            return Clipped(RequestState.UNKNOWN, clip_id, reason=_reason(answer))
        if not (url := _address(answer, "url")):
            return Clipped(RequestState.PENDING, clip_id)
        return Clipped(RequestState.MADE, clip_id, url)

    def _held(self, scope: str) -> str:
        """Return why it is no use to ask, empty where it may be."""
        if self._service.channel is None:
            return NOT_CONNECTED
        granted = self._service.streamer_scopes
        if not granted:
            return NEEDS_LOGIN
        return "" if scope in granted else NOT_GRANTED


def _state(answer: Answer) -> RequestState:
    return RequestState.UNKNOWN if answer.is_unknown else RequestState.FAILED


def _reason(answer: Answer) -> str:
    """Return the reason code, told apart by Twitch's words where its status is not enough."""
    said = answer.message.lower()
    if answer.reason == NEEDS_LOGIN and "scope" in said:
        return NOT_GRANTED
    if answer.reason == "refused" and ("live" in said or "offline" in said):
        return NOT_LIVE
    return answer.reason


def _first(answer: Answer) -> Mapping[str, Any]:
    return answer.data[0] if answer.data else {}


def _text(answer: Answer, name: str) -> str:
    found = _first(answer).get(name)
    return found if isinstance(found, str) else ""


def _address(answer: Answer, name: str) -> str:
    """Return an address that may stand in a note, empty where it is none."""
    found = _text(answer, name)
    is_plain = found.startswith(("https://", "http://")) and not any(c in found for c in ' \n\t()<>[]"')
    return found if is_plain else ""
