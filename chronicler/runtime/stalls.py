"""How long the event loop was ever kept from its other tasks.

Decides only how that is measured: a task that wants its turn every few milliseconds, and notes
how much later it had it. Leaves what the figure means to whoever prints it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

LOOK_EVERY_SECONDS: Final = 0.005


@dataclass(slots=True)
class Stalls:
    """What was seen so far."""

    longest_seconds: float = 0.0


@asynccontextmanager
async def watched(
    elapsed: Callable[[], float] = time.monotonic, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[Stalls]:
    """Watch the running loop for as long as the block lasts."""
    seen = Stalls()

    async def look() -> None:
        while True:
            due = elapsed() + LOOK_EVERY_SECONDS
            await pause(LOOK_EVERY_SECONDS)
            seen.longest_seconds = max(seen.longest_seconds, elapsed() - due)

    looking = asyncio.create_task(look(), name="watching for stalls")
    try:
        yield seen
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
