"""Fitting the Warden's points: a small logistic regression, deterministic, without libraries.

Decides the points of every sign from lines and what is taken to be known beforehand: the
log-odds of a scam are ``PER_POINT × (sum of points - 10)``, each sign's points are drawn to
its strength (a Gaussian prior), held between 0 and 9, and rounded. ``python -m
tests.bench.scams`` prints the table that ``agent.warden.points`` ships.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from chronicler.agent.warden.points import FLAGGED_FROM, MOST
from chronicler.agent.warden.signs import STRENGTHS

Signs = frozenset[str]
PER_POINT: Final = 0.6
"""Four points more make a scam eleven times as likely."""
DRAWN: Final = 1.2
"""Pull of the prior: a sign seen in a handful of lines hardly leaves its strength."""
INNOCENT_WEIGHT: Final = 1.0
"""A false alarm costs four missed scams."""
ROUNDS: Final = 400
STEP: Final = 0.2


def fit(scams: Iterable[Signs], innocent: Iterable[Signs]) -> dict[str, int]:
    """Return the points of every sign.

    Lines that show the same signs count as the square root of their number, so that one
    seller's hundred copies do not drown the rest.
    """
    rows = [
        (tuple(sorted(s)), 1.0, math.sqrt(n)) for s, n in sorted(Counter(scams).items(), key=_in_order) if s
    ]
    rows += [
        (tuple(sorted(s)), 0.0, INNOCENT_WEIGHT * math.sqrt(n))
        for s, n in sorted(Counter(innocent).items(), key=_in_order) if s
    ]  # fmt: skip
    points = {name: float(strength) for name, strength in STRENGTHS.items()}
    speed = dict.fromkeys(points, 0.0)
    for _ in range(ROUNDS):
        slope = {name: DRAWN * (points[name] - STRENGTHS[name]) for name in points}
        for names, is_scam, weight in rows:
            odds = PER_POINT * (math.fsum(points[name] for name in names) - FLAGGED_FROM)
            error = weight * PER_POINT * (1 / (1 + math.exp(-odds)) - is_scam)
            for name in names:
                slope[name] += error
        for name, rise in slope.items():
            speed[name] = 0.85 * speed[name] - STEP * 0.15 * rise
            points[name] = min(max(points[name] + speed[name], 0.0), float(MOST))
    return {name: round(value) for name, value in points.items()}


def _in_order(row: tuple[Signs, int]) -> tuple[str, ...]:
    return tuple(sorted(row[0]))


def score(signs: Signs, points: Mapping[str, int]) -> int:
    """Return what a line's signs come to; a sign without points counts nothing."""
    return sum(points.get(name, 0) for name in signs)
