"""Saves of tonight's dashboard: what a script does to the file, and when a save has rested."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Literal

from chronicler.domain.events import DashboardRested, DashboardSaved, Event, JottingsRead
from chronicler.domain.note import NoteContent
from chronicler.runtime.dashboard.saves import Resting, ScriptedDashboard, opening_events, with_jotting
from chronicler.transcripts.transcript import Edit
from tests.fakes import START, FakeClock, after

SETTLE = timedelta(seconds=5)
BOARD = "---\nchronicler: dashboard\ncontent_angle: Lamps\n---\n\n## During the stream\n"
OTHER = BOARD.replace("Lamps", "Doors")


def edit(seconds: float, text: str, kind: Literal["dashboard", "jot"] = "dashboard") -> Edit:
    return Edit(after(seconds), kind, text)


def told(board: ScriptedDashboard, *edits: Edit) -> list[tuple[float, str]]:
    events = board.events(edits, SETTLE)
    return [((e.at - START).total_seconds(), type(e).__name__) for e in events]


def scripted(folder: Path, text: str = BOARD) -> ScriptedDashboard:
    return ScriptedDashboard(folder / "Dashboards/tonight.md", "Chronicler/Dashboards/tonight.md", text=text)


def test_a_jotting_goes_to_the_end_of_its_section() -> None:
    assert with_jotting("## During the stream\n", "one") == "## During the stream\n- one\n"
    assert (
        with_jotting("## During the stream\n\n- one\n", "two").replace("\n\n", "\n")
        == "## During the stream\n- one\n- two\n"
    )
    text = "a\n\n## During the stream\n- one\n\n## After\nz\n"
    assert with_jotting(text, "two") == "a\n\n## During the stream\n- one\n- two\n\n## After\nz\n"


def test_a_note_without_the_section_gets_one() -> None:
    assert with_jotting("a\n", "one") == "a\n\n## During the stream\n\n- one\n"


def test_a_save_rests_five_seconds_later(tmp_path: Path) -> None:
    saved = told(scripted(tmp_path), edit(100, OTHER))
    assert saved == [(100, "DashboardSaved"), (105, "DashboardRested"), (105, "JottingsRead")]


def test_a_save_before_the_last_one_rested_puts_the_rest_off(tmp_path: Path) -> None:
    saved = told(scripted(tmp_path), edit(100, OTHER), edit(105, BOARD), edit(111, OTHER))
    assert saved[:3] == [(100, "DashboardSaved"), (105, "DashboardSaved"), (110, "DashboardRested")]
    assert saved[5] == (116, "DashboardRested")


def test_without_a_dashboard_a_jotting_is_only_a_jotting(tmp_path: Path) -> None:
    board = scripted(tmp_path, text="")
    (event,) = board.events([edit(20, "the bell again", "jot")], SETTLE)
    assert JottingsRead(after(25), board.path, ("the bell again",)) == event


def test_only_what_the_script_saved_is_written_to_the_file(tmp_path: Path) -> None:
    board = scripted(tmp_path)
    (saved, *_) = board.events([edit(20, "a thought", "jot")], SETTLE)
    assert isinstance(saved, DashboardSaved)
    board.write(DashboardSaved(START, NoteContent(board.path, revision="of somebody else")))
    assert not board.file.exists()
    board.write(saved)
    assert with_jotting(BOARD, "a thought") == board.file.read_text(encoding="utf-8")


def test_what_a_person_wrote_into_the_file_is_never_saved_over(tmp_path: Path) -> None:
    board = scripted(tmp_path)
    saves = [
        e
        for e in board.events([edit(20, "one", "jot"), edit(60, OTHER)], SETTLE)
        if isinstance(e, DashboardSaved)
    ]
    board.write(saves[0])
    mine = f"{board.file.read_text(encoding='utf-8')}\nmine\n"
    board.file.write_text(mine, encoding="utf-8")
    board.write(saves[1])
    assert mine == board.file.read_text(encoding="utf-8")


def test_every_text_of_the_script_is_known_beforehand(tmp_path: Path) -> None:
    edits = [edit(1, "a", "jot"), edit(2, OTHER)]
    assert {BOARD, with_jotting(BOARD, "a"), OTHER} == scripted(tmp_path).all_texts(edits)


def test_a_stream_begins_with_the_dashboard_at_rest_or_without_one() -> None:
    note = NoteContent("tonight.md", {}, "## During the stream\n- one\n", "r1")
    assert [
        DashboardSaved(START, note, is_bound=True),
        DashboardRested(START, "r1"),
        JottingsRead(START, "tonight.md", ("one",)),
    ] == opening_events(note, START, is_bound=True)
    assert opening_events(None, START, is_bound=True) == []


# In wall time --------------------------------------------------------------------------


class Told:
    """What a :class:`Resting` reports, and a way to wait for the next rest."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.rested = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, JottingsRead):
            self.rested.set()


def test_of_two_quick_saves_only_the_second_comes_to_rest() -> None:
    async def scenario() -> list[Event]:
        heard = Told()
        resting = Resting(FakeClock(), heard)
        for revision in ("r1", "r2"):
            resting.saved(NoteContent("tonight.md", revision=revision), 0.02, is_bound=False)
        await asyncio.wait_for(heard.rested.wait(), 60)
        return heard.events

    events = asyncio.run(scenario())
    assert [e.note.revision for e in events if isinstance(e, DashboardSaved)] == ["r1", "r2"]
    assert [DashboardRested(START, "r2")] == [e for e in events if isinstance(e, DashboardRested)]


def test_two_notes_rest_each_by_itself() -> None:
    async def scenario() -> list[str]:
        done: list[str] = []
        both = asyncio.Event()
        resting = Resting(FakeClock(), lambda _: None)
        resting.after_rest("b.md", 0.02, both.set)
        resting.after_rest("a.md", 0.01, lambda: done.append("a"))
        await asyncio.wait_for(both.wait(), 60)
        return [*done, "b"]

    assert asyncio.run(scenario()) == ["a", "b"]


def test_stopping_forgets_what_has_not_rested() -> None:
    async def scenario() -> bool:
        resting = Resting(FakeClock(), lambda _: None)
        resting.after_rest("tonight.md", 60, lambda: None)
        (timer,) = resting._timers.values()
        resting.stop()
        return timer.cancelled() and not resting._timers

    assert asyncio.run(scenario())
