"""Whether keep and reject teach anything: seeds before and after learning, on channels left out.

A seed somebody posted a clip of 40 to 160 s later counts as kept, any other as rejected: weak
labels, since most moments worth keeping have no link. Each channel is judged with what was
learned from all others only; besides, as in use, each stream with what the other streams of its
own channel teach. Both rank the same peaks; of each ranking so many are taken as it needs for
the recall that the unlearned seeds have. Intervals resample whole streams. Needs the shared
logs: ``CHRONICLER_TEST_DATA`` names their folder.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.agent.scribe.clips import clip_seeds, parts_of, worth_telling
from chronicler.agent.scribe.material import Material
from chronicler.analysis.clip_learning import SLOPE, Mark, learn
from chronicler.domain.clip_worth import USUAL, ClipWeights, SeedParts
from tests.bench.figures import Figure
from tests.bench.moments import DATA, FOLLOWS_BY, Stream, labelled

RESAMPLED: Final = 2_000
SEED: Final = 63


@dataclass(frozen=True, slots=True)
class Peak:
    """One peak worth telling, and the links it precedes as it should."""

    at: float
    parts: SeedParts
    links: frozenset[int]


@dataclass(frozen=True, slots=True)
class Heard:
    """One stream's peaks, the links in it and how many seeds it has without learning."""

    stream: Stream
    peaks: tuple[Peak, ...]
    seeds: int

    @property
    def marks(self) -> list[Mark]:
        """What the streamer would have said of its seeds."""
        best = sorted(self.peaks, key=lambda p: -USUAL.worth(p.parts))[: self.seeds]
        return [Mark(peak.parts, bool(peak.links)) for peak in best]


def run() -> Iterator[Figure]:
    """Yield precision at equal recall, before and after learning, and what was learned."""
    if not (DATA / "labels").exists():
        yield Figure("no shared logs here (CHRONICLER_TEST_DATA names their folder)", 0, "")
        return
    heard = [read(stream) for stream in labelled()]
    channels = tuple(dict.fromkeys(each.stream.channel for each in heard))
    weights = {
        channel: learn([m for h in heard if h.stream.channel != channel for m in h.marks])
        for channel in channels
    }
    yield from _compared("each channel left out", heard, lambda h: weights[h.stream.channel])
    for channel in channels:
        here = [h for h in heard if h.stream.channel == channel]
        yield from _compared(f"  {channel} left out", here, lambda h: weights[h.stream.channel])
        yield Figure(
            f"    learned: least score {weights[channel].shift:+g}, weights", 0, _told(weights[channel])
        )
    own = {id(h): learn(_others(h, heard)) for h in heard}
    several = [h for h in heard if _others(h, heard)]
    yield from _compared("by the channel's other streams", several, lambda h: own[id(h)])
    yield from _pooled(heard, lambda h: weights[h.stream.channel])
    yield Figure("log odds of a link, by each point of score", _slope(heard), f"used: {SLOPE:g}")


def _others(of: Heard, heard: Sequence[Heard]) -> list[Mark]:
    same = (h for h in heard if h is not of and h.stream.channel == of.stream.channel)
    return [mark for h in same for mark in h.marks]


def _told(weights: ClipWeights) -> str:
    return (
        f"people {weights.people:g}, reacting {weights.reacting:g}, clip call {weights.clip_call:g}, "
        f"alike {weights.alike:g}"
    )


def _compared(what: str, heard: Sequence[Heard], weights: Callable[[Heard], ClipWeights]) -> Iterator[Figure]:
    rows = [_counted(h, weights(h)) for h in heard]
    before, after = _precisions(rows)
    dice = random.Random(SEED)
    drawn = sorted(b - a for a, b in (_precisions(dice.choices(rows, k=len(rows))) for _ in range(RESAMPLED)))
    low, high = drawn[int(0.025 * RESAMPLED)], drawn[int(0.975 * RESAMPLED)]
    hits = sum(row.hits for row in rows)
    yield Figure(
        f"precision, {what} ({hits} links met)", after, f"gain [{low:+.3f}, {high:+.3f}]", before, "unlearned"
    )


def _pooled(heard: Sequence[Heard], weights: Callable[[Heard], ClipWeights]) -> Iterator[Figure]:
    """Yield the same with one least score for all streams, as learning sets it, and no number a stream."""
    target = sum(_counted(h, USUAL).hits for h in heard)
    taken = [_taken_by_score(heard, of, target) for of in (lambda _: USUAL, weights)]
    before, after = (target / number for number in taken)
    yield Figure("precision by one least score for all", after, "", before, "unlearned")


def _taken_by_score(heard: Sequence[Heard], weights: Callable[[Heard], ClipWeights], target: int) -> int:
    ranked = sorted(
        ((weights(h).worth(p.parts) - weights(h).least(p.parts.kind), number, p)
         for number, h in enumerate(heard) for p in h.peaks),
        key=lambda each: (-each[0], each[1], each[2].at),
    )  # fmt: skip
    met: set[tuple[int, int]] = set()
    for taken, (_, number, peak) in enumerate(ranked, 1):
        met |= {(number, link) for link in peak.links}
        if len(met) >= target:
            return taken
    return len(ranked)


def _slope(heard: Sequence[Heard]) -> float:
    """Return the slope of a logistic regression of links on the points above the least score."""
    rows = [
        (USUAL.worth(m.parts) - USUAL.least(m.parts.kind), float(m.is_kept)) for h in heard for m in h.marks
    ]
    base, slope = 0.0, 0.0
    for _ in range(50):  # Newton's steps
        chances = [1 / (1 + math.exp(-base - slope * x)) for x, _ in rows]
        curve = [p * (1 - p) for p in chances]
        g0, g1 = (
            sum(y - p for (_, y), p in zip(rows, chances, strict=True)),
            sum((y - p) * x for (x, y), p in zip(rows, chances, strict=True)),
        )
        h0, h1, h2 = (
            sum(curve),
            sum(c * x for c, (x, _) in zip(curve, rows, strict=True)),
            sum(c * x * x for c, (x, _) in zip(curve, rows, strict=True)),
        )
        det = h0 * h2 - h1 * h1
        base, slope = base + (h2 * g0 - h1 * g1) / det, slope + (h0 * g1 - h1 * g0) / det
    return slope


@dataclass(frozen=True, slots=True)
class Row:
    """Of one stream: the hits of the unlearned seeds, and how many seeds either ranking takes for them."""

    hits: int
    unlearned: int
    learned: int


def _counted(heard: Heard, weights: ClipWeights) -> Row:
    usual = sorted(heard.peaks, key=lambda p: (-USUAL.worth(p.parts), p.at))
    other = sorted(heard.peaks, key=lambda p: (-weights.worth(p.parts), p.at))
    hits = len(frozenset().union(*(p.links for p in usual[: heard.seeds])))
    return Row(hits, _needed(usual, hits), _needed(other, hits))


def _needed(ranked: Sequence[Peak], hits: int) -> int:
    """Return how many of the best peaks it takes to meet so many links."""
    met: frozenset[int] = frozenset()
    for number, peak in enumerate(ranked, 1):
        met |= peak.links
        if len(met) >= hits:
            return number if hits else 0
    return len(ranked)


def _precisions(rows: Sequence[Row]) -> tuple[float, float]:
    hits = sum(row.hits for row in rows)
    return tuple(  # type: ignore[return-value]
        hits / taken if taken else 0.0
        for taken in (sum(row.unlearned for row in rows), sum(row.learned for row in rows))
    )


def read(stream: Stream) -> Heard:
    """Return a stream's peaks with the links they precede."""
    material = Material.of(stream.record)
    first, last = FOLLOWS_BY
    peaks = tuple(
        Peak(
            peak.at,
            parts_of(peak),
            frozenset(i for i, link in enumerate(stream.links) if first <= link - peak.at <= last),
        )
        for peak in worth_telling(material)
    )
    return Heard(stream, peaks, len(clip_seeds(material)))
