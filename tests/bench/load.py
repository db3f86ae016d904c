"""A raid that does not end: 500 lines a second over the wire, for ten minutes, with everything slow beside it.

The stand-in of Twitch writes in a process of its own. The language model drips its answers, every
fsync takes a tenth of a second longer than the disk does, and the dashboard is saved every five
seconds. Told are lines lost and doubled, how soon a save is read, how long the event loop keeps
others waiting, and memory by sixths of the time. Waiting is told twice: on the clock, beside a loop in
an idle process that waits for the same turns on the same machine, and in processor time of the loop's
own thread between two turns, which other programs do not disturb.
"""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import Final

from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import DashboardSaved, Event, MessageReceived, ModelCalled
from chronicler.domain.session import Origin
from chronicler.runtime.clock import SteadyClock, stopwatch
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import TwitchRim, config_of
from chronicler.twitch.tokens import TokenStore
from tests.bench.figures import Figure
from tests.bench.soak import megabytes_now
from tests.bench.turns import IdleLoop, Turns
from tests.doubles.ollama_server import MODEL, OllamaServer, drips
from tests.doubles.standin_process import CHANNEL, StandInProcess
from tests.scenarios.evening import dashboard, lay_vault

STALL_MOST: Final = 0.1
"""Seconds that the loop may keep others waiting."""
READ_MOST: Final = 1.0
"""Seconds in which a save is read."""
SIXTHS: Final = 6
SLOW_WORDS: Final = '{"thought": "' + "salt " * 40 + '"}'
_REAL_FSYNC: Final = os.fsync


@dataclass(frozen=True, slots=True)
class Size:
    """How dense, how long and how slow."""

    a_second: float
    seconds: float
    save_every: float = 5.0
    ask_every: float = 20.0
    fsync_seconds: float = 0.1
    """What each fsync takes longer than the disk does."""
    word_seconds: float = 0.25
    """What the model takes for each word."""

    @property
    def lines(self) -> int:
        return int(self.a_second * self.seconds)


BIG: Final = Size(500, 600)
SMOKE: Final = Size(500, 3, save_every=1.2, ask_every=1, fsync_seconds=0.05, word_seconds=0.02)


@dataclass
class Loaded:
    """What came of it."""

    size: Size
    sent: int = 0
    heard: int = 0
    doubled: int = 0
    missing: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """From the first line to the last on disk."""
    behind: float = 0.0
    """Seconds after the last line was sent until it was on disk."""
    saves: list[float] = field(default_factory=list)
    """Seconds until each save was read."""
    unread: int = 0
    turns: Turns = field(default_factory=Turns)
    idle_late: list[float] = field(default_factory=list)
    """How late a loop with nothing to do had its turns meanwhile."""
    memory: list[float] = field(default_factory=list)
    """Megabytes, the mean of each sixth of the time."""
    calls: int = 0
    trouble: list[str] = field(default_factory=list)


async def load(folder: Path, size: Size) -> Loaded:
    """Live through the load and return what came of it."""
    model = drips(SLOW_WORDS, size.word_seconds)
    with StandInProcess() as standin, OllamaServer(model) as server:
        one = _Load(folder, size, standin, server.url)
        with _slow_disk(size.fsync_seconds):
            return await one.through()


@contextlib.contextmanager
def _slow_disk(seconds: float) -> Iterator[None]:
    """Let every fsync of this process take longer, on whatever thread it is called."""

    def slow(descriptor: int) -> None:
        time.sleep(seconds)
        _REAL_FSYNC(descriptor)

    os.fsync = slow  # type: ignore[assignment]
    try:
        yield
    finally:
        os.fsync = _REAL_FSYNC


class _Load:
    """One run."""

    def __init__(self, folder: Path, size: Size, standin: StandInProcess, model_url: str) -> None:
        self._size, self._standin = size, standin
        self._it = Loaded(size)
        settings = {
            "timezone": "UTC", "channel": CHANNEL, "settle_seconds": 1, "model": f"ollama/{MODEL}",
            "model_url": model_url, "steward_seconds": 5,
        }  # fmt: skip
        self._house = House(lay_vault(folder), Origin.LIVE, settings)
        TokenStore(folder / "tokens").save(standin.token())
        environ = {
            "CHRONICLER_TWITCH_CLIENT_ID": "standin-client",
            "CHRONICLER_TWITCH_ENDPOINTS": standin.address,
        }
        clock = SteadyClock()
        rim = TwitchRim(config_of(self._house.settings(), folder, environ), clock)
        self._bot = Bot(
            self._house, CHANNEL, Rim(rim, rim, clock), watch=self._watch, on_trouble=self._it.trouble.append
        )
        self._saved: dict[str, float] = {}
        """When each angle was saved that was not read yet."""
        self._megabytes: list[float] = []
        self._news = asyncio.Event()

    def _watch(self, event: Event, _derived: object, _state: State) -> None:
        if isinstance(event, DashboardSaved):
            angle = str(event.note.properties.get("content_angle"))
            if (saved := self._saved.pop(angle, None)) is not None:
                self._it.saves.append(stopwatch() - saved)
        elif isinstance(event, ModelCalled):
            self._it.calls += 1
        elif isinstance(event, MessageReceived):
            self._it.heard += 1
            self._news.set()

    async def through(self) -> Loaded:
        """Begin, bear the load, stop, and look at what is on disk."""
        running = asyncio.create_task(self._bot.run())
        try:
            await self._there("until_heard", "channel.follow")
            await self._there("go_live", "An evening on the salt stair", "The Salt Stair")
            await self._there("say", "maren", "good evening", message_id="m-first")
            await self._until(1)
            await self._under_load()
        finally:
            self._bot.supervisor.stopping.set()
            await running
        return self._judged()

    async def _under_load(self) -> None:
        idle = await asyncio.to_thread(IdleLoop)
        beside = [
            asyncio.create_task(each) for each in (self._it.turns.take(), self._save(), self._remember())
        ]
        asking = asyncio.create_task(self._ask())
        began = stopwatch()
        await self._there("flood_beside", self._size.lines, every=1 / self._size.a_second)
        await asyncio.sleep(self._size.seconds)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await self._there("flooded")
        sent = stopwatch()
        await self._until(1 + self._size.lines)
        await asyncio.to_thread(self._bot.sessions.engine.journal.sync)
        self._it.seconds, self._it.behind = stopwatch() - began, stopwatch() - sent
        self._it.idle_late = await asyncio.to_thread(idle.ended)
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)

    async def _save(self) -> None:
        note = self._house.vault.root / self._house.vault.folder / "Dashboards/tonight.md"
        for number in range(1_000_000):
            angle = f"Angle {number}"
            await asyncio.to_thread(note.write_text, dashboard(angle, date=_tonight()), "utf-8")
            self._saved[angle] = stopwatch()
            await asyncio.sleep(self._size.save_every)

    async def _ask(self) -> None:
        for number in range(1_000_000):
            await self._there("say", f"asker{number}", "steward, who built the lighthouse?")
            await asyncio.sleep(self._size.ask_every)

    async def _remember(self) -> None:
        while True:
            self._megabytes.append(megabytes_now())
            await asyncio.sleep(self._size.seconds / SIXTHS / 20)

    async def _until(self, lines: int) -> None:
        while self._it.heard < lines:
            self._news.clear()
            await self._news.wait()

    async def _there(self, name: str, *args: object, **named: object) -> object:
        return await asyncio.to_thread(self._standin.do, name, *args, **named)

    def _judged(self) -> Loaded:
        (journal,) = session_journals(self._house.journals)
        ids = [e.message.message_id for _, e in read_journal(journal) if isinstance(e, MessageReceived)]
        sent = {f"m-{number}" for number in range(self._size.lines)}
        now = stopwatch()
        unread = [angle for angle, saved in self._saved.items() if now - saved > READ_MOST]
        share = max(1, len(self._megabytes) // SIXTHS)
        memory = [fmean(self._megabytes[n : n + share]) for n in range(0, share * SIXTHS, share)]
        return replace(
            self._it, sent=len(sent), heard=len(ids), doubled=len(ids) - len(set(ids)),
            missing=sorted(sent.difference(ids)), unread=max(0, len(unread) - 1), memory=memory,
        )  # fmt: skip


def _tonight() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - 5 * 3600))


def _of(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def figures(it: Loaded) -> Iterator[Figure]:
    """Yield what came of a load."""
    yield Figure("lines sent", it.sent, f"in {it.seconds:.0f} s")
    yield Figure("lines a second", it.sent / it.seconds, "/s", it.size.a_second, "asked for")
    yield Figure("lines missing", len(it.missing), " ".join(it.missing[:5]))
    yield Figure("lines doubled", it.doubled, "")
    yield Figure(
        "the last line on disk after it was sent", it.behind, "s", it.size.fsync_seconds, "one fsync"
    )
    yield Figure("saves read", len(it.saves), f"({it.unread} never)")
    yield Figure("a save is read, median", _of(it.saves, 0.5), "s", READ_MOST, "the most allowed")
    yield Figure("a save is read, at the latest", _of(it.saves, 1), "s", READ_MOST, "the most allowed")
    late, worked, idle = it.turns.late, it.turns.worked, it.idle_late
    for name, share in (("median", 0.5), ("99 in 100", 0.99), ("999 in 1000", 0.999), ("longest", 1.0)):
        yield Figure(
            f"turn late, {name}", 1000 * _of(late, share), "ms", 1000 * _of(idle, share), "idle loop"
        )
    longest = 1000 * _of(worked, 1)
    yield Figure(
        "the loop's own work between turns, longest", longest, "ms", 1000 * STALL_MOST, "most allowed"
    )
    yield Figure("  999 in 1000", 1000 * _of(worked, 0.999), "ms", 1000 * STALL_MOST, "most allowed")
    for number, megabytes in enumerate(it.memory, 1):
        yield Figure(f"memory, sixth {number}", megabytes, "MB", it.memory[1], "second sixth")
    yield Figure("calls of the slow model", it.calls, "")
    for told in dict.fromkeys(it.trouble):
        yield Figure("told the streamer", it.trouble.count(told), f"times: {told[:120]}")


def run(size: Size = BIG) -> Iterator[Figure]:
    """Yield what came of the big load."""
    with tempfile.TemporaryDirectory() as name:
        yield from figures(asyncio.run(load(Path(name), size)))
