"""A series is cut where its level changes for good, and nowhere else."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.analysis.partition import change_points


def noise(count: int, level: float, seed: int) -> list[float]:
    drawn = random.Random(seed)
    return [level + drawn.gauss(0, 1) for _ in range(count)]


def test_a_level_that_holds_is_not_cut() -> None:
    cut = [seed for seed in range(40) if change_points(noise(40, 0, seed))]
    assert len(cut) <= 4, "one stream in ten at most, by chance"


def test_a_lasting_change_is_found_where_it_is() -> None:
    found = [change_points([*noise(20, 0, seed), *noise(20, 4, seed + 99)]) for seed in range(20)]
    assert sum(any(abs(cut - 20) <= 1 for cut in cuts) for cuts in found) >= 19


def test_a_single_odd_value_is_no_change() -> None:
    series = noise(30, 0, 1)
    series[15] += 9
    assert not any(abs(cut - 15) <= 1 for cut in change_points(series))


def test_too_short_or_wholly_even_series_are_not_cut() -> None:
    assert change_points([]) == change_points([1.0, 5.0, 1.0]) == change_points([2.0] * 30) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-100, 100), max_size=40))
def test_cuts_stand_in_order_and_leave_three_values_each(values: list[float]) -> None:
    edges = [0, *change_points(values), len(values)]
    assert all(b - a >= 3 for a, b in pairwise(edges)) or edges == [0, len(values)]
