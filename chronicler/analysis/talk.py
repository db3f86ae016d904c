"""Sustained talk: where several people stay with one thing.

Decides where a discussion begins, which lines belong to it and what it was about. A busy
chat runs in several threads at once, so a discussion is built from bursts of words that
share lines; in a slow room it is a stretch of time. Leaves how it is told to the notes.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.ranking import Threads, is_stacked
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.stop_words import COMMON
from chronicler.analysis.stretches import is_slow, stretches
from chronicler.analysis.themes import telling_words
from chronicler.analysis.words import stem

_LONGEST_PAUSE: Final = 150.0
"""A word that nobody says for two and a half minutes has been let go."""
_SHORTEST_PAUSE: Final = 20.0
_LEAST_LINES: Final = 5
_LEAST_MEAN_WORDS: Final = 4.0
_LEAST_SECONDS: Final = 45.0
_LEAST_BURST: Final = 2.5
_TINY_ROOM: Final = 8
_SHARED_LINES: Final = 2
_SHARED_PART: Final = 0.3
_OWN_STEMS: Final = 2
_LOOKED_AT: Final = 50
"""Discussions laid out: half as many again as anything asks for."""
_MOST_WORDS: Final = 6
_COMMON_STEMS: Final = frozenset(stem(word) for word in COMMON)


@dataclass(frozen=True, slots=True)
class Talk:
    """One discussion."""

    lines: tuple[Line, ...]
    """In order of time."""
    words: tuple[str, ...]
    """As most people typed them, most telling first."""
    stems: frozenset[str]
    score: float

    @property
    def began(self) -> float:
        """Seconds from the stream's start to the first line."""
        return self.lines[0].seconds

    @property
    def ended(self) -> float:
        """Seconds from the stream's start to the last line."""
        return self.lines[-1].seconds


@dataclass(slots=True)
class _Burst:
    stem: str
    at: tuple[int, ...]
    """Places of its lines among all lines."""
    score: float


@dataclass(slots=True)
class _Growing:
    places: set[int]
    began: float
    ended: float
    stems: list[str] = field(default_factory=list)


def find_talks(threads: Threads, sayings: Sayings) -> tuple[Talk, ...]:
    """Return the discussions of a stream, best first; ties go to the earlier one.

    ``threads`` and ``sayings`` are of the same lines. A discussion needs three people (two
    in a room of fewer than eight), five different lines of four words on average, and three
    quarters of a minute.
    """
    lines = threads.lines
    if not lines:
        return ()
    least = 3 if chatters(lines) >= _TINY_ROOM else 2
    groups = _largest(_grouped(_bursts(sayings, least), lines), lines)
    laid_out = [said for group in groups if (said := _laid_out(group, threads, least))]
    talks = [_talk(group, said, sayings) for group, said in laid_out]
    if is_slow(lines):
        talks = _with_stretches(talks, sayings, least)
    return each_once(sorted(talks, key=lambda talk: (-talk.score, talk.began)))


def each_once(best_first: Iterable[Talk]) -> tuple[Talk, ...]:
    """Return the talks without those that are another, better one over again."""
    kept: list[Talk] = []
    for talk in best_first:
        if not any(_is_same(talk, better) for better in kept):
            kept.append(talk)
    return tuple(kept)


def _is_same(talk: Talk, better: Talk) -> bool:
    """Return whether two talks share most lines, or a word where one lies within the other's time."""
    together = min(talk.ended, better.ended) - max(talk.began, better.began)
    if together < 0:
        return False
    if len({*talk.lines}.intersection(better.lines)) * 2 > min(len(talk.lines), len(better.lines)):
        return True
    is_within = together >= min(talk.ended - talk.began, better.ended - better.began)
    return is_within and not _spelled(talk).isdisjoint(_spelled(better))


def _spelled(talk: Talk) -> frozenset[str]:
    return frozenset(map(str.lower, talk.words))


def _with_stretches(talks: Sequence[Talk], sayings: Sayings, least: int) -> list[Talk]:
    """Add the stretches of a slow room that hold a discussion; bursts inside one become its words."""
    found: list[Talk] = []
    for said in stretches(sayings.lines):
        prose = [line for line in said if line.size >= _LEAST_MEAN_WORDS]
        if len(prose) < _LEAST_LINES or chatters(prose) < least:
            continue
        here = {*said}
        inside = [talk for talk in talks if len(here.intersection(talk.lines)) * 2 >= len(talk.lines)]
        told = [word.text for word in telling_words(said, sayings, limit=_MOST_WORDS, least_chatters=2)]
        words = tuple(dict.fromkeys([*(text for talk in inside for text in talk.words), *told]))[:_MOST_WORDS]
        if words:
            roots = frozenset(root for line in said for root in line.stems)
            found.append(Talk(said, words, roots, _score(said)))
    covered = {line for talk in found for line in talk.lines}
    return [*found, *(talk for talk in talks if not covered.issuperset(talk.lines))]


def _score(said: Sequence[Line]) -> float:
    mean_words = sum(line.size for line in said) / len(said)
    return round(math.sqrt(len(said)) * math.log(1 + chatters(said)) * min(2.0, mean_words / 8), 4)


def _bursts(sayings: Sayings, least: int) -> list[_Burst]:
    """Return the stretches in which a word is said far more than over the stream, best first."""
    fresh = _first_said(sayings.lines)
    seconds = [line.seconds for line in sayings.lines]
    found: list[_Burst] = []
    for root, everywhere in sayings.places.items():
        if len(everywhere) < least:
            continue
        places = [place for place in everywhere if fresh[place]]
        if len(places) >= least:
            found += _bursts_of(root, places, sayings, seconds, least)
    return sorted(found, key=lambda burst: (-burst.score, burst.at[0], burst.stem))


def _first_said(lines: Sequence[Line]) -> bytearray:
    """Return for each line whether nobody wrote the same before: lines pasted or stacked are no talk."""
    seen: set[str] = set()
    fresh = bytearray(len(lines))
    for place, line in enumerate(lines):
        if line.stems and line.message.text not in seen and not is_stacked(line):
            seen.add(line.message.text)
            fresh[place] = 1
    return fresh


def _bursts_of(
    root: str, places: Sequence[int], sayings: Sayings, seconds: Sequence[float], least: int
) -> Iterator[_Burst]:
    whole = max(1.0, seconds[-1] - seconds[0])
    pause = min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, whole / len(places) / 2))
    for run in _runs(places, seconds, pause, least):
        people = len({sayings.keys[place][0] for place in run})
        if people < least:
            continue
        lasted = seconds[run[-1]] - seconds[run[0]] + pause
        expected = max(1e-9, len(places) * min(1.0, lasted / whole))
        if people <= expected:
            continue
        score = people * math.log(people / expected) - (people - expected)
        score *= 0.5 if root in _COMMON_STEMS else 1.0
        if score >= _LEAST_BURST and not sayings.stands_alone(root):
            yield _Burst(root, tuple(run), score)


def _runs(
    places: Sequence[int], seconds: Sequence[float], pause: float, least: int
) -> Iterator[Sequence[int]]:
    """Yield the runs of at least so many places between which nobody pauses longer."""
    times = [seconds[place] for place in places]
    begins = 0
    for ends, (before, after) in enumerate(pairwise(times), 1):
        if after - before > pause:
            if ends - begins >= least:
                yield places[begins:ends]
            begins = ends
    if len(places) - begins >= least:
        yield places[begins:]


def _grouped(bursts: Sequence[_Burst], lines: Sequence[Line]) -> list[_Growing]:
    """Join each burst to the strongest earlier group it shares lines with."""
    groups: list[_Growing] = []
    holding: dict[int, list[int]] = defaultdict(list)
    for burst in bursts:
        began, ended = lines[burst.at[0]].seconds, lines[burst.at[-1]].seconds
        shared: dict[int, int] = defaultdict(int)
        for place in burst.at:
            for number in holding.get(place, ()):
                shared[number] += 1
        home = _home(burst, shared, groups, began, ended)
        if home is None:
            home = len(groups)
            groups.append(_Growing(set(), began, ended))
        group = groups[home]
        group.stems.append(burst.stem)
        new = _near(burst, group, lines).difference(group.places)
        for place in new:
            holding[place].append(home)
        group.places |= new
    return groups


def _near(burst: _Burst, group: _Growing, lines: Sequence[Line]) -> set[int]:
    """Return the places of a burst that lie within a pause of the time a group began with."""
    first = bisect_left(burst.at, group.began - _LONGEST_PAUSE, key=lambda place: lines[place].seconds)
    end = bisect_right(burst.at, group.ended + _LONGEST_PAUSE, key=lambda place: lines[place].seconds)
    return set(burst.at[first:end])


def _largest(groups: Sequence[_Growing], lines: Sequence[Line]) -> Sequence[_Growing]:
    """Return the groups worth laying out, in their order: nobody reads the hundredth discussion."""
    if len(groups) <= _LOOKED_AT:
        return groups
    worth = [_score([lines[place] for place in group.places]) for group in groups]
    best = sorted(range(len(groups)), key=lambda number: (-worth[number], number))[:_LOOKED_AT]
    return [groups[number] for number in sorted(best)]


def _home(
    burst: _Burst, shared: Mapping[int, int], groups: Sequence[_Growing], began: float, ended: float
) -> int | None:
    fitting = [
        (-count, number)
        for number, count in shared.items()
        if count >= min(_SHARED_LINES, len(burst.at))
        and count >= _SHARED_PART * min(len(burst.at), len(groups[number].places))
        and began <= groups[number].ended + _LONGEST_PAUSE
        and ended >= groups[number].began - _LONGEST_PAUSE
    ]
    return min(fitting)[1] if fitting else None


def _laid_out(group: _Growing, threads: Threads, least: int) -> tuple[_Growing, tuple[Line, ...]] | None:
    """Return a group with its lines and what answers them, where it is a discussion."""
    lines = threads.lines
    places = sorted(group.places | _answers(group.places, lines, threads))
    said = tuple(lines[place] for place in places)
    if (
        len(said) < _LEAST_LINES
        or said[-1].seconds - said[0].seconds < _LEAST_SECONDS
        or chatters(said) < least
        or sum(line.size for line in said) < _LEAST_MEAN_WORDS * len(said)
        or not _differ(said, _LEAST_LINES)
    ):
        return None
    return group, said


def _talk(group: _Growing, said: tuple[Line, ...], sayings: Sayings) -> Talk:
    roots = tuple(dict.fromkeys(group.stems))
    words = tuple(sayings.form(root) for root in roots[:_MOST_WORDS])
    return Talk(said, words, frozenset(roots), _score(said))


def _differ(lines: Iterable[Line], least: int) -> bool:
    """Return whether the lines say so many different things; the first few of them tell."""
    said: set[str] = set()
    for line in lines:
        said.add(line.plain)
        if len(said) >= least:
            return True
    return False


def _answers(places: set[int], lines: Sequence[Line], threads: Threads) -> set[int]:
    """Return the places of lines that answer the given ones and say something of their own."""
    found: set[int] = set()
    for place in places:
        found.update(answer for answer in threads.answers_to(place) if len(lines[answer].stems) >= _OWN_STEMS)
    return found - places
