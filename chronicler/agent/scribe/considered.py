"""Every peak of a stream that came near, and what became of it: the Scribe's choice laid open.

Decides what each peak's fate is called and which clip links that people posted stand behind no
seed. Leaves choosing to ``scribe.clips``, words to ``archive`` and pictures to ``charts``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.agent.scribe.clips import is_taken, left_out_because, lowest, parts_of
from chronicler.agent.scribe.material import Material
from chronicler.agent.scribe.peaks import Peak
from chronicler.analysis.moments import find_moments
from chronicler.domain.clip_worth import SeedParts
from chronicler.domain.record import ClipSeed

SEED: Final = "seed"
LEARNED: Final = "learned"
"""Usually taken, and left out by what marks have taught."""
LIMIT: Final = "limit"
"""Taken, were a stream's seeds not limited."""
NEAR: Final = 2.0
"""Points of score below the least, down to which a peak came near."""
_ONE_MOMENT: Final = 120.0
"""Links posted so soon after each other are of one moment."""
_FOLLOWS_BY: Final = (20.0, 160.0)
"""A pasted clip follows its moment's peak by so many seconds (measured on real streams)."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One peak."""

    at: float
    """Seconds from the stream's start."""
    parts: SeedParts
    score: float
    above: float
    """Points of score above the least that such a moment takes; negative below it."""
    fate: str
    """``seed``, ``learned``, ``limit``, or why it is none, as ``scribe_clips.LeftOut`` says."""
    told: str = ""
    """Of a seed: the sentence its note has; it holds a viewer's words."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A clip link that somebody posted."""

    at: float
    is_met: bool
    """Whether a seed stands where it belongs."""


def considered(material: Material, seeds: Sequence[ClipSeed]) -> tuple[Considered, ...]:
    """Return all peaks that came near being taken, in order of time; ``seeds`` are those chosen."""
    weights = material.weights
    moments = find_moments(
        material.lines,
        material.record.session.started_at,
        least_score=lowest(weights) - NEAR,
    )
    chosen = {seed.peak_at: seed.why for seed in seeds if seed.score}
    found = []
    for peak in (Peak.of(moment, material) for moment in moments):
        parts = parts_of(peak)
        score = weights.worth(parts)
        above = score - weights.least(parts.kind)
        if peak.moment.peak_at in chosen or above >= -NEAR:
            told = chosen.get(peak.moment.peak_at)
            fate = SEED if told is not None else _fate(peak)
            found.append(Considered(peak.at, parts, round(score, 2), round(above, 2), fate, told or ""))
    return tuple(sorted(found, key=lambda each: each.at))


def _fate(peak: Peak) -> str:
    reason = left_out_because(peak)
    if reason is not None:
        return reason.value
    return LIMIT if is_taken(peak) else LEARNED


def posted_links(material: Material, seeds: Sequence[ClipSeed]) -> tuple[Posted, ...]:
    """Return the clip links that people posted, the first of each moment, in order of time."""
    peaks = [material.seconds(seed.peak_at) for seed in seeds]
    first, last = _FOLLOWS_BY
    found: list[Posted] = []
    before = -_ONE_MOMENT
    for line in material.lines:
        text = line.message.text
        if line.is_linking and ("clips.twitch.tv/" in text or "/clip/" in text):
            if line.seconds - before >= _ONE_MOMENT:
                is_met = any(first <= line.seconds - peak <= last for peak in peaks)
                found.append(Posted(line.seconds, is_met))
            before = line.seconds
    return tuple(found)
