"""Which remembered lines answer a question by their words, and which of several say the same.

Decides what of a question is looked for, how a line's words are weighed against it, and that
an answer names one moment once. Leaves fetching lines to ``archive`` and meaning to ``recall``.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from chronicler.analysis.words import raw_words, stems

SHORTEST: Final = 3
MOST_STEMS: Final = 8
"""A question of more words is looked for by its rarest ones."""
ONE_MOMENT: Final = timedelta(seconds=90)
"""Lines of one stream nearer than this are one moment, told once."""

Found = TypeVar("Found")


def roots(question: str) -> tuple[str, ...]:
    """Return the stems looked for; where every word is a common one, the words themselves."""
    found = stems(question) or tuple(
        dict.fromkeys(w.lower() for w in raw_words(question) if len(w) >= SHORTEST)
    )
    return found[:MOST_STEMS]


def pattern(root: str) -> str:
    """Return a regular expression (RE2, any case) for every word that may have this stem."""
    begin, end = (root[:-1], "[iy]") if root.endswith("i") else (root, "")
    return rf"(?i)(?:^|[^\pL\pN_]){re.escape(begin)}{end}"


def spellings(root: str) -> tuple[str, ...]:
    """Return what a line holds that has a word of this stem: small, capitalised or in capitals.

    One that mixes them otherwise is passed over.
    """
    begin = root.removesuffix("i")
    return tuple(dict.fromkeys((begin, begin.capitalize(), begin.upper())))


def rarity(lines_with: int, lines: int) -> float:
    """Return what a stem tells: its inverse document frequency, never negative."""
    return math.log(1 + (lines - lines_with + 0.5) / (lines_with + 0.5))


def words_score(text: str, weights: Mapping[str, float]) -> float:
    """Return the share of a question, by weight, that a line's words touch: 0 to 1."""
    said = {*stems(text), *(word.lower() for word in raw_words(text))}
    whole = sum(weights.values())
    return sum(weight for root, weight in weights.items() if root in said) / whole if whole else 0.0


def one_of_each(
    found: Iterable[Found], line_of: Callable[[Found], tuple[str, datetime, str]], limit: int
) -> list[Found]:
    """Return the first of the lines that say the same, and the first of each moment, at most ``limit``.

    ``line_of`` tells session, time and text.
    """
    kept: list[Found] = []
    texts: set[str] = set()
    moments: dict[str, list[datetime]] = {}
    for each in found:
        session, at, text = line_of(each)
        plain = " ".join(text.lower().split())
        times = moments.setdefault(session, [])
        if plain in texts or any(abs(at - other) < ONE_MOMENT for other in times):
            continue
        texts.add(plain)
        times.append(at)
        kept.append(each)
        if len(kept) == limit:
            break
    return kept


def neighbours(
    lines: Sequence[Found], line: Found, each_side: int
) -> tuple[Sequence[Found], Sequence[Found]]:
    """Return what stands just before and just after a line."""
    if line not in lines:
        return (), ()
    at = lines.index(line)
    return lines[max(0, at - each_side) : at], lines[at + 1 : at + 1 + each_side]
