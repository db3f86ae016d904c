"""Only talk that may be quoted is compared with notes, and few notes are told, each once."""

from dataclasses import replace

from chronicler.agent.own_notes import MOST, lines_of, moments_of, nearest, talks_of, with_moments
from chronicler.analysis.own_notes import Touch
from chronicler.domain.events import JottingSeen, MessageFlagged, StreamerSpoke
from chronicler.domain.record import ClipSeed, Discussion, Harvest, SessionRecord, ThemeSpan
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


def test_a_moment_is_what_may_be_quoted_of_it_in_chat_and_aloud() -> None:
    seed = ClipSeed("c", after(3), after(1), after(6), 4.0, "laughter")
    aloud = StreamerSpoke(after(4), 2.0, "a valley"), StreamerSpoke(after(40), 2.0, "later")
    (talk,) = moments_of(replace(RECORD, spoken=aloud), Harvest(clips=(seed,)))
    assert [line.text for line in talk.lines] == ["a bell", "a valley"]
    assert moments_of(RECORD, Harvest(clips=(replace(seed, starts_at=after(50), ends_at=after(60)),))) == ()


def test_what_a_moment_touched_is_told_besides_and_a_passage_told_already_gains_its_lines() -> None:
    told = [Touch(1, "bell", ("m1",), 0.9), Touch(2, "list", (), 0.8, "aloud")]
    moment = [Touch(1, "bell", ("m7",), 0.7), Touch(5, "salt", ("m8",), 0.6), Touch(6, "far", ("m9",), 0.5)]
    found = with_moments(told, [moment, [Touch(9, "unshown", (), 0.99)]])
    assert found == [Touch(1, "bell", ("m1", "m7"), 0.9), told[1], moment[1]]
