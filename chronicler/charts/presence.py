"""Who was there when: one row a person, without a name.

Decides that no name stands in the picture, so that forgetting somebody leaves it true, and
how many rows it has. Leaves how it looks to ``charts.presence_drawing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.charts.drawn import Form, drawn

MOST: Final = 40
"""Rows; of a larger room those who wrote most are shown."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person's evening."""

    lines_at: Sequence[float]
    """Seconds from the stream's start, in order."""
    has_been_here: bool
    """Whether an earlier stream that the archive knows has a line of theirs."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What the picture shows."""

    people: Sequence[Person]
    minutes: float
    title: str = "Who was there"


def presence(shown: Presence, *, form: Form = "svg") -> bytes:
    """Return the picture; the same people give the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("presence_drawing", shown, form)
