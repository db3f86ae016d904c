"""What it nearly said: with its quiet, two boxes, and ids by which a tick is found again."""

from dataclasses import replace
from datetime import timedelta

from chronicler.domain.events import LineShadowed
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.session import Origin, Session
from chronicler.notes.evening import plan
from chronicler.notes.ledger import shadows
from chronicler.notes.place import Place
from chronicler.vault.merge import marks_in, with_marks
from tests.fakes import START, after, message

LAMP = LineShadowed(
    after(480), "The lamp is lit whether or not we look up.", "kindling", 480.0, "active_chat"
)
STAIR = LineShadowed(after(1500), "Is the stair long, or only high?", "dashboard", 450.0, "cooldown")
RECORD = SessionRecord(
    Session("20260306T193000Z-lantern", "lantern", Origin.LIVE, START),
    after(3000),
    messages=tuple(
        message(at, "maren", "the sea again") for at in (0, 540, 900, 1050, 1560, 2000, 2400, 2800)
    ),
    shadows=(LAMP, STAIR),
)


def told(record: SessionRecord = RECORD) -> str:
    return shadows.render(plan(record, Harvest(), Place()))


def test_the_longest_quiet_stands_first_with_what_would_have_been_said() -> None:
    assert (
        "The longest quiet lasted 9 min, from 19:30; at 8 min it would have said "
        "“The lamp is lit whether or not we look up.”"
    ) in told()


def test_each_line_tells_how_far_into_its_quiet_it_would_have_come() -> None:
    assert "after 8 min of a quiet that lasted 9 min; held back because" in told()
    assert "it had spoken not long before" in told()


def test_each_has_two_boxes_whose_ticks_survive_a_new_writing() -> None:
    lines = told().split("\n")
    ticked = shadows.box_block(LAMP, shadows.SHOULD_HAVE)
    assert set(marks_in(lines)) == {
        shadows.box_block(s, answer)
        for s in (LAMP, STAIR)
        for answer in (shadows.SHOULD_HAVE, shadows.GLAD_NOT)
    }
    assert f"    - [x] should have ^{ticked}" in with_marks(lines, {ticked: "x"})


def test_of_quiets_whose_lines_are_not_known_any_more_nothing_is_claimed() -> None:
    """A line held back and said later is no shadow any more, so another quiet may have held one too."""
    told_once = told(replace(RECORD, shadows=(STAIR,)))
    assert (
        "The quiet around what stands below lasted 8 min, from 19:47; at 8 min it would have said this."
    ) in told_once
    assert "held a line back" not in told_once
    late = LineShadowed(after(2390), "A third one.", "talk", 390.0, "cooldown")
    assert "Of the quiets around what stands below the longest lasted 8 min" in told(
        replace(RECORD, shadows=(STAIR, late))
    )


def test_a_shadow_outside_every_known_quiet_is_told_all_the_same() -> None:
    astray = replace(LAMP, at=after(9000))
    text = told(replace(RECORD, shadows=(astray,)))
    assert "Had nothing held it back" in text
    assert "after 8 min of quiet; held back" in text


def test_only_real_streams_promise_that_ticks_are_counted() -> None:
    rehearsed = replace(RECORD, session=replace(RECORD.session, origin=Origin.REHEARSAL))
    assert "hearth tune" in told()
    assert "hearth tune" not in told(rehearsed)
    assert "Tick what you think" in told(rehearsed)


def test_without_shadows_there_is_no_section() -> None:
    assert told(replace(RECORD, shadows=())) == ""


def test_a_shadow_keeps_its_id_whatever_else_changes() -> None:
    moved = replace(LAMP, quiet_seconds=1.0, held_by="share_of_lines", source="talk")
    assert shadows.shadow_block(LAMP) == shadows.shadow_block(moved)
    assert shadows.shadow_block(LAMP) != shadows.shadow_block(
        replace(LAMP, at=LAMP.at + timedelta(seconds=1))
    )
