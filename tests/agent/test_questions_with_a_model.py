"""What the Steward says where a model looked up the answer, and what it does not say."""

from typing import Any

import pytest

from chronicler.agent.steward import answers
from chronicler.domain.actions import DraftAnswer
from chronicler.domain.events import (
    ActionQueued,
    AnswerDrafted,
    ChatterCleared,
    ContextRead,
    DecisionMade,
    LiveStatusChecked,
    MessageDeleted,
    ProgramStarted,
    ToolUsed,
)
from chronicler.errors import ModelError
from tests.agent.asking import FakeMemory, ScriptedModel, answering, remembered, say, use
from tests.agent.evening import Evening, approved
from tests.agent.test_questions import an_evening, reasons, texts
from tests.fakes import after

ASKS = "steward, who lives in Orrow?"
LOOKED_UP = (ToolUsed("notes", "{}", "Orrow is a village."),)


def asked_evening(model: ScriptedModel, memory: FakeMemory | None = None, **settings: Any) -> Evening:
    tonight = an_evening(model="ollama/small:1b", **settings)
    tonight.save(5, approved(game="Saltmarch"))
    tonight.feed(ContextRead(after(11), ("Orrow is a village of ferrymen by the sea.",)))
    tonight.answer = answering(tonight, model, memory)
    return tonight


def test_an_answer_from_the_streamers_notes_is_said_as_a_reply() -> None:
    model = ScriptedModel(use("notes", words="Orrow"), say("Orrow is a village of ferrymen by the sea."))
    tonight = asked_evening(model)
    tonight.say(60, "pim", ASKS)
    assert tonight.answers == [("Orrow is a village of ferrymen by the sea.", "pim-60")]
    assert reasons(tonight) == ["looking", "model"]


@pytest.mark.parametrize("words", ["Forty ferrymen live in Orrow, all of them asleep.", "JOIN NOW!!!"])
def test_where_a_models_words_are_refused_what_it_found_is_quoted(words: str) -> None:
    tonight = asked_evening(ScriptedModel(use("notes", words="Orrow"), say(words)))
    tonight.say(60, "pim", ASKS)
    assert texts(tonight) == ["The streamer's notes say: “Orrow is a village of ferrymen by the sea.”"]
    assert reasons(tonight) == ["looking", "style_rejected", "looked_up"]


def test_what_was_found_is_not_told_to_whoever_asked_for_something_else() -> None:
    model = ScriptedModel(use("notes", words="Orrow"), say("Orrow is a village of ferrymen by the sea."))
    tonight = asked_evening(model)
    tonight.say(60, "pim", "steward, which dragon is the strongest?")
    assert (texts(tonight), reasons(tonight)) == (
        [answers.UNKNOWN], ["looking", "style_rejected", "unknown"],
    )  # fmt: skip


def test_a_model_that_breaks_off_after_it_looked_leaves_what_it_found() -> None:
    tonight = asked_evening(ScriptedModel(use("notes", words="Orrow"), ModelError("the server is gone")))
    tonight.say(60, "pim", ASKS)
    assert texts(tonight) == ["The streamer's notes say: “Orrow is a village of ferrymen by the sea.”"]
    assert reasons(tonight) == ["looking", "model_failed", "looked_up"]


def test_that_nothing_was_found_is_said_once_within_minutes() -> None:
    model = ScriptedModel(use("memory", words="dragons"), say("Dragons came up in May."))
    tonight = asked_evening(model)
    for at in (60, 200):
        model.script = [use("memory", words="dragons"), say("Dragons came up in May.")]
        tonight.say(at, "pim", "steward, did dragons come up before?")
    assert texts(tonight) == ["Nothing of earlier streams is remembered about that."]
    assert reasons(tonight)[2:] == ["unknown", "looking", "style_rejected", "unknown_lately"]


def test_what_is_known_by_heart_is_not_put_to_the_model() -> None:
    model = ScriptedModel(say(""))
    tonight = asked_evening(model)
    tonight.say(60, "pim", "steward, where is the discord?")
    assert (reasons(tonight), model.requests) == (["links"], [])


def test_an_earlier_title_is_looked_up_among_earlier_streams() -> None:
    model = ScriptedModel(use("titles"), say("The salt stair was the title on 4 March 2026."))
    tonight = asked_evening(model)
    tonight.say(60, "pim", "steward, what was the last title?")
    assert texts(tonight) == [
        "Earlier streams: 4 March 2026: The salt stair (Saltmarch); 27 February 2026: Fog (Orrow)."
    ]


def test_a_false_time_of_a_models_is_told_right_by_code() -> None:
    tonight = asked_evening(ScriptedModel(use("clock", time="21:00"), say("It is two hours until 21:00.")))
    tonight.say(60, "pim", "steward, is it long until nine there?")
    assert texts(tonight) == [
        "21:00 there comes in 1 hour and 29 minutes and was 22 hours and 31 minutes ago."
    ]
    assert reasons(tonight) == ["looking", "uptime"]


def test_links_are_added_from_the_note_and_no_others() -> None:
    model = ScriptedModel(use("links"), say("It stands here.", "Discord", "casino"))
    tonight = asked_evening(model)
    tonight.say(60, "pim", "steward, how do people here stay in touch?")
    assert texts(tonight) == ["It stands here. Discord https://discord.gg/lantern"]


def test_earlier_streams_are_remembered_with_their_date_and_without_names() -> None:
    memory = FakeMemory(remembered("maren says freedom may be exile, @joost", "maren"))
    model = ScriptedModel(
        use("memory", words="freedom exile"), say("On 02 October 2025 somebody said freedom may be exile.")
    )
    tonight = asked_evening(model, memory)
    tonight.say(60, "pim", "steward, did we speak of freedom before?")
    assert reasons(tonight) == ["looking", "style_rejected", "looked_up"]
    assert texts(tonight) == [
        "On 2 October 2025 somebody in chat said: “somebody says freedom may be exile, somebody”"
    ]
    assert memory.asked == ["freedom exile"]
    told = model.requests[1].prompt
    assert "02^October^2025,^somebody^in^chat:^somebody^says^freedom^may^be^exile" in told
    (drafted,) = (event for event in tonight.inputs if isinstance(event, AnswerDrafted))
    assert "somebody says freedom may be exile" in drafted.used[0].result, "plain, to be found and forgotten"
    assert drafted.used[0].people == ("maren",)
    assert "joost" not in told


def test_only_what_the_streamer_was_heard_to_say_is_remembered_as_theirs() -> None:
    memory = FakeMemory(
        remembered("freedom may be exile", "", message_id="m1"),
        remembered("freedom is a door", "", is_spoken=True),
    )
    model = ScriptedModel(use("memory", words="freedom exile"), say("Somebody spoke of freedom."))
    tonight = asked_evening(model, memory)
    tonight.say(60, "pim", "steward, did we speak of freedom before?")
    told = model.requests[1].prompt.replace("^", " ")
    assert "somebody in chat: freedom may be exile" in told
    assert "the streamer: freedom is a door" in told


def test_time_arithmetic_is_done_by_code() -> None:
    model = ScriptedModel(use("clock", time="21:00"), say("21:00 there comes in 1 hour and 29 minutes."))
    tonight = asked_evening(model)
    tonight.say(60, "pim", "steward, is it long until nine there?")
    assert "21:00 there comes in 1 hour and 29 minutes and was 22 hours and 31 minutes ago." in (
        model.requests[1].prompt
    )
    assert texts(tonight) == [
        "21:00 there comes in 1 hour and 29 minutes and was 22 hours and 31 minutes ago."
    ]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ((say(""),), ["looking", "unknown"]),
        ((ModelError("no server"),), ["looking", "model_failed", "unknown"]),
        ((say("Dragons rule the northern deserts."),), ["looking", "style_rejected", "unknown"]),
    ],
)
def test_what_it_cannot_say_well_it_does_not_know(script: tuple[Any, ...], why: list[str]) -> None:
    tonight = asked_evening(ScriptedModel(*script))
    tonight.say(60, "pim", ASKS)
    assert reasons(tonight) == why
    assert texts(tonight) == [answers.UNKNOWN]


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (MessageDeleted(after(61), "pim-60"), "asker_removed"),
        (ChatterCleared(after(61), "pim"), "asker_removed"),
        (LiveStatusChecked(after(61), is_live=False), "not_live"),
        (ProgramStarted(after(61), "0"), "stale"),
    ],
)
def test_an_answer_to_a_line_that_is_gone_or_a_stream_that_is_over_is_not_said(
    meanwhile: Any, why: str
) -> None:
    tonight = asked_evening(ScriptedModel(say("")))
    question = held(tonight)
    tonight.feed(meanwhile)
    tonight.feed(AnswerDrafted(after(62), question, "Orrow is a village of ferrymen.", used=LOOKED_UP))
    assert (texts(tonight), reasons(tonight)[-1]) == ([], why)


def held(tonight: Evening) -> str:
    """Let a question wait, and return its id."""
    tonight.answer = lambda _: None
    tonight.say(60, "pim", ASKS)
    (wanted,) = (
        e.action for e in tonight.derived if isinstance(e, ActionQueued) and isinstance(e.action, DraftAnswer)
    )
    return wanted.question_id


def test_a_hush_meanwhile_and_a_late_answer_are_reasons_to_keep_silent() -> None:
    hushed = asked_evening(ScriptedModel(say("")))
    question = held(hushed)
    hushed.say(70, "odile", "!hush", is_mod=True)
    hushed.feed(AnswerDrafted(after(71), question, "Orrow is a village.", used=LOOKED_UP))
    late = asked_evening(ScriptedModel(say("")))
    question = held(late)
    late.tick_until(130)
    late.feed(AnswerDrafted(after(130), question, "Orrow is a village.", used=LOOKED_UP))
    assert (reasons(hushed)[-1], reasons(late)[-1]) == ("hushed", "too_late")
    assert texts(hushed) == texts(late) == []


def test_while_a_model_looks_what_is_known_by_heart_is_answered_and_nothing_more_is_looked_for() -> None:
    """A model may take half a minute; whoever asks for a link meanwhile need not wait for it."""
    tonight = asked_evening(ScriptedModel(say("")))
    question = held(tonight)
    tonight.say(65, "ida", ASKS)
    tonight.say(66, "joost", "!links")
    tonight.feed(AnswerDrafted(after(80), question, "Orrow is a village.", used=LOOKED_UP))
    assert reasons(tonight)[-3:] == ["sending", "links", "model"]


def test_after_a_restart_nothing_waits_for_a_model() -> None:
    tonight = asked_evening(ScriptedModel(say("")))
    held(tonight)
    tonight.feed(ProgramStarted(after(70), "0", is_resumed=True))
    tonight.answer = answering(tonight, ScriptedModel(say("Orrow is a village.")), None)
    tonight.say(75, "joost", ASKS)
    assert "sending" not in reasons(tonight)


def test_a_question_costs_the_journal_no_word_of_chat() -> None:
    tonight = asked_evening(ScriptedModel(say("")))
    tonight.say(60, "pim", "steward, what is my secret plumbago?")
    assert not [e for e in tonight.derived if "plumbago" in str(e)]


def test_a_reply_to_the_hearthkeeper_is_a_thought_and_no_question_for_a_model() -> None:
    model = ScriptedModel(say(""))
    tonight = asked_evening(model, quiet_minutes=5)
    tonight.tick_until(900)
    prompt = tonight.orchestrator.state.hearth.prompts[0]
    tonight.say(905, "pim", "@x both, don't you think?", reply_to=prompt.message_id)
    decided = [e for e in tonight.derived if isinstance(e, DecisionMade) and e.mode == "steward"]
    assert ([d.reason for d in decided], model.requests) == (["in_passing"], [])
