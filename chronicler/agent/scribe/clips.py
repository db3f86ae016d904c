"""Clip seeds: the moments worth watching again.

Decides which moments deserve a seed and how many a stream may have, by what this channel's
marks have taught. Leaves finding the peaks to ``analysis.moments``, their words to
``scribe.telling`` and how many become notes to Settings.
"""

import math
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from heapq import heappop, heappush
from typing import Final

from chronicler.agent.moments.worth import EDGE, is_raid, is_shared, is_stir
from chronicler.agent.scribe import telling
from chronicler.agent.scribe.material import Material
from chronicler.agent.scribe.peaks import Peak
from chronicler.analysis.moments import find_moments
from chronicler.analysis.reactions import Kind
from chronicler.domain.clip_worth import LEAST_SCORE, USUAL, ClipWeights, SeedParts
from chronicler.domain.record import ClipSeed

_PER_HOUR: Final = 4
_LEAST: Final = 3
_MOST: Final = 15
_ALWAYS: Final = 2
"""So many of a stream's best are told whatever was learned: rejecting all evening silences nothing."""
_SAME: Final = 60.0


def clip_seeds(material: Material) -> tuple[ClipSeed, ...]:
    """Return the clip seeds of a stream, best first: at most four an hour and fifteen in all.

    Greetings, goodbyes, thanks, raids coming in and trouble with sound or picture make peaks too;
    they are no moments and are left out. What the streamer marked to keep stays a seed.
    """
    hours = max(0.0, material.record.duration.total_seconds() / 3600)
    limit = min(_MOST, max(_LEAST, math.ceil(hours * _PER_HOUR)))
    kept, taken = _kept_at(material), list[Peak]()
    for rank, peak in enumerate(worth_telling(material)):
        is_kept = any(abs(peak.at - at) < _SAME for at in kept)
        is_best = len(taken) < limit and (rank < _ALWAYS or is_taken(peak))
        if is_kept or is_best:
            taken.append(peak)
        elif len(taken) >= limit and not kept:
            break
    return tuple(_seed(peak) for peak in taken)


def _kept_at(material: Material) -> tuple[float, ...]:
    learned = material.record.clips_learned
    return learned.kept_here if learned else ()


def worth_telling(material: Material) -> Iterator[Peak]:
    """Yield all peaks of a stream that there is something to say of, best first.

    Those are among them that score enough by what was learned, and those that usually would.
    A peak is yielded as soon as none that comes after it can be better.
    """
    started_at, weights = material.record.session.started_at, material.weights
    adds = USUAL.alike if weights == USUAL else math.inf
    waiting: list[tuple[float, int, Peak]] = []
    for number, moment in enumerate(find_moments(material.lines, started_at, least_score=lowest(weights))):
        while waiting and -waiting[0][0] >= moment.score + adds:
            yield heappop(waiting)[2]
        peak = Peak.of(moment, material)
        if left_out_because(peak) is None:
            heappush(waiting, (-_worth(peak), number, peak))
    while waiting:
        yield heappop(waiting)[2]


def lowest(weights: ClipWeights) -> float:
    """Return the usual score below which nothing is taken, neither usually nor by what was learned.

    Where a moment has its peak is never learned, or its note would not be known again.
    """
    heaviest = max(weights.people, weights.reacting, weights.clip_call / USUAL.clip_call, 1.0)
    return min(LEAST_SCORE, weights.lowest / heaviest)


def parts_of(peak: Peak) -> SeedParts:
    """Return what a peak's score is made of."""
    moment = peak.moment
    return SeedParts(moment.people, moment.reacting, moment.clip_calls, peak.reaction.kind.value)


def _worth(peak: Peak) -> float:
    """Return how far a moment stood out, one that people felt alike sooner than a stir."""
    return round(peak.material.weights.worth(parts_of(peak)), 2)


def _seed(peak: Peak) -> ClipSeed:
    session, moment = peak.material.record.session, peak.moment
    return ClipSeed(
        seed_id=f"{session.session_id}-{moment.bin}",
        peak_at=moment.peak_at,
        starts_at=session.started_at + timedelta(seconds=math.floor(peak.setup.starts)),
        ends_at=session.started_at + timedelta(seconds=math.ceil(peak.setup.ends)),
        score=_worth(peak),
        why=telling.why(peak),
        evidence=telling.evidence(peak),
        excerpt=peak.material.messages(peak.excerpt),
        parts=parts_of(peak),
    )


class LeftOut(StrEnum):
    """Why a peak is no moment worth telling."""

    OFF_AIR = "off_air"
    ASIDE = "aside"
    """Greetings, goodbyes, thanks, trouble with the broadcast."""
    RAID = "raid"
    SCORE = "score"
    FEW = "few"
    """Too few shared the reaction."""
    EDGE = "edge"
    """A stir as people come and leave."""
    TALK = "talk"
    """Talk that picked up, and no more."""
    NOTHING_TOLD = "nothing_told"


def left_out_because(peak: Peak) -> LeftOut | None:
    """Return why there is nothing to say of a peak beyond that it was one; ``None`` where there is."""
    if peak.moment.peak_at > peak.material.record.ended_at:
        return LeftOut.OFF_AIR  # what chat says then is in no recording
    if peak.reaction.is_aside:
        return LeftOut.ASIDE
    if _is_raid(peak):
        return LeftOut.RAID
    if not _scores(peak):
        return LeftOut.SCORE
    return _no_shared_reaction(peak) if peak.reaction.kind is not Kind.STIR else _no_stir(peak)


def _no_shared_reaction(peak: Peak) -> LeftOut | None:
    return None if is_shared(peak.reaction, peak.present) else LeftOut.FEW


def _no_stir(peak: Peak) -> LeftOut | None:
    if peak.at < EDGE or peak.at > peak.material.lines[-1].seconds - EDGE:
        return LeftOut.EDGE
    if not _is_stir(peak):
        return LeftOut.TALK
    return LeftOut.NOTHING_TOLD if peak.quote is None and peak.chorus is None else None


def _scores(peak: Peak) -> bool:
    """Return whether a peak scores enough by what was learned, or usually would."""
    return is_taken(peak) or (peak.material.weights != USUAL and USUAL.takes(parts_of(peak)))


def is_taken(peak: Peak) -> bool:
    """Return whether a peak scores enough by what was learned."""
    return _worth(peak) >= peak.material.weights.least(peak.reaction.kind)


def _is_stir(peak: Peak) -> bool:
    moment = peak.moment
    is_called = moment.clip_calls > 0 or peak.chorus is not None
    return is_stir(
        moment.counts, moment.usual.chatters, moment.score, is_called=is_called, least_score=-math.inf
    )


def _is_raid(peak: Peak) -> bool:
    return any(is_raid(peak.at - peak.material.seconds(raid.at)) for raid in peak.material.record.raids)
