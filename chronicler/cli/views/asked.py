"""What people ask for in chat, as a live stream's terminal tells it.

Decides which commands are worth a line there: a marker or a clip and what became of it, and
those from which nothing follows though whoever gave them may. Leaves the words to ``notes``
and the line itself to ``stage_view``.
"""

from typing import Final

from chronicler.agent.moments.highlights import Highlights
from chronicler.cli.terminal.shown import shown
from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import ActionQueued, ClipReported, DecisionMade, StreamMarked
from chronicler.notes.words.highlight import clip_asked, clip_told, marker_asked, marker_told
from chronicler.notes.words.reasons import decided

_REFUSED: Final = frozenset({"clipped_just_now", "marked_just_now", "not_understood"})
_MADE: Final = frozenset({"clip", "marker"})
"""What a decision is about that only the live gate holds back; these are its own reasons as well."""


def asked_in_chat(event: DecisionMade | ActionQueued | StreamMarked | ClipReported, asked: Highlights) -> str:
    """Return one line about a command, a marker or a clip; empty where there is nothing to tell."""
    told = _told(event, asked)
    words = " ".join(shown(told.replace("`", "")).split())
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _told(event: DecisionMade | ActionQueued | StreamMarked | ClipReported, asked: Highlights) -> str:
    match event:
        case DecisionMade():
            is_held_back = (
                event.detail in _MADE and event.reason != "not_allowed"
            )  # no viewer fills the screen
            is_refused = event.reason in _REFUSED or is_held_back
            return f"asked in chat: {decided('steward', event.reason)}" if is_refused else ""
        case StreamMarked():
            marker = asked.markers.get(event.request_id)
            return marker_told(marker) if marker else ""
        case ClipReported():
            clip = asked.clips.get(event.request_id)
            return clip_told(clip, lambda words, url: f"{words}: {url}") if clip else ""
        case ActionQueued(action=MarkStream(by=by) as wanted) if by:
            return marker_asked(asked.markers[wanted.request_id])
        case ActionQueued(action=MakeClip(by=by) as wanted) if by:
            return clip_asked(asked.clips[wanted.request_id])
        case _:
            return ""
