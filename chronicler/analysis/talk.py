"""Sustained talk: where several people stay with one thing.

Decides where a discussion begins, which lines belong to it and what it was about. A busy
chat runs in several threads at once, so a discussion is built from bursts of words that
share lines; in a slow room it is a stretch of time. Leaves how it is told to the notes.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.ranking import Threads
from chronicler.analysis.stop_words import COMMON
from chronicler.analysis.stretches import is_slow, stretches
from chronicler.analysis.themes import background_of, standing_alone, surfaces, telling_words
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


def find_talks(lines: Sequence[Line], threads: Threads) -> tuple[Talk, ...]:
    """Return the discussions of a stream, best first; ties go to the earlier one.

    A discussion needs three people (two in a room of fewer than eight), five different
    lines of four words on average, and three quarters of a minute.
    """
    if not lines:
        return ()
    least = 3 if chatters(lines) >= _TINY_ROOM else 2
    bursts = _bursts(lines, least)
    forms = surfaces(lines)
    talks = [
        talk for group in _grouped(bursts, lines) if (talk := _talk(group, lines, threads, forms, least))
    ]
    if is_slow(lines):
        talks = _with_stretches(talks, lines, least)
    return tuple(sorted(talks, key=lambda talk: (-talk.score, talk.began)))


def _with_stretches(talks: Sequence[Talk], lines: Sequence[Line], least: int) -> list[Talk]:
    """Add the stretches of a slow room that hold a discussion; bursts inside one become its words."""
    background = background_of(lines)
    found: list[Talk] = []
    for said in stretches(lines):
        prose = [line for line in said if len(line.words) >= _LEAST_MEAN_WORDS]
        if len(prose) < _LEAST_LINES or chatters(prose) < least:
            continue
        inside = [talk for talk in talks if len({*talk.lines} & {*said}) * 2 >= len(talk.lines)]
        told = [word.text for word in telling_words(said, background, limit=_MOST_WORDS, least_chatters=2)]
        words = tuple(dict.fromkeys([*(text for talk in inside for text in talk.words), *told]))[:_MOST_WORDS]
        if words:
            roots = frozenset(root for line in said for root in line.stems)
            found.append(Talk(said, words, roots, _score(said)))
    covered = {line for talk in found for line in talk.lines}
    return [*found, *(talk for talk in talks if not covered.issuperset(talk.lines))]


def _score(said: Sequence[Line]) -> float:
    mean_words = sum(len(line.words) for line in said) / len(said)
    return round(math.sqrt(len(said)) * math.log(1 + chatters(said)) * min(2.0, mean_words / 8), 4)


def _bursts(lines: Sequence[Line], least: int) -> list[_Burst]:
    """Return the stretches in which a word is said far more than over the stream, best first."""
    uses: dict[str, list[int]] = defaultdict(list)
    first_said: set[str] = set()
    for place, line in enumerate(lines):
        if line.plain not in first_said:
            first_said.add(line.plain)
            for root in line.stems:
                uses[root].append(place)
    whole = max(1.0, lines[-1].seconds - lines[0].seconds)
    reactions = standing_alone(lines)
    found = [
        burst
        for root, places in uses.items()
        if len(places) >= least and root not in reactions
        for burst in _bursts_of(root, places, lines, whole, least)
    ]
    return sorted(found, key=lambda burst: (-burst.score, burst.at[0], burst.stem))


def _bursts_of(root: str, places: list[int], lines: Sequence[Line], whole: float, least: int) -> list[_Burst]:
    pause = min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, whole / len(places) / 2))
    runs: list[list[int]] = [[places[0]]]
    for place in places[1:]:
        if lines[place].seconds - lines[runs[-1][-1]].seconds <= pause:
            runs[-1].append(place)
        else:
            runs.append([place])
    bursts = []
    for run in runs:
        people = len({lines[place].chatter for place in run})
        seconds = lines[run[-1]].seconds - lines[run[0]].seconds + pause
        expected = max(1e-9, len(places) * min(1.0, seconds / whole))
        score = people * math.log(people / expected) - (people - expected) if people > expected else 0.0
        score *= 0.5 if root in _COMMON_STEMS else 1.0
        if people >= least and score >= _LEAST_BURST:
            bursts.append(_Burst(root, tuple(run), score))
    return bursts


def _grouped(bursts: Sequence[_Burst], lines: Sequence[Line]) -> list[_Growing]:
    """Join each burst to the strongest earlier group it shares lines with."""
    groups: list[_Growing] = []
    holding: dict[int, list[int]] = defaultdict(list)
    for burst in bursts:
        began, ended = lines[burst.at[0]].seconds, lines[burst.at[-1]].seconds
        shared: dict[int, int] = defaultdict(int)
        for place in burst.at:
            for number in holding[place]:
                shared[number] += 1
        home = _home(burst, shared, groups, began, ended)
        if home is None:
            home = len(groups)
            groups.append(_Growing(set(), began, ended))
        group = groups[home]
        group.stems.append(burst.stem)
        for place in burst.at:
            if group.began - _LONGEST_PAUSE <= lines[place].seconds <= group.ended + _LONGEST_PAUSE:
                if place not in group.places:
                    holding[place].append(home)
                group.places.add(place)
    return groups


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


def _talk(
    group: _Growing, lines: Sequence[Line], threads: Threads, forms: Mapping[str, str], least: int
) -> Talk | None:
    places = sorted(group.places | _answers(group.places, lines, threads))
    said = tuple(lines[place] for place in places)
    people = chatters(said)
    mean_words = sum(len(line.words) for line in said) / len(said)
    if (
        len({line.plain for line in said}) < _LEAST_LINES
        or people < least
        or mean_words < _LEAST_MEAN_WORDS
        or said[-1].seconds - said[0].seconds < _LEAST_SECONDS
    ):
        return None
    roots = tuple(dict.fromkeys(group.stems))
    words = tuple(forms[root] for root in roots[:_MOST_WORDS])
    return Talk(said, words, frozenset(roots), _score(said))


def _answers(places: set[int], lines: Sequence[Line], threads: Threads) -> set[int]:
    """Return the places of lines that answer the given ones and say something of their own."""
    found: set[int] = set()
    for place in places:
        found.update(answer for answer in threads.answers_to(place) if len(lines[answer].stems) >= _OWN_STEMS)
    return found - places
