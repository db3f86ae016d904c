"""One stream as a session: its id, its date, and when two broadcasts are the same stream.

Decides names, dates and session edges; leaves to ``runtime`` when to ask.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

RESUME_WITHIN: Final = timedelta(minutes=10)
"""A broadcast that returns sooner than this after going offline continues its session."""
LONGEST_CHANNEL: Final = 60
"""Twitch's own limit is 25 characters; a log may claim anything."""
DAY_BEGINS_AFTER: Final = timedelta(hours=5)
"""A stream past midnight still belongs to the evening before."""


class Origin(StrEnum):
    """Where a session's events come from; only live and import count as real streams."""

    LIVE = "live"
    REHEARSAL = "rehearsal"
    IMPORT = "import"
    DEMO = "demo"

    @property
    def is_real(self) -> bool:
        """Whether the session belongs in recall, themes, tuning and statistics."""
        return self in (Origin.LIVE, Origin.IMPORT)


@dataclass(frozen=True, slots=True)
class Session:
    """One stream on one channel."""

    session_id: str
    channel: str
    origin: Origin
    started_at: datetime
    stream_id: str | None = None
    title: str = ""
    category: str = ""
    thinned: str = ""
    """Where only some of the people were let in: how many, and by which lot."""


def make_session_id(started_at: datetime, channel: str) -> str:
    """Return ``YYYYMMDDTHHMMSSZ-channel``; the same stream always gets the same id."""
    slug = re.sub(r"[^a-z0-9_]+", "-", channel.lower())[:LONGEST_CHANNEL].strip("-") or "unknown"
    return f"{started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{slug}"


def stream_date(at: datetime, timezone: tzinfo) -> date:
    """Return the date a stream belongs to: the local date of its start, less five hours."""
    return (at.astimezone(timezone) - DAY_BEGINS_AFTER).date()


def is_continued(*, same_stream_id: bool, offline_at: datetime | None, online_at: datetime) -> bool:
    """Return whether going live at ``online_at`` continues the session that went offline."""
    return same_stream_id or offline_at is None or online_at - offline_at < RESUME_WITHIN


def offset_label(seconds: float) -> str:
    """Return an offset into the stream as Twitch writes it in VOD links: ``1h02m03s``."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}h{rest // 60:02d}m{rest % 60:02d}s"
