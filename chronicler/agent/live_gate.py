"""The live gate: nothing is said unless the stream is known to be live and chat is heard.

Decides open or closed, with a reason for each closure; fails closed. Leaves asking Twitch
and listening to it to ``twitch``.
"""

from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.state import State

FRESH_FOR: Final = timedelta(seconds=90)
"""How long an answer about the live status may be believed."""

NOT_LIVE: Final = "not_live"
DEAF: Final = "deaf"
"""Chat is not heard: whoever speaks now may talk into the midst of a conversation."""


def closed_because(state: State, now: datetime) -> str | None:
    """Return why nothing may be said at ``now``, ``None`` where the gate is open."""
    if not state.is_running:
        return "no_session"
    if state.hearing is not None and not state.hearing.is_hearing:
        return DEAF
    if state.settings.offline_test:
        return None
    live = state.live
    if live is None:
        return "live_unknown"
    if live.is_live is None:
        return f"live_{live.reason or 'unknown'}"
    if not live.is_live:
        return NOT_LIVE
    # Also an answer from far ahead is none: the machine's clock was set back meanwhile.
    return "live_stale" if abs(now - live.at) > FRESH_FOR else None
