"""Whether it is quiet: how long nobody has spoken, and how long that must be.

Decides when a quiet began (never before the end of a gap in hearing: somebody may have
written in it; nor before the stream's return to the air) and the threshold: it rises with
the talk, at most to twice the setting.
Leaves what to do about a quiet to ``agent.hearthkeeper`` and its ending to ``agent.silence``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from chronicler.agent.state import State

GAP_FACTOR: Final = 3
"""The threshold is at least this many median gaps between human lines."""
HIGHEST: Final = 2
"""The threshold is at most this many times the setting."""


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
    gaps = [gap.total_seconds() for gap in state.room.gaps(now)]
    raised = timedelta(seconds=GAP_FACTOR * median(gaps)) if gaps else timedelta(0)
    return min(max(setting, raised), HIGHEST * setting)
