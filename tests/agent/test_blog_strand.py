"""What a stream has to say to a thought beyond the lines its seed quotes."""

from collections.abc import Sequence
from dataclasses import replace

from chronicler.agent.scribe.blog_strand import strand
from chronicler.domain.blog import Strand
from chronicler.domain.chat import Message
from chronicler.domain.events import JottingSeen
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin, Session
from tests.fakes import START, after, message

SESSION = Session("20260306T193000Z-lantern", "lantern", Origin.LIVE, START)
LEAD = message(600, "maren", "the keeper keeps the lamp because a promise outlives whoever asked for it")
ANSWER = message(630, "ida", "a promise to nobody is still a promise, the lamp does not care who sees it")
AGAINST = message(660, "joost", "but a promise that nobody can release you from is only a sentence served")
ASIDE = message(680, "joost", "but the soup is nearly done over here and it smells of burnt onions")
OPEN = message(900, "ottoline", "who could ever release a keeper from a promise like that one?")
LATE = message(4000, "joost", "but the promise was never about the lamp in the first place")


def _strand(messages: Sequence[Message], quotes: Sequence[Message], **rest: object) -> Strand:
    record = SessionRecord(SESSION, after(7200), tuple(messages), **rest)  # type: ignore[arg-type]
    return strand(record, "A promise kept by a lamp", quotes)


def test_a_word_against_what_was_quoted_is_found_and_an_aside_is_none() -> None:
    found = _strand((LEAD, ANSWER, AGAINST, ASIDE, OPEN, LATE), (LEAD, ANSWER))
    assert found.quotes == (LEAD, ANSWER)
    assert found.against == (AGAINST,)


def test_a_quoted_line_that_turns_against_the_first_stands_apart() -> None:
    found = _strand((LEAD, ANSWER, AGAINST), (LEAD, ANSWER, AGAINST))
    assert (found.quotes, found.against) == ((LEAD, ANSWER), (AGAINST,))


def test_one_that_contradicts_is_still_quoted_where_nothing_else_would_be() -> None:
    found = _strand((LEAD, AGAINST), (LEAD, AGAINST))
    assert (found.quotes, found.against) == ((LEAD, AGAINST), ())


def test_a_question_about_it_that_nobody_answered_is_left_open() -> None:
    assert _strand((LEAD, ANSWER, OPEN), (LEAD, ANSWER)).left_open == (OPEN,)


def test_a_question_of_another_hour_is_about_something_else() -> None:
    later = replace(OPEN, at=after(5000))
    assert _strand((LEAD, ANSWER, later), (LEAD, ANSWER)).left_open == ()


def test_an_answer_that_agrees_in_part_speaks_against_it() -> None:
    partly = message(
        650, "joost", "@maren i never read it that way, but a lamp that burns for no one is waste"
    )
    assert _strand((LEAD, ANSWER, partly), (LEAD, ANSWER, partly)).against == (partly,)


def test_what_was_removed_is_not_quoted() -> None:
    gone = frozenset({ANSWER.message_id, AGAINST.message_id})
    found = _strand((LEAD, ANSWER, AGAINST), (LEAD, ANSWER), removed=gone)
    assert (found.quotes, found.against) == ((LEAD,), ())


def test_jottings_of_the_evening_join_where_they_share_two_words() -> None:
    near, far = JottingSeen(after(700), "lamp and promise, again"), JottingSeen(after(800), "buy lamp oil")
    assert _strand((LEAD,), (LEAD,), jottings=(near, far)).jottings == (near,)
