"""A line is compared with quiet that was just as long, and nothing is told before there is enough."""

import pytest

from chronicler.analysis.answers import ENOUGH_FOR_LARGE, Quiets, compare, newcombe, share

HOUR = 3600.0


def test_without_a_line_there_is_nothing_to_compare() -> None:
    assert compare([Quiets(HOUR, [10.0], [10.0])]) == ()


def test_a_line_is_matched_with_quiets_that_lasted_as_long() -> None:
    """Said after 500 s of quiet; four other quiets lasted so long, and one of those ended soon."""
    with_line = Quiets(HOUR, human=[0.0, 600.0], people=[600.0], said=[500.0])
    without = Quiets(3 * HOUR, human=[0.0, 400.0, 1000.0, 9000.0], people=[0.0, 400.0, 1000.0, 9000.0])
    three = compare([with_line, without])[0]
    assert (three.after_lines.value, three.after_lines.of) == (1.0, 1)
    matched = {"400 to 1000": True, "1000 to 9000": False, "9000 on": False, "600 on": False}
    assert three.after_silence.of == len(matched)
    assert three.after_silence.value == pytest.approx(sum(matched.values()) / len(matched))


def test_the_streamers_own_line_ends_a_quiet_and_is_no_answer() -> None:
    stream = Quiets(HOUR, human=[0.0, 560.0, 2000.0], people=[0.0, 2000.0], said=[500.0])
    assert compare([stream, Quiets(HOUR, [], [])])[0].after_lines.value == 0.0


def test_a_quiet_with_a_line_in_it_is_no_comparison() -> None:
    stream = Quiets(HOUR, human=[0.0], people=[0.0], said=[500.0, 900.0])
    assert compare([stream])[0].unmatched == 2


def test_what_the_end_cut_short_does_not_count() -> None:
    stream = Quiets(1000.0, human=[0.0], people=[0.0], said=[500.0])
    other = Quiets(HOUR, [0.0], [0.0])
    assert [c.after_lines.of for c in compare([stream, other])] == [1, 1, 0]


def test_few_moments_show_nothing_however_clear_they_look() -> None:
    few = [Quiets(HOUR, [0.0, 510.0], [0.0, 510.0], said=[500.0]) for _ in range(5)]
    quiet = [Quiets(HOUR, [0.0], [0.0]) for _ in range(200)]
    (three, *_) = compare([*few, *quiet])
    assert three.difference > 0.9
    assert (three.is_enough, three.shows) == (False, 0)
    many = [*few * 10, *quiet]
    assert (compare(many)[0].is_enough, compare(many)[0].shows) == (True, 1)
    assert ENOUGH_FOR_LARGE == 45


def test_intervals_are_those_of_the_books() -> None:
    """Newcombe 1998, table II, (a): 56/70 against 48/80 gives .0524 to .3339."""
    low, high = newcombe(share(56, 70), share(48, 80))
    assert low == pytest.approx(0.0524, abs=1e-4)
    assert high == pytest.approx(0.3339, abs=1e-4)
    assert share(0, 0).interval == (0.0, 1.0)
