"""A running bot forgets on request, goes on hearing meanwhile, and lets viewers ask for themselves."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.chat import FORGOTTEN, OPTED_OUT
from chronicler.domain.events import LiveStatusChecked, MessageReceived
from chronicler.errors import UserError
from chronicler.runtime.forgetting.beside import forget_somebody
from chronicler.runtime.forgetting.operation import CUT_SHORT, PENDING, Forgotten
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.replay import replay
from tests.fakes import START, after, message
from tests.runtime.forgettable import Kept
from tests.runtime.test_live import Report, Stage

NOW = datetime(2026, 4, 1, tzinfo=UTC)
WORD = "quillwort"


def said(seconds: float, login: str, text: str) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, login, text, chatter_id=f"id-{login}"))


class Asking(threading.Thread):
    """The command in another terminal."""

    def __init__(self, stage: Stage, who: str) -> None:
        super().__init__(name="the command")
        self.stage, self.who = stage, who
        self.done: Forgotten | None = None
        self.refused = ""

    def run(self) -> None:
        try:
            self.done = forget_somebody(self.stage.house, self.who, NOW)
        except UserError as error:
            self.refused = str(error)


def run_beside(folder: Path, tell: Callable[[Report], Awaitable[None]]) -> Stage:
    async def told(report: Report) -> None:
        report(LiveStatusChecked(START, is_live=True, stream_id="s1"))
        await tell(report)

    stage = Stage(folder, told)
    STAGES.append(stage)
    with hold_lock(stage.house.data):
        stage.run()
    return stage


STAGES: list[Stage] = []


async def until(is_so: Callable[[], bool]) -> None:
    """Let the bot work until something is so; the stage gives up after a while."""
    while not is_so():  # noqa: ASYNC110 - a file is looked at, which sets no event
        await asyncio.sleep(0.02)


def test_the_running_bot_does_it_and_loses_no_line(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(said(5, "wren", f"the {WORD} grows where nobody looks"))
        report(said(6, "mira", "low water tonight"))
        asking = Asking(STAGES[-1], "Wren")
        asking.start()
        heard = 7
        while asking.is_alive():
            report(said(heard, "mira", f"line {heard}"))
            heard += 1
            await asyncio.sleep(0.02)
        report(said(heard, "mira", "the last one"))
        asked.append(asking)
        count.append(heard - 5)
        tonight = STAGES[-1].house.vault.root / "Chronicler/Tonight.md"
        await until(lambda: "Somebody was forgotten: 1 line" in tonight.read_text("utf-8"))

    asked: list[Asking] = []
    count: list[int] = []
    stage = run_beside(tmp_path, tell)
    assert asked[0].done is not None
    assert asked[0].done.lines == 1
    assert Kept(stage.house).holding({WORD, '"login":"wren"', "id-wren"}) == set()
    (journal,) = session_journals(stage.house.journals)
    heard = [e.message for _, e in read_journal(journal) if isinstance(e, MessageReceived)]
    assert [m.text for m in heard if m.login == "mira"][-1] == "the last one"
    assert len([m for m in heard if m.login == "mira"]) == count[0]
    assert [m.withheld for m in heard if m.login != "mira"] == [FORGOTTEN]
    assert list((stage.house.data / "orders").glob("forget-*")) == []


def test_an_unknown_name_is_told_by_the_running_bot_too(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        report(said(5, "wren", "low water"))
        asking = Asking(STAGES[-1], "wrenn")
        asking.start()
        await until(lambda: not asking.is_alive())
        asked.append(asking.refused)

    asked: list[str] = []
    run_beside(tmp_path, tell)
    assert "Did you mean wren?" in asked[0]


def test_a_holder_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chronicler.runtime.forgetting.beside.TAKEN_WITHIN", 0.1)
    stage = Stage(tmp_path, lambda _: asyncio.sleep(0))
    with hold_lock(stage.house.data), pytest.raises(UserError, match="does not answer"):
        forget_somebody(stage.house, "wren", NOW)
    assert list((stage.house.data / "orders").iterdir()) == []


def test_a_forgetting_that_was_cut_short_is_told_at_the_next_start(tmp_path: Path) -> None:
    stage = Stage(tmp_path, lambda _: asyncio.sleep(0))
    (stage.house.data / PENDING).write_text("{}")
    stage.run()
    assert CUT_SHORT in stage.trouble


# Opting out, whole -------------------------------------------------------------------------------


def test_whoever_asks_in_chat_is_not_kept_from_then_on_nor_what_they_wrote_tonight(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        stage = STAGES[-1]
        report(said(5, "wren", f"the {WORD} grows where nobody looks"))
        report(said(6, "mira", "low water tonight"))
        report(said(7, "wren", "!forgetme"))
        report(said(8, "wren", f"and the {WORD} again"))
        await until(lambda: bool(stage.sender.said))
        report(said(9, "wren", f"{WORD}, once more"))
        tonight = stage.house.vault.root / "Chronicler/Tonight.md"
        await until(lambda: "Somebody wants none of their words kept" in tonight.read_text("utf-8"))

    stage = run_beside(tmp_path, tell)
    (answer,) = stage.sender.said
    assert answer.startswith("From now on nothing you write here is kept")
    (kept,) = stage.kept
    assert [m.text for m in kept.record.messages] == ["", "low water tonight", "", "", ""]
    assert [m.withheld for m in kept.record.messages] == ["", "", "", OPTED_OUT, OPTED_OUT]
    written = "".join(path.read_text("utf-8") for path in stage.house.vault.root.rglob("*.md"))
    assert WORD not in written
    (journal,) = session_journals(stage.house.journals)
    assert journal.read_bytes().count(WORD.encode()) == 1, "what was kept before goes with chronicler forget"
    assert replay(journal).differences == ()


def test_it_holds_in_the_next_run_whatever_they_are_called_then(tmp_path: Path) -> None:
    async def first(report: Report) -> None:
        report(said(7, "wren", "!forgetme"))
        await until(lambda: bool(STAGES[-1].sender.said))

    async def second(report: Report) -> None:
        report(MessageReceived(after(9), message(9, "wren_two", f"the {WORD}", chatter_id="id-wren")))

    stage = run_beside(tmp_path, first)
    run_beside(tmp_path, second)
    assert Kept(stage.house).holding({WORD, '"login":"wren_two"'}) == set()


def test_a_login_listed_in_settings_acts_at_once_on_what_was_said_before(tmp_path: Path) -> None:
    async def tell(report: Report) -> None:
        stage = STAGES[-1]
        note = stage.house.vault.root / "Chronicler/Settings.md"
        report(said(5, "wren", f"the {WORD} grows where nobody looks"))
        text = note.read_text("utf-8")
        note.write_text(text.replace("opt_out: []", "opt_out:\n  - Wren"), "utf-8")
        state = stage.bot.sessions.engine.state
        await until(lambda: stage.bot.sessions.engine.state.settings.opt_out == ("wren",))
        report(said(9, "wren", f"{WORD}, once more"))
        assert [m.text for m in state.room.recent] == ["", ""]
        tonight = stage.house.vault.root / "Chronicler/Tonight.md"
        await until(lambda: "opt_out" in tonight.read_text("utf-8"))

    stage = run_beside(tmp_path, tell)
    (kept,) = stage.kept
    assert [m.text for m in kept.record.messages] == ["", ""]
