"""One way in: an input is journaled with all that follows from it; a restart decides nothing anew."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path

import pytest

from chronicler.agent.record import gather
from chronicler.archive.journal.writing import Header, Journal, read_journal
from chronicler.domain.actions import SendLine
from chronicler.domain.codec import is_input
from chronicler.domain.events import (
    ActionQueued,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageReceived,
    OperatorCommanded,
    ProgramStarted,
    SendAttempted,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.runtime.engine import Engine
from chronicler.runtime.replay import replay
from tests.fakes import START, FakeClock, after, message

SESSION = "20260306T193000Z-lantern"
SCAM = "Best viewers and followers on vwrboost .ru @q8Zk3"


def header() -> Header:
    return Header("0", SESSION, Origin.LIVE, "lantern")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.ndjson"


def opened(path: Path) -> Engine:
    engine = Engine(Journal.open(path, header(), group_seconds=0.01))
    engine.feed(SessionStarted(START, SESSION, "lantern", Origin.LIVE, "stream-1"))
    engine.feed(SettingsSaved(START, {"timezone": "UTC"}))
    return engine


def line(seconds: float, text: str = "the sea again", login: str = "maren") -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, login, text))


def journaled(path: Path) -> list[Event]:
    return [event for _, event in read_journal(path)]


def test_an_input_stands_before_what_was_derived_from_it(path: Path) -> None:
    engine = opened(path)
    seen: list[tuple[Event, list[Event]]] = []
    engine._watch = lambda event, derived, _: seen.append((event, list(derived)))
    engine.feed(line(5, SCAM))
    engine.feed(line(6))
    engine.close()
    ((scam, flagged), (calm, nothing)) = seen
    assert flagged
    assert nothing == []
    assert [scam, *flagged, calm] == journaled(path)[2:]
    assert [True, *([False] * len(flagged)), True] == [is_input(event) for event in journaled(path)[2:]]
    assert list(range(1, 5 + len(flagged))) == [seq for seq, _ in read_journal(path)]


def test_what_is_to_be_done_is_returned(path: Path) -> None:
    engine = opened(path)
    assert engine.feed(line(1)) == []
    engine.close()


# Restart -------------------------------------------------------------------------------


def queued(seconds: float, number: int) -> ActionQueued:
    return ActionQueued(
        after(seconds), SendLine(f"{SESSION}/line-{number}", f"Line {number}.", "hearthkeeper", "talk")
    )


def test_looks_that_gave_no_new_reason_are_counted_through_a_crash_and_a_stop(path: Path) -> None:
    engine = opened(path)
    engine.feed(LiveStatusChecked(after(1), is_live=True))
    engine.feed(OperatorCommanded(after(2), "hush", "60"))
    for at, is_crash in ((10, True), (100, False), (200, False)):
        for seconds in range(at, at + 50, 10):
            engine.feed(Ticked(after(seconds)))
        if is_crash:
            engine.journal.close()
        else:
            engine.close()
        engine = resumed(path, at + 60)
    engine.feed(SessionEnded(after(300), "offline"))
    engine.close()
    assert engine.state.decisions["hearthkeeper.hushed"] == 15
    record = gather(journaled(path))
    assert record is not None
    assert record.decisions == dict(engine.state.decisions)
    assert replay(path).differences == ()


def stopped(path: Path, *events: Event) -> None:
    with Journal.open(path, header()) as journal:
        journal.append([SessionStarted(START, SESSION, "lantern", Origin.LIVE, "stream-1"), line(1), *events])


def resumed(path: Path, seconds: float) -> Engine:
    clock = FakeClock()
    clock.advance(seconds)
    return Engine.resume(path, clock)


@pytest.mark.parametrize(
    ("was_attempted", "expected"), [(True, DeliveryState.UNKNOWN), (False, DeliveryState.EXPIRED)]
)
def test_a_line_on_its_way_at_a_crash_is_never_said_again(
    path: Path,
    *,
    was_attempted: bool,
    expected: DeliveryState,
) -> None:
    attempt = [SendAttempted(after(61), f"{SESSION}/line-1")] if was_attempted else []
    stopped(path, queued(60, 1), *attempt)
    engine = resumed(path, 90)
    (prompt,) = engine.state.hearth.prompts
    assert (expected, None) == (prompt.state, engine.state.hearth.sending)
    started_cooldown = after(90) if was_attempted else None
    assert started_cooldown == engine.state.hearth.last_delivered_at
    engine.close()
    assert [expected] == [e.state for e in journaled(path) if isinstance(e, DeliveryReported)]


def test_a_restart_tells_since_when_nothing_was_heard_and_decides_nothing(path: Path) -> None:
    stopped(path, line(60))
    engine = resumed(path, 300)
    engine.close()
    assert [ProgramStarted, HearingGapRecorded] == [type(event) for event in journaled(path)[3:]]
    (gap,) = engine.state.gaps
    assert (after(60), after(300)) == (gap.gap_from, gap.at)


def test_a_clock_set_back_meanwhile_never_turns_time_back(path: Path) -> None:
    stopped(path, line(600))
    engine = resumed(path, 30)
    engine.close()
    assert {after(600)} == {event.at for event in journaled(path)[3:]}


def test_two_restarts_give_the_same_state_as_none(path: Path) -> None:
    reported = DeliveryReported(after(61), f"{SESSION}/line-1", DeliveryState.SENT, "m1")
    stopped(
        path, queued(60, 1), SendAttempted(after(60), f"{SESSION}/line-1"), reported, line(70, login="ida")
    )
    before = resumed(path, 100)
    before.close()
    again = resumed(path, 200)
    again.close()
    assert before.state.hearth == again.state.hearth
    unheard = (before.state.room.unheard_until, again.state.room.unheard_until)
    assert unheard == (after(100), after(200)), "nothing was heard until each had started"
    assert replace(before.state.room, unheard_until=after(200)) == again.state.room
    assert (again.state.starts, len(again.state.gaps)) == (2, 2)


# A full disk ---------------------------------------------------------------------------


@contextmanager
def full_disk(journal: Journal) -> Iterator[None]:
    """Let the journal write to a device without space, and give it its file back."""
    kept, journal._file = journal._file, FileIO("/dev/full", "r+")
    try:
        yield
    finally:
        full, journal._file = journal._file, kept
        full.close()


needs_dev_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110


def feed_until_told(engine: Engine, first: float) -> float:
    """Feed lines until the journal says that it cannot be written; return the next offset."""
    with pytest.raises(ArchiveError, match="No space left"):
        engine.journal.sync()
    engine.journal._failure = ArchiveError("No space left")
    engine.feed(line(first))
    assert "No space left" in engine.trouble
    return first + 1


@needs_dev_full
def test_while_the_journal_cannot_be_written_the_room_is_still_heard_and_kept(path: Path) -> None:
    engine = opened(path)
    engine.journal.sync()
    with full_disk(engine.journal):
        engine.feed(line(1))
        following = feed_until_told(engine, 2)
        assert engine.state.room.messages == 2
    engine.feed(line(following))
    assert engine.trouble == ""
    engine.close()
    messages = [e.message.message_id for e in journaled(path) if isinstance(e, MessageReceived)]
    assert messages == ["maren-1", "maren-2", "maren-3"]


@needs_dev_full
def test_closing_writes_down_what_the_journal_had_refused(path: Path) -> None:
    engine = opened(path)
    engine.journal.sync()
    with full_disk(engine.journal):
        engine.feed(line(1))
        feed_until_told(engine, 2)
    engine.journal._failure = ArchiveError("No space left")
    engine.close()
    messages = [e.message.message_id for e in journaled(path) if isinstance(e, MessageReceived)]
    assert messages == ["maren-1", "maren-2"]


@needs_dev_full
def test_closing_without_space_says_so_and_can_be_tried_again(path: Path) -> None:
    engine = opened(path)
    engine.journal.sync()
    with full_disk(engine.journal):
        engine.feed(line(1))
        feed_until_told(engine, 2)
        with pytest.raises(ArchiveError, match="No space left"):
            engine.close()
    engine.close()
    assert sum(isinstance(e, MessageReceived) for e in journaled(path)) == 2


def test_an_answer_whose_fate_a_crash_hid_counts_as_unsure_and_one_not_begun_as_expired(path: Path) -> None:
    """Else its asker would be answered twice, or nobody ever again."""
    answers = [
        ActionQueued(after(60), SendLine(f"{SESSION}/answer-{n}", "A steward.", "steward", "about", f"m-{n}"))
        for n in (1, 2)
    ]
    stopped(path, *answers, SendAttempted(after(60), f"{SESSION}/answer-1"))
    engine = resumed(path, 100)
    engine.close()
    told = [(e.line_id[-1], e.state) for e in journaled(path) if isinstance(e, DeliveryReported)]
    assert told == [("1", DeliveryState.UNKNOWN), ("2", DeliveryState.EXPIRED)]
    assert (engine.state.asked.on_their_way, engine.state.asked.unsure) == ({}, 1)
