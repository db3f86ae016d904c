"""The stand-in of Twitch in a process of its own, moved by commands over a pipe.

One JSON object a line: ``{"do": NAME, "args": […], "named": {…}}`` calls that method (or
reads that property) of the stand-in and is answered by its result. ``flood`` writes lines
as fast as the socket takes them, or at a rate, and may be left to run beside other commands.
Before its browser sits somebody who agrees to every login as the account that is meant.
"""

import asyncio
import contextlib
import dataclasses
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from chronicler.runtime.clock import SystemClock, stopwatch
from chronicler.runtime.rehearsing.paced import PacedClock
from chronicler.standin.faults import Fault
from chronicler.standin.server import StandIn
from chronicler.twitch.tokens import Token
from tests.doubles.twitch_server import right_account

CHANNEL: Final = "lantern_keeper"
PEOPLE: Final = 300
WORDS: Final = (
    "lamp", "harbour", "list", "stove", "river", "why", "the", "of", "goat", "county", "pencil", "stair", "salt",
)  # fmt: skip


class StandInProcess:
    """Starts the process, and speaks with it; a context manager."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        """Begin at real time, or at ``start`` running ``speed`` times as fast."""
        self.began = stopwatch()
        clock = [] if start is None else [start.isoformat(), str(speed), str(self.began)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, *clock],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._asked = 0
        self.address: str = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def do(self, name: str, *args: object, **named: object) -> Any:
        """Call one thing there and return its result."""
        assert not self._asked, "take the answers first"
        self.ask(name, *args, **named)
        return self.answers()[0]

    def ask(self, name: str, *args: object, **named: object) -> None:
        """Call one thing there, its result to be taken with :meth:`answers`."""
        self._asked += 1
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": name, "args": args, "named": named}) + "\n")
        self._process.stdin.flush()

    def answers(self) -> list[Any]:
        """Wait for the results of all that was asked so far."""
        asked, self._asked = self._asked, 0
        return [self._answer() for _ in range(asked)]

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the stand-in's process ended"
        return json.loads(line)

    def token(self, *of_whom: object) -> Token:
        """Return a fresh login of the steward's, or of the account and with the scopes named."""
        grant = self.do("grant", *of_whom)
        account = grant["account"]
        return Token(account["user_id"], account["login"], grant["access"], grant["refresh"], grant["scopes"])


# In the process ------------------------------------------------------------------------


def words(number: int) -> str:
    """Return what the line of that number says."""
    picked = (WORDS[(number * 7 + step * step) % len(WORDS)] for step in range(3 + number % 6))
    return f"{number} {' '.join(picked)}"


SENT_AT: Final[dict[str, str]] = {}
"""When each line of a flood left, by id."""
_BESIDE: Final[list["asyncio.Task[Any]"]] = []


def clock_of(start: datetime, speed: float, began: float) -> PacedClock:
    """Return the clock that stood at ``start`` when the stopwatch showed ``began``; two processes share it."""
    return PacedClock(start + timedelta(seconds=(stopwatch() - began) * speed), speed)


async def flood(
    standin: StandIn,
    count: int,
    *,
    first: int = 0,
    every: float = 0.0,
    together: int = 50,
    rests: Sequence[int] = (),
    rest_seconds: float = 0.0,
) -> dict[str, float]:
    """Write lines ``m-FIRST`` … as fast as they are taken, or each so many wall seconds after the last.

    Before each line whose number is among ``rests`` somebody asks what the steward is, and then
    nobody writes for ``rest_seconds``.
    """
    began = stopwatch()
    for number in range(first, first + count):
        if number in rests:
            await standin.say(f"asker{number}", "!about")
            await asyncio.sleep(rest_seconds)
            began += rest_seconds
        SENT_AT[f"m-{number}"] = standin.now.isoformat()
        await standin.say(f"person{number * 31 % PEOPLE}", words(number), message_id=f"m-{number}")
        if every and (wait := began + (number + 1 - first) * every - stopwatch()) > 0:
            await asyncio.sleep(wait)
        elif number % together == 0:
            await asyncio.sleep(0)
    return {"seconds": stopwatch() - began}


async def _serve(standin: StandIn) -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asked = json.loads(line)
        result = await _do(standin, asked["do"], asked["args"], asked["named"])
        print(json.dumps(result, default=_plain), flush=True)  # noqa: T201


async def _do(standin: StandIn, name: str, args: list[Any], named: dict[str, Any]) -> Any:
    if name == "flood":
        return await flood(standin, *args, **named)
    if name == "flood_beside":
        _BESIDE.append(asyncio.create_task(flood(standin, *args, **named)))
        return None
    if name == "flooded":
        return await _BESIDE.pop()
    if name == "sent_at":
        return {each: SENT_AT[each] for each in args[0]}
    if name == "fault":
        return standin.fail(args[0], Fault(**named))
    if name == "is_good":
        return args[0] in standin._identity.by_refresh  # what a login on disk is worth
    found = getattr(standin, name)
    if not callable(found):
        return found
    result = found(*args, **named)
    return await result if inspect.isawaitable(result) else result


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else str(value)  # type: ignore[arg-type]


def _clock(given: Iterator[str]) -> SystemClock | PacedClock:
    start = next(given, None)
    if start is None:
        return SystemClock()
    return clock_of(datetime.fromisoformat(start), float(next(given)), float(next(given)))


async def _main() -> None:
    async with StandIn(_clock(iter(sys.argv[1:])), broadcaster=CHANNEL) as standin:
        standin.seat(right_account)
        print(json.dumps(standin.endpoints.identity), flush=True)  # noqa: T201
        await _serve(standin)


if __name__ == "__main__":
    asyncio.run(_main())
