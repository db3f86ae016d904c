"""What of earlier evenings is brought back before a stream, as values.

Decides nothing; ``agent.card`` chooses, ``notes.tonight.memory_card`` tells.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """One thing of an earlier evening."""

    session_id: str
    at: datetime
    text: str
    who: str = ""
    """Empty where it is the streamer's own."""
    message_id: str = ""
    """Empty where no line of chat says it."""


@dataclass(frozen=True, slots=True)
class Returning:
    """Somebody who came to several of the last streams."""

    who: str
    streams: int
    of: int


@dataclass(frozen=True, slots=True)
class MemoryCard:
    """What is brought back; each part the latest first."""

    questions: tuple[BroughtBack, ...] = ()
    promises: tuple[BroughtBack, ...] = ()
    threads: tuple[BroughtBack, ...] = ()
    returning: tuple[Returning, ...] = ()
