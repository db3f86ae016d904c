"""What comes after a stream reaches it through the running bot, through a restart and over the wire."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import (
    ChatterCleared,
    DeliveryReported,
    DeliveryState,
    Event,
    LiveStatusChecked,
    MessageDeleted,
    MessageReceived,
    SessionEnded,
)
from chronicler.domain.session import Origin
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import TwitchRim, config_at
from chronicler.runtime.replay import replay
from chronicler.standin.server import StandIn
from tests.fakes import START, FakeClock, FakeSender, after, message
from tests.scenarios.evening import lay_vault

SPEED = 1_000.0
WORDS = "my street is the one behind the old lighthouse"
OTHERS = (
    "the salt on the stairs is older than the stairs",
    "who paints a boat that is never going out again",
)
MINE = "\nMine: behind the old lighthouse, then.\n"
Tell = Callable[["Start"], Awaitable[None]]


class Start:
    """One start of the bot over a vault that several starts share; it is its own source."""

    def __init__(self, folder: Path, tell: Tell, clock: FakeClock) -> None:
        self.house = House(lay_vault(folder), Origin.LIVE, {"timezone": "UTC"})
        self.clock, self._tell = clock, tell
        self.kept: list[Kept] = []
        self.trouble: list[str] = []
        self.is_kept = asyncio.Event()
        self.bot = Bot(
            self.house,
            "lantern",
            Rim(self, FakeSender(), clock, SPEED),
            on_kept=self._keep,
            on_trouble=self.trouble.append,
        )

    async def run(self, report: Callable[[Event], None]) -> None:
        del report
        await self._tell(self)

    def _keep(self, kept: Kept) -> None:
        self.kept.append(kept)
        self.is_kept.set()

    def report(self, *events: Event) -> None:
        for event in events:
            self.clock.advance((event.at - self.clock.now()).total_seconds())
            self.bot.report(event)

    async def until_kept(self) -> None:
        await self.is_kept.wait()
        self.is_kept.clear()

    def play(self) -> "Start":
        asyncio.run(asyncio.wait_for(self.bot.run(), 60))
        return self


def said(seconds: float, login: str, text: str) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, login, text))


EVENING = (
    LiveStatusChecked(START, is_live=True, stream_id="s1"),
    *(said(60 * n + 5, ("joost", "ida")[n % 2], OTHERS[n % 2]) for n in range(12)),
    said(800, "maren", WORDS),
    said(805, "joost", OTHERS[0]),
    LiveStatusChecked(after(900), is_live=False),
    LiveStatusChecked(after(1600), is_live=False),
)
DELETED = MessageDeleted(after(2000), "maren-800")
BANNED = ChatterCleared(after(2000), "maren")


def ledger_of(house: House) -> Path:
    (ledger,) = (house.vault.root / "Chronicler/Ledgers").glob("*.md")
    return ledger


def behind_the_end(house: House) -> list[Event]:
    (journal,) = session_journals(house.journals)
    events = [event for _, event in read_journal(journal)]
    assert replay(journal).differences == ()
    behind = events[[type(event) for event in events].index(SessionEnded) + 1 :]
    return [
        event for event in behind if isinstance(event, MessageDeleted | ChatterCleared | DeliveryReported)
    ]


def words_in_vault(house: House) -> list[str]:
    """Return the notes that hold the words above what is the streamer's."""
    notes = sorted(house.vault.root.rglob("*.md"))
    return [p.name for p in notes if WORDS in p.read_text("utf-8").split("## My notes")[0]]


def test_a_line_deleted_while_the_bot_runs_on_leaves_the_ended_stream(tmp_path: Path) -> None:
    async def tell(start: Start) -> None:
        start.report(*EVENING)
        await start.until_kept()
        ledger = ledger_of(start.house)
        ledger.write_text(ledger.read_text("utf-8") + MINE, "utf-8")
        start.report(DELETED)
        await start.until_kept()

    start = Start(tmp_path, tell, FakeClock()).play()
    assert behind_the_end(start.house) == [DELETED]
    assert start.kept[0].record.removed == frozenset()
    assert start.kept[-1].record.removed == {"maren-800"}
    assert all(m.text == "" for m in start.kept[-1].record.messages if m.login == "maren")
    assert words_in_vault(start.house) == []
    assert ledger_of(start.house).read_text("utf-8").endswith(MINE)
    assert "Lines removed" in ledger_of(start.house).read_text("utf-8")


def test_a_wave_of_removals_is_written_down_once(tmp_path: Path) -> None:
    async def tell(start: Start) -> None:
        start.report(*EVENING)
        await start.until_kept()
        start.report(BANNED, ChatterCleared(after(2001), "joost"), ChatterCleared(after(2002), "ida"))
        await start.until_kept()

    start = Start(tmp_path, tell, FakeClock()).play()
    assert len(start.kept) == 2
    assert all(not m.text for m in start.kept[-1].record.messages)


def test_a_removal_in_the_next_stream_reaches_the_one_before_as_well(tmp_path: Path) -> None:
    async def tell(start: Start) -> None:
        start.report(*EVENING, LiveStatusChecked(after(3000), is_live=True, stream_id="s2"))
        await start.until_kept()
        start.report(said(3010, "maren", "and again"), ChatterCleared(after(3020), "maren"))
        await start.until_kept()

    start = Start(tmp_path, tell, FakeClock()).play()
    first, second = session_journals(start.house.journals)
    for journal in (first, second):
        events = [event for _, event in read_journal(journal)]
        assert ChatterCleared(after(3020), "maren") in events
        assert replay(journal).differences == ()


def test_a_start_writes_the_notes_that_a_crash_left_behind(tmp_path: Path) -> None:
    async def evening(start: Start) -> None:
        start.report(*EVENING)
        await start.until_kept()

    async def heard_only(start: Start) -> None:
        start.report(LiveStatusChecked(after(1990), is_live=False))
        start.bot.sessions.feed(DELETED)  # journaled, and then the power goes

    async def again(start: Start) -> None:
        await start.until_kept()

    clock = FakeClock()
    Start(tmp_path, evening, clock).play()
    Start(tmp_path, heard_only, clock).play()
    start = Start(tmp_path, again, clock).play()
    assert behind_the_end(start.house) == [DELETED]
    assert start.kept[0].record.removed == {"maren-800"}
    assert start.trouble == [t for t in start.trouble if "dashboard" in t]


def test_a_delivery_told_after_its_stream_stands_in_that_stream(tmp_path: Path) -> None:
    line = "20260306T193000Z-lantern/line-1"
    told = DeliveryReported(after(2000), line, DeliveryState.SENT, "said-1")

    async def tell(start: Start) -> None:
        start.report(*EVENING)
        await start.until_kept()
        start.report(told)

    start = Start(tmp_path, tell, FakeClock()).play()
    assert behind_the_end(start.house) == [told]


def test_over_the_wire_a_deletion_and_a_ban_reach_the_stream_that_ended(tmp_path: Path) -> None:
    async def scenario() -> tuple[House, list[Kept]]:
        house = House(lay_vault(tmp_path), Origin.LIVE, {"timezone": "UTC"})
        clock, kept, news = FakeClock(), list[Kept](), asyncio.Event()

        def keep(one: Kept) -> None:
            kept.append(one)
            news.set()

        async def until_kept() -> None:
            await news.wait()
            news.clear()

        async with StandIn(clock, broadcaster="lantern", bot="hearth_steward") as standin:
            rim = TwitchRim(config_at(standin, tmp_path / "tokens", "lantern", 0.05), clock)
            seen = asyncio.Event()
            bot = Bot(
                house,
                "lantern",
                Rim(rim, rim, clock, SPEED),
                watch=lambda *_: seen.set(),
                on_kept=keep,
                on_trouble=lambda _: None,
            )
            running = asyncio.create_task(bot.run())

            async def until(holds: Callable[[], bool]) -> None:
                while not holds():
                    seen.clear()
                    await seen.wait()

            await standin.until_heard()
            await standin.go_live()
            await until(lambda: bot.sessions.engine.state.is_running)
            await standin.say("maren", WORDS, message_id="maren-1")
            await standin.say("joost", OTHERS[0], message_id="joost-1")
            await until(lambda: bot.sessions.engine.state.room.human_messages == 2)
            await standin.go_offline()
            await until(
                lambda: bool(bot.sessions.engine.state.live and not bot.sessions.engine.state.live.is_live)
            )
            clock.advance(700)
            await until_kept()
            await standin.delete("maren-1", "maren")
            await until_kept()
            await standin.clear_user("joost")
            await until_kept()
            bot.supervisor.stopping.set()
            await running
        return house, kept

    house, kept = asyncio.run(asyncio.wait_for(scenario(), 60))
    assert [sorted(one.record.removed) for one in kept] == [[], ["maren-1"], ["joost-1", "maren-1"]]
    assert [type(event) for event in behind_the_end(house)] == [MessageDeleted, ChatterCleared]
    assert words_in_vault(house) == []
