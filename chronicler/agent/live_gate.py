"""The live gate: nothing is said unless the stream is known to be live.

Decides open or closed, with a reason for each closure; fails closed. Leaves asking Twitch
to ``twitch`` and polling to ``runtime``.
"""

from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.state import State

FRESH_FOR: Final = timedelta(seconds=90)
"""How long an answer about the live status may be believed."""

NOT_LIVE: Final = "not_live"


def closed_because(state: State, now: datetime) -> str | None:
    """Return why nothing may be said at ``now``, ``None`` where the gate is open."""
    if not state.is_running:
        return "no_session"
    if state.settings.offline_test:
        return None
    live = state.live
    if live is None:
        return "live_unknown"
    if live.is_live is None:
        return f"live_{live.reason or 'unknown'}"
    if not live.is_live:
        return NOT_LIVE
    return "live_stale" if now - live.at > FRESH_FOR else None
