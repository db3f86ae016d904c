"""The clocks: real time for a live stream, stream time for a rehearsal.

Decides nothing; the only places that know what time it is.
"""

import time
from datetime import UTC, datetime
from typing import Protocol

import tzlocal


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        """Return the current time, aware UTC."""
        return datetime.now(UTC)


class StreamClock:
    """The time of the latest event: a rehearsal's present."""

    def __init__(self, now: datetime) -> None:
        """Begin at ``now``."""
        self._now = now

    def now(self) -> datetime:
        """Return the time of the latest event."""
        return self._now

    def move_to(self, at: datetime) -> None:
        """Go forward to ``at``; never back."""
        self._now = max(self._now, at)


class Stopwatch(Protocol):
    """Measures how long something really took."""

    def __call__(self) -> float:
        """Return seconds since an arbitrary moment, never going back."""
        ...


stopwatch: Stopwatch = time.monotonic
"""Wall time for pacing and for the figures of a run; never for decisions."""


def system_timezone_name() -> str:
    """Return the name of this machine's time zone, such as ``Europe/Berlin``; ``UTC`` if unknown."""
    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (OSError, LookupError, ValueError):
        return "UTC"
