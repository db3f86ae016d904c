"""How near talk came to its theme: nearer where its words are said, and never a fact."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from chronicler.analysis.adherence import Course, course_of, z_scores
from chronicler.analysis.lines import read_lines
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.themes import theme_stems
from tests.fakes import START, message

THEME = "lighthouse keepers and their lamps"
ON = (
    "the lighthouse stood on the northern cliff",
    "keepers wrote the weather down every morning",
    "those lamps burned whale oil for decades",
    "nobody visited the tower before spring",
)
OFF = (
    "my sourdough starter died again yesterday",
    "try feeding it twice with rye flour",
    "bread needs patience and warm kitchens",
    "the crust came out pale somehow",
)
FIVE_MINUTES = 300
PACE = 15.0


def talk(*parts: tuple[Sequence[str], int], pace: float = PACE) -> Sayings:
    """Return talk of so many five-minute stretches each, in turn by three people."""
    texts = [said[i % 4] for said, stretches in parts for i in range(int(stretches * FIVE_MINUTES / pace))]
    messages = [message(pace * i, f"p{i % 3}", text) for i, text in enumerate(texts)]
    return Sayings(read_lines(messages, START))


def course(sayings: Sayings, **more: object) -> Course:
    seconds = sayings.lines[-1].seconds if sayings.lines else 0.0
    return course_of(sayings, [(0.0, THEME, theme_stems((THEME,)))], seconds, **more)  # type: ignore[arg-type]


def test_windows_that_say_the_themes_words_score_higher() -> None:
    windows = course(talk((ON, 4), (OFF, 4))).windows
    half = len(windows) // 2
    assert min(w.score for w in windows[: half - 1]) > max(w.score for w in windows[half + 1 :])


def test_leaving_the_theme_for_good_is_a_change() -> None:
    found = course(talk((ON, 6), (OFF, 6)))
    (at,) = found.changes
    assert at == pytest.approx(6 * FIVE_MINUTES, abs=FIVE_MINUTES * 1.2)
    assert found.stretches[0].level > 0 > found.stretches[1].level


def test_at_three_lines_a_minute_or_fewer_no_change_is_told() -> None:
    found = course(talk((ON, 6), (OFF, 6), pace=21.0))
    assert found.is_too_quiet
    assert (found.changes, bool(found.points)) == ((), True)


def test_without_enough_windows_there_is_no_line() -> None:
    found = course(talk((ON, 2)))
    assert (found.points, found.stretches) == ((), ())
    assert course(talk()) == Course((), (), (), is_by_meaning=False, is_too_quiet=True)


def test_the_band_holds_the_line() -> None:
    points = course(talk((ON, 3), (OFF, 3), (ON, 3))).points
    assert all(point.low <= point.value <= point.high for point in points)
    assert all(a.at < b.at for a, b in pairwise(points))


def test_nearness_in_meaning_counts_as_much_as_words() -> None:
    def always_near_at_the_end(windows: Sequence[Sequence[str]], theme: str) -> list[float]:
        assert theme == THEME
        return [float(at) for at in range(len(windows))]

    sayings = talk((ON, 4), (OFF, 4))
    words, both = course(sayings), course(sayings, nearness=always_near_at_the_end)
    assert (words.is_by_meaning, both.is_by_meaning) == (False, True)
    assert both.windows[-1].score > words.windows[-1].score


def test_talk_without_a_theme_is_not_measured() -> None:
    sayings = talk((ON, 6))
    assert course_of(sayings, [(0.0, "", frozenset())], 1800).windows == ()
    assert course_of(sayings, [(900.0, THEME, theme_stems((THEME,)))], 1800).windows[0].begins >= 900


def test_scores_are_nothing_where_all_are_alike() -> None:
    assert z_scores([3.0, 3.0]) == [0.0, 0.0]
    assert z_scores([1.0, 3.0]) == [-1.0, 1.0]
