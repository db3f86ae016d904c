"""The running bot between its source and its vault: what is heard is kept, however it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from chronicler.agent import live_gate
from chronicler.archive.journal import off_air_path, read_journal, session_journals
from chronicler.domain.events import Event, LiveStatusChecked, MessageReceived, SendAttempted
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live import WITHOUT_DASHBOARD, WITHOUT_DASHBOARD_YET, Bot
from chronicler.runtime.rim import Rim
from tests.fakes import START, FakeClock, FakeSender, after, message
from tests.scenarios.evening import lay_vault

Report = Callable[[Event], None]


class Told:
    """A source that tells what a test tells it, then waits or ends."""

    def __init__(self, tell: Callable[[Report], Awaitable[None]]) -> None:
        self._tell = tell

    async def run(self, report: Report) -> None:
        await self._tell(report)


class Stage:
    """A bot in a vault of its own, with everything it says and keeps."""

    def __init__(self, folder: Path, tell: Callable[[Report], Awaitable[None]], **rest: Any) -> None:
        self.house = House(lay_vault(folder), Origin.LIVE, {"timezone": "UTC"})
        self.clock, self.sender = FakeClock(), FakeSender()
        self.kept: list[Kept] = []
        self.trouble: list[str] = []
        self.bot = Bot(
            self.house,
            "lantern",
            Rim(Told(tell), self.sender, self.clock),
            on_kept=self.kept.append,
            on_trouble=self.trouble.append,
            **rest,
        )

    def run(self) -> None:
        asyncio.run(asyncio.wait_for(self.bot.run(), 20))


def said(seconds: float, text: str = "the sea again") -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, "maren", text))


def test_a_stream_that_went_offline_is_kept_when_the_bot_stops(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(LiveStatusChecked(START, is_live=True, stream_id="s1"))
        report(said(5))
        report(LiveStatusChecked(after(60), is_live=False))
        stage.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    stage = Stage(tmp_path, tell)
    stage.run()
    (kept,) = stage.kept
    assert kept.ledger is not None
    assert (stage.house.vault.root / kept.ledger).exists()
    tonight = (stage.house.vault.root / "Chronicler/Tonight.md").read_text(encoding="utf-8")
    assert Path(kept.ledger).stem in tonight


def test_a_stream_still_live_when_the_bot_stops_is_left_to_the_next_run(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(LiveStatusChecked(START, is_live=True, stream_id="s1"))
        report(said(5))
        stage.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    stage = Stage(tmp_path, tell)
    stage.run()
    assert stage.kept == []
    (journal,) = session_journals(stage.house.journals)
    assert said(5) in [event for _, event in read_journal(journal)]


def test_a_source_that_fails_starts_again_and_loses_nothing(tmp_path: Path) -> None:
    attempts: list[int] = []

    async def tell(report: Report) -> None:
        attempts.append(1)
        if len(attempts) == 1:
            report(LiveStatusChecked(START, is_live=True))
            report(said(1, "before the fault"))
            raise RuntimeError("the wire was cut")
        report(said(2, "after the fault"))

    stage = Stage(tmp_path, tell)
    stage.run()
    (kept,) = stage.kept
    assert [m.text for m in kept.record.messages] == ["before the fault", "after the fault"]
    assert any("source stopped (the wire was cut)" in trouble for trouble in stage.trouble)


def test_a_missing_dashboard_is_said_loudly_before_going_live_and_after_once_each(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(LiveStatusChecked(START, is_live=False))
        report(LiveStatusChecked(START, is_live=False))
        report(LiveStatusChecked(START, is_live=True))
        report(said(1))
        report(said(2))

    stage = Stage(tmp_path, tell)
    stage.run()
    assert stage.trouble == [WITHOUT_DASHBOARD_YET, WITHOUT_DASHBOARD]


def test_chat_between_streams_goes_to_the_off_air_journal(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(said(1, "is anybody here yet"))

    stage = Stage(tmp_path, tell)
    stage.run()
    heard = [event for _, event in read_journal(off_air_path(stage.house.journals, START))]
    assert said(1, "is anybody here yet") in heard
    assert stage.kept == []


def test_an_intent_the_journal_refused_is_not_durable(tmp_path: Path) -> None:
    """Nothing may be said whose intent stands in memory only."""

    async def tell(report: Report) -> None:
        report(LiveStatusChecked(START, is_live=True))
        engine = stage.bot.sessions.engine
        await stage.bot.parts.present.make_durable()
        engine.journal._failure = ArchiveError("No space left")
        report(SendAttempted(after(1), "line-1"))
        try:
            await stage.bot.parts.present.make_durable()
        except ArchiveError as error:
            refusals.append(str(error))
        report(said(2))
        await stage.bot.parts.present.make_durable()

    refusals: list[str] = []
    stage = Stage(tmp_path, tell)
    stage.run()
    assert refusals == ["No space left"]
    (journal,) = session_journals(stage.house.journals)
    assert sum(isinstance(event, SendAttempted) for _, event in read_journal(journal)) == 1


# Testing off air -------------------------------------------------------------------------


def off_air_test(folder: Path, tell: Callable[[Report], Awaitable[None]]) -> Stage:
    stage = Stage(folder, tell)
    real = stage.house
    stage.house = House(real.vault, Origin.REHEARSAL, {"timezone": "UTC", "offline_test": True})
    stage.bot = Bot(
        stage.house,
        "lantern",
        Rim(Told(tell), stage.sender, stage.clock),
        test_beside=real,
        on_kept=stage.kept.append,
        on_trouble=stage.trouble.append,
    )
    return stage


def test_a_test_off_air_has_a_session_with_an_open_gate_that_counts_as_no_stream(tmp_path: Path) -> None:
    gates: list[str | None] = []

    async def tell(report: Report) -> None:
        for status in (False, None):
            report(LiveStatusChecked(after(1), is_live=status))
            gates.append(live_gate.closed_because(stage.bot.sessions.engine.state, after(1)))
        report(said(5))
        stage.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    stage = off_air_test(tmp_path, tell)
    stage.run()
    assert gates == [None, None]
    (kept,) = stage.kept
    assert not kept.record.session.origin.is_real
    assert (kept.ledger or "").startswith("Chronicler/Rehearsals/")
    assert session_journals(stage.house.vault.data / "journal") == []
    tonight = (stage.house.vault.root / "Chronicler/Tonight.md").read_text(encoding="utf-8")
    assert "**The Chronicler is not running**" in tonight
    assert "Offline test is on" not in tonight, "it is over"


def test_a_test_ends_as_soon_as_the_stream_goes_live_and_takes_nothing_of_it(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(said(1, "only a test"))
        report(LiveStatusChecked(after(2), is_live=True, stream_id="s1"))
        await asyncio.Event().wait()

    stage = off_air_test(tmp_path, tell)
    stage.run()
    assert stage.bot.went_live
    (kept,) = stage.kept
    assert [m.text for m in kept.record.messages] == ["only a test"]
