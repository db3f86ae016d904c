"""What is going on, told from the journal alone, without disturbing whoever writes it."""

import json
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.events import DeliveryState, Event, HearingGapRecorded, ProgramStarted, SessionEnded
from chronicler.domain.session import Origin
from chronicler.runtime.asking.status import NOT_RUNNING, REHEARSAL, read_status, share_of
from chronicler.runtime.house import House
from chronicler.runtime.lock import hold_lock
from tests.agent.evening import Evening, approved
from tests.fakes import after
from tests.scenarios.evening import lay_vault, tree

ID = "20260306T193000Z-lantern"
KEYS = {
    "session_id", "channel", "started_at", "title", "is_live", "is_hearing", "gate", "live_checked_at", "theme", "dashboard",
    "in_force_since", "lines", "lines_by_people", "last_human_at", "quiet_seconds", "quiet_needed_seconds",
    "quiet_minutes", "quiet_because", "kind", "category", "hearthkeeper", "obs", "model", "flags", "gaps", "resumed", "last_event_at",
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(lay_vault(tmp_path), Origin.LIVE)


def journal(house: House, evening: Evening, *more: Event) -> Path:
    path = journal_path(house.journals, ID)
    with Journal.open(path, Header("0", ID, Origin.REHEARSAL, "lantern")) as file:
        file.append([*evening.inputs, *more])
    return path


def test_between_streams_there_is_no_session(house: House) -> None:
    told = read_status(house, after(0)).as_json()
    assert (told["session"], told["running"], told["sessions"]) == (None, None, 0)


def test_a_stream_under_way_is_told_whole(house: House) -> None:
    evening = Evening()
    evening.save(0, approved())
    evening.say(100)
    evening.tick_until(120)
    journal(house, evening, HearingGapRecorded(after(121), after(110), "the wire was cut"))
    told = read_status(house, after(130)).as_json()
    session = told["session"]
    assert set(session) == KEYS
    assert (
        session["session_id"],
        session["is_live"],
        session["lines"],
        session["lines_by_people"],
    ) == (ID, True, 1, 1)
    assert (
        session["quiet_seconds"],
        session["quiet_needed_seconds"],
        session["hearthkeeper"]["held_back_by"],
    ) == (9, 900, "active_chat"), "a quiet begins at the end of the gap"
    gap = {"from": "2026-03-06T19:31:50Z", "to": "2026-03-06T19:32:01Z", "reason": "the wire was cut"}
    assert [gap] == session["gaps"]
    assert json.loads(json.dumps(told)) == told


def test_while_something_is_rehearsed_no_bot_is_at_work_and_the_gate_is_closed(house: House) -> None:
    evening = Evening()
    evening.say(100)
    rehearsed = House(house.vault, Origin.REHEARSAL)
    journal(rehearsed, evening)
    with hold_lock(rehearsed.data):
        status = read_status(house, after(130))
    assert (status.kind, status.gate) == (REHEARSAL, NOT_RUNNING)


def test_a_finished_stream_is_only_counted(house: House) -> None:
    evening = Evening()
    journal(house, evening, SessionEnded(after(60), "offline"))
    told = read_status(house, after(90)).as_json()
    assert (told["session"], told["sessions"]) == (None, 1)


def test_restarts_and_unreadable_lines_are_told(house: House) -> None:
    starts = [ProgramStarted(after(s), "0", is_resumed=bool(s)) for s in (0, 10, 20)]
    path = journal(house, Evening(), *starts)
    with path.open("ab") as file:
        file.write(b'{"torn')
    told = read_status(house, after(90)).as_json()
    assert (told["session"]["resumed"], told["skipped_lines"]) == (2, 1)


def test_who_runs_is_told_and_nothing_is_touched(house: House) -> None:
    journal(house, Evening())
    with hold_lock(house.data):
        before = tree(house.data)
        assert "process" in read_status(house, after(5)).as_json()["running"]
        assert before == tree(house.data)


@pytest.mark.parametrize(
    ("state", "share"), [(DeliveryState.SENT, 0.5), (DeliveryState.UNKNOWN, 0), (DeliveryState.DROPPED, 0)]
)
def test_an_answer_that_may_not_have_arrived_is_no_share_of_the_chat(
    state: DeliveryState, share: float
) -> None:
    evening = Evening(delivery=state)
    evening.say(60, "pim", "!theme")
    assert share_of(evening.orchestrator.state) == share
