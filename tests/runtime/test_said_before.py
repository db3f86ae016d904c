"""What was said in one stream is not said again in the next, and its cooldown runs on."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chronicler.agent.hearthkeeper import loudness
from chronicler.agent.prompts import brief
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DeliveryReported,
    DeliveryState,
    EarlierLine,
    Event,
    LiveStatusChecked,
    MessageDeleted,
    SessionEnded,
    SessionStarted,
)
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.live.said_before import said_before
from chronicler.runtime.live.sessions import Sessions
from chronicler.runtime.replay import replay
from tests.fakes import START, after
from tests.runtime.test_sessions import MINUTE, Channel

LINE = "The lamp over the salt stair burns for nobody in particular."


def earlier_stream(
    folder: Path,
    said_at: datetime,
    *,
    state: DeliveryState = DeliveryState.SENT,
    channel: str = "lantern",
    also: Iterable[Event] = (),
) -> None:
    """Keep a stream in which one line was said, ten minutes after it began."""
    began = said_at - timedelta(minutes=10)
    session_id = make_session_id(began, channel)
    line = SendLine(f"{session_id}/line-1", LINE, "hearthkeeper", "kindling")
    path = journal_path(folder, session_id)
    with Journal.open(path, Header("0", session_id, Origin.LIVE, channel)) as journal:
        journal.append([
            SessionStarted(began, session_id, channel, Origin.LIVE),
            ActionQueued(said_at, line),
            DeliveryReported(said_at, line.line_id, state, "own-1"),
            *also,
            SessionEnded(said_at + timedelta(seconds=30), "offline"),
        ])  # fmt: skip


def test_a_stream_of_days_ago_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier_stream(tmp_path, after(-3 * 24 * 60 * MINUTE))
    earlier_stream(tmp_path, after(-5 * MINUTE))
    opened: list[str] = []

    def note(path: Path) -> Header:
        opened.append(path.stem)
        return read_header(path)

    monkeypatch.setattr("chronicler.runtime.live.said_before.read_header", note)
    said_before(tmp_path, "lantern", START, UTC)
    assert opened == [make_session_id(after(-15 * MINUTE), "lantern")]


def test_the_cooldown_runs_on_in_the_next_stream_and_the_line_is_not_said_again(tmp_path: Path) -> None:
    earlier_stream(tmp_path, after(-5 * MINUTE))
    channel = Channel(tmp_path)
    channel.live(0)
    state = channel.sessions.engine.state
    assert state.hearth.earlier == (EarlierLine(after(-5 * MINUTE), LINE),)
    assert loudness.held_back_by(state, after(9 * MINUTE)) == "cooldown"
    assert loudness.held_back_by(state, after(10 * MINUTE)) is None
    assert brief.case_for(state).said == (LINE,)
    assert (state.hearth.lines, state.hearth.prompts) == (0, [])
    channel.tick(9 * MINUTE)
    channel.offline(10 * MINUTE)
    channel.sessions.close()
    assert replay(channel.ended[0]).differences == ()


def test_a_stream_taken_up_again_still_knows_what_was_said_before_it(tmp_path: Path) -> None:
    earlier_stream(tmp_path, after(-5 * MINUTE))
    channel = Channel(tmp_path)
    channel.live(0)
    again = channel.restart(MINUTE)
    assert again.sessions.engine.state.hearth.said == (LINE,)


@pytest.mark.parametrize(
    ("hours", "counts"),
    [(-0.5, True), (-3, True), (-13, True), (-15, False), (-24, False)],
)
def test_lines_of_the_same_stream_date_count(tmp_path: Path, hours: float, *, counts: bool) -> None:
    earlier_stream(tmp_path, after(hours * 3600))
    assert bool(said_before(tmp_path, "lantern", START, UTC)) == counts


def test_across_the_edge_of_the_stream_date_the_past_hour_counts(tmp_path: Path) -> None:
    morning = datetime(2026, 3, 6, 5, 20, tzinfo=UTC)
    earlier_stream(tmp_path, morning - timedelta(minutes=30))
    assert said_before(tmp_path, "lantern", morning, UTC)
    assert not said_before(tmp_path, "lantern", morning + timedelta(hours=1), UTC)


@pytest.mark.parametrize(
    ("state", "counts"),
    [(DeliveryState.SENT, True), (DeliveryState.UNKNOWN, True), (DeliveryState.DROPPED, False)],
)
def test_what_surely_was_not_said_may_be_said(tmp_path: Path, state: DeliveryState, *, counts: bool) -> None:
    earlier_stream(tmp_path, after(-MINUTE), state=state)
    assert bool(said_before(tmp_path, "lantern", START, UTC)) == counts


def test_another_channels_lines_do_not_count(tmp_path: Path) -> None:
    earlier_stream(tmp_path, after(-MINUTE), channel="harbour")
    assert said_before(tmp_path, "lantern", START, UTC) == ()


def test_a_line_that_a_moderator_took_out_is_not_said_again_either(tmp_path: Path) -> None:
    earlier_stream(tmp_path, after(-MINUTE), also=[MessageDeleted(after(-50), "own-1")])
    assert said_before(tmp_path, "lantern", START, UTC)


def test_a_journal_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    earlier_stream(tmp_path, after(-MINUTE))
    journal_path(tmp_path, "20260306T192000Z-lantern").write_bytes(b"\0\0\n")
    assert len(said_before(tmp_path, "lantern", START, UTC)) == 1


def test_a_rehearsal_is_judged_by_itself(tmp_path: Path) -> None:
    earlier_stream(tmp_path, after(-MINUTE))
    sessions = Sessions(
        tmp_path,
        "lantern",
        Origin.REHEARSAL,
        Channel(tmp_path / "other").clock,
        opening=lambda _: (),
        on_ended=lambda *_: None,
    )
    sessions.feed(LiveStatusChecked(START, is_live=True))
    assert sessions.engine.state.hearth.earlier == ()
    sessions.close()
