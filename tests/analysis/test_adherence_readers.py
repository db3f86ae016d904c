"""What the readers of the adherence windows said is whole, and their agreement is counted right."""

import csv

import pytest

from tests.bench.adherence import FIRST, LABELS, SECOND, Judged, agreement, kappa


def judged(*pairs: tuple[int, int]) -> list[Judged]:
    return [Judged("a log", {FIRST: one, SECOND: other}, {}) for one, other in pairs]


def test_readers_who_always_agree_agree_fully() -> None:
    alike = judged((0, 0), (1, 1), (3, 3), (2, 2))
    assert kappa(alike) == pytest.approx(1.0)
    assert agreement(alike) == pytest.approx(1.0)


def test_readers_who_agree_as_often_as_chance_have_no_kappa() -> None:
    assert kappa(judged((0, 0), (0, 3), (3, 0), (3, 3))) == pytest.approx(0.0)


def test_a_near_miss_weighs_less_than_a_far_one() -> None:
    near, far = judged((0, 1), (3, 3), (0, 0)), judged((0, 3), (3, 3), (0, 0))
    assert kappa(near) > kappa(far)


def test_every_window_has_a_label_of_the_first_reader_and_nearly_every_one_of_the_second() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {row["first_reader"] for row in rows} == {"0", "1", "2", "3"}
    unread = [row["log"] for row in rows if not row["second_reader"]]
    assert {row["second_reader"] for row in rows} - {""} <= {"0", "1", "2", "3"}
    assert unread == ["sample"] * 4
