"""From EventSub's socket to the fsynced journal: lines a second, and how long the loop ever stands still.

A stand-in in another process writes as fast as the socket takes it; adapter, engine and
journal are those of a running bot, and the archive is loaded and notes are written
meanwhile. ``CHRONICLER_BENCH_STALLS=1`` prints what the loop was doing in its longest stalls.
"""

import asyncio
import faulthandler
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import Event, MessageReceived
from chronicler.domain.session import Origin
from chronicler.runtime.clock import SystemClock, stopwatch
from chronicler.runtime.house import House
from chronicler.runtime.live import bot as live
from chronicler.runtime.live import tonight
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import TwitchRim, config_of
from chronicler.twitch.tokens import TokenStore
from tests.bench.figures import Figure
from tests.doubles.standin_process import CHANNEL, StandInProcess
from tests.scenarios.evening import dashboard, lay_vault

LINES: Final = 40_000
AT_LEAST: Final = 2_000.0
LONGEST: Final = 100.0
BEAT_SECONDS: Final = 0.005
DUMP_AFTER: Final = 0.08
SAVE_EVERY: Final = 1.0


@dataclass
class Heartbeat:
    """A task that wants its turn every few milliseconds, and notes how late it had it."""

    late: list[float] = field(default_factory=list)
    """Milliseconds."""

    async def beat(self) -> None:
        """Beat until cancelled."""
        shows = bool(os.environ.get("CHRONICLER_BENCH_STALLS"))
        while True:
            began = time.perf_counter()
            if shows:
                faulthandler.dump_traceback_later(DUMP_AFTER, file=sys.stderr)
            await asyncio.sleep(BEAT_SECONDS)
            self.late.append((time.perf_counter() - began - BEAT_SECONDS) * 1000)

    def figures(self, what: str) -> Iterator[Figure]:
        """Yield median, 99th percentile and maximum of the lateness so far, and begin anew."""
        late, self.late = sorted(self.late), []
        if late:
            yield Figure(f"{what}, turn late, p50", late[len(late) // 2], "ms")
            yield Figure(f"{what}, turn late, p99", late[len(late) * 99 // 100], "ms")
            yield Figure(f"{what}, turn late, longest", late[-1], "ms", LONGEST, "the most allowed")


@dataclass
class Live:
    """A bot on a stand-in in another process, in a vault of its own."""

    folder: Path
    standin: StandInProcess
    bot: Bot = field(init=False)
    house: House = field(init=False)
    heard: int = 0
    waiting: list[tuple[int, "asyncio.Future[None]"]] = field(default_factory=list)

    def __post_init__(self) -> None:
        vault = lay_vault(self.folder)
        self.house = House(vault, Origin.LIVE, {"timezone": "UTC", "channel": CHANNEL})
        TokenStore(self.folder / "tokens").save(self.standin.token())
        environ = {
            "CHRONICLER_TWITCH_CLIENT_ID": "standin-client",
            "CHRONICLER_TWITCH_ENDPOINTS": self.standin.address,
        }
        config, clock = config_of(self.house.settings(), self.folder, environ), SystemClock()
        rim = TwitchRim(config, clock)
        self.bot = Bot(self.house, CHANNEL, Rim(rim, rim, clock), watch=self._watch, on_trouble=_say)

    def _watch(self, event: Event, *_: object) -> None:
        if isinstance(event, MessageReceived):
            self.heard += 1
            for most, future in self.waiting:
                if self.heard >= most and not future.done():
                    future.set_result(None)

    async def until(self, lines: int) -> None:
        """Wait until so many lines were taken in."""
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((lines, future))
        if self.heard < lines:
            await future

    async def there(self, name: str, *args: object, **named: object) -> object:
        """Do something at the stand-in, off the loop."""
        return await asyncio.to_thread(self.standin.do, name, *args, **named)


async def with_bot(folder: Path, then: Callable[[Live, Heartbeat], Awaitable[list[Figure]]]) -> list[Figure]:
    """Run a bot that hears a stream that is live, and ``then`` beside it; return its figures."""
    with StandInProcess() as standin:
        beat, tended = Heartbeat(), Live(folder, standin)
        running = asyncio.create_task(tended.bot.run())
        beating = asyncio.create_task(beat.beat())
        try:
            await tended.there("until_heard", "channel.follow")
            await tended.there("go_live", "An evening on the salt stair", "The Salt Stair")
            await tended.there("say", "maren", "good evening")
            await tended.until(1)
            return await then(tended, beat)
        finally:
            tended.bot.supervisor.stopping.set()
            await running
            beating.cancel()
            faulthandler.cancel_dump_traceback_later()
            await asyncio.gather(beating, return_exceptions=True)


async def _measure(tended: Live, beat: Heartbeat) -> list[Figure]:
    figures: list[Figure] = []
    for what, beside in (("alone", _nothing), ("archive, notes and saves beside", _busy)):
        busy = asyncio.create_task(beside(tended))
        list(beat.figures(""))
        before, began = tended.heard, stopwatch()
        flooding = asyncio.create_task(tended.there("flood", LINES, first=before))
        await tended.until(before + LINES)
        await asyncio.to_thread(tended.bot.sessions.engine.journal.sync)
        pace = LINES / (stopwatch() - began)
        busy.cancel()
        await asyncio.gather(flooding, busy, return_exceptions=True)
        figures.append(Figure(f"{what}, to the fsynced journal", pace, "/s", AT_LEAST, "the least wanted"))
        figures += beat.figures(what)
    await tended.there("go_offline")
    tended.bot.sessions.end_now("bench")
    await tended.bot._beside.finish()
    figures += beat.figures("ledger and seeds of all that written")
    (journal,) = session_journals(tended.house.journals)
    ids = [e.message.message_id for _, e in read_journal(journal) if isinstance(e, MessageReceived)]
    astray = 2 * LINES + 1 - len(set(ids)) + len(ids) - len(set(ids))
    figures.append(Figure("lines missing or doubled", astray, ""))
    return figures


async def _nothing(_: Live) -> None:
    await asyncio.Event().wait()


async def _busy(tended: Live) -> None:
    """Load the archive and write Tonight as fast as they go, and save a dashboard and Settings."""
    folder = tended.house.vault.root / tended.house.vault.folder
    settings = folder / "Settings.md"
    text, note = settings.read_text(encoding="utf-8"), folder / "Dashboards/tonight.md"
    count = 0
    while True:
        count += 1
        await asyncio.to_thread(note.write_text, dashboard(f"Angle {count}"), "utf-8")
        await asyncio.to_thread(settings.write_text, f"{text}\n{count}\n", "utf-8")
        await asyncio.sleep(SAVE_EVERY)


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def run() -> Iterator[Figure]:
    """Yield pace to disk, and the loop's lateness meanwhile."""
    live.LOAD_EVERY_SECONDS, tonight.APART_SECONDS, tonight.APART_WHEN_MANY = 1.0, 1.0, 1.0  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as name:
        yield from asyncio.run(with_bot(Path(name), _measure))
