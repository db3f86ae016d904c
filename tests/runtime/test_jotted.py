"""Each jotting is told once, by the stream in which it was first seen, whatever restarts."""

import asyncio
from pathlib import Path

from chronicler.archive.journal import read_journal, session_journals
from chronicler.domain.events import JottingSeen, LiveStatusChecked
from chronicler.runtime.jotted import jotted_before
from chronicler.runtime.live import Bot
from chronicler.runtime.rim import Rim
from tests.fakes import FakeSender, after
from tests.runtime.test_live import Report, Stage, Told
from tests.scenarios.evening import dashboard

BOARD = "Chronicler/Dashboards/2026-03-06 Dashboard.md"


def jot(stage: Stage, *lines: str) -> None:
    path = stage.house.vault.root / BOARD
    path.parent.mkdir(exist_ok=True)
    path.write_text(dashboard() + "\n".join(f"- {line}" for line in lines) + "\n", encoding="utf-8")


def jotted(stage: Stage) -> list[list[str]]:
    """Return what each stream told, in order."""
    journals = session_journals(stage.house.journals)
    return [[e.text for _, e in read_journal(path) if isinstance(e, JottingSeen)] for path in journals]


async def two_streams(stage: Stage, report: Report) -> None:
    live = LiveStatusChecked(after(60), is_live=True, stream_id="s1", started_at=after(60))
    report(live)
    stage.clock.advance(700)
    report(LiveStatusChecked(after(700), is_live=False))
    report(LiveStatusChecked(after(1400), is_live=False))
    jot(stage, "the goat rang the bell", "a raffle")
    stage.clock.advance(800)
    report(LiveStatusChecked(after(1500), is_live=True, stream_id="s2", started_at=after(1500)))
    report(LiveStatusChecked(after(1600), is_live=False))
    stage.bot.supervisor.stopping.set()
    await asyncio.Event().wait()


def test_the_next_stream_of_an_evening_tells_only_what_is_new(tmp_path: Path) -> None:
    stage = Stage(tmp_path, lambda report: two_streams(stage, report))
    jot(stage, "the goat rang the bell")
    stage.run()
    assert jotted(stage) == [["the goat rang the bell"], ["a raffle"]]
    assert jotted_before(stage.house.journals)[BOARD] == ("the goat rang the bell", "a raffle")


def test_a_start_after_the_stream_remembers_what_was_told(tmp_path: Path) -> None:
    stage = Stage(tmp_path, lambda report: two_streams(stage, report))
    jot(stage, "the goat rang the bell")
    stage.run()

    async def third(report: Report) -> None:
        report(LiveStatusChecked(after(3000), is_live=True, stream_id="s3", started_at=after(3000)))
        bot.supervisor.stopping.set()

    stage.clock.advance(1500)
    bot = Bot(stage.house, "lantern", Rim(Told(third), FakeSender(), stage.clock))
    asyncio.run(asyncio.wait_for(bot.run(), 20))
    assert jotted(stage)[2] == []
