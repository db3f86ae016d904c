"""How each quiet ended, and why it was left as it was.

Decides when a stretch of at least ``quiet_minutes`` without a human line is over and
whether it was spoken into; leaves telling contemplative from disengaged silence to
``analysis.silence``.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import hearthkeeper, live_gate
from chronicler.agent.hearth import MODE
from chronicler.agent.state import State
from chronicler.domain.events import DeliveryState, Event, MessageReceived, QuietEnded, SessionEnded
from chronicler.domain.settings import BY_KEY

HEARS: Final = frozenset({MessageReceived, SessionEnded})
"""The types of event it is asked about."""
SHORTEST: Final = timedelta(minutes=BY_KEY["quiet_minutes"].low or 0)
"""No quiet is shorter, whatever the setting; nearly every line is let go by this alone."""
SPOKE: Final = "spoke"
SILENT: Final = "silent"
JUST_DUE: Final = "just_due"
"""The quiet ended before the next tick could serve it."""


def decide(state: State, event: Event) -> Iterable[Event]:
    """Close the present quiet when a human writes or the stream ends.

    Asked *before* the event is folded, since afterwards the quiet is gone.
    """
    is_over = isinstance(event, SessionEnded) or (
        isinstance(event, MessageReceived) and event.message.is_human
    )
    if not is_over or not state.is_running or state.session is None:
        return ()
    began_at = state.room.last_human_at or state.session.started_at
    lasted = event.at - began_at
    if lasted < SHORTEST or lasted < state.settings.quiet:
        return ()
    if _was_spoken_into(state, began_at):
        return (QuietEnded(event.at, began_at, SPOKE, SPOKE),)
    return (QuietEnded(event.at, began_at, SILENT, _why_silent(state, event)),)


def _was_spoken_into(state: State, began_at: datetime) -> bool:
    heard = (DeliveryState.SENT, DeliveryState.UNKNOWN)
    return any(p.at > began_at and p.state in heard for p in state.hearth.prompts)


def _why_silent(state: State, event: Event) -> str:
    reason = hearthkeeper.held_back_by(state, event.at)
    if reason == live_gate.NOT_LIVE and isinstance(event, SessionEnded):
        reason = hearthkeeper.held_back_while_live(state, event.at)
    if reason:
        return reason
    last = state.reasons.get(MODE)
    return last.reason if last and last.reason in hearthkeeper.FRUITLESS else JUST_DUE
