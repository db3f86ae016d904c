"""The Warden at its post: what is flagged, of whom, and that nothing follows from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.agent.warden import watch
from chronicler.agent.warden.post import MOST_LIKE, More, Post
from chronicler.agent.warden.watch import REGULAR_LINES
from chronicler.domain.events import (
    ActionQueued,
    DecisionMade,
    Event,
    FlagRepeated,
    MessageFlagged,
    MessageReceived,
    RaidReceived,
    WatchListSaved,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Problem
from chronicler.domain.watch_rules import MOST_RULES
from tests.agent.evening import Evening
from tests.fakes import after, message

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


def more(tonight: Evening, message_id: str) -> tuple[int, int]:
    like = tonight.orchestrator.state.post.more_like(message_id)
    return like.lines, like.chatters


def test_what_one_chatter_says_again_is_counted_and_not_told_again() -> None:
    tonight = Evening()
    for seconds in (30, 40, 50):
        tonight.say(seconds, "seller", SCAM)
    assert flags(tonight) == ["seller-30"]
    assert more(tonight, "seller-30") == (2, 1)
    assert repeats(tonight) == [("seller-40", "seller-30"), ("seller-50", "seller-30")]


def repeats(tonight: Evening) -> list[tuple[str, str]]:
    return [(e.message_id, e.first_id) for e in tonight.derived if isinstance(e, FlagRepeated)]


def test_something_graver_from_the_same_chatter_is_told() -> None:
    tonight = Evening()
    tonight.say(10, "seller", "lantern .com")
    tonight.say(20, "seller", SCAM)
    assert flags(tonight) == ["seller-10", "seller-20"]


def test_somebody_who_only_passes_for_another_is_told_once() -> None:
    tonight = Evening()
    for seconds in (10, 20, 30):
        tonight.say(seconds, "1antern", "hello all")
    assert flags(tonight) == ["1antern-10"]
    assert more(tonight, "1antern-10") == (2, 1)


def test_the_same_scam_from_several_accounts_is_one_wave() -> None:
    tonight = Evening()
    for number in range(4):
        tonight.say(10 + number, f"fresh{number}", f"{SCAM} @tail{number}X")
    assert flags(tonight) == ["fresh0-10"]
    assert more(tonight, "fresh0-10") == (3, 4)


PITCH = "everybody come and talk with us on discord tonight"


def test_words_that_are_no_scam_from_one_are_told_when_newcomers_post_them_together() -> None:
    tonight = Evening()
    for number in range(5):
        tonight.say(10 + number, f"fresh{number}", f"{PITCH}{'!' * number}")
    assert flags(tonight) == ["fresh2-12"]
    assert more(tonight, "fresh2-12") == (2, 3)
    flag = next(event for event in tonight.derived if isinstance(event, MessageFlagged))
    assert flag.evidence[0] == "the same words from 3 newcomers"


def test_the_same_words_over_an_evening_are_no_wave() -> None:
    tonight = Evening()
    for number in range(5):
        tonight.say(10 + 200 * number, f"fresh{number}", PITCH)
    assert flags(tonight) == []


def test_people_who_have_been_talking_are_no_wave() -> None:
    tonight = Evening()
    for number in range(15):
        tonight.say(10 + number, f"guest{number % 5}", f"a thought about room {number}")
    for number in range(5):
        tonight.say(30 + number, f"guest{number}", PITCH)
    assert flags(tonight) == []


def test_a_raids_greeting_is_no_wave() -> None:
    tonight = Evening()
    tonight.feed(RaidReceived(after(5), "tallowhouse", 12))
    for number in range(6):
        tonight.say(10 + number, f"guest{number}", PITCH)
    assert flags(tonight) == []


@pytest.mark.parametrize("badge", ["subscriber", "vip", "moderator", "founder", "sub-gifter"])
def test_somebody_with_a_badge_is_doubted_less(badge: str) -> None:
    tonight = Evening()
    tonight.say(10, "briony", "lantern .com", badges=(badge,))
    assert flags(tonight) == []


def test_somebody_who_wrote_much_tonight_is_doubted_less() -> None:
    tonight = Evening()
    for number in range(REGULAR_LINES):
        tonight.say(10 + number, "briony", f"and another thought, number {number}")
    tonight.say(100, "briony", "lantern .com")
    tonight.say(110, "stranger", "lantern .com")
    assert flags(tonight) == ["stranger-110"]


def test_moderators_and_our_own_account_are_protected_once_they_have_been_heard() -> None:
    tonight = Evening()
    tonight.say(10, "alder_keeps", "evening all", is_mod=True, badges=("moderator",))
    tonight.say(20, "a1der_keeps", "hello")
    assert flags(tonight) == ["a1der_keeps-20"]


# The streamer's own list -----------------------------------------------------------------------


def listing(tonight: Evening, seconds: float, body: str) -> None:
    tonight.feed(WatchListSaved(after(seconds), NoteContent("Chronicler/Watch list.md", {}, body)))


def test_the_streamers_own_words_are_flagged_from_the_moment_they_are_saved() -> None:
    tonight = Evening()
    tonight.say(10, "briony", "the moon crate is here")
    listing(tonight, 15, "## Flag these\n- moon crate\n")
    tonight.say(20, "briony", "a m.o.o.n c.r.a.t.e for everyone")
    assert flags(tonight) == ["briony-20"]
    flag = next(event for event in tonight.derived if isinstance(event, MessageFlagged))
    assert flag.evidence == ("your own rule: “moon crate”",)


def test_what_is_never_to_be_flagged_is_let_be_and_so_is_a_person() -> None:
    tonight = Evening()
    listing(tonight, 5, "## Never flag these\n- growmystream\n- @1antern\n")
    tonight.say(10, "seller", SCAM)
    tonight.say(20, "1antern", "hello")
    assert flags(tonight) == []


def test_each_save_after_the_first_reading_has_a_receipt_and_what_is_refused_stays_a_warning() -> None:
    tonight = Evening()
    post = tonight.orchestrator.state.post
    listing(tonight, 5, "## Flag these\n- moon crate\n")
    assert (post.receipts, post.warnings) == ([], ())
    listing(tonight, 10, "## Flag these\n- owl tax (likely)\n- *\n")
    assert post.receipts[-1].lines[0] == "flagged from now on: “owl tax”"
    assert post.warnings == (f"watch list: {post.receipts[-1].lines[-1]}; what was in force stays",)
    tonight.say(20, "briony", "moon crate")
    assert flags(tonight) == ["briony-20"]
    listing(tonight, 30, "## Flag these\n- owl tax (likely)\n")
    assert post.receipts[-1].lines == ("no longer flagged: “moon crate”",)
    assert list(post.warnings) == []


def test_a_list_that_cannot_be_read_changes_nothing() -> None:
    tonight = Evening()
    listing(tonight, 5, "## Flag these\n- moon crate\n")
    problem = Problem("the note is stored as UTF-16; save it as UTF-8")
    tonight.feed(WatchListSaved(after(8), NoteContent("Chronicler/Watch list.md", problems=(problem,))))
    tonight.say(10, "briony", "moon crate")
    assert flags(tonight) == ["briony-10"]
    assert tonight.orchestrator.state.post.warnings == (f"the watch list cannot be read: {problem.message}",)


# Laws ------------------------------------------------------------------------------------------

LINES = st.tuples(
    st.sampled_from(["maren", "1antern", "seller", "fresh1", "fresh2", "fresh3"]),
    st.one_of(
        st.sampled_from([SCAM, PITCH, "lantern .com", "moon crate", "good evening"]), st.text(max_size=60)
    ),
    st.booleans(),
)


@given(st.lists(LINES, max_size=25))
@settings(max_examples=60, deadline=None)
def test_the_warden_says_and_does_nothing_in_chat(lines: list[tuple[str, str, bool]]) -> None:
    """Whatever is written, it derives notes to the streamer and never an action."""
    tonight = Evening(hearthkeeper=False)
    listing(tonight, 1, "## Flag these\n- moon crate\n")
    state = tonight.orchestrator.state
    for number, (login, text, is_mod) in enumerate(lines):
        line = message(10 + number, login, text, is_mod=is_mod)
        before = state.room.messages
        derived = list(watch.decide(state, MessageReceived(line.at, line)))
        assert {type(event) for event in derived} <= {DecisionMade, MessageFlagged, FlagRepeated}
        assert state.room.messages == before
        tonight.feed(MessageReceived(line.at, line))
    assert [event for event in tonight.derived if isinstance(event, ActionQueued)] == []


@given(st.lists(LINES, max_size=25))
@settings(max_examples=30, deadline=None)
def test_a_restart_remembers_whom_it_has_told(lines: list[tuple[str, str, bool]]) -> None:
    tonight = Evening(hearthkeeper=False)
    for number, (login, text, is_mod) in enumerate(lines):
        tonight.say(10 + number, login, text, is_mod=is_mod)
    again = Evening(hearthkeeper=False)
    for event in tonight.inputs[3:]:
        again.feed(event)
    assert [e for e in again.derived if isinstance(e, MessageFlagged | FlagRepeated)] == [
        e for e in tonight.derived if isinstance(e, MessageFlagged | FlagRepeated)
    ]
    folded = State.fold(_as_journaled(tonight))
    assert folded.post == tonight.orchestrator.state.post


def _as_journaled(tonight: Evening) -> list[Event]:
    orchestrator, journal = Orchestrator(), list[Event]()
    for event in tonight.inputs:
        journal += (event, *orchestrator.handle(event))
    return journal


def test_a_list_that_is_too_long_is_said_to_be_in_force_as_far_as_it_goes() -> None:
    post = Post()
    saved = "## Flag these\n" + "".join(f"- phrase number {n}\n" for n in range(MOST_RULES + 9))
    post.apply(WatchListSaved(after(1), NoteContent("Watch list.md", {}, saved)))
    assert len(post.rules.flag.each) == MOST_RULES
    assert len(post.warnings) == 1
    assert "the first 200 are in force" in post.warnings[0]
    assert "what was in force stays" not in post.warnings[0]


def test_repeats_are_counted_without_end_and_their_authors_up_to_a_limit() -> None:
    post = Post()
    post.apply(MessageReceived(after(1), message(1, "anna", SCAM, message_id="first")))
    post.apply(MessageFlagged(after(1), "first", "certain", ("a sign",)))
    kept = post._like["first"].authors
    for n in range(MOST_LIKE + 100):
        post.apply(MessageReceived(after(2 + n), message(2 + n, f"login{n}", SCAM, message_id=f"m{n}")))
        post.apply(FlagRepeated(after(2 + n), f"m{n}", "first"))
    assert post.more_like("first") == More(MOST_LIKE + 100, MOST_LIKE)
    assert post._like["first"].authors is kept
