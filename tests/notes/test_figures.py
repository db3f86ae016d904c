"""The evening's counts."""

from dataclasses import replace

from chronicler.domain.record import SessionRecord, people_of
from chronicler.notes.ledger.figures import Figures
from tests.fakes import after, message
from tests.notes.lanternreach import RECORD

SILENT = SessionRecord(RECORD.session, after(3600))


def test_people_bots_guests_and_ourselves_are_counted_apart() -> None:
    lines = (
        message(10, "osk", "a"),
        message(20, "osk", "b"),
        message(30, "nightbot", "c", is_bot=True),
        message(40, "chronicler", "d", is_own=True, is_bot=True),
        message(50, "far", "e", source_channel="elsewhere"),
    )
    figures = Figures(replace(SILENT, messages=lines))
    assert (figures.chatters, figures.lines, figures.bot_lines, figures.guest_lines) == (1, 2, 1, 1)


def test_a_line_without_a_sender_adds_nobody() -> None:
    named = (message(10, "osk", "a"), message(20, "", "b"), message(30, "vellum", "c"))
    for lines, people in ((named, 2), (named[1:2], 1), ((), 0)):
        record = replace(SILENT, messages=lines)
        assert Figures(record).chatters == people_of(m.login for m in lines) == people


def test_the_longest_quiet_may_lie_at_either_end() -> None:
    first = Figures(replace(SILENT, messages=(message(3000, "osk", "a"),)))
    last = Figures(replace(SILENT, messages=(message(60, "osk", "a"),)))
    assert first.longest_quiet == (after(0), after(3000))
    assert last.longest_quiet == (after(60), after(3600))


def test_a_stream_without_a_line_was_one_quiet() -> None:
    assert Figures(SILENT).longest_quiet == (after(0), after(3600))
    assert Figures(SILENT).busiest is None


def test_lines_after_the_end_leave_the_quiets_alone() -> None:
    late = Figures(replace(SILENT, messages=(message(4000, "osk", "a"),)))
    assert late.longest_quiet == (after(0), after(3600))


def test_the_first_of_equally_busy_stretches_is_told() -> None:
    lines = (message(10, "osk", "a"), message(700, "osk", "b"))
    assert Figures(replace(SILENT, messages=lines)).busiest == (after(0), 1)
