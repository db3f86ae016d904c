"""Requests and patience for tests: deadlines of tens of milliseconds, not minutes."""

import asyncio
from collections.abc import Coroutine
from typing import Final, TypeVar

from chronicler.llm.turns import Patience
from chronicler.ports import ModelRequest

T = TypeVar("T")
QUICK: Final = Patience(connect=5.0, first_piece=5.0, idle=5.0, pauses=(0.005, 0.01))
"""For answers that come: a busy machine must not make one look like a silence."""
IMPATIENT: Final = Patience(connect=5.0, first_piece=0.5, idle=0.4, pauses=(0.005, 0.01))
"""For silences."""
SCHEMA: Final = {
    "type": "object",
    "properties": {"line": {"type": "string"}},
    "required": ["line"],
    "additionalProperties": False,
}


def request(deadline: float = 5.0) -> ModelRequest:
    """Return a small request."""
    return ModelRequest("You answer.", "Say something.", deadline, temperature=0.2, seed=7)


def run(coroutine: Coroutine[object, object, T], within: float = 10) -> T:
    """Return what a coroutine returns, within the tests' bound, in seconds."""
    return asyncio.run(asyncio.wait_for(coroutine, within))


class HandClock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds
