"""The Warden at its post: what is flagged, of whom, and that nothing follows from it."""

import pytest

from chronicler.domain.events import ActionQueued, MessageFlagged
from tests.agent.evening import Evening

SCAM = "Want more viewers and real followers for your channel? Cheap and top quality at growmystream .com"


def flags(tonight: Evening) -> list[str]:
    return [event.message_id for event in tonight.derived if isinstance(event, MessageFlagged)]


def test_a_growth_scam_is_flagged_and_nothing_is_done_about_it() -> None:
    tonight = Evening()
    tonight.say(10, "seller", SCAM)
    assert flags(tonight) == ["seller-10"]
    assert [event for event in tonight.derived if isinstance(event, ActionQueued)] == []


def test_ordinary_talk_is_left_alone() -> None:
    tonight = Evening()
    tonight.say(10, "maren", "more viewers than last week, that is nice")
    assert flags(tonight) == []


@pytest.mark.parametrize("rest", [{"is_bot": True}, {"is_broadcaster": True}, {"source_channel": "other"}])
def test_bots_the_streamer_and_other_channels_are_not_looked_at(rest: dict[str, object]) -> None:
    tonight = Evening()
    tonight.say(10, "someone", SCAM, **rest)
    assert flags(tonight) == []


def test_the_same_is_not_said_twice_about_the_same_chatter() -> None:
    tonight = Evening()
    tonight.say(10, "lantem", "hello all")
    tonight.say(20, "lantem", "how are you")
    assert len(flags(tonight)) <= 1
    tonight.say(30, "seller", SCAM)
    tonight.say(40, "seller", SCAM)
    assert flags(tonight).count("seller-30") + flags(tonight).count("seller-40") == 1
