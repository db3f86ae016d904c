"""Whether two lines say the same thing in other words.

Decides likeness by three cheap measures and their thresholds; leaves to ``court`` which
earlier lines a new one is held against.
"""

import difflib
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.analysis.words import stems

TRIGRAMS: Final = 0.25
STEMS: Final = 0.25
SEQUENCE: Final = 0.55
"""Measured on pairs of lines: the same thought in other words reached at least .32, .30 or
.61, different thoughts on one theme at most .11, .12 and .42."""
_FEWEST_SHARED: Final = 2
"""One shared word is no likeness, however short the lines."""


def is_near(one: str, other: str) -> bool:
    """Return whether the two lines are near duplicates by any of the three measures."""
    return (
        trigram_likeness(one, other) >= TRIGRAMS
        or stem_likeness(one, other) >= STEMS
        or sequence_likeness(one, other) >= SEQUENCE
    )


def trigram_likeness(one: str, other: str) -> float:
    """Return the share of three-character runs that two lines have in common, 0 to 1.

    The runs cross from word to word: within words alone, short lines that share nothing but
    "the" and "is" would look alike.
    """
    return _jaccard(_trigrams(one), _trigrams(other))


def stem_likeness(one: str, other: str) -> float:
    """Return the share of telling word stems in common, 0 where fewer than two are shared."""
    first, second = _stems(one), _stems(other)
    few = len(first & second) < _FEWEST_SHARED and first != second
    return 0.0 if few else _jaccard(first, second)


def sequence_likeness(one: str, other: str) -> float:
    """Return difflib's ratio of the folded lines, the same whichever comes first."""
    first, second = sorted((court_text.folded(one), court_text.folded(other)))
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SEQUENCE else 0.0


def _trigrams(text: str) -> frozenset[str]:
    running = f" {' '.join(court_text.words(text))} "
    return frozenset(running[i : i + 3] for i in range(len(running) - 2))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(court_text.folded(text)))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
