"""Clips and markers find the seeds they belong to.

Decides which seed a clip or marker shows, and that a clip somebody asked for is a candidate
where no seed stands. Leaves finding seeds to ``scribe.clips`` and words to ``notes``.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.moments.highlights import CLIP
from chronicler.agent.scribe.material import Material
from chronicler.analysis.moments import BIN_SECONDS
from chronicler.domain.record import Clip, ClipSeed, Marker

_BEFORE: Final = timedelta(seconds=60)
_AFTER: Final = timedelta(seconds=90)
"""A marker or clip is asked for within so long of the moment's peak."""
_SHOWS: Final = timedelta(seconds=30)
_EXCERPT: Final = 5


def with_highlights(seeds: Sequence[ClipSeed], material: Material) -> tuple[ClipSeed, ...]:
    """Return the seeds with their clips and markers, those somebody asked a clip of first."""
    record = material.record
    clips: dict[str, list[Clip]] = {}
    markers: dict[str, list[Marker]] = {}
    alone: list[ClipSeed] = []
    for clip in record.clips:
        seed = _nearest((*seeds, *alone), clip.at)
        if seed is None and clip.request_id.removeprefix(CLIP).isdigit():
            continue  # made by a moment that was none afterwards; the ledger tells it all the same
        if seed is None:
            seed = _asked_for(clip, material)
            alone.append(seed)
        clips.setdefault(seed.seed_id, []).append(clip)
    for marker in record.markers:
        if (seed := _nearest((*seeds, *alone), marker.at)) is not None:
            markers.setdefault(seed.seed_id, []).append(marker)
    found = [
        replace(seed, clips=tuple(clips.get(seed.seed_id, ())), markers=tuple(markers.get(seed.seed_id, ())))
        for seed in (*alone, *seeds)
    ]
    return tuple(sorted(found, key=lambda seed: not any(_is_asked(clip) for clip in seed.clips)))


def _is_asked(clip: Clip) -> bool:
    return not clip.request_id.removeprefix(CLIP).isdigit()


def _nearest(seeds: Sequence[ClipSeed], at: datetime) -> ClipSeed | None:
    near = [seed for seed in seeds if seed.peak_at - _BEFORE <= at <= seed.peak_at + _AFTER]
    return min(near, key=lambda seed: abs(at - seed.peak_at), default=None)


def _asked_for(clip: Clip, material: Material) -> ClipSeed:
    session = material.record.session
    begins = material.seconds(clip.at - _SHOWS)
    places = [line.place for line in material.lines if begins <= line.seconds <= begins + _SHOWS.seconds]
    said = f": “{clip.why}”" if clip.why else ""
    return ClipSeed(
        seed_id=f"{session.session_id}-{int(material.seconds(clip.at)) // BIN_SECONDS}",
        peak_at=clip.at,
        starts_at=max(session.started_at, clip.at - _SHOWS),
        ends_at=clip.at + timedelta(seconds=BIN_SECONDS),
        score=0.0,
        why=f"{clip.by or 'Somebody'} asked for a clip{said}.",
        excerpt=material.messages(material.best(places, _EXCERPT)),
    )
