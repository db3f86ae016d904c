"""Themes: the words a talk keeps returning to, and how near it stays to the evening's angle.

Decides how words are weighed: by how many different people say them, against what is said
in the rest of the stream, never by how often one person does. Leaves names to the caller
and sentences about it all to the agent and the notes.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import attrgetter
from typing import Final

from chronicler.analysis.lines import Line, chatters, names_in, read_lines
from chronicler.analysis.sayings import WINDOW_SECONDS, Sayings, surfaces
from chronicler.analysis.stop_words import COMMON
from chronicler.analysis.words import stem, stems
from chronicler.domain.chat import Message

_LEAST_CHATTERS: Final = 3
_TINY_ROOM: Final = 6
"""With fewer people than this talking, two who share a word are enough."""
_COMMON_WEIGHT: Final = 0.4
_LEAST_LINES: Final = 4
_LEAST_STEMS: Final = 8
_LEAST_WINDOWS: Final = 2
_NEAR: Final = 0.2
COMMON_STEMS: Final = frozenset(stem(word) for word in COMMON)
"""Stems of the words that every game chat says."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a talk."""

    stem: str
    text: str
    """The form most people typed."""
    chatters: int
    weight: float


def words_heard(
    messages: Sequence[Message], *, names: frozenset[str] = frozenset(), limit: int = 8
) -> tuple[str, ...]:
    """Return the words recent talk keeps returning to, most telling first, never a name.

    Meant for the last sixty messages or so, whose authors and mentions count as names
    besides ``names``. A word counts when three people said it, or two in a
    room where fewer than six are talking.
    """
    if not messages:
        return ()
    known = frozenset(map(str.lower, names)) | names_in(messages)
    lines = read_lines(messages, messages[0].at, names=known)
    return tuple(word.text for word in returning_words(Sayings(lines), limit=limit))


def returning_words(sayings: Sayings, *, limit: int = 8) -> tuple[Word, ...]:
    """Return the words that a talk as a whole keeps returning to, most telling first.

    The people who said a word, by the square root of the five-minute windows they said it
    in, less for words every game chat says. Words are looked at by the most they could
    weigh, and no further than could still change the answer.
    """
    lines = sayings.lines
    least = _LEAST_CHATTERS if chatters(lines) >= _TINY_ROOM else 2
    weight = math.log(1 + sayings.all_said)
    at_most = {
        root: n * math.sqrt(min(n, sayings.windows)) * _commonness(root)
        for root, places in sayings.places.items()
        if (n := len(places)) >= least
    }
    found: list[tuple[float, str, int]] = []
    for root in sorted(at_most, key=lambda root: (-at_most[root], root)):
        if len(found) >= limit and round(at_most[root] * weight, 4) < -found[limit - 1][0]:
            break
        who_when = sayings.who_when(root)
        people = len({who for who, _ in who_when})
        if people >= least and not sayings.stands_alone(root):
            spread = math.sqrt(len({window for _, window in who_when}))
            found.append((-round(people * weight * spread * _commonness(root), 4), root, people))
            found.sort()
    return tuple(Word(root, sayings.form(root), people, -heavy) for heavy, root, people in found[:limit])


def telling_words(
    lines: Sequence[Line], against: Sayings, *, limit: int = 8, least_chatters: int | None = None
) -> tuple[Word, ...]:
    """Return the words that these lines share and the rest of their stream does not, most telling first.

    c-TF-IDF with people in place of occurrences: the chatters who said a word here, times
    log(1 + all / those who said it elsewhere), less for words every game chat says. People
    are counted once in five minutes. Words that come back in several such windows gain.
    ``against`` holds the whole stream, these lines among it.
    """
    here = _who_when(lines)
    least = least_chatters or (_LEAST_CHATTERS if chatters(lines) >= _TINY_ROOM else 2)
    found: list[tuple[float, str, int]] = []
    for root, where in here.items():
        if len(where) < least or (people := len({who for who, _ in where})) < least:
            continue
        elsewhere = max(0, against.said(root) - len(where))
        windows = len({window for _, window in where})
        weight = people * math.log(1 + against.all_said / (1 + elsewhere)) * math.sqrt(windows)
        found.append((-round(weight * _commonness(root), 4), root, people))
    spoken = (each for each in sorted(found) if not against.stands_alone(each[1]))
    best = list(islice(spoken, limit))
    forms = surfaces(lines, [root for _, root, _ in best])
    return tuple(Word(root, forms[root], people, -heavy) for heavy, root, people in best)


def theme_stems(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of a theme, its topics and whatever else it is known by."""
    return frozenset(root for text in texts for root in stems(text))


def overlap(said: Collection[str], theme: Collection[str], weight: Callable[[str], float]) -> float:
    """Return the share of the theme, by weight, that the stems of a stretch touch: 0 to 1.

    ``weight`` tells how much a stem tells, such as ``Sayings.weight``.
    """
    whole = sum(map(weight, theme))
    return sum(weight(root) for root in theme if root in said) / whole if whole else 0.0


def adherence(sayings: Sayings, themes: Sequence[tuple[float, frozenset[str]]]) -> float | None:
    """Return the share of talk that stood near its theme, 0 to 1; ``None`` where too little was said.

    ``themes`` holds seconds from the start and the stems in force from then on, in order.
    Talk is judged in five-minute windows of at least four lines and eight topic words; a
    window is near when it touches a fifth of the theme's weight, and counts by its lines.
    Word overlap alone tells a stream's own theme from another's with AUC .71 (measured),
    so this is a hint and no verdict.
    """
    judged = near_lines = used = 0
    for theme, begins, ends in _windows_under(sayings.lines, themes):
        if ends - begins < _LEAST_LINES or not _says_enough(sayings.lines[begins:ends]):
            continue
        said = {root for root in theme if _is_between(sayings.places.get(root, ()), begins, ends)}
        used += 1
        judged += ends - begins
        near_lines += (ends - begins) * (overlap(said, theme, sayings.weight) >= _NEAR)
    return round(near_lines / judged, 3) if used >= _LEAST_WINDOWS else None


def _windows_under(
    lines: Sequence[Line], themes: Sequence[tuple[float, frozenset[str]]]
) -> Iterator[tuple[frozenset[str], int, int]]:
    """Yield each theme in force with the first place and the end of each five minutes under it."""
    for (begins, theme), (ends, _) in pairwise((*themes, (math.inf, frozenset[str]()))):
        if not theme:
            continue
        first, end = (bisect_left(lines, at, key=attrgetter("seconds")) for at in (begins, ends))
        cuts = [first]
        while cuts[-1] < end:
            at = (lines[cuts[-1]].seconds // WINDOW_SECONDS + 1) * WINDOW_SECONDS
            cuts.append(bisect_left(lines, at, lo=cuts[-1] + 1, hi=end, key=attrgetter("seconds")))
        yield from ((theme, *cut) for cut in pairwise(cuts))


def _says_enough(lines: Sequence[Line]) -> bool:
    said: set[str] = set()
    for line in lines:
        said.update(line.stems)
        if len(said) >= _LEAST_STEMS:
            return True
    return False


def _is_between(places: Sequence[int], begins: int, ends: int) -> bool:
    at = bisect_right(places, begins - 1)
    return at < len(places) and places[at] < ends


def _commonness(root: str) -> float:
    return _COMMON_WEIGHT if root in COMMON_STEMS else 1.0


def _who_when(lines: Iterable[Line]) -> dict[str, set[tuple[str, float]]]:
    """Return who said each stem in which five minutes."""
    said: dict[str, set[tuple[str, float]]] = {}
    for line in lines:
        at = (line.chatter, line.seconds // WINDOW_SECONDS)
        for root in line.stems:
            said.setdefault(root, set()).add(at)
    return said
