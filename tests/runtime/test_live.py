"""The running bot between its source and its vault: what is heard is kept, however it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from chronicler.agent import live_gate
from chronicler.archive.journal.writing import off_air_path, read_journal, session_journals
from chronicler.domain.events import (
    Event,
    LiveStatusChecked,
    MessageReceived,
    PostReminded,
    SendAttempted,
    SessionEnded,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import WITHOUT_DASHBOARD, WITHOUT_DASHBOARD_YET, Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.rehearsing.paced import make_way
from chronicler.vault.frontmatter import read_note
from tests.fakes import START, FakeClock, FakeSender, after, message
from tests.scenarios.evening import lay_vault
from tests.waiting import until

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
        asyncio.run(asyncio.wait_for(self.bot.run(), 60))


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


def crashed_without_its_vault(folder: Path) -> tuple[Stage, Path]:
    """Test off air until the vault is taken away, and return what a crash leaves, the vault back again."""

    async def tell(report: Report) -> None:
        report(said(5))
        await asyncio.to_thread(until, lambda: "**open although" in tonight.read_text("utf-8"), "on Tonight")
        root.rename(away)
        await stage.bot.parts.present.make_durable()
        left.append(stage.bot.sessions.engine.journal.path.read_bytes())
        stage.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    left: list[bytes] = []
    stage = off_air_test(folder, tell)
    root = stage.house.vault.root
    tonight, away = root / "Chronicler/Tonight.md", root.with_name("away")
    stage.run()
    away.rename(root)
    (journal,) = session_journals(stage.house.journals)
    journal.write_bytes(left[0])
    assert "**open although you are offline**" in tonight.read_text("utf-8")
    return stage, journal


def test_a_test_that_crashed_without_its_vault_is_over_on_the_real_tonight_with_the_next_trial(
    tmp_path: Path,
) -> None:
    stage, journal = crashed_without_its_vault(tmp_path)
    tonight = stage.house.vault.root / "Chronicler/Tonight.md"
    make_way(stage.house, "20200101T193000Z-another")
    text = tonight.read_text(encoding="utf-8")
    assert "over; it ran from" in text
    assert "although you are offline" not in text
    assert "Offline test is on" not in text
    assert read_note(tonight.read_bytes(), "").properties["origin"] == "live"
    assert not (tonight.parent / "Rehearsals/Tonight.md").exists()
    assert isinstance(list(read_journal(journal))[-1][1], SessionEnded)


def test_a_rehearsal_of_a_stream_that_was_heard_live_ends_nothing_on_the_real_tonight(
    tmp_path: Path,
) -> None:
    stage, journal = crashed_without_its_vault(tmp_path)
    tonight = stage.house.vault.root / "Chronicler/Tonight.md"
    before = tonight.read_bytes()
    live = stage.house.vault.data / "journal" / journal.name
    live.write_bytes(journal.read_bytes())
    make_way(stage.house, "20200101T193000Z-another")
    assert tonight.read_bytes() == before


def test_the_announcement_post_is_reminded_of_once_before_the_stream_and_journaled(tmp_path: Path) -> None:
    """The clock stands nine minutes before the start that the dashboard names."""
    told: list[Event] = []

    async def tell(report: Report) -> None:
        del report
        for _ in range(3):
            stage.bot.tick()
        stands = lambda: "announcement post is due" in tonight.read_text(encoding="utf-8")  # noqa: E731
        await asyncio.to_thread(until, stands, "the reminder on Tonight")
        stage.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    folder = lay_vault(tmp_path).root / "Chronicler"
    tonight = folder / "Tonight.md"
    (folder / "Dashboards/2026-03-06 Dashboard.md").write_text(
        "---\nchronicler: dashboard\nstatus: approved\nstart_time: 19:39\ncontent_angle: mud\n"
        'social_post: "Soon. #Sea #RPG"\n---\n',
        encoding="utf-8",
    )
    stage = Stage(tmp_path, tell, watch=lambda _, derived, __: told.extend(derived))
    stage.run()
    (due,) = [event for event in told if isinstance(event, PostReminded)]
    assert due.start_at == after(9 * 60)
    kept = [event for _, event in read_journal(off_air_path(stage.house.journals, START))]
    assert kept.count(due) == 1
    assert sum(isinstance(event, Ticked) for event in kept) == 1
