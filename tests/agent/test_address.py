"""Who speaks to the Steward, and who only speaks of it."""

from typing import Any

import pytest

from chronicler.agent.prompts import brief
from chronicler.agent.steward import address
from chronicler.agent.steward.address import Way
from chronicler.domain.events import HearingChanged
from tests.agent.evening import Evening
from tests.fakes import after, message


def heard(text: str, *, tonight: Evening | None = None, **rest: object) -> address.Addressed | None:
    state = (tonight or with_account()).orchestrator.state
    return address.read(message(60, "pim", text, **rest), state)


def with_account(login: str = "hearth_steward", **settings: Any) -> Evening:
    tonight = Evening(**settings)
    tonight.feed(HearingChanged(after(1), is_hearing=True, login=login))
    return tonight


@pytest.mark.parametrize(
    "text",
    [
        "steward, where is the discord?",
        "Steward: where is the discord",
        "hey Steward, where's the discord",
        "hearthkeeper where is the discord",
        "Hearthkeeper: where is the discord",
        "ok so steward what is the title",
        "where is the discord, steward?",
        "the discord link please, steward",
        "@steward what are we talking about",
        "steward can you tell me the title",
        "Good evening steward, how long has the stream been live?",
        "STEWARD, WHERE IS THE DISCORD",
        "steward, delete my data",
        "steward forget me",
        "steward, please forget about me",
        "steward, I want my messages deleted",
    ],
)
def test_whoever_calls_it_by_its_name_and_asks_is_asking_it(text: str) -> None:
    addressed = heard(text)
    assert addressed is not None
    assert (addressed.way, addressed.is_asked) == (Way.NAME, True)
    assert "steward" not in addressed.question.casefold()
    assert "hearthkeeper" not in addressed.question.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "I asked the steward where the discord is",
        "the steward is quiet tonight, isn't it?",
        "steward is my favourite bot",
        "stewardship of the land, what is that?",
        "steward's list, where is it?",
        "is the hearthkeeper a bot?",
        "Denethor was a steward, what else could he do?",
        "where is the discord?",
        "what is the title",
        "",
    ],
)
def test_a_name_in_passing_and_a_question_to_the_room_are_not_for_it(text: str) -> None:
    assert heard(text) is None


@pytest.mark.parametrize(
    "text", ["thank you, steward", "steward, good evening", "@hearth_steward lovely line"]
)
def test_whoever_asks_nothing_is_heard_and_left_in_peace(text: str) -> None:
    addressed = heard(text)
    assert addressed is not None
    assert not addressed.is_asked


@pytest.mark.parametrize(
    "text", ["@hearth_steward where is the discord", "so where is it, @Hearth_Steward ?"]
)
def test_a_mention_of_its_account_calls_it(text: str) -> None:
    addressed = heard(text)
    assert addressed is not None
    assert (addressed.way, addressed.is_asked) == (Way.MENTION, True)


def test_on_the_streamers_own_account_a_mention_means_the_streamer() -> None:
    assert heard("@lantern where are you from?", tonight=with_account("lantern")) is None
    shared = with_account("other", shared_account=True)
    assert heard("@other where are you from?", tonight=shared) is None


def test_names_can_be_chosen() -> None:
    tonight = with_account(steward_names=("caretaker",))
    assert heard("caretaker, what is the title?", tonight=tonight) is not None
    assert heard("steward, what is the title?", tonight=tonight) is None
    assert heard("what is the title?", tonight=with_account(steward_names=())) is None


def test_lines_of_bots_and_other_channels_are_never_heard() -> None:
    assert heard("steward, what is the title?", is_bot=True) is None
    assert heard("steward, what is the title?", is_own=True) is None
    assert heard("steward, what is the title?", source_channel="elsewhere") is None


def test_a_reply_to_an_answer_or_to_a_line_of_the_hearthkeepers_is_said_to_it() -> None:
    tonight = with_account(quiet_minutes=5)
    tonight.save(1, {"chronicler": "dashboard", "status": "approved", "content_angle": "What lamps are for"})
    tonight.say(30, "odile", "steward, what is the theme?", is_mod=True)
    (answered,) = tonight.orchestrator.state.asked.said
    reply = heard("@hearth_steward and the title?", tonight=tonight, reply_to=answered)
    assert reply == address.Addressed(Way.REPLY, "and the title?", is_asked=True)
    tonight.tick_until(900)
    (prompt,) = tonight.orchestrator.state.hearth.prompts[:1]
    reply = heard("@hearth_steward neither, I think", tonight=tonight, reply_to=prompt.message_id)
    assert reply == address.Addressed(Way.REPLY_TO_HEARTH, "neither, I think", is_asked=False)
    assert heard("@maren where is it?", tonight=tonight, reply_to="maren-10") is None


# What is asked of us is no talk ------------------------------------------------------------

ASKING = ("steward, which harbour title is it?", "the harbour schedule please, steward")


def test_commands_and_what_is_asked_of_the_steward_are_no_talk() -> None:
    tonight = Evening()
    tonight.say(10, "maren", "the harbour lights are late tonight")
    for at, text in enumerate((*ASKING, "!uptime harbour", "steward is a fine word"), 2):
        tonight.say(10 * at, f"guest{at}", text)
    talk = [line.text for line in address.talk(tonight.orchestrator.state)]
    assert talk == ["the harbour lights are late tonight", "steward is a fine word"]


def test_a_reply_to_a_line_of_the_hearthkeepers_is_talk() -> None:
    tonight = Evening()
    tonight.say(1)
    tonight.tick_until(16 * 60)
    (prompt,) = tonight.orchestrator.state.hearth.prompts
    tonight.say(16 * 60 + 5, "maren", "neither, I think?", reply_to=prompt.message_id)
    assert address.talk(tonight.orchestrator.state)[-1].text == "neither, I think?"


def test_words_that_were_only_asked_about_are_not_what_the_talk_keeps_returning_to() -> None:
    tonight = Evening()
    for at, login in enumerate(("ida", "joost", "pim", "wren"), 1):
        tonight.say(10 * at, login, ASKING[at % 2])
    state = tonight.orchestrator.state
    assert "harbour" not in brief.make(state, after(60)).heard
    for at, login in enumerate(("ida", "joost", "pim", "wren"), 7):
        tonight.say(10 * at, login, "this harbour again")
    assert "harbour" in brief.make(state, after(120)).heard
