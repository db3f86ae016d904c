"""What calls for a line sooner than an ordinary quiet, and everything that still keeps it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.hearthkeeper.hearth import MODE
from chronicler.agent.hearthkeeper.triggers import DRIFT, NEWCOMER, STREAMER_SILENCE, TRIGGERS, UNCERTAINTY
from chronicler.agent.orchestrator import Orchestrator
from chronicler.domain.actions import Action, DraftLine, SendLine
from chronicler.domain.codec import is_input
from chronicler.domain.events import (
    ActionQueued,
    Candidate,
    DecisionMade,
    Event,
    HearingGapRecorded,
    HushChanged,
    LineDrafted,
    MessageDeleted,
    MessageFlagged,
    QuietEnded,
    SpeechSignalChanged,
    StreamerSpoke,
)
from tests.agent.evening import Evening, approved
from tests.fakes import after

MINUTE = 60
OFF = {
    "sooner_on_drift": False,
    "sooner_on_uncertainty": False,
    "sooner_on_newcomer": False,
    "sooner_on_streamer_silence": False,
}
ON_THEME = (
    "the keeper mends her lamp every evening",
    "who keeps those harbour lights burning at all",
    "a lamp nobody sails past is only furniture",
    "harbour towns always smell of rope and tar",
    "my uncle painted boats near a harbour like that",
    "the lights along that coast never agreed with charts",
)
ELSEWHERE = (
    "anyway my landlord finally fixed the radiator yesterday",
    "mine keeps promising plumbers and sending invoices instead",
    "the neighbour upstairs drills through concrete every saturday",
    "concrete drilling should require written permission honestly",
    "we moved apartments twice because of a single trombone",
    "trombone practice beats bagpipes through thin walls",
    "bagpipes at least come with a parade sometimes",
    "parades block my tram and then everybody walks",
    "tram tickets cost more than the sandwich afterwards",
    "sandwich prices near the office are criminal lately",
    "office kitchens breed spoons that vanish overnight",
    "spoons and socks surely share one secret country",
)


def evening(**rest: Any) -> Evening:
    tonight = Evening(**rest)
    tonight.save(
        0, approved("Why anybody keeps the harbour lights", kindling=["A lamp is a kind of letter."])
    )
    return tonight


def talk(tonight: Evening, lines: Iterable[str], at: float, every: float = 20) -> float:
    for number, text in enumerate(lines):
        tonight.say(at, ("odile", "maren", "joost")[number % 3], text)
        at += every
    return at - every


def sent(tonight: Evening) -> list[tuple[float, str]]:
    """Return when a line was queued, and what had called for it."""
    return [
        (tonight.seconds(event.at), event.action.trigger)
        for event in tonight.derived
        if isinstance(event, ActionQueued) and isinstance(event.action, SendLine)
    ]


def drafted(tonight: Evening) -> list[str]:
    return [
        event.action.brief.trigger
        for event in tonight.derived
        if isinstance(event, ActionQueued)
        and isinstance(event.action, DraftLine)
        and event.action.purpose == "prompt"
    ]


def drift_away(tonight: Evening) -> float:
    return talk(tonight, ELSEWHERE, talk(tonight, ON_THEME, 60) + 20)


def newcomer_arrives(tonight: Evening) -> float:
    tonight.say(60)
    tonight.say(11 * MINUTE, "wanderer", "evening all", is_first=True)
    return 11.0 * MINUTE


def somebody_is_unsure(tonight: Evening) -> float:
    tonight.say(60)
    tonight.say(100, "ida", "i'm a bit lost, what is happening with the lantern")
    return 100


def streamer_falls_silent(tonight: Evening) -> float:
    tonight.feed(StreamerSpoke(after(60), 5))
    for minute in range(1, 32):
        tonight.say(minute * MINUTE)
    return 31.0 * MINUTE


CALLS = [
    (DRIFT, drift_away, 5 * MINUTE),
    (NEWCOMER, newcomer_arrives, 5 * MINUTE),
    (UNCERTAINTY, somebody_is_unsure, 5 * MINUTE),
    (STREAMER_SILENCE, streamer_falls_silent, 5 * MINUTE),
]
calls = pytest.mark.parametrize(("trigger", "happen", "wait"), CALLS, ids=[call[0] for call in CALLS])


@calls
def test_it_speaks_after_a_third_of_the_setting_and_says_what_for(
    trigger: str, happen: Any, wait: int
) -> None:
    tonight = evening()
    last = happen(tonight)
    tonight.tick_until(last + wait + 20)
    ((at, why),) = sent(tonight)
    assert why == trigger
    assert wait <= at - last <= wait + 10


@calls
def test_a_switch_in_settings_turns_it_off(trigger: str, happen: Any, wait: int) -> None:
    tonight = evening(**{**dict.fromkeys(OFF, True), f"sooner_on_{trigger}": False})
    last = happen(tonight)
    tonight.tick_until(last + wait + 60)
    assert trigger not in drafted(tonight)


@calls
def test_without_any_of_them_an_ordinary_quiet_is_waited_for(trigger: str, happen: Any, wait: int) -> None:
    del trigger, wait
    tonight = evening(**OFF)
    last = happen(tonight)
    tonight.tick_until(last + 30 * MINUTE + 20)
    ((at, why),) = sent(tonight)
    assert why == ""
    assert at - last >= 15 * MINUTE


@calls
@pytest.mark.parametrize(
    ("settings_", "properties"),
    [
        ({"hearthkeeper": False}, {}),
        ({"max_lines_per_stream": 0}, {}),
        ({"hush_schedule": ["00:00-23:59"]}, {}),
        ({}, {"silence": "contemplative"}),
        ({}, {"hearthkeeper": False}),
    ],
)
def test_every_hold_back_holds(
    trigger: str, happen: Any, wait: int, settings_: dict[str, Any], properties: dict[str, Any]
) -> None:
    del trigger
    tonight = Evening(**settings_)
    tonight.save(0, approved("Why anybody keeps the harbour lights", **properties))
    tonight.tick_until(happen(tonight) + wait + 60)
    assert drafted(tonight) == []


@calls
def test_a_hush_and_a_closed_gate_hold(trigger: str, happen: Any, wait: int) -> None:
    del trigger
    hushed, unknown = evening(), evening()
    hushed.feed(HushChanged(after(0), after(3600), "odile"))
    hushed.tick_until(happen(hushed) + wait + 60)
    last = happen(unknown)
    unknown.tick_until(last + wait + 60, live=False)
    assert (drafted(hushed), drafted(unknown)) == ([], [])


@calls
def test_the_cooldown_holds(trigger: str, happen: Any, wait: int) -> None:
    del trigger
    tonight = evening(cooldown_minutes=60)
    tonight.tick_until(15 * MINUTE)
    assert len(tonight.said) == 1
    shifted = _Later(tonight, 16 * MINUTE)
    last = happen(shifted)
    tonight.tick_until(16 * MINUTE + last + wait + 60)
    assert len(tonight.said) == 1
    assert tonight.reason == "cooldown", "the quiet was long enough, and that is not why"


class _Later:
    """An evening to whose times some seconds are added."""

    def __init__(self, evening: Evening, seconds: float) -> None:
        self._evening, self._seconds = evening, seconds

    def say(self, seconds: float, *args: Any, **rest: Any) -> None:
        self._evening.say(seconds + self._seconds, *args, **rest)

    def feed(self, event: StreamerSpoke) -> None:
        self._evening.feed(StreamerSpoke(after(self._evening.seconds(event.at) + self._seconds), 5))


def test_it_is_never_sooner_than_people_who_talk_slowly_pause() -> None:
    """Lines four minutes apart are a talk: three such gaps must pass, whatever calls."""
    tonight = evening()
    for minute in range(0, 28, 4):
        tonight.say(minute * MINUTE + 10)
    tonight.say(28 * MINUTE, "ida", "i'm a bit lost, what is happening")
    tonight.tick_until(28 * MINUTE + 14 * MINUTE)
    assert [(round((at - 28 * MINUTE) / MINUTE), why) for at, why in sent(tonight)] == [(12, UNCERTAINTY)]


@pytest.mark.parametrize("minutes", [1, 2, 3, 5, 8])
def test_with_a_short_setting_it_is_never_sooner_than_three_minutes_nor_later_than_the_setting(
    minutes: int,
) -> None:
    tonight = evening(quiet_minutes=minutes)
    tonight.say(10, "ida", "i am so lost, what is going on")
    tonight.tick_until(10 * MINUTE)
    assert 10 + min(minutes, 3) * MINUTE <= sent(tonight)[0][0] <= 20 + min(minutes, 3) * MINUTE


@calls
def test_it_is_tried_once_in_a_lull_and_never_delays_the_ordinary_line(
    trigger: str, happen: Any, wait: int
) -> None:
    def picky(draft: DraftLine) -> list[Candidate]:
        return [] if draft.brief.trigger else [Candidate("A lamp is a kind of letter.", "kindling")]

    del wait
    tonight, plain = evening(words=picky), evening(words=picky, **OFF)
    for one in (tonight, plain):
        one.tick_until(happen(one) + 30 * MINUTE + 10)
    assert sent(tonight) == sent(plain)
    assert len(sent(plain)) == 1
    assert drafted(tonight).count(trigger) == 1


class _Slow(Evening):
    """An evening whose first draft never comes by itself."""

    def _outcome(self, action: Action, at: datetime) -> list[Event]:
        is_first = isinstance(action, DraftLine) and action.draft_id.endswith("/draft-1")
        return [] if is_first else super()._outcome(action, at)


def test_words_that_come_after_people_wrote_again_do_not_count_for_the_lull_that_follows() -> None:
    """A model that hung through one lull left the next person who was unsure without a line."""
    tonight = _Slow()
    last = talk(tonight, ON_THEME, 20)
    tonight.say(last + 20, "ida", "not sure what the tide table means, can anybody explain?")
    tonight.tick_until(8 * MINUTE)
    assert drafted(tonight) == [UNCERTAINTY]
    last = talk(tonight, ON_THEME, 8 * MINUTE)
    tonight.say(last + 20, "odile", "not sure what the bell is for, does anybody know?")
    drafting = tonight.orchestrator.state.hearth.drafting
    assert drafting
    tonight.feed(LineDrafted(after(11 * MINUTE), drafting.draft_id, ()))
    tonight.tick_until(16 * MINUTE)
    assert drafted(tonight) == [UNCERTAINTY, UNCERTAINTY]


@calls
def test_replay_gives_the_same(trigger: str, happen: Any, wait: int) -> None:
    del trigger
    tonight = evening()
    tonight.tick_until(happen(tonight) + wait + 60)
    again = Orchestrator()
    derived = [event for given in tonight.inputs for event in again.handle(given)]
    assert all(is_input(event) for event in tonight.inputs)
    assert derived == tonight.derived
    assert again.state == tonight.orchestrator.state


# Newcomers --------------------------------------------------------------------------------------


def test_a_newcomer_into_talk_calls_for_nothing() -> None:
    tonight = evening()
    tonight.say(60)
    tonight.say(4 * MINUTE, "wanderer", "evening all", is_first=True)
    tonight.tick_until(12 * MINUTE)
    assert sent(tonight) == []


def test_a_newcomer_whom_somebody_or_the_streamers_voice_took_up_calls_for_nothing() -> None:
    answered, heard = evening(), evening()
    last = newcomer_arrives(answered)
    answered.say(last + 30, "maren", "hello there")
    newcomer_arrives(heard)
    heard.feed(StreamerSpoke(after(last + 30), 4))
    for tonight in (answered, heard):
        tonight.tick_until(last + 9 * MINUTE)
        assert NEWCOMER not in drafted(tonight)


def test_a_newcomer_who_looks_like_a_scam_is_not_welcomed() -> None:
    tonight = evening()
    last = newcomer_arrives(tonight)
    tonight.orchestrator.state.apply(
        MessageFlagged(after(last), f"wanderer-{last:g}", "certain", ("offers viewers",))
    )
    tonight.tick_until(last + 9 * MINUTE)
    assert sent(tonight) == []


def test_where_chat_was_not_heard_nobody_knows_of_a_silence() -> None:
    tonight = evening()
    tonight.say(60)
    tonight.tick_until(10 * MINUTE)
    tonight.feed(HearingGapRecorded(after(10 * MINUTE), after(9 * MINUTE), "reconnect"))
    tonight.say(11 * MINUTE, "wanderer", "evening all", is_first=True)
    tonight.tick_until(18 * MINUTE)
    assert sent(tonight) == []


# Uncertainty ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "then",
    [
        ("joost", "it opens at the third bell"),
        ("ida", "oh i see, never mind"),
    ],
)
def test_who_was_answered_or_found_it_is_unsure_no_more(then: tuple[str, str]) -> None:
    tonight = evening()
    last = somebody_is_unsure(tonight)
    tonight.say(last + 40, *then)
    tonight.tick_until(last + 9 * MINUTE)
    assert UNCERTAINTY not in drafted(tonight)


def test_the_streamers_voice_after_a_question_counts_as_an_answer() -> None:
    tonight = evening()
    last = somebody_is_unsure(tonight)
    tonight.feed(StreamerSpoke(after(last + 20), 4))
    tonight.tick_until(last + 9 * MINUTE)
    assert UNCERTAINTY not in drafted(tonight)


def test_who_was_answered_by_the_steward_was_not_left_alone() -> None:
    tonight = evening()
    last = somebody_is_unsure(tonight)
    tonight.say(last + 5, "ida", "!about")
    tonight.tick_until(last + 9 * MINUTE)
    assert tonight.answers
    assert UNCERTAINTY not in drafted(tonight)


def test_the_streamers_own_question_is_theirs() -> None:
    tonight = evening()
    tonight.say(60, "lantern", "does anybody know what the lantern is for?", is_broadcaster=True)
    tonight.tick_until(9 * MINUTE)
    assert drafted(tonight) == []


def test_a_line_that_was_taken_back_leaves_no_trace() -> None:
    tonight = evening()
    last = somebody_is_unsure(tonight)
    tonight.feed(MessageDeleted(after(last + 5), "ida-100"))
    tonight.tick_until(last + 9 * MINUTE)
    assert drafted(tonight) == []


def test_the_brief_holds_a_few_words_of_what_was_asked_and_no_name() -> None:
    tonight = evening()
    tonight.say(60, "wanderer")
    tonight.say(100, "ida", "does anybody know what wanderer said about the lighthouse and the orchard?")
    tonight.tick_until(7 * MINUTE)
    briefs = [
        event.action.brief
        for event in tonight.derived
        if isinstance(event, ActionQueued) and isinstance(event.action, DraftLine)
    ]
    asked = next(brief.asked for brief in briefs if brief.trigger == UNCERTAINTY)
    assert {"lighthouse", "orchard"} & set(asked)
    assert "wanderer" not in asked
    assert len(asked) <= 3


# Drift ------------------------------------------------------------------------------------------


def test_talk_that_was_never_near_the_theme_has_not_drifted() -> None:
    tonight = evening()
    last = talk(tonight, (*ELSEWHERE, *ELSEWHERE), 60)
    tonight.tick_until(last + 9 * MINUTE)
    assert drafted(tonight) == []


def test_talk_that_came_back_has_not_left() -> None:
    tonight = evening()
    last = drift_away(tonight)
    tonight.say(last + 20, "odile", "still thinking of that harbour though")
    tonight.tick_until(last + 9 * MINUTE)
    assert drafted(tonight) == []


def test_a_theme_that_came_into_force_just_now_was_not_left() -> None:
    tonight = evening()
    last = drift_away(tonight)
    tonight.save(last + 30, approved("Why towers face away from the sea"))
    tonight.tick_until(last + 9 * MINUTE)
    assert drafted(tonight) == []


# The streamer's silence -------------------------------------------------------------------------


def test_where_the_streamer_cannot_be_heard_nobody_knows_of_their_silence() -> None:
    tonight = evening()
    last = streamer_falls_silent(tonight)
    tonight.feed(SpeechSignalChanged(after(last), is_present=False, reason="not_connected"))
    tonight.tick_until(last + 9 * MINUTE)
    assert drafted(tonight) == []


def test_a_signal_that_has_only_begun_is_no_long_silence() -> None:
    tonight = evening()
    tonight.say(60)
    tonight.tick_until(5 * MINUTE)
    tonight.feed(SpeechSignalChanged(after(5 * MINUTE), is_present=True))
    tonight.tick_until(12 * MINUTE)
    assert drafted(tonight) == []


def test_a_silence_of_the_streamers_brings_one_line_forward_however_long_it_lasts() -> None:
    """One more line than the ordinary quiet would give is all it comes to."""
    tonight, ordinary = evening(cooldown_minutes=5), evening(**OFF, cooldown_minutes=5)
    for one in (tonight, ordinary):
        streamer_falls_silent(one)
        for turn in range(12):
            one.say((31 + 10 * turn) * MINUTE)
            one.tick_until((40 + 10 * turn) * MINUTE)
    assert [why for _, why in sent(tonight)] == [STREAMER_SILENCE]
    assert sent(ordinary) == []
    tonight.feed(StreamerSpoke(after(160 * MINUTE), 5))
    for minute in range(161, 196):
        tonight.say(minute * MINUTE)
    tonight.tick_until(201 * MINUTE)
    assert [why for _, why in sent(tonight)] == [STREAMER_SILENCE] * 2


@pytest.mark.parametrize(("minutes", "silent_for"), [(15, 30), (12, 24), (5, 20)])
def test_a_silence_of_the_streamers_is_long_from_twice_the_quiet_on(minutes: int, silent_for: int) -> None:
    soon, enough = evening(quiet_minutes=minutes), evening(quiet_minutes=minutes)
    for one, silent in ((soon, silent_for - 0.2), (enough, silent_for + 0.2)):
        one.feed(StreamerSpoke(after(0), 0))
        last = silent - max(3, minutes / 3) - 0.3
        for each in range(int(last) + 1):
            one.say((last % 1 + each) * MINUTE)
        one.tick_until(silent * MINUTE)
    assert (drafted(soon), drafted(enough)) == ([], [STREAMER_SILENCE])


def test_a_quiet_that_was_spoken_into_sooner_counts_as_served() -> None:
    tonight = evening()
    last = somebody_is_unsure(tonight)
    tonight.say(last + 16 * MINUTE)
    assert [e.outcome for e in tonight.derived if isinstance(e, QuietEnded)] == ["spoke"]


def test_the_decision_names_the_trigger() -> None:
    tonight = evening()
    tonight.tick_until(somebody_is_unsure(tonight) + 6 * MINUTE)
    details = {e.reason: e.detail for e in tonight.derived if isinstance(e, DecisionMade) and e.mode == MODE}
    assert details["due"].endswith("5.0 min are needed for uncertainty")
    assert details["spoke"].startswith("from kindling uncertainty")


_STEPS = st.lists(
    st.tuples(
        st.sampled_from((5, 40, 130, 290, 400, 700, 1000)), st.sampled_from(("new", "lost", "say", "voice"))
    ),
    max_size=12,
)


@given(_STEPS)
@settings(max_examples=25, deadline=None)
def test_no_line_is_called_for_over_people(steps: list[tuple[int, str]]) -> None:
    tonight, at, wrote = evening(), 0.0, [0.0]
    for number, (gap, kind) in enumerate(steps):
        at += gap
        if kind == "voice":
            tonight.tick_until(at)
            tonight.feed(StreamerSpoke(after(at), 1))
            continue
        text = "i'm lost, what is going on" if kind == "lost" else "evening"
        tonight.say(at, f"guest{number}", text, is_first=kind == "new")
        wrote.append(at)
    tonight.tick_until(at + 20 * MINUTE)
    for when, trigger in sent(tonight):
        assert trigger in ("", *TRIGGERS)
        assert when - max(w for w in wrote if w < when) >= 5 * MINUTE


def test_nobody_is_left_unsure_who_only_asked_the_steward() -> None:
    asks = "i'm a bit lost, what is happening with the lantern, steward?"
    asked, said = evening(steward=False), evening()
    for tonight, text in ((asked, asks), (said, asks.replace(", steward", ""))):
        tonight.say(60)
        tonight.say(100, "ida", text)
        tonight.tick_until(100 + 5 * MINUTE + 20)
    assert (drafted(asked), drafted(said)) == ([], [UNCERTAINTY])


def test_a_command_takes_nobodys_doubt_up() -> None:
    tonight = evening(steward=False)
    tonight.say(60)
    tonight.say(100, "ida", "i'm a bit lost, what is happening with the lantern")
    tonight.say(110, "joost", "!uptime")
    tonight.tick_until(110 + 5 * MINUTE + 20)
    assert drafted(tonight) == [UNCERTAINTY]
