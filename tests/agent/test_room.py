"""What the room remembers, and that it does not grow with the stream."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.librarian import ticked_newcomers, unanswered_newcomers
from chronicler.agent.room import TIMED_LINES, Author, Room
from chronicler.domain.events import (
    CHAT_CLEARED,
    ChannelNoticed,
    ChatterCleared,
    DeliveryReported,
    DeliveryState,
    Event,
    MessageDeleted,
    MessageReceived,
    NewcomersTicked,
    StreamerSpoke,
    Ticked,
)
from tests.agent.evening import Evening
from tests.fakes import after, message


def heard(*events: Event) -> Room:
    room = Room()
    for event in events:
        room.apply(event)
    return room


def line(seconds: float, login: str = "maren", text: str = "the sea", **rest: object) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, login, text, **rest))


def test_our_own_lines_count_at_delivery_and_their_echo_does_not() -> None:
    room = heard(DeliveryReported(after(1), "line-1", DeliveryState.SENT), line(2, is_own=True))
    assert (room.own_messages, room.messages, room.lines_since(after(0))) == (1, 0, {Author.OURS: 1})


def test_a_deleted_line_loses_its_text_here_too() -> None:
    room = heard(line(1), MessageDeleted(after(2), "maren-1"))
    assert [m.text for m in room.recent] == [""]


def test_a_cleared_chatter_loses_every_line() -> None:
    room = heard(line(1), line(2, "pim"), line(3), ChatterCleared(after(4), "maren"))
    assert [m.text for m in room.recent] == ["", "the sea", ""]


def test_a_newcomer_nobody_answers_waits_on_tonight_after_five_minutes() -> None:
    tonight = Evening()
    tonight.say(0, "pim", "hello, first time here", is_first=True)
    tonight.tick_until(290)
    assert unanswered_newcomers(tonight.orchestrator.state) == ()
    tonight.tick_until(300)
    assert [m.message_id for m in unanswered_newcomers(tonight.orchestrator.state)] == ["pim-0"]


def test_a_reply_a_mention_or_the_streamers_voice_answers_a_newcomer() -> None:
    first = line(0, "pim", is_first=True)
    for answer in (
        line(1, text="welcome", reply_to="pim-0"),
        line(1, text="welcome Pim"),
        StreamerSpoke(after(1), 3, "hello pim, sit down"),
    ):
        assert heard(first, answer).newcomers["pim"].is_answered


def test_a_newcomer_cannot_answer_themselves() -> None:
    assert not heard(line(0, "pim", is_first=True), line(1, "pim", "pim again")).newcomers["pim"].is_answered


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=200))
def test_memory_is_bounded_by_windows_not_by_the_stream(gaps: list[int]) -> None:
    room, now = Room(), 0
    for index, gap in enumerate(gaps):
        now += gap
        room.apply(line(now, f"chatter{index}"))
        room.apply(Ticked(after(now)))
    assert len(room.recent) <= 80
    assert all(at >= after(now - 1800) for at in room.human_times)
    assert all(at >= after(now - 3600) for at, _ in room.line_times)


def test_a_raid_fills_no_memory_and_changes_no_gap() -> None:
    """Within the hour there may be a million lines, and each look at their times would stall chat."""
    room = Room()
    for number in range(TIMED_LINES + 500):
        room.apply(line(number / 500, f"chatter{number % 7}"))
    now = (TIMED_LINES + 500) / 500
    assert len(room.line_times) == len(room.human_times) == TIMED_LINES
    assert max(room.gaps(after(now))) <= timedelta(seconds=0.01)
    assert room.messages == TIMED_LINES + 500


def test_a_cleared_chat_loses_what_was_said_before_it_and_only_that() -> None:
    room = heard(line(1), ChannelNoticed(after(2), CHAT_CLEARED, ""), line(3, text="and on"))
    assert [m.text for m in room.recent] == ["", "and on"]


def test_a_newcomer_whom_the_streamer_ticked_waits_no_longer_until_the_tick_goes() -> None:
    evening = Evening()
    evening.say(10, "ida", "is this the quiet place", is_first=True)
    evening.tick_until(400)
    state = evening.orchestrator.state
    (waiting,) = unanswered_newcomers(state)
    evening.feed(NewcomersTicked(after(401), (waiting.message_id,)))
    assert (unanswered_newcomers(state), ticked_newcomers(state)) == ((), (waiting,))
    evening.feed(NewcomersTicked(after(402), ()))
    assert (unanswered_newcomers(state), ticked_newcomers(state)) == ((waiting,), ())
