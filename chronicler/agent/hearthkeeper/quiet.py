"""Whether it is quiet: how long nobody has spoken, and how long that must be.

Decides when a quiet began (never before the end of a gap in hearing: somebody may have
written in it; nor before the stream's return to the air) and the threshold: it rises with
the talk, at most to twice the setting.
Leaves what to do about a quiet to ``hearthkeeper`` and its ending to ``silence``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from chronicler.agent.state import State

GAP_FACTOR: Final = 3
"""The threshold is at least this many median gaps between human lines."""
HIGHEST: Final = 2
"""The threshold is at most this many times the setting."""
SOONER: Final = 3
"""Where something calls for a line, it may come after the setting by this."""
LONG: Final = 2
"""A silence is a long one from the setting by this on."""
SOONEST: Final = timedelta(minutes=3)
"""No line comes sooner than this, unless the setting is shorter: a pause is no lull yet."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """How quiet it is at one moment."""

    nobody_wrote_for: timedelta
    nobody_spoke_for: timedelta | None
    """``None`` where no speech signal exists: unknown, not silent. What was heard before a signal
    was lost counts as long as it holds anything back."""
    threshold: timedelta
    """How long it must be; in the midst of talk the setting, which it is never below."""

    @property
    def is_due(self) -> bool:
        """Whether chat and streamer have both been silent for the threshold."""
        return self.nobody_wrote_for >= self.threshold and not self.is_streamer_heard

    @property
    def is_streamer_heard(self) -> bool:
        """Whether the streamer spoke within the threshold."""
        return self.nobody_spoke_for is not None and self.nobody_spoke_for < self.threshold


def began_at(state: State, now: datetime) -> datetime:
    """Return since when it is known that nobody wrote.

    That is the latest human line, or the stream's beginning; where chat was not heard
    meanwhile, the end of that gap; and where the stream was off the air, its return.
    """
    wrote_at = state.room.last_human_at or (state.session.started_at if state.session else now)
    return max(wrote_at, state.room.unheard_until or wrote_at, state.on_air_again_at or wrote_at)


def measure(state: State, now: datetime) -> Quiet:
    """Return how quiet it is at ``now``."""
    spoke_until = state.room.spoke_until
    nobody_wrote_for, setting = now - began_at(state, now), state.settings.quiet
    nobody_spoke_for = None if spoke_until is None else max(timedelta(0), now - spoke_until)
    needed = setting if nobody_wrote_for < setting else threshold(state, now)
    if nobody_spoke_for is not None and nobody_spoke_for >= needed and state.ears.is_deaf:
        nobody_spoke_for = None  # since the signal was lost anything may have been said
    return Quiet(nobody_wrote_for, nobody_spoke_for, needed)


def threshold(state: State, now: datetime) -> timedelta:
    """Return how long a quiet must last: the setting, more where people have been talking."""
    setting = state.settings.quiet
    return min(max(setting, _thrice_the_median(state.room.gaps(now))), HIGHEST * setting)


def sooner(state: State, now: datetime) -> timedelta:
    """Return how long a quiet must last where something calls for a line.

    A third of the setting, at least :data:`SOONEST`, and as much more where people have been
    talking as any quiet needs: never in the midst of a discussion. A silence between them
    that was long by itself is no pause in a talk, and raises nothing.
    """
    least, long = max(SOONEST, state.settings.quiet / SOONER), long_silence(state)
    raised = _thrice_the_median(gap for gap in state.room.gaps(now) if gap < long)
    return min(max(least, raised), threshold(state, now))


def long_silence(state: State) -> timedelta:
    """Return from which length a silence is long, though it may not be long enough for a line."""
    return max(SOONEST, state.settings.quiet / LONG)


def is_lull(state: State, now: datetime) -> bool:
    """Return whether chat has been silent for that long, and the streamer as far as is known."""
    nobody_wrote_for = now - began_at(state, now)
    if nobody_wrote_for < min(SOONEST, state.settings.quiet):
        return False  # nearly every time, and cheaply
    needed, spoke_until = sooner(state, now), state.room.spoke_until
    return nobody_wrote_for >= needed and (spoke_until is None or now - spoke_until >= needed)


def _thrice_the_median(gaps: Iterable[timedelta]) -> timedelta:
    seconds = [gap.total_seconds() for gap in gaps]
    return timedelta(seconds=GAP_FACTOR * median(seconds)) if seconds else timedelta(0)
