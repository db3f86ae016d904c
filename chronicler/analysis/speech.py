"""From loudness, twenty times a second, to when somebody speaks.

Decides what is speech: loud enough for longer than a key is struck, over at a pause longer
than one between words. Reports it in bounded slices, seldom enough that a journal stays
small. Leaves meters and microphones to ``obs``. Times are seconds of any one clock.
"""

from dataclasses import dataclass
from typing import Final

ATTACK: Final = 0.2
"""Seconds of unbroken loudness before it is speech; a key or a click is over in a tenth of one."""
HANG_OVER: Final = 1.0
"""Seconds of quiet after which speech is over; pauses between words are shorter."""
HYSTERESIS_DB: Final = 6.0
"""How far below the threshold speech may sink, once begun, and still be speech."""
APART: Final = 5.0
"""Two slices are reported at least this many seconds apart."""
TORN: Final = 0.5
"""After this long without a level nothing is known to go on: the speech ended with the last."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of speech; pauses shorter than :data:`APART` may lie within."""

    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.ended - self.began


class SpeechDetector:
    """Hears levels in order of time and says when there was speech, never the same twice."""

    def __init__(self, threshold_db: float) -> None:
        """Listen for levels of at least ``threshold_db`` dBFS."""
        self.threshold_db = threshold_db
        """May be changed at any time."""
        self.is_speaking = False
        self._heard_at = float("-inf")
        self._rising_since: float | None = None
        """Since when it is loud without being speech yet."""
        self._voiced_until = float("-inf")
        self._untold_from: float | None = None
        """Where the speech begins that no slice has told of."""
        self._told_at = float("-inf")

    def hear(self, at: float, level_db: float) -> Slice | None:
        """Take one level in; return a slice where one is due. A level out of order is let go."""
        if at < self._heard_at:
            return None
        if at - self._heard_at > TORN:
            self._break_off()
        self._heard_at = at
        if self.is_speaking:
            self._go_on(at, level_db)
        else:
            self._rise(at, level_db)
        return self._slice() if at - self._told_at >= APART else None

    def stop(self) -> Slice | None:
        """Return what is left to tell, as when the levels come to an end."""
        self._break_off()
        return self._slice()

    def _rise(self, at: float, level_db: float) -> None:
        is_loud = level_db >= self.threshold_db
        if not is_loud and (self._rising_since is None or not self._is_voice(level_db)):
            self._rising_since = None
            return
        if self._rising_since is None:
            self._rising_since = at
        if at - self._rising_since >= ATTACK:
            self.is_speaking, self._voiced_until = True, at
            if self._untold_from is None:
                self._untold_from = self._rising_since
            self._rising_since = None

    def _go_on(self, at: float, level_db: float) -> None:
        if self._is_voice(level_db):
            self._voiced_until = at
        elif at - self._voiced_until >= HANG_OVER:
            self.is_speaking = False

    def _is_voice(self, level_db: float) -> bool:
        return level_db >= self.threshold_db - HYSTERESIS_DB

    def _break_off(self) -> None:
        self.is_speaking, self._rising_since = False, None

    def _slice(self) -> Slice | None:
        began, ended = self._untold_from, self._voiced_until
        if not self.is_speaking:
            self._untold_from = None
        if began is None or ended <= began:
            return None
        self._told_at = self._heard_at
        if self.is_speaking:
            self._untold_from = ended
        return Slice(began, ended)
