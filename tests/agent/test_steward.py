"""Who may hush the Hearthkeeper, and how."""

import pytest

from chronicler.agent import way_test
from chronicler.agent.court import verdict as court
from chronicler.agent.steward import about
from chronicler.agent.steward.asked import Asked
from chronicler.domain.actions import MakeClip, MarkStream, SendLine
from chronicler.domain.events import (
    ActionQueued,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    HearthSwitched,
    HushChanged,
    LiveStatusChecked,
    OperatorCommanded,
)
from chronicler.domain.settings import parse_settings
from tests.agent.evening import Evening
from tests.fakes import after


def hushes(tonight: Evening) -> list[HushChanged]:
    return [event for event in tonight.derived if isinstance(event, HushChanged)]


@pytest.mark.parametrize("role", ["is_mod", "is_broadcaster"])
def test_moderators_and_the_streamer_may_hush(role: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!hush 30", **{role: True})
    assert [(after(60 + 1800), "Odile")] == [(h.until, h.by) for h in hushes(tonight)]


def test_a_hush_without_minutes_lasts_twenty() -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!hush", is_mod=True)
    assert [after(60 + 1200)] == [h.until for h in hushes(tonight)]


@pytest.mark.parametrize("rest", [{}, {"is_vip": True}])
def test_nobody_else_may_and_nothing_is_said_about_it(rest: dict[str, object]) -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!hush 30", **rest)
    decisions = [
        (d.reason, d.detail) for d in tonight.derived if isinstance(d, DecisionMade) and d.mode == "steward"
    ]
    assert (hushes(tonight), decisions) == ([], [("not_allowed", "hush")])


@pytest.mark.parametrize("argument", ["soon", "-5", "1.5", "9999999", "²", "1441"])
def test_nonsense_changes_nothing(argument: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", f"!hush {argument}", is_mod=True)
    assert hushes(tonight) == []


@pytest.mark.parametrize("argument", ["off", "0"])
def test_a_hush_can_be_lifted(argument: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", f"!hush {argument}", is_mod=True)
    assert [h.until for h in hushes(tonight)] == [None]


@pytest.mark.parametrize(("argument", "is_on"), [("on", True), ("OFF", False)])
def test_the_hearth_has_a_switch(argument: str, *, is_on: bool) -> None:
    tonight = Evening()
    tonight.say(60, "odile", f"!hearth {argument}", is_mod=True)
    assert [is_on] == [e.is_on for e in tonight.derived if isinstance(e, HearthSwitched)]


def test_the_streamer_may_hush_from_the_terminal() -> None:
    tonight = Evening()
    tonight.feed(OperatorCommanded(after(60), "hush", "10"))
    assert [after(660)] == [h.until for h in hushes(tonight)]


@pytest.mark.parametrize("text", ["hush", "!hushed", "! ", "!", "say !hush 30"])
def test_what_is_not_a_command_is_left_alone(text: str) -> None:
    tonight = Evening()
    tonight.say(60, "odile", text, is_mod=True)
    assert [d for d in tonight.derived if isinstance(d, DecisionMade) and d.mode == "steward"] == []


def test_another_prefix_can_be_chosen() -> None:
    tonight = Evening(command_prefix="?")
    tonight.say(60, "odile", "?hush 5", is_mod=True)
    assert [after(360)] == [h.until for h in hushes(tonight)]


# Clips and markers -------------------------------------------------------------------------


def requests(tonight: Evening) -> list[object]:
    return [
        event.action
        for event in tonight.derived
        if isinstance(event, ActionQueued) and isinstance(event.action, MakeClip | MarkStream)
    ]


def reasons(tonight: Evening) -> list[str]:
    return [e.reason for e in tonight.derived if isinstance(e, DecisionMade) and e.mode == "steward"]


def test_a_vip_may_ask_for_a_clip_and_a_marker_in_their_own_words() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!clip the harbour speech", is_vip=True)
    tonight.say(70, "pim", "!marker he laughs", is_vip=True)
    tonight.say(90, "odile", "!marker", is_mod=True)
    assert requests(tonight) == [
        MakeClip("clip-pim-60", "the harbour speech", "pim"),
        MarkStream("mark-pim-70", "he laughs", "pim"),
        MarkStream("mark-odile-90", "marked by Odile", "odile"),
    ]
    assert tonight.answers == []


def test_a_viewer_may_not() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!clip me")
    assert (requests(tonight), reasons(tonight)) == ([], ["not_allowed"])


def test_several_at_the_same_moment_make_one_clip_and_one_marker() -> None:
    tonight = Evening()
    for second in (60, 62, 64):
        tonight.say(second, "odile", "!clip", is_mod=True)
        tonight.say(second + 1, "odile", "!marker", is_mod=True)
    assert len(requests(tonight)) == 2
    tonight.say(91, "odile", "!clip", is_mod=True)
    assert len(requests(tonight)) == 3


def test_words_longer_than_twitch_takes_are_cut() -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!marker " + "lamp " * 90, is_mod=True)
    [marker] = requests(tonight)
    assert isinstance(marker, MarkStream)
    assert len(marker.description) == 140


def test_nothing_is_asked_of_twitch_while_the_stream_is_not_live() -> None:
    tonight = Evening()
    tonight.feed(LiveStatusChecked(after(50), is_live=False))
    tonight.say(55, "odile", "!clip", is_mod=True)
    tonight.say(56, "odile", "!marker", is_mod=True)
    tonight.say(57, "odile", "!about", is_mod=True)
    assert (requests(tonight), tonight.answers) == ([], [])
    assert reasons(tonight) == ["not_live"] * 3


# What it says of itself --------------------------------------------------------------------


def test_whoever_asks_what_it_is_is_answered_by_a_reply() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!about")
    [(line, reply_to)] = tonight.answers
    assert reply_to == "pim-60"
    assert "AI steward" in line
    assert "kept on the machine of whoever streams here" in line


@pytest.mark.parametrize(
    "typed", [{}, {"model": "openai/x", "allow_remote_model": True}, {"model": "ollama/x"}]
)
def test_its_answer_is_short_passes_the_court_and_is_true_of_the_model(typed: dict[str, object]) -> None:
    said = about.words(parse_settings(typed))
    ruling = court.judge(said, court.Profile.STEWARD)
    assert (ruling.text, ruling.broken) == (said, ())
    assert len(said) <= 320
    assert ("language model elsewhere" in said) is bool(typed.get("allow_remote_model"))


def test_however_many_ask_few_are_answered_within_minutes() -> None:
    tonight = Evening()
    for second in range(60, 350, 5):
        tonight.say(second, f"viewer{second}", "!about")
    asked = [to for _, to in tonight.answers]
    assert asked == ["viewer60-60", "viewer105-105", "viewer150-150"]


@pytest.mark.parametrize(
    "question",
    [
        "what do you keep of me?", "what data do you keep about us", "do you store anything about me?",
        "what is kept of me?", "what's being recorded here?", "is there a privacy policy", "what do you know about me?",
    ],
)  # fmt: skip
def test_what_is_kept_may_be_asked_in_many_ways(question: str) -> None:
    tonight = Evening()
    tonight.say(60, "pim", f"steward, {question}")
    assert reasons(tonight) == ["about"]


@pytest.mark.parametrize(
    "question",
    ["what do you know about lighthouses?", "did they keep the bell?", "what is saved by the ferry?"],
)
def test_what_only_sounds_like_it_is_another_question(question: str) -> None:
    tonight = Evening()
    tonight.say(60, "pim", f"steward, {question}")
    assert "about" not in reasons(tonight)


@pytest.mark.parametrize(
    "question", ["steward, what do you keep of me?", "!about", "!ask are you recording us?"]
)
def test_another_who_asks_what_is_kept_is_told_as_well_and_nobody_twice(question: str) -> None:
    tonight = Evening()
    tonight.say(60, "pim", question)
    tonight.say(120, "odile", question)
    tonight.say(180, "pim", question)
    assert reasons(tonight) == ["about", "about", "answered_before"]


def test_somebody_else_is_answered_minutes_later_and_the_same_person_half_an_hour_later() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!about")
    tonight.say(370, "pim", "!about")
    assert len(tonight.answers) == 1
    tonight.say(380, "odile", "!about")
    assert len(tonight.answers) == 2
    tonight.say(1870, "pim", "!about")
    assert len(tonight.answers) == 3


def test_an_answer_that_did_not_arrive_does_not_count_as_said() -> None:
    tonight = Evening(delivery=DeliveryState.DROPPED)
    tonight.say(60, "pim", "!about")
    tonight.say(70, "pim", "!about")
    tonight.say(130, "pim", "!about")
    assert reasons(tonight) == ["about", "failed_lately", "about"]


def test_a_hush_does_not_keep_it_from_saying_what_it_is() -> None:
    tonight = Evening()
    tonight.say(50, "odile", "!hush", is_mod=True)
    tonight.say(60, "pim", "!about")
    assert len(tonight.answers) == 1


def test_an_answer_is_no_line_of_the_hearthkeepers() -> None:
    tonight = Evening()
    tonight.say(60, "pim", "!about")
    assert tonight.orchestrator.state.hearth.last_delivered_at is None
    assert tonight.said == []


def test_a_word_that_settings_forbid_keeps_the_answer_back() -> None:
    tonight = Evening(banned_words=("steward",))
    tonight.say(60, "pim", "!about")
    assert (tonight.answers, reasons(tonight)) == ([], ["style_rejected"])


def test_a_marker_set_by_itself_does_not_swallow_somebodys_words() -> None:
    tonight = Evening()
    tonight.tick_until(50)
    tonight.orchestrator.state.apply(ActionQueued(after(55), MarkStream("mark-moment-11", "many laugh")))
    tonight.say(58, "odile", "!marker the laugh", is_mod=True)
    assert requests(tonight) == [MarkStream("mark-odile-58", "the laugh", "odile")]


# The streamer's own check ------------------------------------------------------------------


def lines(tonight: Evening) -> list[SendLine]:
    queued = [event.action for event in tonight.derived if isinstance(event, ActionQueued)]
    return [action for action in queued if isinstance(action, SendLine) and action.mode == "steward"]


def test_a_test_from_the_terminal_says_one_line_that_is_openly_a_test() -> None:
    tonight = Evening()
    tonight.feed(OperatorCommanded(after(60), "test", "4f"))
    (line,) = lines(tonight)
    assert "test of the AI steward at 19:31:00" in line.text
    assert way_test.is_line_of("4f", line.line_id)
    assert reasons(tonight) == ["test"]


def test_nobody_in_chat_can_ask_for_a_test() -> None:
    tonight = Evening()
    tonight.say(60, "odile", "!test", is_mod=True, is_broadcaster=True)
    assert (lines(tonight), reasons(tonight)) == ([], [])


def test_a_test_goes_through_the_gate_and_its_closure_is_the_reason() -> None:
    tonight = Evening()
    tonight.feed(LiveStatusChecked(after(30), is_live=False))
    tonight.feed(OperatorCommanded(after(60), "test", "4f"))
    assert (lines(tonight), reasons(tonight)) == ([], ["not_live"])


def test_a_test_makes_nobody_wait_longer_for_an_answer_and_is_settled_like_one() -> None:
    tonight = Evening()
    tonight.feed(OperatorCommanded(after(60), "test", "4f"))
    queued = next(event for event in tonight.derived if isinstance(event, ActionQueued))
    (line,) = lines(tonight)
    asked = Asked()
    asked.apply(queued)
    assert list(asked.on_their_way) == [line.line_id], "after a crash its end must be told"
    asked.apply(DeliveryReported(after(61), line.line_id, DeliveryState.SENT, "m1"))
    assert asked == Asked(latest=line)
    tonight.say(70, "pim", "!about")
    assert reasons(tonight) == ["test", "about"]
