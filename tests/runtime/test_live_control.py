"""Notes as controls: what a save in Obsidian does to the running bot, through the real watcher."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from chronicler.agent.state import State
from chronicler.archive.journal.writing import session_journals
from chronicler.domain.events import Event, LiveStatusChecked, Ticked
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.replay import replay
from tests.doubles.ollama_server import OllamaServer
from tests.fakes import START, FakeClock, FakeSender, after
from tests.scenarios.evening import dashboard, lay_vault

PATIENCE = 60.0
"""Wall seconds after which a test that waits in vain fails."""
Report = Callable[[Event], None]


class Desk:
    """A running bot, live from its beginning, and the notes its streamer saves."""

    def __init__(self, folder: Path, evening: Callable[["Desk"], Awaitable[None]]) -> None:
        self.vault = lay_vault(folder)
        self.house = House(self.vault, Origin.LIVE, {"timezone": "UTC", "settle_seconds": 1})
        self._evening, self._news = evening, asyncio.Event()
        self._report: Report = lambda _: None
        self.troubles: list[str] = []
        rim = Rim(self, FakeSender(), FakeClock())
        self.bot = Bot(self.house, "lantern", rim, watch=self._saw, on_trouble=self._told)

    def _saw(self, *_: object) -> None:
        self._news.set()

    def _told(self, trouble: str) -> None:
        self.troubles.append(trouble)
        self._news.set()

    async def run(self, report: Report) -> None:
        self._report = report
        report(LiveStatusChecked(START, is_live=True, stream_id="s1"))
        await self._evening(self)

    def pass_evening(self) -> str:
        """Run to the end and return Tonight."""
        asyncio.run(asyncio.wait_for(self.bot.run(), PATIENCE))
        return self.note("Tonight.md").read_text(encoding="utf-8")

    def note(self, name: str) -> Path:
        return self.vault.root / self.vault.folder / name

    async def save(self, name: str, text: str) -> None:
        await asyncio.to_thread(self.note(name).write_text, text, encoding="utf-8")

    @property
    def state(self) -> State:
        return self.bot.sessions.engine.state

    async def until(self, is_so: Callable[[State], object]) -> None:
        while not is_so(self.state):
            self._news.clear()
            await self._news.wait()

    def hearth_reason(self, seconds: float) -> str:
        """Return what a look of the Hearthkeeper's at that time finds."""
        self._report(Ticked(after(seconds)))
        return self.state.reasons["hearthkeeper"].reason


def settings(**typed: object) -> str:
    lines = [f"{key}: {value}" for key, value in typed.items()]
    return "\n".join(["---", "chronicler: settings", *lines, "---", ""])


def test_a_switch_in_settings_acts_while_the_stream_runs_and_tonight_answers(tmp_path: Path) -> None:
    async def evening(desk: Desk) -> None:
        await desk.save("Settings.md", settings(hearthkeeper="false", quiet_minutes=8))
        await desk.until(lambda state: not state.settings.hearthkeeper)
        reasons.append(desk.hearth_reason(10))
        await desk.save(
            "Settings.md", settings(hearthkeeper="true", quiet_minutes="8x", command_hush="still")
        )
        await desk.until(lambda state: state.settings.hearthkeeper)
        in_force.append((desk.state.settings.quiet_minutes, desk.state.settings.command_hush))
        await desk.save("Settings.md", "")
        await desk.until(lambda state: "empty" in " ".join(state.settings.remarks))
        in_force.append((desk.state.settings.quiet_minutes, desk.state.settings.command_hush))
        await asyncio.to_thread(desk.note("Settings.md").unlink)
        await desk.until(lambda state: "gone" in " ".join(state.settings.remarks))
        in_force.append((desk.state.settings.quiet_minutes, desk.state.settings.command_hush))
        await desk.save("Settings.md", settings(offline_test="true", quiet_minutes=8, command_hush="still"))
        await desk.until(lambda state: state.settings.offline_test)

    reasons: list[str] = []
    in_force: list[tuple[float, str]] = []
    desk = Desk(tmp_path, evening)
    tonight = desk.pass_evening()
    assert reasons == ["off_in_settings"]
    assert in_force == [(8, "still, moderators")] * 3
    for line in (
        "    - `hearthkeeper` true → false.",
        "    - `quiet_minutes` 15 → 8.",
        "    - `command_hush` hush, moderators → still, moderators.",
        "    - **not taken over**: `quiet_minutes`: write a number from 1 to 120 minutes, or auto, not '8x'; 8",
        "**not taken over**: The Settings note is gone; what was in force stays.",
        "`offline_test` false → true.",
        "- **The Chronicler is not running**, since ",
    ):
        assert line in tonight
    assert "Offline test is on" not in tonight, "of a bot that has stopped nothing is to be feared"
    assert desk.troubles == [each for each in desk.troubles if "approved dashboard" in each]
    (journal,) = session_journals(desk.house.journals)
    assert replay(journal).differences == ()


def test_a_save_that_names_a_model_which_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    async def evening(desk: Desk) -> None:
        with OllamaServer() as server:
            await desk.save("Settings.md", settings(model="ollama/nosuch", model_url=server.url))
            await desk.until(lambda _: any("nosuch" in trouble for trouble in desk.troubles))

    desk = Desk(tmp_path, evening)
    desk.pass_evening()
    (told,) = [trouble for trouble in desk.troubles if "nosuch" in trouble]
    assert told.startswith("The model in Settings, ollama/nosuch: ")
    assert told.endswith("chronicler model check tells more.")


def test_properties_of_the_dashboard_act_once_they_have_rested(tmp_path: Path) -> None:
    async def evening(desk: Desk) -> None:
        board = "Dashboards/2026-03-06.md"
        await desk.save(board, dashboard(status="draft"))
        await desk.until(lambda state: state.desk.receipts)
        reasons.append(desk.state.desk.theme)
        await desk.save(board, dashboard())
        await desk.until(lambda state: state.desk.theme)
        reasons.append(desk.hearth_reason(10))
        await desk.save(board, dashboard(hearthkeeper="false"))
        await desk.until(lambda state: state.desk.dashboard and not state.desk.dashboard.hearthkeeper)
        reasons.append(desk.hearth_reason(20))
        await desk.save(board, dashboard(silence="contemplative"))
        await desk.until(lambda state: state.desk.dashboard and state.desk.dashboard.hearthkeeper)
        reasons.append(desk.hearth_reason(30))
        await desk.save(board, dashboard(status="draft"))
        await desk.until(lambda state: state.desk.dashboard is None)

    reasons: list[str] = []
    tonight = Desk(tmp_path, evening).pass_evening()
    assert reasons[0] == ""
    assert reasons[1] not in ("off_in_dashboard", "contemplative")
    assert reasons[2:] == ["off_in_dashboard", "contemplative"]
    assert "Hearthkeeper switched off for tonight" in tonight
    assert "Silence is contemplative now" in tonight
    assert "still a draft" in tonight


def test_what_was_changed_while_nothing_ran_is_taken_over_by_the_next_run(tmp_path: Path) -> None:
    async def stop(desk: Desk) -> None:
        desk.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    async def look(desk: Desk) -> None:
        found.append((desk.state.settings.quiet_minutes, desk.state.desk.theme, len(desk.state.decisions)))

    found: list[tuple[float, str, int]] = []
    Desk(tmp_path, stop).pass_evening()
    before = Desk(tmp_path, stop)
    before.note("Settings.md").write_text(settings(quiet_minutes=8), encoding="utf-8")
    before.note("Dashboards/2026-03-06.md").write_text(dashboard("Salt"), encoding="utf-8")
    before.bot.sessions.close()
    again = Desk(tmp_path, look)
    tonight = again.pass_evening()
    assert [each[:2] for each in found] == [(8, "Salt")]
    assert "`quiet_minutes` 15 → 8." in tonight
