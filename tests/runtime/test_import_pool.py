"""Work is done whatever becomes of the processes that do it."""

import os

from chronicler.runtime.importing.pool import Died, Pool
from chronicler.runtime.importing.writing import Beat


def double(number: int, beat: Beat) -> int:
    beat(number)
    return 2 * number


def die_of_three(number: int, beat: Beat) -> int:
    if number == 3:
        os._exit(9)
    return double(number, beat)


def test_every_piece_of_work_has_its_outcome_and_lines_are_counted() -> None:
    told: list[int] = []
    pool = Pool(2, on_lines=told.append)
    assert dict(pool.run(double, [1, 2, 3])) == {0: 2, 1: 4, 2: 6}
    assert (sorted(told), told[-1]) == (told, 6)


def test_one_process_is_this_one() -> None:
    told: list[int] = []
    assert dict(Pool(1, on_lines=told.append).run(double, [1, 2])) == {0: 2, 1: 4}
    assert told == [1, 3]


def test_work_that_kills_its_process_costs_only_itself() -> None:
    outcomes = dict(Pool(2).run(die_of_three, [1, 2, 3, 4]))
    assert outcomes == {0: 2, 1: 4, 2: Died(3), 3: 8}
