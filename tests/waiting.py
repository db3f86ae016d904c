"""Waiting for what tells nobody: a file, or another process."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 30.0
"""Wall seconds after which a wait fails."""


def until(is_so: Callable[[], object], what: str) -> None:
    """Look until something is so; there is nothing to be told by."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"in vain: {what}"
        time.sleep(0.02)
