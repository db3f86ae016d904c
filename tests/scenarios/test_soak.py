"""A bad evening over the stand-in, compressed: nothing missing or doubled but what a gap tells."""

import asyncio
from pathlib import Path

import pytest

from tests.bench.soak import BIG, SMOKE, TROUBLES, Soaked, soak


def _hold(it: Soaked) -> None:
    assert it.doubled == 0
    assert it.unexplained == []
    assert it.heard + it.missing >= it.lines
    assert it.differences == 0
    assert it.gaps
    assert it.astray == []


def test_a_small_bad_evening_loses_and_doubles_nothing(tmp_path: Path) -> None:
    it = asyncio.run(soak(tmp_path, SMOKE))
    assert it.troubles == len(TROUBLES)
    _hold(it)
    assert it.missing < it.lines / 2
    assert it.said


@pytest.mark.load
@pytest.mark.timeout(900)
def test_six_hours_and_200_000_lines_keep_memory_flat(tmp_path: Path) -> None:
    it = asyncio.run(soak(tmp_path, BIG))
    _hold(it)
    said = {told.split()[0] for told in it.told if " sent" in told}
    assert said == {"hearthkeeper", "steward"}
    assert it.memory[5] <= it.memory[1] * 1.1
