"""Drift: whether a talk that had touched its theme has left it altogether.

Decides how much talk must have been elsewhere before that is said, and how the overlap is
weighed: by stems, a rare one more than a common one. A theme's words are seldom said, so
that talk which never touched them tells nothing. Leaves when to look to ``agent.hearthkeeper.triggers``.
"""

from collections.abc import Sequence
from typing import Final

from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.themes import COMMON_STEMS, overlap

WINDOWS: Final = 2
"""So many stretches of talk in a row must lie elsewhere."""
LEAST_LINES: Final = 6
LEAST_STEMS: Final = 8
"""A stretch is as long as it must be to have both: fewer words touch nothing by chance."""
LONGEST_SECONDS: Final = 15 * 60.0
"""What was said over a longer time than this is no one stretch."""
LEAST_PEOPLE: Final = 2
TOUCHED: Final = 0.05
"""Share of the theme, by weight, that must have been said for a talk to have been near it."""


def has_left(lines: Sequence[Line], theme: frozenset[str], page: frozenset[str]) -> bool:
    """Return whether talk that had touched ``theme`` now touches nothing of it, nor of ``page``.

    ``lines`` are the latest, in order of time; ``theme`` the stems of what the evening is
    about, ``page`` of all that was written for it.
    """
    home, stretches = theme - COMMON_STEMS, _stretches(lines)
    if not home or len(stretches) < WINDOWS:
        return False
    sayings = Sayings(lines)
    first = stretches[-1][0].place
    late, early = lines[first:], lines[:first]
    if chatters(late) < LEAST_PEOPLE or _stems(late) & ((theme | page) - COMMON_STEMS):
        return False
    return overlap(_stems(early), home, sayings.weight) >= TOUCHED


def _stretches(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Return the latest stretches of talk, latest first, as many as are looked at."""
    found: list[Sequence[Line]] = []
    end = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        stretch = lines[place:end]
        if stretch[-1].seconds - stretch[0].seconds > LONGEST_SECONDS or len(found) == WINDOWS:
            break
        if len(stretch) >= LEAST_LINES and len(_stems(stretch)) >= LEAST_STEMS:
            found.append(stretch)
            end = place
    return found


def _stems(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(root for line in lines for root in line.stems)
