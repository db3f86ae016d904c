"""Tonight's dashboard: its fields, the names they go by, and what counts as its theme.

Decides how properties and body sections become a :class:`Dashboard` or Problems, and what
differs between two; leaves reading the file to ``vault`` and adopting it to ``agent``.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chronicler.domain.problem import Problem


class Status(StrEnum):
    """Whether the streamer has approved the dashboard; only then does it feed the bot."""

    DRAFT = "draft"
    APPROVED = "approved"


class Silence(StrEnum):
    """How silence is meant tonight."""

    NATURAL = "natural"
    CONTEMPLATIVE = "contemplative"
    """Silence is wanted: the Hearthkeeper stays silent all evening."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the streamer wrote for tonight. Empty fields are empty, never invented."""

    path: str = ""
    revision: str = ""
    """sha256 hex of the note's bytes."""
    stream_title: str = ""
    game: str = ""
    mood: str = ""
    content_angle: str = ""
    session_goals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kindling: tuple[str, ...] = ()
    familiarity: str = ""
    recent_experience: str = ""
    start_time: datetime.time | None = None
    """Local time of day."""
    go_live_notification: str = ""
    social_post: str = ""
    status: Status = Status.DRAFT
    silence: Silence = Silence.NATURAL
    hearthkeeper: bool = True
    context: tuple[str, ...] = ()
    """Names of the notes linked as context, without brackets."""
    date: datetime.date | None = None
    """The stream's date, where the streamer named one."""

    @property
    def theme(self) -> str:
        """The content angle, else the stream's title (D5)."""
        return self.content_angle or self.stream_title


@dataclass(frozen=True, slots=True)
class ParsedDashboard:
    """A dashboard with whatever is to be said about how it was typed."""

    dashboard: Dashboard
    problems: tuple[Problem, ...] = ()


def parse_dashboard(
    properties: Mapping[str, object], body: str, *, path: str = "", revision: str = ""
) -> ParsedDashboard:
    """Return the dashboard that a note's properties and body say, properties first.

    Never raises: whatever cannot be used becomes a Problem that says what to type instead.
    """
    raise NotImplementedError


def changes_between(before: Dashboard | None, after: Dashboard) -> tuple[str, ...]:
    """Return what changed, one plain sentence a field, as a receipt says it."""
    raise NotImplementedError


def jottings_in(body: str) -> tuple[str, ...]:
    """Return the lines under ``## During the stream``, list marks and blank lines removed."""
    raise NotImplementedError
