"""Too much or too little is told by ticks and answers, and not before there are some."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chronicler.archive.asking.queries import PromptRow, SessionRow
from chronicler.domain.events import LineShadowed
from chronicler.runtime.reports.hearth_reading import held_back, helped, lead, too_much_or_too_little
from chronicler.runtime.reports.hearth_record import HearthRecord, HeldBack
from tests.fakes import START

STREAM = SessionRow(
    "20260306T193000Z-hearth", "hearth", "live", True, START, START + timedelta(hours=2),
    START + timedelta(hours=2), "Tides", "", 400, 9,
)  # fmt: skip


def record(wanted: int, glad: int, answered: list[int], lines: int = 400) -> HearthRecord:
    marks = [True] * wanted + [False] * glad
    held = [HeldBack(STREAM, LineShadowed(START, f"line {i}", "kindling", 400, "active_chat"), mark)
            for i, mark in enumerate(marks)]  # fmt: skip
    said = [
        (STREAM, PromptRow(60.0 * i, "Stones?", "kindling", "sent", "", n)) for i, n in enumerate(answered)
    ]
    return HearthRecord((STREAM,), tuple(said), tuple(held), (), lines)


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (record(1, 1, [2, 0]), "Whether that is too much or too little nobody can tell yet"),
        (record(5, 1, [2, 2]), "Rather too little"),
        (record(1, 5, [0, 0, 1]), "Rather too much"),
        (record(1, 5, [2, 1, 3]), "About right"),
    ],
)
def test_the_verdict_follows_ticks_first_and_answers_then(known: HearthRecord, verdict: str) -> None:
    assert too_much_or_too_little(known).startswith(verdict)


def test_ticks_are_counted_with_the_reasons() -> None:
    told = held_back(record(2, 1, []))
    assert told.startswith("3 lines held back (3 because ")
    assert "Of 3 you ticked, 2 should have been said, and of 1 you were glad they were not." in told


def test_nothing_said_is_nothing_compared() -> None:
    assert helped(record(0, 0, [])) == "It has said nothing yet, so there is nothing to compare."


def test_where_it_said_nothing_and_held_nothing_back_there_is_nothing_to_measure() -> None:
    assert too_much_or_too_little(record(0, 0, [])).startswith("It has said nothing and held nothing back")


def test_of_imported_streams_alone_it_is_told_that_it_was_not_there() -> None:
    imported = replace(record(0, 0, []), streams=(replace(STREAM, origin="import"),))
    assert lead(imported).endswith("the Hearthkeeper was not there.")
    assert "said 0 lines" in lead(record(0, 0, []))
