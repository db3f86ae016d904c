"""Each jotting is told once, by the stream in which it was first seen, whatever restarts."""

import asyncio
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import Event, JottingSeen, LiveStatusChecked
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.jotted import jotted_before
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.vault_ears import VaultEars
from chronicler.vault.frontmatter import read_note
from tests.agent.evening import Evening
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
    asyncio.run(asyncio.wait_for(bot.run(), 60))
    assert jotted(stage)[2] == []


@pytest.mark.parametrize("is_test", [True, False])
def test_a_test_off_air_takes_for_new_only_what_is_jotted_while_it_lasts(
    tmp_path: Path, *, is_test: bool
) -> None:
    stage = Stage(tmp_path, lambda report: two_streams(stage, report))
    jot(stage, "the goat rang the bell")
    told: list[Event] = []
    ears = VaultEars(stage.house, stage.clock, told.append, is_test=is_test)
    told += ears.opening(after(0))
    jot(stage, "the goat rang the bell", "a raffle")
    ears.take_rested(read_note((stage.house.vault.root / BOARD).read_bytes(), BOARD))
    tonight = Evening()
    for event in told:
        tonight.feed(event)
    seen = [each.text for each in tonight.derived if isinstance(each, JottingSeen)]
    assert seen == (["a raffle"] if is_test else ["the goat rang the bell", "a raffle"])
