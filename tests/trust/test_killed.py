"""kill -9 at any moment: no acknowledged line is lost, no user byte changes, nothing is said twice.

The full campaign prints its figures; another seed gives another one::

    KILL_SEED=100 pytest -m trust -s tests/trust/test_killed.py
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.scenarios.evening import talk
from tests.trust.campaign import Campaign
from tests.trust.killed_evening import KilledEvening
from tests.trust.killed_rehearsal import KilledRehearsal
from tests.trust.nursery import Nursery

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="told by Linux which file is synced"
)

SEED: Final = int(os.environ.get("KILL_SEED", "1"))
EVENINGS: Final = tuple(range(SEED, SEED + 16))
"""Seeds; every third evening hurries."""
REHEARSALS: Final = tuple(range(SEED, SEED + 4))
KILLS_EACH: Final = 10
AT_ONCE: Final = 2

Play = Callable[[Nursery], Campaign]


def together(plays: Iterable[Play]) -> Campaign:
    """Play them, two at a time, and return what came of all."""
    total = Campaign()
    with Nursery() as first, Nursery() as second:
        free = [first, second][:AT_ONCE]

        def one(play: Play) -> Campaign:
            nursery = free.pop()
            try:
                return play(nursery)
            finally:
                free.append(nursery)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for came in pool.map(one, plays):
                total += came
    return total


def test_two_kills_in_an_evening_leave_no_fault(tmp_path: Path) -> None:
    with Nursery() as nursery:
        it = KilledEvening(nursery, tmp_path / "evening", 1, 2).play()
    print("\n".join(it.told()))  # noqa: T201
    assert it.faults == []
    assert sum(it.kills.values()) == 2


@pytest.mark.trust
def test_a_kill_in_a_short_rehearsal_leaves_no_fault(tmp_path: Path) -> None:
    with Nursery() as nursery:
        it = KilledRehearsal(nursery, tmp_path / "rehearsal", 1, 1, talk(20, 300, 10)).play()
    assert it.faults == []
    assert sum(it.kills.values()) == 1


@pytest.mark.trust
@pytest.mark.timeout(7200)
def test_two_hundred_kills_leave_no_fault(tmp_path: Path) -> None:
    def evening(seed: int) -> Play:
        return lambda nursery: KilledEvening(nursery, tmp_path / f"evening-{seed}", seed, KILLS_EACH).play()

    def rehearsal(seed: int) -> Play:
        return lambda nursery: KilledRehearsal(
            nursery, tmp_path / f"rehearsal-{seed}", seed, KILLS_EACH
        ).play()

    it = together([*map(evening, EVENINGS), *map(rehearsal, REHEARSALS)])
    print("", *it.told(), sep="\n")  # noqa: T201
    assert it.faults == []
    assert sum(it.kills.values()) >= (len(EVENINGS) + len(REHEARSALS)) * KILLS_EACH
    assert it.lines == it.journaled + it.in_gaps
