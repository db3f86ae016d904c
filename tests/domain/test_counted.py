"""A count agrees with its noun, also where there is one only."""

import pytest

from chronicler.domain.counted import counted, part_of


def test_one_is_no_plural() -> None:
    assert [counted(n, "line") for n in (0, 1, 2, 1204)] == ["0 lines", "1 line", "2 lines", "1,204 lines"]
    assert counted(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (1, 1, "the one time"),
        (0, 1, "not the one time"),
        (7, 7, "all 7 times"),
        (1, 7, "1 of the 7 times"),
        (1200, 1500, "1,200 of the 1,500 times"),
    ],
)
def test_a_part_of_a_count_agrees_with_it(part: int, whole: int, told: str) -> None:
    assert part_of(part, whole, "time") == told
