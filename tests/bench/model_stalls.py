"""What a model that hangs, drips or floods costs a live stream: messages a second and the loop's longest stall.

The real bot and the real Twitch adapter hear a burst of chat from the stand-in while a draft is
under way with a double of Ollama that misbehaves. The stand-in shares the event loop, so the
figures without a model are the baseline of the others, and the double is a thread of this very
process: a flood of pieces costs more here than beside a server of its own. Each figure is the
median of several runs.

At the end the bundled evening is rehearsed over the wire with each of them. There everything
waits for a draft, while stream time stands still: what a model that is never done may cost is its
deadline (60 s) once, and what is heard must be the same as without any. These take minutes.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from chronicler.sample import sample_path
from tests.bench.figures import Figure
from tests.bench.over_wire import differing, rehearsed
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.scenarios.on_air import OnAir, on_air
from tests.scenarios.test_model_hangs import into_a_quiet

MESSAGES: Final = 600
RUNS: Final = 3
PROBE_SECONDS: Final = 0.002
ENDLESS: Final = "one more word " * 200_000
MODELS: Final = {
    "no model": None,
    "a model that is silent": double.falls_silent(),
    "a model that drips": double.drips(ENDLESS, 0.02),
    "a model that floods": double.drips(ENDLESS, 0.0),
    "a model that dies": double.breaks_off("Half a"),
}


def run() -> Iterator[Figure]:
    """Yield pace and longest stall with each model, beside those without."""
    base: tuple[float, float] | None = None
    _measured(None)  # the first run loads and warms what the others find warm
    for name, reply in MODELS.items():
        measured = [_measured(reply) for _ in range(RUNS)]
        pace, stall = (statistics.median(column) for column in zip(*measured, strict=True))
        before = base or (None, None)
        yield Figure(f"{name}: messages heard", pace, "/s", before[0], "no model")
        yield Figure(f"{name}: longest stall of the loop", stall * 1000, "ms", before[1], "no model")
        base = base or (pace, stall * 1000)
    yield from _over_wire()


def _over_wire() -> Iterator[Figure]:
    """Yield how long a rehearsal over the wire takes with each model, and what of it differs."""
    plain: Mapping[str, Any] | None = None
    for name, reply in MODELS.items():
        with OllamaServer(reply) if reply else nullcontext() as server:
            model = {"model": f"ollama/{MODEL}", "model_url": server.url} if server else {}
            told = rehearsed(sample_path(), is_over_wire=True, **model)
        plain = plain or told
        base = plain["wall_seconds"]
        yield Figure(f"over the wire, {name}: the run took", told["wall_seconds"], "s", base, "no model")
        apart = differing(plain, told)
        yield Figure(f"over the wire, {name}: keys that differ", len(apart), " ".join(apart))


def _measured(reply: double.Reply | None) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder, OllamaServer(reply) if reply else nullcontext() as server:
        return asyncio.run(_burst(Path(folder), server))


async def _burst(folder: Path, server: OllamaServer | None) -> tuple[float, float]:
    model = {"model": f"ollama/{MODEL}", "model_url": server.url} if server else {}
    async with on_air(folder, **model) as air:
        await into_a_quiet(air)
        if server:
            await air.ticks_until(server.heard.is_set, 10)
        else:
            await air.ticks_until(lambda: air.state.hearth.drafts, 10)
        probe = asyncio.create_task(_longest_stall(air))
        before, began = air.state.room.messages, time.perf_counter()
        for number in range(MESSAGES):
            await air.standin.say(
                "ida", f"nobody waits for a machine, {number}", message_id=f"burst-{number}"
            )
        await air.until(lambda: air.state.room.messages >= before + MESSAGES)
        pace = MESSAGES / (time.perf_counter() - began)
        air.bot.supervisor.stopping.set()
        return pace, await probe


async def _longest_stall(air: OnAir) -> float:
    """Return the longest time beyond its due that the loop kept a task waiting."""
    longest = 0.0
    while not air.bot.supervisor.stopping.is_set():
        due = time.perf_counter() + PROBE_SECONDS
        await asyncio.sleep(PROBE_SECONDS)
        longest = max(longest, time.perf_counter() - due)
    return longest
