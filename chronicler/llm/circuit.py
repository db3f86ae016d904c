"""When a failing model server is left alone for a while.

Decides after how many failures in a row, and for how long; leaves to ``turns`` what
counts as a failure. A model that is down must cost a stream nothing but its lines.
"""

import time
from collections.abc import Callable
from typing import Final

from chronicler.errors import ModelError

FAILURES: Final = 3
REST_SECONDS: Final = 60.0

Monotonic = Callable[[], float]
"""Seconds that only ever grow; real time, also while a rehearsal's clock runs faster."""


class Resting(ModelError):  # noqa: N818 - told as it stands
    """The model is left alone for a while; nothing was asked of it."""


class Circuit:
    """Counts failures in a row and refuses turns for a while after the third."""

    def __init__(self, monotonic: Monotonic = time.monotonic) -> None:
        """Start closed, reading the time from ``monotonic``."""
        self._monotonic = monotonic
        self._failures = 0
        self._rests_until = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether turns are refused at this moment."""
        return self._monotonic() < self._rests_until

    def check(self) -> None:
        """Let a turn pass.

        Raises:
            Resting: the circuit is open.
        """
        if self.is_open:
            left = self._rests_until - self._monotonic()
            raise Resting(f"the model failed {FAILURES} times in a row; it is asked again in {left:.0f} s")

    def succeeded(self) -> None:
        """Forget earlier failures."""
        self._failures = 0

    def failed(self) -> None:
        """Count a failure; after the third the next one opens the circuit at once again."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._rests_until = self._monotonic() + REST_SECONDS
