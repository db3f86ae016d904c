"""Clip seeds: the moments worth watching again.

Decides which moments deserve a seed and how many a stream may have. Leaves finding the
peaks to ``analysis.moments``, their words to ``scribe_telling`` and how many become notes
to Settings.
"""

import math
from collections.abc import Iterator
from datetime import timedelta
from heapq import heappop, heappush
from itertools import islice
from typing import Final

from chronicler.agent import scribe_telling as telling
from chronicler.agent.moment_worth import EDGE, LEAST_SCORE, SHARED, is_raid, is_shared, is_stir
from chronicler.agent.scribe_material import Material
from chronicler.agent.scribe_peaks import Peak
from chronicler.analysis.moments import find_moments
from chronicler.analysis.reactions import Kind
from chronicler.domain.record import ClipSeed

_PER_HOUR: Final = 4
_LEAST: Final = 3
_MOST: Final = 15


def clip_seeds(material: Material) -> tuple[ClipSeed, ...]:
    """Return the clip seeds of a stream, best first: at most four an hour and fifteen in all.

    Greetings, goodbyes, raids coming in and trouble with sound or picture make peaks too;
    they are no moments and are left out.
    """
    hours = max(0.0, material.record.duration.total_seconds() / 3600)
    limit = min(_MOST, max(_LEAST, math.ceil(hours * _PER_HOUR)))
    return tuple(_seed(peak) for peak in islice(worth_telling(material), limit))


def worth_telling(material: Material) -> Iterator[Peak]:
    """Yield all peaks of a stream that there is something to say of, best first.

    A peak is yielded as soon as none that comes after it can be better.
    """
    started_at = material.record.session.started_at
    waiting: list[tuple[float, int, Peak]] = []
    for number, moment in enumerate(find_moments(material.lines, started_at, least_score=LEAST_SCORE)):
        while waiting and -waiting[0][0] >= moment.score + SHARED:
            yield heappop(waiting)[2]
        peak = Peak.of(moment, material)
        # what chat says off the air is in no recording
        if moment.peak_at <= material.record.ended_at and _is_worth_telling(peak):
            heappush(waiting, (-_worth(peak), number, peak))
    while waiting:
        yield heappop(waiting)[2]


def _worth(peak: Peak) -> float:
    """Return how far a moment stood out, one that people felt alike sooner than a stir."""
    return round(peak.moment.score + SHARED * (peak.reaction.kind not in (Kind.STIR, Kind.ASSENT)), 2)


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
    )


def _is_worth_telling(peak: Peak) -> bool:
    """Return whether there is anything to say of a peak beyond that it was one."""
    if peak.reaction.is_aside or _is_raid(peak):
        return False
    if peak.reaction.kind is not Kind.STIR:
        return is_shared(peak.reaction, peak.present)
    is_edge = peak.at < EDGE or peak.at > peak.material.lines[-1].seconds - EDGE
    return not is_edge and _is_stir(peak) and (peak.quote is not None or peak.chorus is not None)


def _is_stir(peak: Peak) -> bool:
    moment = peak.moment
    is_called = moment.clip_calls > 0 or peak.chorus is not None
    return is_stir(moment.counts, moment.usual.chatters, moment.score, is_called=is_called)


def _is_raid(peak: Peak) -> bool:
    return any(is_raid(peak.at - peak.material.seconds(raid.at)) for raid in peak.material.record.raids)
