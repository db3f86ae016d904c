"""Under load with everything slow beside it nothing is lost, saves are read, the loop gives way, memory is flat."""

import asyncio
from pathlib import Path

import pytest

from tests.bench.figures import table
from tests.bench.load import BIG, READ_MOST, SMOKE, STALL_MOST, Loaded, figures, load


def _hold(it: Loaded) -> None:
    assert (it.missing, it.doubled) == ([], 0)
    assert it.heard >= it.sent
    assert it.saves
    assert it.unread == 0
    assert it.calls
    assert [told for told in it.trouble if "without an approved dashboard" not in told][1:] == []


def test_a_few_seconds_under_load_lose_and_double_nothing(tmp_path: Path) -> None:
    _hold(asyncio.run(load(tmp_path, SMOKE)))


@pytest.mark.load
@pytest.mark.timeout(1200)
def test_ten_minutes_under_load_keep_everything_and_everybody_waiting_for_nothing(tmp_path: Path) -> None:
    it = asyncio.run(load(tmp_path, BIG))
    print(table("load", figures(it)))  # noqa: T201
    _hold(it)
    assert max(it.saves) < READ_MOST
    assert max(it.turns.worked) < STALL_MOST
    assert it.memory[-1] <= it.memory[1] * 1.1
