"""Clip seeds as the figures of a notebook want them.

Decides what each figure shows of a stream's peaks and of what was learned; leaves judging to
``agent``, reading journals to ``archive`` and drawing to ``charts``.
"""

import math
from dataclasses import dataclass
from typing import Final

from chronicler.agent.scribe.considered import LEARNED, SEED, Considered, Posted, considered, posted_links
from chronicler.agent.scribe.material import Material
from chronicler.archive.evenings.evening import Evening, read_moments_of
from chronicler.archive.evenings.learning_course import Step, learning_course
from chronicler.charts.moments import Course, Fate, Least, Parts, Peak, Peaks, Scores
from chronicler.domain.clip_worth import ALIKE, USUAL, ClipWeights
from chronicler.domain.session import offset_label
from chronicler.runtime.reports.desk import Desk

_BELOW: Final = ("score", LEARNED)


@dataclass(frozen=True, slots=True)
class MomentsRead:
    """One stream's peaks, and what its channel's marks have taught."""

    evening: Evening
    """The stream, with nothing of it but its record and clip seeds."""
    peaks: tuple[Considered, ...]
    links: tuple[Posted, ...]
    weights: ClipWeights
    steps: tuple[Step, ...]
    minutes: float

    @property
    def has_marks(self) -> bool:
        """Whether there is any course to be drawn."""
        return any(step.learned.marks for step in self.steps)


def read_moments(desk: Desk, session_id: str = "") -> MomentsRead:
    """Return all that is to be shown about the moments of a stream, of the newest where none is named.

    Raises:
        UserError: the archive holds no such stream.
        ArchiveError: a journal cannot be read.
    """
    evening = read_moments_of(desk.archive, session_id)
    steps = learning_course(desk.archive, desk.streams, evening.session.channel)
    minutes = evening.session.seconds / 60
    if evening.record is None:
        return MomentsRead(evening, (), (), USUAL, steps, minutes)
    material, seeds = Material.of(evening.record), evening.harvest.clips
    return MomentsRead(
        evening, considered(material, seeds), posted_links(material, seeds), material.weights, steps, minutes
    )


def peaks(read: MomentsRead) -> Peaks:
    """Return every peak that came near."""
    found = [Peak(peak.at, peak.above, _fate(peak)) for peak in read.peaks]
    met = [posted.at for posted in read.links if posted.is_met]
    return Peaks(found, read.minutes, met, [posted.at for posted in read.links if not posted.is_met])


def _fate(peak: Considered) -> Fate:
    if peak.fate == SEED:
        return Fate.SEED
    return Fate.BELOW if peak.fate in _BELOW else Fate.OTHER


def scores(read: MomentsRead) -> Scores:
    """Return what each seed's score is made of."""
    weights = read.weights
    return Scores(
        [
            Parts(
                label=offset_label(peak.at),
                people=weights.people * peak.parts.people,
                reacting=weights.reacting * peak.parts.reacting,
                clip_calls=weights.clip_call * math.sqrt(peak.parts.clip_calls),
                alike=weights.of_kind(peak.parts.kind),
                least=weights.least(peak.parts.kind),
            )
            for peak in read.peaks
            if peak.fate == SEED
        ]
    )


def course(read: MomentsRead) -> Course:
    """Return what a moment at which people react alike took, stream by stream."""
    kind = ALIKE[0]
    steps = [
        Least(
            f"{step.started_at:%Y-%m-%d}",
            step.learned.weights.least(kind),
            step.learned.kept,
            step.learned.rejected,
        )
        for step in read.steps
    ]
    return Course(steps, USUAL.least(kind))
