"""Earlier evenings that are embedded while the bot runs are still led to this evening."""

import asyncio
from pathlib import Path

from chronicler.archive.journal.folder import session_journals
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.events import MemoryRead
from chronicler.runtime.recalling.remembering import LABEL, memory_folder
from chronicler.runtime.replay import replay
from tests.runtime.test_live_control import Desk
from tests.scenarios.evening import dashboard


def test_once_more_is_embedded_the_theme_is_looked_up_again_and_only_then(tmp_path: Path) -> None:
    async def evening(desk: Desk) -> None:
        await asyncio.to_thread(desk.note("Dashboards").mkdir, exist_ok=True)
        await desk.save("Dashboards/2026-03-06 Dashboard.md", dashboard())
        await desk.until(lambda state: state.desk.dashboard)
        desk.bot.tick()
        memory = memory_folder(desk.house)
        memory.mkdir(parents=True)
        (memory / LABEL).write_text("{}", encoding="utf-8")
        for _ in range(3):
            desk.bot.tick()

    desk = Desk(tmp_path, evening)
    desk.pass_evening()
    (journal,) = session_journals(desk.house.journals)
    assert sum(isinstance(event, MemoryRead) for _, event in read_journal(journal)) == 2
    assert replay(journal).differences == ()


def test_the_label_is_the_one_that_memory_writes() -> None:
    text = (Path(__file__).parents[2] / "chronicler/recall/shelf.py").read_text("utf-8")
    assert f'LABEL: Final = "{LABEL}"' in text
