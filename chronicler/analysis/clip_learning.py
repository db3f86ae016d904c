"""What keep and reject teach: the weights of a moment's parts, and the score it takes.

Decides how far marks move them from today's values: a logistic regression whose prior is
today's weights, so that three marks move little, thirty more, and none nothing; and how far
they may ever move, so that no run of marks silences a channel or floods it. Pure. Leaves
reading marks to ``vault`` and what a moment is worth to ``domain.clip_worth``.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Final

from chronicler.domain.clip_worth import ALIKE, USUAL, ClipWeights, SeedParts, usually_least

SLOPE: Final = 0.25
"""By how much the log odds of being kept rise with each point of score.

So they do on the clip links posted in 20 real streams (``python -m tests.bench learned_clips``).
"""
AT_LEAST: Final = -0.85
"""Log odds of being kept just at today's least score: three in ten."""
BASE_SPREAD: Final = 0.3
"""Prior standard deviation of a channel's own log odds around that."""
MOST_RAISED: Final = 3.0
MOST_LOWERED: Final = 1.5
"""Points of score by which the least may rise and fall."""
USUAL_LAG: Final = 25.0
"""Seconds from what happened to the peak of the reaction, where nobody trimmed a clip."""
_LAGS: Final = (12.0, 60.0)
_LAG_PRIOR: Final = 3
"""The usual lag counts as so many trims."""
_SWEEPS: Final = 200
_DONE: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Mark:
    """The streamer's word on one seed."""

    parts: SeedParts
    is_kept: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """One weight that marks may move."""

    name: str
    of: Callable[[SeedParts], float]
    centre: float
    """Of a moment that is just taken, so that the weight is told from the least score."""
    spread: float
    """Prior standard deviation around today's weight."""
    low: float
    high: float


def _is(kind: str) -> Callable[[SeedParts], float]:
    return lambda parts: float(parts.kind == kind)


_PARTS: Final = (
    _Part("people", lambda parts: parts.people, 2.2, 0.15, 0.5, 2.0),
    _Part("reacting", lambda parts: parts.reacting, 2.3, 0.15, 0.5, 2.0),
    _Part("clip_call", lambda parts: math.sqrt(parts.clip_calls), 0.0, 1.0, 1.0, 8.0),
    _Part("alike", lambda parts: float(parts.is_alike), 1.0, 0.6, 0.5, 5.0),
    *(_Part(kind, _is(kind), 0.0, 0.6, -2.0, 2.0) for kind in ALIKE),
)


def learn(marks: Sequence[Mark]) -> ClipWeights:
    """Return the weights that marks speak for; today's where there are none.

    The maximum a posteriori of a logistic regression with normal priors, found coordinate by
    coordinate with Newton's steps (the objective is convex, so it is the only one).
    """
    return _learned(tuple(marks))


@lru_cache(maxsize=8)  # as a stream begins it must not take half a second
def _learned(marks: tuple[Mark, ...]) -> ClipWeights:
    if not marks:
        return USUAL
    rows = [[1.0, *(SLOPE * (part.of(m.parts) - part.centre) for part in _PARTS)] for m in marks]
    spreads = [BASE_SPREAD, *(part.spread for part in _PARTS)]
    odds = [AT_LEAST + SLOPE * (USUAL.worth(m.parts) - usually_least(m.parts.kind)) for m in marks]
    moved = _fitted(rows, [m.is_kept for m in marks], odds, spreads)
    weights = {
        part.name: round(min(part.high, max(part.low, getattr(USUAL, part.name) + by)), 2)
        for part, by in zip(_PARTS, moved[1:], strict=True)
    }
    shift = -moved[0] / SLOPE + sum(
        (weights[part.name] - getattr(USUAL, part.name)) * part.centre for part in _PARTS
    )
    return ClipWeights(**weights, shift=round(min(MOST_RAISED, max(-MOST_LOWERED, shift)), 2))


def _fitted(
    rows: Sequence[Sequence[float]], kept: Sequence[bool], offsets: Sequence[float], spreads: Sequence[float]
) -> list[float]:
    odds, found = list(offsets), [0.0] * len(spreads)
    for _ in range(_SWEEPS):
        most = 0.0
        for at, spread in enumerate(spreads):
            slope, bend = -found[at] / spread**2, 1 / spread**2
            for row, is_kept, each in zip(rows, kept, odds, strict=True):
                if row[at]:
                    chance = _chance(each)
                    slope += (is_kept - chance) * row[at]
                    bend += max(chance * (1 - chance), _CURVED) * row[at] ** 2
            step = slope / bend
            found[at] += step
            odds = [each + step * row[at] for each, row in zip(odds, rows, strict=True)]
            most = max(most, abs(step))
        if most < _DONE:
            break
    return found


_CURVED: Final = 0.05
"""A step is never longer than this curvature allows, so that it does not overshoot far out."""


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > 0 else 1 - 1 / (1 + math.exp(odds))


def lag_of(trims: Sequence[float]) -> float:
    """Return the seconds from what happened to the reaction's peak, as trimmed clips tell.

    ``trims`` are the seconds from where each was cut to begin to its peak. Their median is
    drawn towards the usual lag, the more the fewer they are.
    """
    if not trims:
        return USUAL_LAG
    n = len(trims)
    drawn = (n * median(trims) + _LAG_PRIOR * USUAL_LAG) / (n + _LAG_PRIOR)
    return round(min(_LAGS[1], max(_LAGS[0], drawn)), 1)
