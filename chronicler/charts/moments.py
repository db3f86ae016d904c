"""Moments: which peaks were taken, by what, and what they take by now; three pictures.

Decides what each picture shows; leaves how they look to ``charts.moments_drawing``, and which
peak is what to the callers. No viewer's name or word stands in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chronicler.charts.drawn import Form, drawn


class Fate(StrEnum):
    """What became of a peak, in the words of the picture."""

    SEED = "clip seed"
    BELOW = "scored too little"
    OTHER = "left out for another reason"


@dataclass(frozen=True, slots=True)
class Peak:
    """One peak of reaction."""

    at: float
    """Seconds from the stream's start."""
    above: float
    """Points of score above what such a moment takes."""
    fate: Fate


@dataclass(frozen=True, slots=True)
class Peaks:
    """Peaks over a stream."""

    peaks: Sequence[Peak]
    minutes: float
    links_met: Sequence[float] = ()
    """Seconds at which people posted clip links that a seed stands before."""
    links_missed: Sequence[float] = ()
    title: str = "Peaks, taken and left"


@dataclass(frozen=True, slots=True)
class Parts:
    """What one seed's score is made of, in points."""

    label: str
    """Its place in the stream."""
    people: float
    reacting: float
    clip_calls: float
    alike: float
    least: float
    """What such a moment takes."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The seeds of a stream, each with its parts."""

    seeds: Sequence[Parts]
    title: str = "What each score is made of"


@dataclass(frozen=True, slots=True)
class Least:
    """What a moment took by one stream."""

    label: str
    """The stream's date."""
    score: float
    kept: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Course:
    """How far marks have moved what a moment takes."""

    steps: Sequence[Least]
    usual: float
    title: str = "What a moment takes"


def peaks_over_time(shown: Peaks, *, form: Form = "svg") -> bytes:
    """Return the picture; the same peaks give the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("moments_drawing", shown, form)


def scores(shown: Scores, *, form: Form = "svg") -> bytes:
    """Return the picture; raises as :func:`peaks_over_time`."""
    return drawn("moments_drawing", shown, form)


def course(shown: Course, *, form: Form = "svg") -> bytes:
    """Return the picture; raises as :func:`peaks_over_time`."""
    return drawn("moments_drawing", shown, form)
