"""The live gate: nothing is said unless the stream is known to be live and chat is heard.

Decides open or closed, with a reason for each closure; fails closed. Twitch alone opens it;
the streamer's own software can only close it, by stopping. Leaves asking Twitch and
listening to it to ``twitch``.
"""

from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.state import State

FRESH_FOR: Final = timedelta(seconds=90)
"""How long an answer about the live status may be believed."""

NOT_LIVE: Final = "not_live"
DEAF: Final = "deaf"
"""Chat is not heard: whoever speaks now may talk into the midst of a conversation."""
BROADCAST_STOPPED: Final = "broadcast_stopped"
"""The streamer's own software stopped sending, and Twitch has not noticed yet."""

REASONS: Final = frozenset(
    {
        "no_session", DEAF, NOT_LIVE, BROADCAST_STOPPED,
        "live_unknown", "live_stale", "live_api_error", "live_needs_login", "live_not_permitted",
        "live_rate_limited", "live_refused", "live_timeout", "live_unreachable", "live_not_connected",
        "live_not_configured", "live_not_running",
    }
)  # fmt: skip
"""Every reason for which the gate is known to close."""


def closed_because(state: State, now: datetime) -> str | None:
    """Return why nothing may be said at ``now``, ``None`` where the gate is open."""
    if not state.is_running:
        return "no_session"
    if state.hearing is not None and not state.hearing.is_hearing:
        return DEAF
    return None if state.settings.offline_test else off_air_because(state, now)


def off_air_because(state: State, now: datetime) -> str | None:
    """Return why the stream is not known to be live at ``now``, ``None`` where it is."""
    if not state.is_running:
        return "no_session"
    live = state.live
    if live is None:
        return "live_unknown"
    if live.is_live is None:
        return f"live_{live.reason or 'unknown'}"
    if not live.is_live:
        return NOT_LIVE
    if abs(now - live.at) > FRESH_FOR:
        return "live_stale"  # also an answer from far ahead: the machine's clock was set back meanwhile
    return BROADCAST_STOPPED if state.ears.has_just_stopped(now) else None
