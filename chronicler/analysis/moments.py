"""Moments: where the chat reacts at once, far above this stream's own usual.

Decides where the peaks are and what they are counted from; leaves where a moment begins to
``setup``, and to ``agent.scribe.scribe`` which of them deserve a seed and in what words. Chat
tells of a moment only by reaction, so a peak lies some seconds after what caused it.

The recipe was chosen on clip links pasted in 20 real streams, and is measured again by
``python -m tests.bench moments``, each channel with constants chosen on the others.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

from chronicler.analysis.lines import LINKS, REACTS, SAYS_CLIP, Line
from chronicler.domain.clip_worth import USUAL

BIN_SECONDS: Final = 5
BASELINE_BINS: Final = 60
"""The usual is taken over five minutes to either side, anew for every minute."""
_STEP_BINS: Final = 12
APART_BINS: Final = 12
"""Two peaks within 60 s are the same moment."""
FLOOR: Final = 0.25
MAD_TO_SD: Final = 1.4826
_CLIP_WITHIN_BINS: Final = 12
_LEAST_CHATTERS: Final = 2
"""Somebody asks for a clip within a minute after what they want clipped."""
_CLIP_CALL: Final = re.compile(
    r"\b(?:clip (?:it|that|this|please|pls|plz|when)|"
    r"clip+ed(?: (?:it|that|and))?|(?:someone|somebody|anyone) clip|"
    r"that'?s a clip)\b|^clip[!.]*$",
    re.IGNORECASE,
)
LONGEST: Final = 48 * 3600.0
"""Two days: times beyond are a broken log's, and are not looked at."""


_MORE: Final = 1.5
_MORE_BY: Final = 2


def is_clearly_more(now: int, usual: int) -> bool:
    """Return whether people see the difference: half as many again as usual, and two more at least."""
    return now >= _MORE * usual and now >= usual + _MORE_BY


@dataclass(frozen=True, slots=True)
class Recipe:
    """The constants that were chosen by measuring."""

    bins: int = 6
    """How many bins of five seconds are looked at together."""
    clip_bonus: float = USUAL.clip_call
    """What one person asking for a clip adds to the score; more count by the square root."""

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return self.bins * BIN_SECONDS


RECIPE: Final = Recipe()


@dataclass(frozen=True, slots=True)
class Counts:
    """What half a minute of chat holds."""

    chatters: int
    """Distinct people writing."""
    reactors: int
    """Distinct people reacting with an emote, laughter or capitals."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A peak of reaction, with what it stands out against."""

    bin: int
    """Number of the five-second bin that ends the window, counted from the stream's start."""
    peak_at: datetime
    score: float
    """Sum of two robust z-scores and the clip bonus."""
    counts: Counts
    usual: Counts
    """Medians of the ten minutes around."""
    clip_calls: int = 0
    people: float = 0.0
    """The z-score of the people writing."""
    reacting: float = 0.0
    """The z-score of the people reacting."""


def find_moments(
    lines: Sequence[Line],
    started_at: datetime,
    *,
    least_score: float = 4.0,
    recipe: Recipe = RECIPE,
) -> tuple[Moment, ...]:
    """Return all moments of a stream, best first; ties go to the earlier one.

    ``lines`` stand in order of time, as ``read_lines`` returns them. A moment needs
    two people, one of them reacting: one person's cascade is none.
    """
    kept = [line for line in lines if not line.kinds & LINKS and 0 <= line.seconds < LONGEST]
    if not kept:
        return ()
    signals = _signals(kept, int(kept[-1].seconds // BIN_SECONDS) + 1, recipe.bins)
    usual = [_usual(signal) for signal in signals]
    calls = _clip_calls(kept)
    scores: dict[int, float] = {}
    parts: dict[int, tuple[float, float]] = {}
    roots = [math.sqrt(count) for count in range(max(signals[0]) + 1)]
    for i, (chatters, reactors) in enumerate(zip(*signals, strict=True)):
        if chatters >= _LEAST_CHATTERS and reactors >= 1:
            (middle, spread, _), (middle_2, spread_2, _) = (around[i // _STEP_BINS] for around in usual)
            people, reacting = (roots[chatters] - middle) / spread, (roots[reactors] - middle_2) / spread_2
            score = people + reacting
            if i in calls:
                score += recipe.clip_bonus * math.sqrt(calls[i])
            if score >= least_score:
                scores[i], parts[i] = score, (people, reacting)
    return tuple(
        Moment(
            bin=i,
            peak_at=started_at + timedelta(seconds=i * BIN_SECONDS),
            score=round(scores[i], 2),
            counts=Counts(*(signal[i] for signal in signals)),
            usual=Counts(*(around[i // _STEP_BINS][2] for around in usual)),
            clip_calls=calls.get(i, 0),
            people=parts[i][0],
            reacting=parts[i][1],
        )
        for i in _far_apart(sorted(_rising(scores), key=lambda i: (-scores[i], i)))
    )


def _rising(scores: Mapping[int, float]) -> Iterator[int]:
    """Yield the bins whose score is above the one before: what only ebbs away is no moment of its own."""
    for at, score in scores.items():
        if score > scores.get(at - 1, -math.inf):
            yield at


def _signals(lines: Sequence[Line], size: int, bins: int) -> tuple[list[int], list[int]]:
    """Return per bin the distinct chatters and the distinct reactors of the window that ends with it."""
    talkers, reactors = [0] * (size + 1), [0] * (size + 1)
    heard: dict[str, int] = {}
    reacted: dict[str, int] = {}
    for line in lines:
        at, who = int(line.seconds) // BIN_SECONDS, line.chatter
        ends = min(at + bins, size)
        until = heard.get(who, 0)
        if until < ends:
            talkers[max(at, until)] += 1
            talkers[ends] -= 1
            heard[who] = ends
        if line.kinds & REACTS:
            until = reacted.get(who, 0)
            if until < ends:
                reactors[max(at, until)] += 1
                reactors[ends] -= 1
                reacted[who] = ends
    return list(accumulate(talkers[:size])), list(accumulate(reactors[:size]))


def _usual(counts: Sequence[int]) -> list[tuple[float, float, int]]:
    """Return per minute the median square root, the spread, and the median count of ten minutes around.

    The spread is the largest of 1.4826 MAD around, half the stream's standard deviation
    and .25, so that a flat stretch of silence cannot make one line look like an event.
    """
    root = [math.sqrt(count) for count in range(max(counts) + 1)]
    mean = math.fsum(root[count] for count in counts) / len(counts)
    least = max(FLOOR, math.sqrt(max(0.0, sum(counts) / len(counts) - mean * mean)) / 2)
    found = []
    for at in range(_STEP_BINS // 2, len(counts) + _STEP_BINS // 2, _STEP_BINS):
        around = sorted(counts[max(0, at - BASELINE_BINS) : at + BASELINE_BINS + 1])
        middle, mad = median_and_mad(around, root)
        found.append((middle, max(MAD_TO_SD * mad, least), around[len(around) // 2]))
    return found


def median_and_mad(
    ordered: Sequence[int], root: Sequence[float] | Mapping[int, float]
) -> tuple[float, float]:
    """Return the median of the square roots of ordered counts, and the median distance from it.

    The nearest half of ordered values is one slice, found by bisection (O(log n)).
    """
    size = len(ordered)
    middle = (root[ordered[size // 2]] + root[ordered[(size - 1) // 2]]) / 2
    half = size // 2 + 1
    low, high = 0, size - half
    while low < high:
        at = (low + high) // 2
        if middle - root[ordered[at]] > root[ordered[at + half]] - middle:
            low = at + 1
        else:
            high = at
    return middle, max(middle - root[ordered[low]], root[ordered[low + half - 1]] - middle)


def calls_for_a_clip(text: str) -> bool:
    """Return whether somebody who says clip asks for one."""
    return _CLIP_CALL.search(text) is not None


def _clip_calls(lines: Sequence[Line]) -> dict[int, int]:
    """Return how many people asked for a clip within a minute after a bin, by bin; most have no entry."""
    calls: dict[int, int] = {}
    last: dict[str, int] = {}
    for line in lines:
        if line.kinds & SAYS_CLIP and calls_for_a_clip(line.message.text):
            at = int(line.seconds // BIN_SECONDS)
            if at - last.get(line.chatter, -_CLIP_WITHIN_BINS) >= _CLIP_WITHIN_BINS:
                last[line.chatter] = at
                for before in range(at - _CLIP_WITHIN_BINS + 1, at + 1):
                    calls[before] = calls.get(before, 0) + 1
    return calls


def _far_apart(candidates: Iterable[int]) -> list[int]:
    """Return the candidates, best first, that lie at least 60 s from every better one."""
    chosen: list[int] = []
    taken: list[int] = []
    for at in candidates:
        place = bisect_left(taken, at)
        near = taken[max(0, place - 1) : place + 1]
        if all(abs(at - other) >= APART_BINS for other in near):
            taken.insert(place, at)
            chosen.append(at)
    return chosen
