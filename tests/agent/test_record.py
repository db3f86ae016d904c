"""A whole stream read again: what a record keeps, joins and leaves out."""

from dataclasses import replace

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.record import gather
from chronicler.agent.scribe.material import Material
from chronicler.domain.events import (
    ChannelUpdated,
    ChatterCleared,
    DeliveryState,
    Event,
    JottingsRead,
    MessageDeleted,
    MessageReceived,
    SessionEnded,
    SessionStarted,
    Ticked,
)
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin
from tests.agent.evening import LINES, Evening, approved
from tests.fakes import START, after


def record_of(tonight: Evening) -> SessionRecord:
    replayed, lines = Orchestrator(), list[Event]()
    for event in tonight.inputs:
        lines += [event, *replayed.handle(event)]
    record = gather(lines)
    assert record is not None
    return record


def test_without_a_session_there_is_no_record() -> None:
    assert gather([Ticked(START)]) is None


def test_a_removed_line_stays_as_a_line_without_words() -> None:
    tonight = Evening()
    tonight.say(1, "maren", "something unkind", emotes=("lampLul",))
    tonight.say(2, "pim", "something kind")
    tonight.feed(MessageDeleted(after(3), "maren-1"))
    record = record_of(tonight)
    assert [(m.message_id, m.text) for m in record.messages] == [("maren-1", ""), ("pim-2", "something kind")]
    assert (frozenset({"maren-1"}), ()) == (record.removed, record.messages[0].emotes)


def test_a_banned_chatters_lines_all_lose_their_words() -> None:
    tonight = Evening()
    tonight.say(1, "maren", "one")
    tonight.say(2, "maren", "two")
    tonight.feed(ChatterCleared(after(3), "maren"))
    assert [m.text for m in record_of(tonight).messages] == ["", ""]


def test_a_message_heard_twice_is_kept_once() -> None:
    tonight = Evening()
    tonight.say(1, "maren", "one", message_id="m1")
    tonight.say(2, "maren", "one", message_id="m1")
    assert len(record_of(tonight).messages) == 1


def test_a_prompt_knows_its_delivery_and_who_answered_within_five_minutes() -> None:
    tonight = Evening()
    tonight.tick_until(900)
    tonight.say(960, "maren", "empty, I think")
    tonight.say(970, "maren", "or full of wind")
    tonight.say(980, "pim", "contemplative")
    tonight.say(900 + 301, "odile", "late")
    prompt = record_of(tonight).prompts[0]
    assert (LINES[1], DeliveryState.SENT, 2) == (prompt.text, prompt.state, prompt.answered_by)


def test_a_shadow_in_a_quiet_that_was_spoken_into_is_left_out() -> None:
    tonight = Evening()
    tonight.say(960)
    tonight.say(960 + 600)
    assert [tonight.seconds(s.at) for s in record_of(tonight).shadows] == [960 + 450]


def test_themes_follow_one_another() -> None:
    tonight = Evening()
    tonight.save(0, approved("First"))
    tonight.save(600, approved("Second"))
    themes = [(s.theme_before, s.theme) for s in record_of(tonight).themes]
    assert themes == [("", "First"), ("First", "Second")]


def test_a_jotting_written_out_keeps_its_first_time() -> None:
    tonight = Evening()
    tonight.feed(JottingsRead(after(10), "d.md", ("the br",)))
    tonight.feed(JottingsRead(after(20), "d.md", ("the bridge hums",)))
    assert [(after(10), "the bridge hums")] == [(j.at, j.text) for j in record_of(tonight).jottings]


def test_the_end_is_the_sessions_else_the_last_event() -> None:
    tonight = Evening()
    tonight.say(100)
    assert after(100) == record_of(tonight).ended_at
    tonight.feed(SessionEnded(after(160), "log_ended"))
    assert after(160) == record_of(tonight).ended_at


def test_a_records_repr_is_short_however_long_the_stream() -> None:
    """A finished task's repr spells out its result: 100 MB for a busy stream, were the lines in it."""
    tonight = Evening()
    tonight.say(1, "maren", "something kind")
    assert "something kind" not in repr(record_of(tonight))


def test_a_title_that_came_after_the_beginning_is_the_streams() -> None:
    begun = SessionStarted(START, "s1", "lantern", Origin.LIVE)
    first = ChannelUpdated(after(30), "What a door remembers", "Just Chatting")
    record = gather([begun, first, ChannelUpdated(after(900), "Later", "The Orrow Inventory")])
    assert record is not None
    assert (record.session.title, record.session.category) == ("What a door remembers", "Just Chatting")
    named = gather([replace(begun, title="Before"), first])
    assert named is not None
    assert named.session.title == "Before"


def test_what_is_only_asked_of_the_steward_counts_and_is_no_talk() -> None:
    tonight = Evening()
    asking = (
        "steward, where is the discord?",
        "hey steward what is the title",
        "the schedule please, steward",
    )
    for at, text in enumerate(asking, 1):
        tonight.say(10 * at, f"guest{at}", text)
    tonight.say(50, "maren", "the steward of the old harbour never asked why, did he?")
    record = record_of(tonight)
    assert len(record.messages) == 4
    assert record.asked_of_us == {"guest1-10", "guest2-20", "guest3-30"}
    assert [line.message.login for line in Material.of(record).lines] == ["maren"]


def test_a_question_to_the_steward_in_recorded_chat_is_no_talk_either() -> None:
    tonight = Evening()
    tonight.say(10, "maren", "steward, where is the discord?")
    record = record_of(tonight)
    begun = [SessionStarted(START, "s1", record.session.channel, Origin.IMPORT)]
    taken = gather([*begun, *(event for event in tonight.inputs if isinstance(event, MessageReceived))])
    assert taken is not None
    assert taken.asked_of_us == {"maren-10"}
