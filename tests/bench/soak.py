"""A bad evening of six hours, compressed: 200,000 lines over the stand-in in another process.

Sockets are cut, moved, muted and revoked, Helix fails in every way, the dashboard and
Settings are saved, lines are repeated, removed and asked; all at moments from a fixed seed.
Every so often nobody writes, so that the Hearthkeeper may. Measured are memory by simulated
hour, lines missing outside recorded gaps, lines doubled, whether each line of the bot's own
was said and journaled once, and whether a replay of the journal decides the same. The
archive is loaded each minute of the stream, as beside a real one.
"""

import asyncio
import contextlib
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    MessageReceived,
)
from chronicler.domain.session import Origin
from chronicler.runtime.clock import stopwatch
from chronicler.runtime.house import House
from chronicler.runtime.live import bot as live
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import TwitchRim, config_of
from chronicler.runtime.replay import replay
from chronicler.twitch import sockets
from chronicler.twitch.tokens import TokenStore
from tests.bench.figures import Figure
from tests.doubles.standin_process import CHANNEL, StandInProcess, clock_of
from tests.scenarios.evening import dashboard, lay_vault

START: Final = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
HOURS: Final = 6
LAG_SECONDS: Final = 0.5
"""Wall seconds that a line may be on its way: those sent just before a cut were never heard."""
ANSWERED_WITHIN: Final = 20.0
"""Wall seconds in which a question at the end is answered, once chat is heard again."""
QUIET_MINUTES: Final = 3
"""How long nobody must have written before the Hearthkeeper may speak."""
QUIET_SECONDS: Final = 3.5 * QUIET_MINUTES * 60
"""Stream seconds that nobody writes, each time: a cut meanwhile begins the quiet anew."""
KINDLING: Final = (
    "Some harbours are only places where nobody has left yet.",
    "A lamp that burns by day is kept lit for somebody.",
    "The tide table stops in the middle of a week.",
    "Salt on a stair means the sea has been upstairs.",
    "Nobody paints a boat that is never going out again.",
    "The second chair at the table has no dust on it.",
    "A window mended from outside was mended in a hurry.",
    "What the keeper wrote down last was the weather.",
)
TROUBLES: Final = (
    "cut", "cut_4002", "cut_4003", "reconnect", "dead_end", "silence", "revoke_chat", "revoke_deletes",
    "repeat", "streams_500", "streams_429", "streams_garbled", "streams_401", "send_500", "send_garbled",
    "subscribe_500", "dashboard", "settings", "title", "raid", "delete", "clear", "ask",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How long, how dense and how bad the evening is."""

    lines: int
    a_second: float
    """Lines a wall second."""
    rounds: int
    """How often each trouble comes."""
    hours: float = HOURS
    quiets: int = 6
    """How often nobody writes."""

    @property
    def speed(self) -> float:
        """Stream seconds a wall second."""
        talked = self.hours * 3600 - self.quiets * QUIET_SECONDS
        return talked / (self.lines / self.a_second)

    @property
    def wall_seconds(self) -> float:
        """Wall seconds that it lasts."""
        return self.hours * 3600 / self.speed

    @property
    def rests(self) -> list[int]:
        """Numbers of the lines before which nobody writes for a while."""
        return [self.lines * (2 * n + 1) // (2 * self.quiets) for n in range(self.quiets)]


BIG: Final = Size(200_000, 1_500.0, rounds=4)
SMOKE: Final = Size(2_400, 800.0, rounds=1, hours=0.7, quiets=2)


@dataclass
class Soaked:
    """What came of it."""

    lines: int
    heard: int
    doubled: int
    missing: int
    unexplained: list[str]
    """Ids of lines that are missing though no recorded gap holds their time."""
    gaps: Counter[str]
    troubles: int
    differences: int
    trouble_told: list[str]
    seconds: float
    said: list[str] = field(default_factory=list)
    """Ids of the lines that the stand-in took."""
    told: Counter[str] = field(default_factory=Counter)
    """Deliveries journaled, by mode, state and reason."""
    astray: list[str] = field(default_factory=list)
    """Ids of lines said that are not journaled just once as sent, and the other way round."""
    stories: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    """Megabytes in use, the most of each simulated hour."""


async def soak(folder: Path, size: Size, seed: int = 7) -> Soaked:
    """Live through one evening and return what came of it."""
    with _compressed(size.speed):
        return await _soak(folder, size, seed)


@contextlib.contextmanager
def _compressed(speed: float) -> Iterator[None]:
    """Load the archive by stream time, and let a line be on its way as long as on a real evening."""
    loads, on_its_way = live.LOAD_EVERY_SECONDS, sockets.LONGEST_ON_ITS_WAY
    live.LOAD_EVERY_SECONDS = loads / speed  # type: ignore[misc]
    sockets.LONGEST_ON_ITS_WAY = on_its_way * speed  # type: ignore[misc]
    try:
        yield
    finally:
        live.LOAD_EVERY_SECONDS, sockets.LONGEST_ON_ITS_WAY = loads, on_its_way  # type: ignore[misc]


async def _soak(folder: Path, size: Size, seed: int) -> Soaked:
    with StandInProcess(START, size.speed) as standin:
        told: list[str] = []
        house, bot = _furnish(folder, standin, size.speed, told)
        running = asyncio.create_task(bot.run())
        memory: list[float] = []
        began = stopwatch()
        try:
            await _there(standin, "until_heard", "channel.follow")
            await _make("dashboard", 0, standin, house)
            await _there(standin, "go_live", "An evening on the salt stair", "The Salt Stair")
            watching = asyncio.create_task(_watch_memory(memory, size, stopwatch()))
            await _there(
                standin, "flood_beside", size.lines, every=1 / size.a_second,
                rests=size.rests, rest_seconds=QUIET_SECONDS / size.speed,
            )  # fmt: skip
            troubles = await _trouble(standin, house, size, random.Random(seed))
            await _there(standin, "flooded")
            await _settle(bot, standin)
            watching.cancel()
        finally:
            bot.supervisor.stopping.set()
            await running
        seconds = stopwatch() - began
        (journal,) = session_journals(house.journals)
        events = [event for _, event in read_journal(journal)]
        soaked = _judge(events, size, standin)
        return replace(
            soaked, troubles=troubles, differences=len(replay(journal).differences), trouble_told=told,
            seconds=seconds, memory=memory,
        )  # fmt: skip


def _furnish(folder: Path, standin: StandInProcess, speed: float, told: list[str]) -> tuple[House, Bot]:
    overrides = {
        "timezone": "UTC",
        "channel": CHANNEL,
        "quiet_minutes": QUIET_MINUTES,
        "cooldown_minutes": 10,
    }
    house = House(lay_vault(folder), Origin.LIVE, overrides)
    TokenStore(folder / "tokens").save(standin.token())
    environ = {
        "CHRONICLER_TWITCH_CLIENT_ID": "standin-client",
        "CHRONICLER_TWITCH_ENDPOINTS": standin.address,
    }
    config = replace(
        config_of(house.settings(), folder, environ),
        keepalive_seconds=1, first_retry_seconds=0.05, poll_seconds=max(0.1, 45 / speed),
    )  # fmt: skip
    clock = clock_of(START, speed, standin.began)
    rim = TwitchRim(config, clock)
    return house, Bot(house, CHANNEL, Rim(rim, rim, clock, speed), on_trouble=told.append)


async def _there(standin: StandInProcess, name: str, *args: object, **named: object) -> list[object]:
    result: list[object] = await asyncio.to_thread(standin.do, name, *args, **named)
    return result


async def _trouble(standin: StandInProcess, house: House, size: Size, chance: random.Random) -> int:
    row = [each for _ in range(size.rounds) for each in chance.sample(TROUBLES, len(TROUBLES))]
    apart = size.wall_seconds / (len(row) + 1)
    began = stopwatch()
    for number, name in enumerate(row, 1):
        await asyncio.sleep(max(0.0, began + number * apart - stopwatch()))
        await _make(name, number, standin, house)
    return len(row)


async def _make(name: str, number: int, standin: StandInProcess, house: House) -> None:
    folder = house.vault.root / house.vault.folder
    match name:
        case "dashboard":
            text = dashboard(f"Angle {number}", kindling=list(KINDLING))
            await asyncio.to_thread((folder / "Dashboards/tonight.md").write_text, text, "utf-8")
        case "settings":
            note = folder / "Settings.md"
            text = await asyncio.to_thread(note.read_text, "utf-8")
            await asyncio.to_thread(note.write_text, f"{text}\nSaved {number}.\n", "utf-8")
        case _:
            asked, args, named = _CALLS[name]
            values = [each.format(number=number) if isinstance(each, str) else each for each in args]
            await _there(standin, asked, *values, **named)


_GARBLED: Final = {"status": 200, "body": "<html>"}
_CALLS: Final[dict[str, tuple[str, tuple[object, ...], dict[str, object]]]] = {
    "cut": ("cut", (), {}),
    "cut_4002": ("cut", (4002,), {}),
    "cut_4003": ("cut", (4003,), {}),
    "reconnect": ("reconnect", (), {}),
    "dead_end": ("reconnect", (), {"is_dead_end": True}),
    "silence": ("fall_silent", (), {}),
    "revoke_chat": ("revoke", ("channel.chat.message",), {}),
    "revoke_deletes": ("revoke", ("channel.chat.message_delete",), {}),
    "repeat": ("repeat", (), {}),
    "streams_500": ("fail", ("GET streams", 500, 503), {}),
    "streams_429": ("fail", ("GET streams", 429), {}),
    "streams_garbled": ("fault", ("GET streams",), _GARBLED),
    "streams_401": ("fail", ("GET streams", 401), {}),
    "send_500": ("fail", ("POST chat/messages", 500), {}),
    "send_garbled": ("fault", ("POST chat/messages",), _GARBLED),
    "subscribe_500": ("fail", ("POST eventsub/subscriptions", 500), {}),
    "title": ("update_channel", ("Stair {number}", "The Salt Stair"), {}),
    "raid": ("raid", ("far_channel{number}", 12), {}),
    "delete": ("delete", ("m-1",), {}),
    "clear": ("clear_user", ("person31",), {}),
    "ask": ("say", ("asker{number}", "!about"), {}),
}


async def _settle(bot: Bot, standin: StandInProcess) -> None:
    """Ask a last time until it is heard, so that nothing sent before it is then still on its way.

    Until something was said as well, for a while: on a slow machine each trouble may have met
    every earlier line of ours.
    """
    room, began = bot.sessions.engine.state.room, stopwatch()
    last = 0
    while "last_one" not in room.names or not (
        stopwatch() - began > ANSWERED_WITHIN or await _there(standin, "sent")
    ):
        last += 1
        await _there(standin, "say", "last_one", "!about", message_id=f"last-{last}")
        await asyncio.sleep(0.2)
        room = bot.sessions.engine.state.room


async def _watch_memory(memory: list[float], size: Size, began: float) -> None:
    hour = 3600 / size.speed
    while True:
        at = int((stopwatch() - began) / hour)
        while len(memory) <= at:
            memory.append(0.0)
        memory[at] = max(memory[at], megabytes_now())
        await asyncio.sleep(0.2)


def megabytes_now() -> float:
    """Return the memory this process has in use, 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def _judge(events: Sequence[Event], size: Size, standin: StandInProcess) -> Soaked:
    ids = [e.message.message_id for e in events if isinstance(e, MessageReceived)]
    missing = sorted({f"m-{n}" for n in range(size.lines)}.difference(ids))
    gaps = [e for e in events if isinstance(e, HearingGapRecorded)]
    lag = timedelta(seconds=LAG_SECONDS * size.speed)
    sent_at = standin.do("sent_at", missing)
    unexplained = [
        each
        for each in missing
        if not any(g.gap_from - lag <= datetime.fromisoformat(sent_at[each]) <= g.at + lag for g in gaps)
    ]
    said = [each["message_id"] for each in standin.do("sent")]
    told, astray = _deliveries(events, said)
    return Soaked(
        lines=size.lines, heard=len(ids), doubled=len(ids) - len(set(ids)), missing=len(missing),
        unexplained=unexplained, gaps=Counter(g.reason for g in gaps), troubles=0, differences=0,
        trouble_told=[], seconds=0.0, said=said, told=told, astray=astray,
        stories=Counter(type(e).__name__ for e in events),
    )  # fmt: skip


def _deliveries(events: Sequence[Event], said: Sequence[str]) -> tuple[Counter[str], list[str]]:
    """Return the deliveries journaled, and what was said or journaled other than once."""
    queued = [e.action for e in events if isinstance(e, ActionQueued)]
    modes = {line.line_id: line.mode for line in queued if isinstance(line, SendLine)}
    ends = [e for e in events if isinstance(e, DeliveryReported)]
    told = Counter(f"{modes[e.line_id]} {e.state} {e.reason}".strip() for e in ends)
    journaled = [e.message_id for e in ends if e.state is DeliveryState.SENT]
    twice = [line for line, times in Counter(e.line_id for e in ends).items() if times > 1]
    once, times_said = Counter(journaled), Counter(said)
    astray = [
        str(each) for each in once.keys() | times_said.keys() if (once[each], times_said[each]) != (1, 1)
    ]
    return told, [*twice, *astray]


def run(size: Size = BIG) -> Iterator[Figure]:
    """Yield what came of the big evening."""
    with tempfile.TemporaryDirectory() as name:
        it = asyncio.run(soak(Path(name), size))
    yield Figure("lines sent", it.lines, f"in {it.seconds:.0f} s, {size.hours:g} h of stream")
    yield Figure("troubles", it.troubles, f"gaps: {dict(it.gaps)}")
    yield Figure("lines doubled", it.doubled, "")
    yield Figure("lines missing", it.missing, "")
    yield Figure("lines missing outside recorded gaps", len(it.unexplained), " ".join(it.unexplained[:5]))
    yield Figure("decisions that differ in a replay", it.differences, "")
    yield Figure("lines said", len(it.said), "")
    yield Figure("lines said or journaled other than once", len(it.astray), " ".join(it.astray[:5]))
    for kind, count in it.told.most_common():
        yield Figure(f"delivery: {kind}", count, "")
    for hour, megabytes in enumerate(it.memory[: int(size.hours)], 1):
        yield Figure(
            f"memory, hour {hour}", megabytes, "MB", it.memory[min(1, len(it.memory) - 1)], "second hour"
        )
    for kind, count in it.stories.most_common():
        yield Figure(f"journal: {kind}", count, "")
    for each, count in Counter(it.trouble_told).most_common(8):
        yield Figure("told the streamer", count, f"times: {each[:150]}")
