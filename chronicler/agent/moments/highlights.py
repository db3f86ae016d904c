"""Markers and clips of the evening: what was asked of Twitch, and what became of each.

Decides what is remembered of them, so that nothing is asked for twice, a clip that is still
being made is looked for again after a restart, and words go with the line that gave them.
Leaves asking to ``runtime``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    ChannelNoticed,
    ChatterCleared,
    ClipReported,
    Event,
    MessageDeleted,
    ProgramStarted,
    RequestAttempted,
    RequestState,
    StreamMarked,
)
from chronicler.domain.record import Clip, Marker

HEARS: Final = frozenset(
    {
        ActionQueued, RequestAttempted, StreamMarked, ClipReported, ProgramStarted,
        MessageDeleted, ChatterCleared, ChannelNoticed,
    }
)  # fmt: skip
"""The types of event that change them."""
MARK: Final = "mark-"
CLIP: Final = "clip-"
IN_VAIN: Final = frozenset({"not_granted", "needs_login", "not_on_twitch", "not_permitted"})
"""Reasons for which the next one by itself would fare no better."""
_HOUR: Final = timedelta(hours=1)


@dataclass(slots=True)
class Highlights:
    """All markers and clips of a stream; people and the hourly limit keep them few."""

    markers: dict[str, Marker] = field(default_factory=dict)
    clips: dict[str, Clip] = field(default_factory=dict)
    attempted: set[str] = field(default_factory=set)
    """Requests that may have left, and whose outcome is not known yet."""
    no_markers: str = ""
    """Why markers by themselves are not tried again before the next start."""
    no_clips: str = ""

    def apply(self, event: Event) -> None:
        """Fold one event into the highlights."""
        match event:
            case ActionQueued():
                self._queue(event)
            case RequestAttempted():
                self.attempted.add(event.request_id)
            case StreamMarked():
                self._mark(event)
            case ClipReported():
                self._clip(event)
            case ProgramStarted():
                self.no_markers = self.no_clips = ""
            case MessageDeleted():
                self._forget(
                    lambda asked: asked.request_id in (MARK + event.message_id, CLIP + event.message_id)
                )
            case ChatterCleared():
                self._forget(lambda asked: asked.by == event.login)
            case ChannelNoticed() if event.kind == CHAT_CLEARED:
                self._forget(lambda asked: asked.by != "")
            case _:
                pass

    def _queue(self, queued: ActionQueued) -> None:
        match queued.action:
            case MarkStream() as wanted:
                marker = Marker(wanted.request_id, queued.at, wanted.description, by=wanted.by)
                self.markers.setdefault(wanted.request_id, marker)
            case MakeClip() as wanted:
                clip = Clip(wanted.request_id, queued.at, wanted.why, by=wanted.by)
                self.clips.setdefault(wanted.request_id, clip)
            case _:
                pass

    def _mark(self, told: StreamMarked) -> None:
        self.attempted.discard(told.request_id)
        if (marker := self.markers.get(told.request_id)) is not None:
            self.markers[told.request_id] = replace(
                marker, state=told.state, position_seconds=told.position_seconds, reason=told.reason
            )
        self.no_markers = told.reason if told.reason in IN_VAIN else self.no_markers

    def _clip(self, told: ClipReported) -> None:
        self.attempted.discard(told.request_id)
        if (clip := self.clips.get(told.request_id)) is not None:
            self.clips[told.request_id] = replace(
                clip,
                state=told.state,
                clip_id=told.clip_id or clip.clip_id,
                url=told.url or clip.url,
                edit_url=told.edit_url or clip.edit_url,
                reason=told.reason,
            )
        self.no_clips = told.reason if told.reason in IN_VAIN else self.no_clips

    def _forget(self, is_gone: Callable[[Marker | Clip], bool]) -> None:
        """Take back the words of whoever gave a command that was removed; what was made stays."""
        for marker in filter(is_gone, tuple(self.markers.values())):
            self.markers[marker.request_id] = replace(marker, description="")
        for clip in filter(is_gone, tuple(self.clips.values())):
            self.clips[clip.request_id] = replace(clip, why="")

    def markers_since(self, now: datetime) -> int:
        """Return how many markers were asked for within the hour before."""
        return sum(now - marker.at < _HOUR for marker in self.markers.values())

    def clips_since(self, now: datetime) -> int:
        """Return how many clips were asked for within the hour before."""
        return sum(now - clip.at < _HOUR for clip in self.clips.values())

    @property
    def pending(self) -> tuple[Clip, ...]:
        """Clips that Twitch has taken on and that were not there yet."""
        return tuple(clip for clip in self.clips.values() if clip.state is RequestState.PENDING)


def after_crash(highlights: Highlights, at: datetime) -> list[Event]:
    """Return what is to be said of requests whose outcome went down with the program."""
    told: list[Event] = []
    for request_id, marker in highlights.markers.items():
        if marker.state is None:
            told.append(StreamMarked(at, request_id, _lost(highlights, request_id), reason="stopped"))
    for request_id, clip in highlights.clips.items():
        if clip.state is None:
            told.append(ClipReported(at, request_id, _lost(highlights, request_id), reason="stopped"))
    return told


def _lost(highlights: Highlights, request_id: str) -> RequestState:
    return RequestState.UNKNOWN if request_id in highlights.attempted else RequestState.FAILED
