"""What OBS tells: speech holds back, an unknown is no silence, and a stop closes the gate for a while."""

from itertools import pairwise

import pytest

from chronicler.agent import live_gate
from chronicler.agent.ears import STOP_COUNTS_FOR
from chronicler.agent.hearthkeeper import quiet
from chronicler.agent.state import State
from chronicler.domain.events import (
    BroadcastObserved,
    LiveStatusChecked,
    ProgramStarted,
    SpeechSignalChanged,
    StreamerSpoke,
)
from tests.agent.evening import Evening, approved
from tests.fakes import after

MINUTE = 60


def evening() -> Evening:
    tonight = Evening()
    tonight.save(0, approved())
    return tonight


def signal(seconds: float, *, is_present: bool, reason: str = "") -> SpeechSignalChanged:
    return SpeechSignalChanged(after(seconds), is_present, reason, "Mic/Aux")


def spoke_for(tonight: Evening) -> float | None:
    state = tonight.orchestrator.state
    found = quiet.measure(state, state.now).nobody_spoke_for
    return None if found is None else found.total_seconds()


def test_a_streamer_who_goes_on_speaking_in_slices_holds_it_back() -> None:
    tonight = evening()
    tonight.feed(signal(0, is_present=True))
    for begins, ends in pairwise(range(0, 40 * MINUTE, 5)):
        tonight.feed(StreamerSpoke(after(begins), ends - begins))
        tonight.tick_until(ends)
    assert (tonight.said, tonight.reason) == ([], "streamer_speaking")


def test_it_may_speak_once_chat_and_streamer_have_both_been_silent_for_the_threshold() -> None:
    tonight = evening()
    tonight.feed(signal(0, is_present=True))
    tonight.feed(StreamerSpoke(after(10 * MINUTE - 5), 5))
    tonight.tick_until(24 * MINUTE)
    assert tonight.said == []
    tonight.tick_until(26 * MINUTE)
    assert [at for at, _ in tonight.said] == [25 * MINUTE]


def test_a_signal_without_speech_is_silence_and_changes_nothing_for_chat() -> None:
    tonight = evening()
    tonight.feed(signal(0, is_present=True))
    tonight.tick_until(16 * MINUTE)
    assert [at for at, _ in tonight.said] == [15 * MINUTE]


def test_speech_heard_before_the_ears_died_holds_back_for_the_threshold() -> None:
    """What was heard is a fact, also when OBS dies in the middle of a sentence."""
    tonight = evening()
    tonight.feed(signal(0, is_present=True))
    tonight.feed(StreamerSpoke(after(14 * MINUTE), 5))
    tonight.feed(signal(14 * MINUTE + 5, is_present=False, reason="lost"))
    tonight.tick_until(16 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "streamer_speaking")
    tonight.tick_until(30 * MINUTE)
    assert [at for at, _ in tonight.said] == [29 * MINUTE + 10]


def test_without_ears_nothing_is_known_of_the_streamer_and_chat_alone_counts() -> None:
    tonight = evening()
    tonight.feed(signal(0, is_present=True))
    tonight.feed(StreamerSpoke(after(5), 5))
    tonight.feed(signal(60, is_present=False, reason="lost"))
    tonight.say(10 * MINUTE)
    tonight.tick_until(24 * MINUTE)
    assert spoke_for(tonight) is None
    assert tonight.reason == "active_chat"
    tonight.tick_until(26 * MINUTE)
    assert [at for at, _ in tonight.said] == [25 * MINUTE]


def test_a_signal_that_returns_counts_from_what_it_hears() -> None:
    tonight = evening()
    tonight.feed(signal(0, is_present=True))
    tonight.feed(signal(60, is_present=False, reason="unreachable"))
    tonight.feed(signal(14 * MINUTE, is_present=True))
    tonight.feed(StreamerSpoke(after(14 * MINUTE + 30), 4))
    tonight.tick_until(16 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "streamer_speaking")


def test_captions_need_no_signal() -> None:
    tonight = evening()
    tonight.feed(StreamerSpoke(after(30), 5))
    tonight.tick_until(20 * MINUTE)
    assert spoke_for(tonight) == 20 * MINUTE - 35
    assert not tonight.orchestrator.state.ears.is_deaf


def test_a_restart_hears_nothing_until_obs_is_met_again() -> None:
    before = [signal(0, is_present=True), BroadcastObserved(after(0), is_on=True)]
    state = State.fold([*before, ProgramStarted(after(60), "0", is_resumed=True)])
    assert state.ears.is_deaf
    assert state.ears.broadcast == BroadcastObserved(after(60), is_on=None, reason="not_connected")


# The broadcast ---------------------------------------------------------------------------


def gate(*observed: bool | None, at: float = 60.0) -> str | None:
    """Return the gate after OBS said these things a second apart, while Twitch says live."""
    tonight = Evening()
    for number, is_on in enumerate(observed):
        tonight.feed(BroadcastObserved(after(number), is_on))
    tonight.feed(LiveStatusChecked(after(at), is_live=True))
    return live_gate.closed_because(tonight.orchestrator.state, after(at))


@pytest.mark.parametrize(
    ("observed", "closed"),
    [
        ((), None),
        ((True,), None),
        ((None,), None),
        ((False,), None),
        ((True, None), None),
        ((True, False), "broadcast_stopped"),
        ((True, False, None), "broadcast_stopped"),
        ((True, None, False), "broadcast_stopped"),
        ((True, False, True), None),
        ((False, None, False), None),
    ],
)
def test_only_a_stop_that_was_seen_closes_the_gate(
    observed: tuple[bool | None, ...], closed: str | None
) -> None:
    assert gate(*observed) == closed


def test_twitch_wins_when_it_still_says_live_long_after_the_stop() -> None:
    lapsed = STOP_COUNTS_FOR.total_seconds() + 1
    assert gate(True, False, at=lapsed - 2) == "broadcast_stopped"
    assert gate(True, False, at=lapsed + 1) is None


@pytest.mark.parametrize("is_live", [False, None])
def test_obs_never_opens_the_gate(*, is_live: bool | None) -> None:
    tonight = Evening()
    tonight.feed(BroadcastObserved(after(0), is_on=True))
    tonight.feed(LiveStatusChecked(after(1), is_live=is_live, reason="timeout"))
    closed = live_gate.closed_because(tonight.orchestrator.state, after(2))
    assert closed == ("not_live" if is_live is False else "live_timeout")


def test_nothing_is_said_into_a_stream_that_was_just_stopped() -> None:
    tonight = evening()
    tonight.feed(BroadcastObserved(after(0), is_on=True))
    tonight.feed(BroadcastObserved(after(14 * MINUTE), is_on=False))
    tonight.tick_until(16 * MINUTE)
    assert (tonight.said, tonight.reason) == ([], "broadcast_stopped")
