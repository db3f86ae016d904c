"""Change points: where the level of a series changes for good.

Decides where a series is cut; leaves what the levels mean to whoever asks. Optimal
partition by dynamic programming (Jackson and others 2005, "An algorithm for optimal
partitioning of data on an interval"): it gives what PELT gives, in fewer lines.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median, pstdev
from typing import Final

_SHORTEST: Final = 3
"""Values between two changes; a single odd one is no change, and is smoothed over by its neighbours."""
_PENALTY: Final = 3.0
"""Times the noise's variance times log n: a change costs its place, its level and chance."""
_LEAST_NOISE: Final = 0.2
"""Of the whole spread; else a series almost without noise would be cut at every step."""
_MAD_TO_SD: Final = 1.4826


def change_points(values: Sequence[float]) -> tuple[int, ...]:
    """Return the places from which on the level is another, in order; none where it holds."""
    number = len(values)
    if number < 2 * _SHORTEST:
        return ()
    noise = max(_noise(values), _LEAST_NOISE * pstdev(values))
    if noise == 0:
        return ()
    values = [*values[:1], *(median(values[i - 1 : i + 2]) for i in range(1, number - 1)), *values[-1:]]
    penalty = _PENALTY * noise**2 * math.log(number)
    sums, squares = _running(values), _running([value * value for value in values])
    best = [0.0, *[math.inf] * number]
    came_from = [0] * (number + 1)
    for end in range(_SHORTEST, number + 1):
        for begin in (0, *range(_SHORTEST, end - _SHORTEST + 1)):
            within = squares[end] - squares[begin] - (sums[end] - sums[begin]) ** 2 / (end - begin)
            cost = best[begin] + within + (penalty if begin else 0.0)
            if cost < best[end] - 1e-12:
                best[end], came_from[end] = cost, begin
    cuts = []
    at = came_from[number]
    while at:
        cuts.append(at)
        at = came_from[at]
    return tuple(reversed(cuts))


def _noise(values: Sequence[float]) -> float:
    """Return the standard deviation of the noise, from differences, which a change hardly touches."""
    steps = [abs(b - a) for a, b in pairwise(values)]
    return _MAD_TO_SD * median(steps) / math.sqrt(2) if steps else 0.0


def _running(values: Sequence[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums
