"""Clip seeds: the moments worth watching again.

Decides which moments deserve a seed and how many a stream may have. Leaves finding the
peaks to ``analysis.moments``, their words to ``scribe_telling`` and how many become notes
to Settings.
"""

import math
from datetime import timedelta
from typing import Final

from chronicler.agent import scribe_telling as telling
from chronicler.agent.scribe_material import Material
from chronicler.agent.scribe_peaks import Peak
from chronicler.analysis.moments import find_moments
from chronicler.analysis.reactions import Kind
from chronicler.domain.record import ClipSeed

_PER_HOUR: Final = 4
_LEAST: Final = 3
_MOST: Final = 15
_LEAST_SCORE: Final = 4.5
_RAID_BEFORE: Final = 10.0
_RAID_AFTER: Final = 90.0
_FEW_PRESENT: Final = 6
"""Among so few, two who react alike are a moment; among more it takes three."""
_LEAST_STIR: Final = 3
_LEAST_STIR_SCORE: Final = 6.0
_MANY: Final = 2
"""Times the usual number of people from which it needs no reaction to be a moment."""
_EDGE: Final = 180.0
"""In the first and last three minutes people arrive and leave; only a clear reaction counts."""


def clip_seeds(material: Material) -> tuple[ClipSeed, ...]:
    """Return the clip seeds of a stream, best first: at most four an hour and fifteen in all.

    Greetings, goodbyes, raids coming in and trouble with sound or picture make peaks too;
    they are no moments and are left out.
    """
    hours = max(0.0, material.record.duration.total_seconds() / 3600)
    limit = min(_MOST, max(_LEAST, math.ceil(hours * _PER_HOUR)))
    seeds: list[ClipSeed] = []
    started_at = material.record.session.started_at
    for moment in find_moments(material.lines, started_at, least_score=_LEAST_SCORE):
        if len(seeds) == limit:
            break
        peak = Peak.of(moment, material)
        if _is_worth_telling(peak):
            seeds.append(_seed(peak))
    return tuple(seeds)


def _seed(peak: Peak) -> ClipSeed:
    session, moment = peak.material.record.session, peak.moment
    return ClipSeed(
        seed_id=f"{session.session_id}-{moment.bin}",
        peak_at=moment.peak_at,
        starts_at=session.started_at + timedelta(seconds=math.floor(peak.setup.starts)),
        ends_at=session.started_at + timedelta(seconds=math.ceil(peak.setup.ends)),
        score=moment.score,
        why=telling.why(peak),
        evidence=telling.evidence(peak),
        excerpt=peak.material.messages(peak.excerpt),
    )


def _is_worth_telling(peak: Peak) -> bool:
    """Return whether there is anything to say of a peak beyond that it was one."""
    if peak.reaction.is_aside or _is_raid(peak):
        return False
    if peak.reaction.kind is not Kind.STIR:
        return len(peak.reaction.people) >= (2 if peak.present <= _FEW_PRESENT else _LEAST_STIR)
    is_edge = peak.at < _EDGE or peak.at > peak.material.lines[-1].seconds - _EDGE
    return not is_edge and _is_stir(peak) and (peak.quote is not None or peak.chorus is not None)


def _is_stir(peak: Peak) -> bool:
    """Return whether people came alive at once, of no one mind: more than talk that picks up."""
    now, usual = peak.moment.counts, peak.moment.usual
    if now.chatters < _LEAST_STIR or peak.moment.score < _LEAST_STIR_SCORE:
        return False
    return (
        now.reactors >= _LEAST_STIR
        or peak.moment.clip_calls > 0
        or peak.chorus is not None
        or now.chatters >= _MANY * max(_LEAST_STIR, usual.chatters)
    )


def _is_raid(peak: Peak) -> bool:
    since = (peak.at - peak.material.seconds(raid.at) for raid in peak.material.record.raids)
    return any(-_RAID_BEFORE <= seconds <= _RAID_AFTER for seconds in since)
