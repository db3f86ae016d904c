"""How late a task that wants its turn every few milliseconds has it, and how late an idle loop would.

The idle loop runs in a process of its own, ``python turns.py``, which loads nothing else: what it waits
for is the machine, not the Chronicler.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Final

TURN_SECONDS: Final = 0.005


@dataclass
class Turns:
    """What was seen so far."""

    late: list[float] = field(default_factory=list)
    """Seconds, on the clock."""
    worked: list[float] = field(default_factory=list)
    """Seconds of processor time of the loop's thread between two turns."""

    async def take(self) -> None:
        """Take turns until cancelled."""
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TURN_SECONDS)
            self.late.append(time.perf_counter() - began - TURN_SECONDS)
            self.worked.append(time.thread_time() - worked)


class IdleLoop:
    """An idle loop in a process of its own, begun when this is made."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self._process.stdout.readline()

    def ended(self) -> list[float]:
        """End it, and return how late it had its turns, in seconds."""
        told, _ = self._process.communicate()
        late: list[float] = json.loads(told)
        return late


async def _idle() -> list[float]:
    seen = Turns()
    taking = asyncio.create_task(seen.take())
    print("begun", flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.read)
    taking.cancel()
    return seen.late


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_idle())))  # noqa: T201
