"""How each quiet ended, and why it was left as it was.

Decides when a stretch of at least ``quiet_minutes`` without a human line is over and
whether it was spoken into; a gap in hearing ends it as well, since what was written there
nobody knows, and so does going off the air, where no quiet counts. Leaves telling
contemplative from disengaged silence to ``analysis.silence``.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.hearthkeeper import hearthkeeper, quiet
from chronicler.agent.hearthkeeper.hearth import MODE
from chronicler.agent.room import UNHEARD_FROM
from chronicler.agent.state import State
from chronicler.domain.events import (
    DeliveryState,
    Event,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageReceived,
    QuietEnded,
    SessionEnded,
)
from chronicler.domain.settings import BY_KEY

HEARS: Final = frozenset({MessageReceived, HearingGapRecorded, LiveStatusChecked, SessionEnded})
"""The types of event it is asked about."""
SHORTEST: Final = timedelta(minutes=BY_KEY["quiet_minutes"].low or 0)
"""No quiet is shorter, whatever the setting; nearly every line is let go by this alone."""
SPOKE: Final = "spoke"
SILENT: Final = "silent"
JUST_DUE: Final = "just_due"
"""The quiet ended before the next tick could serve it."""


def decide(state: State, event: Event) -> Iterable[Event]:
    """Close the present quiet when a human writes, or the stream goes off the air or ends.

    Asked *before* the event is folded, since afterwards the quiet is gone.
    """
    if isinstance(event, MessageReceived):
        wrote_at = state.room.last_human_at
        if wrote_at is not None and event.at - wrote_at < SHORTEST:
            return ()
    ended_at = None if _was_never_live(state, event) else _end(event)
    if ended_at is None or not state.is_running or state.off_air_since:
        return ()
    began_at = quiet.began_at(state, ended_at)
    lasted = ended_at - began_at
    if lasted < state.settings.quiet:
        return ()
    if _was_spoken_into(state, began_at):
        return (QuietEnded(ended_at, began_at, SPOKE, SPOKE),)
    is_last = isinstance(event, SessionEnded | LiveStatusChecked)
    return (QuietEnded(ended_at, began_at, SILENT, _why_silent(state, ended_at, is_last=is_last)),)


def _end(event: Event) -> datetime | None:
    """Return when the present quiet ended, ``None`` where the event does not end it."""
    match event:
        case MessageReceived() if event.message.is_human:
            return event.at
        case HearingGapRecorded() if event.at - event.gap_from >= UNHEARD_FROM:
            return event.gap_from
        case SessionEnded() | LiveStatusChecked(is_live=False):
            return event.at
        case _:
            return None


def _was_never_live(state: State, event: Event) -> bool:
    """Whether an answer that the stream is offline is no news, as in a test off air."""
    return isinstance(event, LiveStatusChecked) and not state.was_on_air


def _was_spoken_into(state: State, began_at: datetime) -> bool:
    heard = (DeliveryState.SENT, DeliveryState.UNKNOWN)
    return any(p.at > began_at and p.state in heard for p in state.hearth.prompts)


def _why_silent(state: State, at: datetime, *, is_last: bool) -> str:
    reason = hearthkeeper.left_alone_because(state, at)
    if is_last and reason == live_gate.NOT_LIVE:
        reason = hearthkeeper.held_back_while_live(state, at)
    if reason:
        return reason
    last = state.reasons.get(MODE)
    return last.reason if last and last.reason in _HELD_UNTIL_THEN else JUST_DUE


_HELD_UNTIL_THEN: Final = hearthkeeper.FRUITLESS | live_gate.REASONS
"""Reasons of the last tick that the end of a quiet may have lifted, and that kept it silent all the same."""
