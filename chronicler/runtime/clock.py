"""The clocks: real time for a live stream, stream time for a rehearsal.

Decides how real time is told while the machine sleeps or its clock is set: never back, and
never in jumps. The only places that know what time it is.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import tzlocal

CATCH_UP: Final = 0.1
"""How much faster or slower than real a steady clock runs while the system's clock is ahead or behind."""


class Stopwatch(Protocol):
    """Measures how long something really took."""

    def __call__(self) -> float:
        """Return seconds since an arbitrary moment, never going back."""
        ...


stopwatch: Stopwatch = time.monotonic
"""Wall time for pacing and for the figures of a run; never for decisions."""
SLEEP_COUNTS: Final = next(
    # Linux stops CLOCK_MONOTONIC while it sleeps and has this one beside it; macOS counts sleep
    # in CLOCK_MONOTONIC and Windows in its only one.
    (getattr(time, name) for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC") if hasattr(time, name)),
    None,
)


def awake_or_asleep() -> float:
    """Return seconds since an arbitrary moment, those in which the machine slept included."""
    return time.monotonic() if SLEEP_COUNTS is None else time.clock_gettime(SLEEP_COUNTS)


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        """Return the current time, aware UTC."""
        return datetime.now(UTC)


class SteadyClock:
    """Real time for a running stream: cooldowns and quiets must survive a clock that is set.

    Begins with the system's time and goes on by the seconds that really passed, sleep
    included. Where the system's clock is set meanwhile, it follows by running a little
    faster or slower, so that it never goes back and no minute is skipped.
    """

    def __init__(
        self, wall: Callable[[], datetime] = lambda: datetime.now(UTC), elapsed: Stopwatch = awake_or_asleep
    ) -> None:
        """Begin at what ``wall`` says."""
        self._wall = wall
        self._elapsed = elapsed
        self._told, self._at = wall(), elapsed()

    def now(self) -> datetime:
        """Return the present, aware UTC."""
        at = self._elapsed()
        passed, self._at = timedelta(seconds=at - self._at), at
        ahead = self._wall() - self._told - passed
        self._told += passed + min(max(ahead, -passed * CATCH_UP), passed * CATCH_UP)
        return self._told


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
        if at > self._now:  # noqa: PLR1730 - of every event; a call takes longer
            self._now = at


def system_timezone_name() -> str:
    """Return the name of this machine's time zone, such as ``Europe/Berlin``; ``UTC`` if unknown."""
    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (OSError, LookupError, ValueError):
        return "UTC"
