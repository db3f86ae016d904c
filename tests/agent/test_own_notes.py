"""Only talk that may be quoted is compared with notes, and few notes are told, each once."""

from dataclasses import replace

from chronicler.agent.own_notes import MOST, lines_of, nearest, talks_of
from chronicler.analysis.own_notes import Touch
from chronicler.domain.events import JottingSeen, MessageFlagged
from chronicler.domain.record import Discussion, Harvest, SessionRecord, ThemeSpan
from chronicler.domain.session import Origin, Session
from tests.fakes import START, after, message

FIRST, REMOVED, FLAGGED = (
    message(at, "mira", text) for at, text in ((1, "a bell"), (2, "gone"), (3, "scam"))
)
RECORD = SessionRecord(
    Session("s", "hearth", Origin.LIVE, START),
    after(90),
    messages=(FIRST, REMOVED, FLAGGED, replace(message(4, "bot", "beep"), is_bot=True)),
    removed=frozenset({REMOVED.message_id}),
    flags=(MessageFlagged(after(3), FLAGGED.message_id, "likely", ()),),
    themes=(ThemeSpan(START, "The drowned bell"),),
    jottings=(JottingSeen(after(5), "mine"),),
)


def test_removed_flagged_and_bots_lines_are_compared_with_nothing() -> None:
    assert [line.message_id for line in lines_of(RECORD)] == [FIRST.message_id]
    ids = tuple(each.message_id for each in RECORD.messages)
    talk = Discussion(START, after(9), ("bell",), 2, 2, 3, message_ids=ids)
    talks = talks_of(RECORD, Harvest(discussions=(talk,)))
    assert [[line.text for line in talk.lines] for talk in talks] == [
        ["a bell"],
        ["mine"],
        ["The drowned bell"],
    ]


def test_the_nearest_notes_are_told_once_each_with_the_lines_that_came_near_the_passage() -> None:
    touches = [(f"n{at}", Touch(at, "", (f"m{at}",), at / 10)) for at in range(9)]
    best = nearest([*touches, ("n8", Touch(8, "", ("m20",), 0.1)), ("n8", Touch(20, "", ("m30",), 0.1))])
    assert [touch.place for touch in best] == list(range(8, 8 - MOST, -1))
    assert best[0].lines == ("m8", "m20")


def test_a_passage_is_shown_with_its_lines_rather_than_a_nearer_one_without_any() -> None:
    """What was said aloud has no line to show: a passage of the same note that chat came near has."""
    touches = [("n", Touch(1, "rude", (), 0.9)), ("n", Touch(2, "crated", ("m1",), 0.7))]
    assert nearest(touches) == [Touch(2, "crated", ("m1",), 0.7)]
    assert nearest(touches[:1]) == [Touch(1, "rude", (), 0.9)]
    spoken = Touch(1, "rude", (), 0.9, "a valley, if ever there was one")
    assert nearest([("n", spoken), touches[1]]) == [spoken]
