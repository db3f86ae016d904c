"""What listening to OBS costs: levels a second, and lines that six hours of talk leave in a journal.

The talk is drawn by a fixed seed: sentences of one to eight seconds with pauses between,
in stretches with minutes of silence, twenty levels a second.
"""

import random
from collections.abc import Iterator
from typing import Final

from chronicler.analysis.speech import Slice, SpeechDetector
from tests.bench.figures import Figure, best_seconds

HOURS: Final = 6
STEP: Final = 0.05
TICKS: Final = HOURS * 360
VOICE, ROOM, THRESHOLD = -25.0, -60.0, -40.0


def talk(seed: int = 1) -> list[tuple[float, float]]:
    """Return six hours of levels in which the streamer speaks about half of the time."""
    draw = random.Random(seed)
    row: list[float] = []
    while len(row) < HOURS * 3600 / STEP:
        for _ in range(draw.randint(5, 60)):
            row += [VOICE] * round(draw.uniform(1, 8) / STEP) + [ROOM] * round(draw.uniform(0.2, 2.5) / STEP)
        row += [ROOM] * round(draw.uniform(10, 300) / STEP)
    return [(number * STEP, level) for number, level in enumerate(row[: round(HOURS * 3600 / STEP)])]


def slices(row: list[tuple[float, float]]) -> list[Slice]:
    """Return everything the detector tells of them."""
    detector = SpeechDetector(THRESHOLD)
    found = [detector.hear(at, level) for at, level in row]
    return [each for each in (*found, detector.stop()) if each]


def run() -> Iterator[Figure]:
    """Yield the share of speech, lines of six hours, and the pace of the detector."""
    row = talk()
    told = slices(row)
    without_end = [(at, VOICE) for at, _ in row]
    yield Figure("speech in six hours", sum(each.seconds for each in told) / (HOURS * 36), "%")
    yield Figure("journal lines of that speech", len(told), "lines", TICKS, "ticks in the same time")
    yield Figure(
        "journal lines of six hours without a breath", len(slices(without_end)), "lines", TICKS, "ticks"
    )
    yield Figure("levels a second", len(row) / best_seconds(lambda: slices(row)), "/s", 20, "what OBS sends")
