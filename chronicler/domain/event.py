"""What every event is: something that happened, at a time.

Decides the one field that all events share; leaves the facts to ``inputs`` and ``derived``,
and the whole of them to ``events``.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at ``at`` (stream time, aware UTC)."""

    at: datetime
