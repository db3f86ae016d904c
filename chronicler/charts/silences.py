"""Silences: how long each lasted, and what it looked like.

Decides what the picture shows; leaves what a silence looked like to ``analysis.contemplation``
and shapes to ``charts.silences_drawing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chronicler.charts.drawn import Form, drawn


class Kind(StrEnum):
    """What a silence looked like, in the words of the picture."""

    CONTEMPLATIVE = "looked contemplative"
    CANNOT_TELL = "cannot be told"
    DISENGAGED = "the room had thinned out"


@dataclass(frozen=True, slots=True)
class Silence:
    """One silence, in seconds from the stream's start."""

    begins: float
    ends: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Silences:
    """What the picture shows."""

    silences: Sequence[Silence]
    minutes: float
    least_minutes: float
    """Shorter ones are not shown."""
    lines_at: Sequence[float] = ()
    """When the Hearthkeeper spoke."""
    title: str = "Silences"


def silences_over_time(shown: Silences, *, form: Form = "svg") -> bytes:
    """Return the picture; the same silences give the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("silences_drawing", shown, form)
