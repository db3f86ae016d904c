"""What themes across streams say: of how many evenings, in which order, and never more than they show."""

from dataclasses import replace
from datetime import timedelta

from chronicler.analysis.adherence import Course
from chronicler.analysis.returning_themes import Told
from chronicler.archive.asking.queries import SessionRow
from chronicler.runtime.reports.theme_reading import adherence, came_back, emerged, left_open, strips
from chronicler.runtime.reports.theme_record import ThemeEvening, ThemeRecord
from tests.fakes import START, message

EMPTY = Course(())


def evening(
    number: int, *, theme: str = "", touched: dict[str, tuple[int, int]] | None = None
) -> ThemeEvening:
    started = START + timedelta(days=number)
    session = f"2026030{number}T193000Z-hearth"
    row = SessionRow(session, "hearth", "live", True, started, started, started, "Tides", "", 400, 9)
    told = Told(
        session,
        {f"word{number}": 5},
        {f"word{number}": f"word{number}"},
        themes={theme: frozenset({theme})} if theme else {},
        touched=touched or {},
    )
    question = message(5, "mira", "who keeps the tide clock?")
    return ThemeEvening(row, f"2026-03-0{number}", EMPTY, "dashboard", 0.1 * number, told, (question,))


def record(*evenings: ThemeEvening) -> ThemeRecord:
    return ThemeRecord(evenings)


def test_of_one_evening_no_median_is_told() -> None:
    assert adherence(record(evening(1))).startswith("On that stream, ")
    told = adherence(record(evening(1), evening(2), evening(3)))
    assert told.startswith("On the median stream, ")
    assert "(20% of lines). No likely turn nearer or farther shows." in told


def test_a_list_of_the_latest_evenings_says_of_how_many() -> None:
    seven = record(*(evening(number) for number in range(1, 8)))
    assert emerged(seven).endswith("The latest 5 of 7 such streams.")
    assert left_open(seven).endswith("The latest 5 of 7 such streams.")
    three = record(*(evening(number) for number in range(1, 4)))
    assert "latest" not in emerged(three) + left_open(three)


def test_two_streams_of_one_day_are_told_apart_in_the_picture() -> None:
    noon, night = (replace(evening(1), began=began) for began in ("12:00", "20:00"))
    shown = strips(record(noon, night, replace(evening(2), began="20:00")))
    assert [strip.name for strip in shown.strips] == ["2026-03-01 12:00", "2026-03-01 20:00", "2026-03-02"]


def test_words_that_came_up_before_a_theme_was_one_did_not_return_to_it() -> None:
    met = {"tides": (9, 4)}
    told = came_back(record(evening(1, touched=met), evening(2, theme="tides"), evening(3, touched=met)))
    assert told == (
        "- “tides”: yours on 2026-03-02; its words had come up on 2026-03-01 already; "
        "taken up unasked on 2026-03-03"
    )
