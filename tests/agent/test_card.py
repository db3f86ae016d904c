"""The memory card brings back few things, the latest first, and nothing that was taken down."""

from datetime import timedelta

from chronicler.agent.card import Past, card_of
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageFlagged, StreamerSpoke
from chronicler.domain.memory_card import Returning
from chronicler.domain.record import BlogSeed, Harvest, SessionRecord
from chronicler.domain.session import Origin, Session
from tests.fakes import START, after, message


def evening(
    days_ago: int = 1,
    *,
    questions: tuple[Message, ...] = (),
    messages: tuple[Message, ...] = (),
    spoken: tuple[str, ...] = (),
    titles: tuple[str, ...] = (),
    **rest: object,
) -> Past:
    began = START - timedelta(days=days_ago)
    record = SessionRecord(
        Session(f"s{days_ago}", "hearth", Origin.LIVE, began),
        began + timedelta(hours=3),
        messages=messages,
        spoken=tuple(StreamerSpoke(after(at), 3.0, text) for at, text in enumerate(spoken)),
        **rest,  # type: ignore[arg-type]
    )
    blogs = tuple(BlogSeed(title, "thought", "", 1.0) for title in titles)
    return record, Harvest(blogs=blogs, open_questions=questions)


def test_each_kind_is_brought_back_with_where_it_stands() -> None:
    past = evening(
        questions=(message(5, "mira", "who kept the second list?"),),
        spoken=("Next time we'll open the cellar door.", "I'll go left."),
        titles=("Doors that keep a list",),
    )
    card = card_of([past], [Returning("Odo", 3, 3)])
    (question,), (promise,), (thread,) = card.questions, card.promises, card.threads
    assert (question.who, question.message_id, question.session_id) == ("Mira", "mira-5", "s1")
    assert (promise.text, promise.who) == ("Next time we'll open the cellar door.", "")
    assert thread.text == "Doors that keep a list"
    assert card.returning == (Returning("Odo", 3, 3),)


def test_what_the_streamer_wrote_is_a_promise_and_what_viewers_wrote_is_none() -> None:
    text = "Next time we'll open the cellar door."
    own = evening(messages=(message(5, "hearth", text, is_broadcaster=True),))
    assert [each.message_id for each in card_of([own]).promises] == ["hearth-5"]
    assert card_of([evening(messages=(message(5, "mira", text),))]).promises == ()


def test_few_are_brought_back_and_the_latest_evening_does_not_take_all_places() -> None:
    many = [
        evening(day, questions=tuple(message(i, "mira", f"question {day} {i}?") for i in range(5)))
        for day in (1, 2, 3)
    ]
    texts = [each.text for each in card_of(many).questions]
    assert texts == ["question 1 0?", "question 1 1?", "question 2 0?"]


def test_nothing_is_told_twice() -> None:
    asked = message(5, "mira", "Who kept the list?")
    card = card_of(
        [evening(1, questions=(asked,), titles=("who kept the list",)), evening(2, questions=(asked,))]
    )
    assert len(card.questions) == 1
    assert card.threads == ()


def test_what_was_flagged_or_taken_down_is_not_brought_back() -> None:
    flagged = message(5, "mira", "do you want more viewers?")
    gone = message(6, "odo", "what was that?")
    past = evening(
        questions=(flagged, gone, message(7, "osric", "")),
        flags=(MessageFlagged(after(5), "mira-5", "certain", ("x",)),),
        removed=frozenset({"odo-6"}),
    )
    assert card_of([past]).questions == ()
