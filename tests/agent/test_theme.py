"""How a save of the dashboard comes into force, and how it does not."""

import pytest

from chronicler.agent.desk import MENDED
from chronicler.agent.news import is_news
from chronicler.agent.orchestrator import Orchestrator
from chronicler.domain.actions import ReadContext, Recall
from chronicler.domain.events import (
    ActionQueued,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DashboardRemoved,
    DashboardRested,
    DashboardSaved,
    Event,
    JottingSeen,
    JottingsRead,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Problem
from tests.agent.evening import Evening, approved
from tests.fakes import after


def of(tonight: Evening, kind: type[Event]) -> list[Event]:
    return [event for event in tonight.derived if isinstance(event, kind)]


def theme(tonight: Evening) -> str:
    return tonight.orchestrator.state.desk.theme


def test_a_save_is_not_in_force_before_it_has_rested() -> None:
    tonight = Evening()
    tonight.save(0, approved("The door under the hill"), rest=False)
    assert theme(tonight) == ""
    tonight.feed(DashboardRested(after(5), "revision-0"))
    assert theme(tonight) == "The door under the hill"


def test_a_rest_of_an_older_save_adopts_nothing() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"), rest=False)
    tonight.save(3, approved("Second"), rest=False)
    tonight.feed(DashboardRested(after(5), "revision-0"))
    assert theme(tonight) == ""


def test_a_change_of_theme_is_adopted_with_what_changed() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    tonight.save(60, approved("Second"))
    adopted = of(tonight, DashboardAdopted)
    assert (adopted[-1].theme_from, adopted[-1].theme_to) == ("First", "Second")  # type: ignore[attr-defined]
    receipt = tonight.orchestrator.state.desk.receipts[-1]
    assert (after(60), after(65), True, "Second") == (
        receipt.saved_at,
        receipt.at,
        receipt.is_adopted,
        receipt.theme,
    )


def test_a_save_that_leaves_the_theme_alone_keeps_the_time_from_which_it_holds() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    since = tonight.orchestrator.state.desk.in_force_since
    tonight.save(60, {**approved("First"), "silence": "contemplative"})
    assert len(of(tonight, DashboardAdopted)) == 2
    assert tonight.orchestrator.state.desk.in_force_since == since
    tonight.save(120, approved("Second"))
    assert tonight.orchestrator.state.desk.in_force_since == after(125)


def test_the_receipt_of_a_save_says_once_how_it_was_read() -> None:
    tonight = Evening()
    tonight.save(0, approved("First", topics="lamps, doors, keys"))
    first = tonight.orchestrator.state.desk.receipts[-1]
    assert [line for line in first.lines if line.startswith("topics: this counts as one topic")]
    tonight.save(60, approved("Second", topics="lamps, doors, keys"))
    again = tonight.orchestrator.state.desk.receipts[-1]
    assert not [line for line in again.lines if "counts as one topic" in line]


def test_new_bytes_that_say_the_same_are_no_change() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    tonight.save(60, approved("First"), body="\n\n")
    assert len(of(tonight, DashboardAdopted)) == 1
    assert len(tonight.orchestrator.state.desk.receipts) == 1


def test_broken_yaml_refuses_the_save_and_keeps_the_last_good_dashboard() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    broken = NoteContent("d.md", {}, "", "bad", (Problem("close the quotes", line=3),))
    tonight.feed(DashboardSaved(after(60), broken))
    tonight.feed(DashboardRested(after(65), "bad"))
    refused = of(tonight, DashboardRefused)
    assert (theme(tonight), refused[0].reasons) == ("First", ("line 3: close the quotes",))  # type: ignore[attr-defined]


def test_an_emptied_note_unsets_nothing() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    tonight.save(60, {})
    assert theme(tonight) == "First"
    assert len(of(tonight, DashboardRefused)) == 1


def mended(tonight: Evening) -> list[tuple[str, ...]]:
    return [r.lines for r in tonight.orchestrator.state.desk.receipts if r.lines == MENDED]


@pytest.mark.parametrize("problems", [(Problem("close the quotes", line=3),), ()], ids=["broken", "emptied"])
def test_a_save_that_ends_a_refusal_is_answered_once_though_nothing_changed(
    problems: tuple[Problem, ...],
) -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    since = tonight.orchestrator.state.desk.in_force_since
    path = of(tonight, DashboardAdopted)[0].path  # type: ignore[attr-defined]
    tonight.feed(DashboardSaved(after(60), NoteContent(path, {}, "", "bad", problems)))
    tonight.feed(DashboardRested(after(65), "bad"))
    assert mended(tonight) == []
    tonight.save(120, approved("First"))
    tonight.save(180, approved("First"), body="\n\n")
    assert len(of(tonight, DashboardMended)) == 1
    assert mended(tonight) == [MENDED]
    assert tonight.orchestrator.state.desk.receipts[-1].lines == MENDED
    assert (theme(tonight), tonight.orchestrator.state.desk.in_force_since) == ("First", since)
    assert len(of(tonight, DashboardAdopted)) == 1


def test_a_dashboard_mended_while_nothing_ran_is_news() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    state = tonight.orchestrator.state
    good = next(e for e in tonight.inputs if isinstance(e, DashboardSaved))
    assert not is_news(good, state)
    path = good.note.path
    tonight.feed(DashboardSaved(after(60), NoteContent(path, {}, "", "bad")))
    tonight.feed(DashboardRested(after(65), "bad"))
    assert is_news(good, state)


def test_a_draft_does_not_feed_the_bot() -> None:
    tonight = Evening()
    tonight.save(0, approved("First") | {"status": "draft"})
    assert theme(tonight) == ""
    assert len(of(tonight, DashboardRefused)) == 1


def test_taking_the_approval_back_clears_the_theme() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    tonight.save(60, approved("First") | {"status": "draft"})
    assert (theme(tonight), len(of(tonight, DashboardCleared))) == ("", 1)


def test_removing_the_note_clears_the_theme() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    tonight.feed(DashboardRemoved(after(60), "Chronicler/Dashboards/2026-03-06.md"))
    assert theme(tonight) == ""


def test_context_links_are_read_when_they_change_and_only_then() -> None:
    tonight = Evening()
    tonight.save(0, approved("First", context=("[[Lamps]]",)))
    tonight.save(60, approved("Second", context=("[[Lamps]]",)))
    reads = [
        e.action for e in tonight.derived if isinstance(e, ActionQueued) and isinstance(e.action, ReadContext)
    ]
    assert [ReadContext(("Lamps",))] == reads


def test_each_new_jotting_is_timed_once() -> None:
    tonight = Evening()
    tonight.feed(JottingsRead(after(10), "d.md", ("the bridge",)))
    tonight.feed(JottingsRead(after(90), "d.md", ("the bridge", "the bell")))
    jotted = [(e.at, e.text) for e in tonight.derived if isinstance(e, JottingSeen)]
    assert [(after(10), "the bridge"), (after(90), "the bell")] == jotted


def test_a_jotting_written_out_later_keeps_its_time() -> None:
    tonight = Evening()
    tonight.feed(JottingsRead(after(10), "d.md", ("the br",)))
    tonight.feed(JottingsRead(after(20), "d.md", ("the bridge hums",)))
    assert {"the bridge hums": after(10)} == tonight.orchestrator.state.desk.jottings


def test_a_new_theme_is_looked_for_in_earlier_evenings_once() -> None:
    tonight = Evening()
    tonight.save(0, approved("First", topics=("lamps",)))
    tonight.save(60, approved("First", topics=("lamps", "doors")))
    tonight.save(120, approved("Second"))
    asked = [
        e.action for e in tonight.derived if isinstance(e, ActionQueued) and isinstance(e.action, Recall)
    ]
    assert [Recall("First", ("lamps",)), Recall("Second")] == asked


def test_a_jotting_that_an_earlier_stream_told_is_not_told_again() -> None:
    tonight = Evening()
    tonight.feed(JottingsRead(after(1), "d.md", ("the bridge", "the bell"), known=("the bridge",)))
    assert {"the bell": after(1)} == tonight.orchestrator.state.desk.jottings


def test_jottings_in_two_notes_are_never_taken_for_one_another() -> None:
    tonight = Evening()
    tonight.feed(JottingsRead(after(10), "d.md", ("the br",)))
    tonight.feed(JottingsRead(after(20), "Tonight.md", ("the bridge hums",)))
    told = {"the br": after(10), "the bridge hums": after(20)}
    assert told == tonight.orchestrator.state.desk.jottings


def test_between_streams_nothing_is_jotted() -> None:
    assert Orchestrator().handle(JottingsRead(after(1), "d.md", ("the bridge",))) == []
