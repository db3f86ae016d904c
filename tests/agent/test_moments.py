"""Moments as they happen: told once, soon, and never for comings and goings."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.moments.watch import Watch
from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.analysis.moments import APART_BINS
from chronicler.domain.clip_worth import ClipWeights
from chronicler.domain.events import (
    ClipsLearned,
    Event,
    HearingGapRecorded,
    MessageReceived,
    MomentSeen,
    RaidReceived,
    SessionStarted,
    SettingsSaved,
)
from chronicler.domain.session import Origin
from tests.agent.evening import Evening
from tests.fakes import START, after, message

TALK = ("the ferry leaves at nine", "which pier was it again", "the old one by the lamp", "thank you kindly")


def talking(until: float = 1_200, **settings: Any) -> Evening:
    """Return an evening on which four people talk, each about once in forty seconds."""
    evening = Evening(**settings)
    talk(evening, 10, until)
    return evening


def talk(evening: Evening, since: float, until: float) -> None:
    people = ("maren", "wren", "orrow", "tam")
    for number, seconds in enumerate(range(int(since), int(until), 10)):
        evening.say(seconds, people[number % 4], TALK[number % len(TALK)])


def burst(evening: Evening, seconds: float, text: str = "hahaha", people: int = 8) -> None:
    for number in range(people):
        evening.say(seconds + number, f"guest{number}", text)


def seen(evening: Evening) -> list[MomentSeen]:
    return [event for event in evening.derived if isinstance(event, MomentSeen)]


def test_a_burst_of_laughter_is_told_within_half_a_minute() -> None:
    evening = talking()
    burst(evening, 1_200)
    evening.tick_until(1_300)
    (moment,) = seen(evening)
    assert 1_205 <= Evening.seconds(moment.peak_at) <= 1_215
    assert Evening.seconds(moment.at) <= 1_230
    assert (moment.kind, moment.alike) == ("laughter", 8)
    assert 8 <= moment.chatters <= 11
    assert moment.reactors == 8
    assert 2 <= moment.usual <= 4


def test_even_talk_is_no_moment() -> None:
    evening = talking(3_600)
    assert seen(evening) == []


def test_one_moment_is_told_once_however_long_it_grows() -> None:
    evening = talking()
    for number in range(40):
        evening.say(1_200 + number, f"guest{number}", "hahaha")
    evening.tick_until(1_250)
    talk(evening, 1_260, 1_500)
    assert len(seen(evening)) == 1


def test_two_bursts_a_minute_and_a_half_apart_are_two_moments() -> None:
    evening = talking()
    burst(evening, 1_200)
    talk(evening, 1_220, 1_290)
    burst(evening, 1_290)
    talk(evening, 1_310, 1_400)
    first, second = seen(evening)
    assert (second.peak_at - first.peak_at).total_seconds() >= 60


def test_one_person_who_goes_on_laughing_is_no_moment() -> None:
    evening = talking()
    for number in range(30):
        evening.say(1_200 + number, "maren", "HAHAHA")
    evening.tick_until(1_300)
    assert seen(evening) == []


@pytest.mark.parametrize("text", ["hello", "good night", "no audio"])
def test_greetings_goodbyes_and_trouble_are_no_moments(text: str) -> None:
    evening = talking()
    burst(evening, 1_200, f"{text} heartHug")
    evening.tick_until(1_300)
    assert seen(evening) == []


def test_a_raid_that_arrives_is_no_moment() -> None:
    evening = talking()
    evening.feed(RaidReceived(after(1_195), "mossgate", 30))
    burst(evening, 1_200)
    evening.tick_until(1_300)
    assert seen(evening) == []


@pytest.mark.parametrize("line", [{"is_bot": True}, {"source_channel": "elsewhere"}, {"is_own": True}])
def test_lines_that_are_nobodys_here_do_not_count(line: dict[str, object]) -> None:
    evening = talking()
    for number in range(8):
        evening.say(1_200 + number, f"guest{number}", "hahaha", **line)
    evening.tick_until(1_300)
    assert seen(evening) == []


@pytest.mark.parametrize("text", ["!hahaha", "https://clips.twitch.tv/HaHa"])
def test_commands_and_links_do_not_count(text: str) -> None:
    evening = talking()
    burst(evening, 1_200, text)
    evening.tick_until(1_300)
    assert seen(evening) == []


def test_another_command_prefix_is_minded() -> None:
    evening = talking(command_prefix="?")
    burst(evening, 1_200, "?hahaha")
    evening.tick_until(1_300)
    assert seen(evening) == []


def test_somebody_asking_for_a_clip_lifts_what_was_just_before() -> None:
    def told(text: str) -> list[MomentSeen]:
        evening = talking()
        burst(evening, 1_200, people=1)
        evening.say(1_225, "wren", text)
        evening.tick_until(1_300)
        return seen(evening)

    (called,) = told("clip that please")
    plain = told("the ferry leaves")
    assert called.clip_calls == 1
    assert Evening.seconds(called.peak_at) <= 1_215
    assert plain == []


def test_a_time_in_which_nothing_was_heard_is_no_silence() -> None:
    """Else everybody who goes on talking after it would stand out."""

    def usual(*between: Event) -> tuple[float, float, int]:
        evening = talking()
        for event in between:
            evening.feed(event)
        talk(evening, 3_000, 3_060)
        return evening.orchestrator.state.moments.talkers.around

    heard_all = talking(1_260).orchestrator.state.moments.talkers.around
    assert heard_all == usual(HearingGapRecorded(after(3_000), after(1_200), "stopped"))
    assert heard_all != usual()


def test_an_import_is_left_to_the_scribe() -> None:
    watch = Watch()
    watch.apply(SessionStarted(START, "s", "lantern", Origin.IMPORT))
    watch.apply(MessageReceived(START, message(0, "maren", "hahaha")))
    assert watch == Watch()


def test_what_is_remembered_stays_bounded() -> None:
    watch = Watch()
    watch.apply(SessionStarted(START, "s", "lantern", Origin.LIVE))
    for number in range(20_000):
        said = message(number, f"guest{number}", "hahaha")
        watch.apply(MessageReceived(said.at, said))
    assert sum(map(len, watch.talked)) <= 30
    assert len(watch.talkers.lately) <= 120
    assert len(watch.latest) <= APART_BINS


# Laws --------------------------------------------------------------------------------------

CHAT = st.lists(
    st.tuples(
        st.integers(0, 900),
        st.sampled_from(("maren", "wren", "orrow", "tam", "ilse", "bram")),
        st.sampled_from(("hahaha", "KEKW", "the sea again", "WHAT IS THAT", "clip that", "oh no", "hello")),
    ),
    max_size=120,
)


def played(chat: list[tuple[int, str, str]]) -> Evening:
    evening = Evening()
    for seconds, login, text in sorted(chat):
        evening.say(seconds, login, text)
    evening.tick_until(1_000)
    return evening


@settings(max_examples=60, deadline=None)
@given(CHAT)
def test_no_two_moments_lie_within_a_minute_and_none_is_told_early(chat: list[tuple[int, str, str]]) -> None:
    moments = seen(played(chat))
    for before, after_it in pairwise(moments):
        assert (after_it.peak_at - before.peak_at).total_seconds() >= 60
    assert all(m.peak_at < m.at for m in moments)
    assert all(m.chatters >= 2 and m.reactors >= 1 for m in moments)


@settings(max_examples=40, deadline=None)
@given(CHAT, st.integers(0, 300))
def test_taken_up_anywhere_from_its_journal_the_same_moments_follow(
    chat: list[tuple[int, str, str]], cut: int
) -> None:
    """A restart folds inputs and what was decided; then it goes on as if nothing had been."""
    whole = played(chat)
    journal: list[Event] = []
    running = Orchestrator()
    for number, event in enumerate(whole.inputs):
        if number == cut:
            running = Orchestrator(State.fold(journal))
        journal += [event, *running.handle(event)]
    assert seen(whole) == [event for event in journal if isinstance(event, MomentSeen)]


def test_many_who_ask_the_steward_at_once_make_no_moment() -> None:
    asked, said = talking(), talking()
    burst(asked, 1_200, "STEWARD, CAN YOU TELL US THE TITLE?")
    burst(said, 1_200, "CAN YOU TELL US THE TITLE?")
    asked.tick_until(1_300)
    said.tick_until(1_300)
    assert (len(seen(asked)), len(seen(said))) == (0, 1)


def lulled(**more: Any) -> list[MomentSeen]:
    """Return what is told of a small burst where this channel's marks ask for far more."""
    evening = talking(600, **more)
    evening.feed(ClipsLearned(after(600), ClipWeights(shift=30), 2, 9))
    talk(evening, 610, 1_200)
    burst(evening, 1_200)
    evening.tick_until(1_300)
    return seen(evening)


def test_what_marks_have_taught_holds_while_it_happens_and_settings_switch_it_off() -> None:
    assert lulled() == []
    assert len(lulled(learn_from_clips=False)) == 1


def test_a_setting_that_cannot_be_read_leaves_learning_as_it_was() -> None:
    evening = Evening(learn_from_clips=False)
    evening.feed(SettingsSaved(after(1), {"learn_from_clips": "perhaps", "command_prefix": "?"}))
    watch = evening.orchestrator.state.moments
    assert (watch.is_learning, watch.prefix) == (False, "?")
