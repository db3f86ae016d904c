"""What the Chronicler was told to do, as the ledger and ``why`` tell it."""

from datetime import UTC

import pytest

from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DeliveryReported,
    DeliveryState,
    SettingsSaved,
    SettingsTaken,
)
from chronicler.domain.record import Harvest
from chronicler.notes.evening import Evening, plan
from chronicler.notes.ledger import agent_orders
from chronicler.notes.place import Place
from chronicler.notes.words.happenings import Teller
from tests.agent import evening as driver
from tests.agent.test_record import record_of
from tests.fakes import after


def ledger_of(tonight: driver.Evening) -> Evening:
    return plan(record_of(tonight), Harvest(), Place())


def test_commands_are_counted_but_those_told_singly_and_those_without_effect_named() -> None:
    tonight = driver.Evening()
    tonight.say(60, "odile", "!hush 5", is_mod=True)
    tonight.say(70, "odile", "!hush off", is_mod=True)
    tonight.say(80, "odile", "!hush soon", is_mod=True)
    tonight.say(90, "pim", "!marker", is_vip=True)
    tonight.say(100, "ida", "!hush")
    assert agent_orders.render(ledger_of(tonight)) == (
        "Commands obeyed: `hush` 2 times. "
        "1 command came from somebody who may not give it. 1 command was not understood."
    )


def test_two_commands_without_effect_are_them() -> None:
    tonight = driver.Evening()
    tonight.say(100, "ida", "!hush")
    tonight.say(200, "ida", "!hush")
    assert "2 commands came from somebody who may not give them." in agent_orders.render(ledger_of(tonight))


def test_questions_are_counted_by_what_was_asked_for_whichever_way() -> None:
    tonight = driver.Evening()
    tonight.say(60, "pim", "!theme")
    tonight.say(100, "ida", "steward, how long has the stream been live?")
    tonight.say(260, "joost", "steward, what are we talking about?")
    tonight.say(300, "ida", "steward, who built the lighthouse?")
    assert agent_orders.render(ledger_of(tonight)) == (
        "The Steward was asked for how long the stream had been on 1 time and for the theme 2 times, "
        "and answered. 1 time it said that it did not know."
    )


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (
            DeliveryState.UNKNOWN,
            ". Of 1 answer it is not known whether it arrived.",
        ),
        (DeliveryState.DROPPED, ". 1 answer was not sent."),
        (DeliveryState.SENT, ", and answered."),
    ],
)
def test_an_answer_counts_as_given_only_where_it_surely_arrived(state: DeliveryState, told: str) -> None:
    tonight = driver.Evening(delivery=state)
    tonight.say(60, "pim", "!theme")
    assert agent_orders.render(ledger_of(tonight)) == f"The Steward was asked for the theme 1 time{told}"
    asked = tonight.orchestrator.state.asked
    counted = (int(state is DeliveryState.SENT), int(state is DeliveryState.UNKNOWN))
    assert (asked.answers, asked.unsure) == counted
    assert view_answers(tonight) == counted


def view_answers(tonight: driver.Evening) -> tuple[int, int]:
    said = agent_orders.answers_told(
        tonight.orchestrator.state.asked.answers, tonight.orchestrator.state.asked.unsure
    )
    return ("1 answer to who asked" in said, "not known whether it arrived" in said)


def test_an_evening_without_commands_says_nothing_of_them() -> None:
    assert agent_orders.render(ledger_of(driver.Evening())) == ""


def test_changes_of_settings_stand_with_their_times() -> None:
    tonight = driver.Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": 8, "cooldown_minutes": "soon"}))
    told = agent_orders.render(ledger_of(tonight))
    assert told.startswith("### Settings changed\n\n- ")
    assert "quiet_minutes 15 → 8." in told
    assert "not taken over: cooldown_minutes: write a number from 10 to 240 minutes, not 'soon'; 15" in told


def test_why_tells_a_change_of_settings_and_an_answer_in_sentences() -> None:
    teller = Teller(UTC, lambda _: None)
    taken = teller.tell(SettingsTaken(after(1), ("quiet_minutes 15 → 8",), ("model: no; none is in force",)))
    assert taken is not None
    assert (taken.who, taken.words) == (
        "settings",
        (
            "Settings changed: quiet_minutes 15 → 8. "
            "A value in Settings was not taken over: model: no; none is in force."
        ),
    )
    line = SendLine("s/answer-1", "I am an AI steward.", "steward", "about", "m")
    answer = teller.tell(ActionQueued(after(1), line))
    assert answer is not None
    assert (answer.who, answer.reason) == ("steward", "answered")


def test_an_answer_that_did_not_arrive_is_the_stewards() -> None:
    report = DeliveryReported(after(1), "s/answer-1", DeliveryState.DROPPED, reason="not_live")
    told = Teller(UTC, lambda _: None).tell(report)
    assert told is not None
    assert told.who == "steward"
