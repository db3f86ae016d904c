"""Evenings under each other: where in each of them talk stood near its theme.

Decides that every evening is compared with its own usual only. Leaves how it looks to
``charts.strips_drawing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chronicler.analysis.adherence import Course
from chronicler.charts.drawn import Form, drawn


@dataclass(frozen=True, slots=True)
class Strip:
    """One evening."""

    name: str
    """Such as its date."""
    minutes: float
    course: Course
    share: float | None
    """Share of lines in minutes that touched the theme."""


@dataclass(frozen=True, slots=True)
class Strips:
    """What the picture shows, the earliest evening first."""

    strips: Sequence[Strip]
    title: str = "Near the theme, stream by stream"


def strips_of_evenings(shown: Strips, *, form: Form = "svg") -> bytes:
    """Return the picture; the same evenings give the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("strips_drawing", shown, form)
