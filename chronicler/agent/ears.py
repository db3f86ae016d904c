"""What the streamer's own software tells: whether they can be heard, and whether it is sending.

Decides when a speech signal exists and for how long a stop of the broadcast is believed
against Twitch. Leaves what was said to ``agent.room``, the gate to ``agent.live_gate`` and
asking the software to ``obs``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.events import BroadcastObserved, Event, ProgramStarted, SpeechSignalChanged

HEARS: Final = frozenset({SpeechSignalChanged, BroadcastObserved, ProgramStarted})
"""The types of event that change the ears."""
STOP_COUNTS_FOR: Final = timedelta(minutes=10)
"""Twitch lags minutes behind a stop. If it still says live after this, something else is sending."""
SWITCHED_OFF: Final = "switched_off"


@dataclass(slots=True)
class Ears:
    """Everything known from the streamer's own software; nothing where it is not used."""

    signal: SpeechSignalChanged | None = None
    """The latest word on hearing the streamer; ``None`` where nobody ever tried."""
    broadcast: BroadcastObserved | None = None
    """The latest word on sending."""
    was_on: bool = False
    """Whether it was sending when that was last known, in this session."""
    stopped_at: datetime | None = None
    """When it was seen to stop; ``None`` where it did not, or sends again."""

    def apply(self, event: Event) -> None:
        """Fold one event; events that are not its business change nothing."""
        match event:
            case SpeechSignalChanged():
                self.signal = event
            case BroadcastObserved():
                self._observe(event)
            case ProgramStarted():
                self._start_anew(event)
            case _:
                pass

    def _observe(self, seen: BroadcastObserved) -> None:
        self.broadcast = seen
        if seen.is_on is None:
            return  # neither a start nor a stop: what was known before goes on counting
        if seen.is_on:
            self.stopped_at = None
        elif self.was_on:
            self.stopped_at = seen.at
        self.was_on = seen.is_on

    def _start_anew(self, started: ProgramStarted) -> None:
        """After a stop of the program nothing is heard until the software is met again."""
        if self.signal is not None and self.signal.is_present:
            self.signal = SpeechSignalChanged(started.at, is_present=False, reason="not_connected")
        if self.broadcast is not None and self.broadcast.is_on is not None:
            self.broadcast = BroadcastObserved(started.at, is_on=None, reason="not_connected")

    @property
    def is_deaf(self) -> bool:
        """Whether a signal was wanted and is not there; captions in a rehearsal need none."""
        return self.signal is not None and not self.signal.is_present

    @property
    def is_used(self) -> bool:
        """Whether the streamer has their software asked at all."""
        return self.signal is not None and self.signal.reason != SWITCHED_OFF

    def has_just_stopped(self, now: datetime) -> bool:
        """Return whether a stop was seen that Twitch may not know of yet.

        Software that was never seen sending in this session says nothing: the stream may come
        from another machine.
        """
        return self.stopped_at is not None and abs(now - self.stopped_at) < STOP_COUNTS_FOR
