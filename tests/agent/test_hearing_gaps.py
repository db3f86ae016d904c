"""Who cannot hear does not speak: gaps in hearing, sleep, and clocks that were set."""

from datetime import timedelta

import pytest

from chronicler.agent.hearthkeeper import hearthkeeper
from chronicler.agent.state import State
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    HearingChanged,
    HearingGapRecorded,
    LiveStatusChecked,
    ProgramStarted,
    QuietEnded,
    Ticked,
)
from tests.agent.evening import Evening, approved
from tests.fakes import after

MINUTE = 60


def evening(**settings: object) -> Evening:
    tonight = Evening(**settings)  # type: ignore[arg-type]
    tonight.save(0, approved())
    return tonight


def gap(tonight: Evening, begin: float, end: float) -> None:
    """Let nothing be heard meanwhile, and say so as the adapter does."""
    tonight.feed(HearingChanged(after(begin), is_hearing=False, reason="cut"))
    tonight.tick_until(end)
    tonight.feed(HearingGapRecorded(after(end), after(begin), "cut"))
    tonight.feed(HearingChanged(after(end), is_hearing=True))


def quiets(tonight: Evening) -> list[tuple[float, float, str, str]]:
    found = [q for q in tonight.derived if isinstance(q, QuietEnded)]
    return [(tonight.seconds(q.began_at), tonight.seconds(q.at), q.outcome, q.reason) for q in found]


def test_nothing_is_said_while_chat_is_not_heard_however_long() -> None:
    tonight = evening()
    tonight.say(10)
    tonight.feed(HearingChanged(after(60), is_hearing=False, reason="silence"))
    tonight.tick_until(45 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "deaf")


def test_chat_that_was_never_heard_yet_is_not_quiet() -> None:
    tonight = evening(offline_test=True)
    tonight.feed(HearingChanged(after(0), is_hearing=False, reason="connecting"))
    tonight.tick_until(45 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "deaf")


def test_a_quiet_across_a_gap_begins_anew_at_its_end() -> None:
    """Half an hour without the network: somebody may have written in the last minute of it."""
    tonight = evening()
    tonight.say(10)
    gap(tonight, 2 * MINUTE, 32 * MINUTE)
    tonight.tick_until(46 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "active_chat")
    tonight.tick_until(48 * MINUTE)
    assert len(tonight.said) == 1


def test_a_move_that_takes_no_time_is_no_reason_to_wait() -> None:
    tonight = evening()
    tonight.say(10)
    tonight.tick_until(10 * MINUTE)
    tonight.feed(HearingGapRecorded(after(10 * MINUTE + 1), after(10 * MINUTE), "reconnect"))
    tonight.tick_until(16 * MINUTE)
    assert len(tonight.said) == 1


def test_a_quiet_before_a_gap_ends_with_it_and_the_gap_itself_is_none() -> None:
    tonight = evening(hearthkeeper=False)
    tonight.say(0)
    tonight.tick_until(16 * MINUTE)
    gap(tonight, 16 * MINUTE, 60 * MINUTE)
    tonight.say(70 * MINUTE)
    assert quiets(tonight) == [(0, 960, "silent", "off_in_settings")]


def test_a_cooldown_runs_on_through_a_gap() -> None:
    tonight = evening(cooldown_minutes=30)
    tonight.tick_until(15 * MINUTE)
    assert len(tonight.said) == 1
    gap(tonight, 16 * MINUTE, 40 * MINUTE)
    tonight.say(41 * MINUTE)
    tonight.tick_until(56 * MINUTE + 10)
    assert len(tonight.said) == 2


def test_a_line_that_was_queued_does_not_leave_once_chat_is_not_heard() -> None:
    tonight = evening()
    tonight.tick_until(15 * MINUTE - 10)
    tonight.feed(HearingChanged(after(15 * MINUTE - 5), is_hearing=False, reason="cut"))
    line = SendLine("line-1", "Words", "hearthkeeper", "kindling")
    assert hearthkeeper.dropped_because(tonight.orchestrator.state, line, after(15 * MINUTE)) == "deaf"


def test_a_bot_that_starts_again_is_deaf_until_it_hears() -> None:
    state = State.fold([HearingChanged(after(0), is_hearing=True)])
    state.apply(ProgramStarted(after(60), "1", is_resumed=True))
    assert state.hearing == HearingChanged(after(60), is_hearing=False, reason="starting")


def test_a_log_that_no_socket_brought_is_never_deaf() -> None:
    state = State.fold([LiveStatusChecked(after(0), is_live=True)])
    state.apply(ProgramStarted(after(60), "1", is_resumed=True))
    assert state.hearing is None


@pytest.mark.parametrize("minutes", [-90, 90])
def test_an_answer_from_far_behind_or_ahead_is_no_word_on_being_live(minutes: int) -> None:
    """A clock set back must not keep the gate open until it has caught up."""
    tonight = evening()
    tonight.tick_until(5 * MINUTE)
    tonight.feed(Ticked(after(5 * MINUTE) + timedelta(minutes=minutes)))
    assert tonight.said == []
    assert tonight.reason == "live_stale"
