"""Talk over time: one picture of an evening.

Decides what such a picture shows; leaves how it looks to ``charts.talk_drawing``, which is
imported when a picture is wanted, and what happened in the stream to the callers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chronicler.charts.drawn import Form, drawn


class MarkKind(StrEnum):
    """What a mark stands for; drawn in this order, from the top lane down."""

    THEME = "dashboard change"
    PROMPT = "Hearthkeeper"
    MOMENT = "moment"
    RAID = "raid"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a time of the stream."""

    at_seconds: float
    kind: MarkKind
    label: str = ""
    """A few words beside a dashboard change; other marks are told by their shape."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the stream, such as a quiet, in seconds from its start."""

    from_seconds: float
    to_seconds: float


@dataclass(frozen=True, slots=True)
class Talk:
    """What a picture of an evening shows."""

    lines_per_minute: Sequence[int]
    """People's lines of every minute from the start, silent ones as 0."""
    marks: Sequence[Mark] = ()
    quiets: Sequence[Stretch] = ()
    title: str = "Talk over time"


def talk_over_time(talk: Talk, *, form: Form = "svg") -> bytes:
    """Return the picture; the same talk gives the same bytes.

    The number of lines and of each kind of mark stand in it. PNG is for places that show
    no SVG.

    Raises:
        UserError: matplotlib is not installed.
    """
    return drawn("talk_drawing", talk, form)
