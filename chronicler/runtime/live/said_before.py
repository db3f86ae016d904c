"""What the Hearthkeeper said in the streams just before one that begins: chat has seen it, whatever went off.

Decides which earlier lines still count: those of the same stream date, and those of the past hour
across its edge. They enter the new journal as an input that carries them, so that it alone decides
the same again. Leaves what they forbid to ``agent.hearthkeeper.hearth``. Blocking.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from chronicler.agent.hearthkeeper.hearth import Hearth
from chronicler.archive.journal.folder import session_journals
from chronicler.archive.journal.reading import events_naming, read_header
from chronicler.domain.events import DeliveryState, EarlierLine
from chronicler.domain.session import make_session_id, stream_date
from chronicler.errors import ArchiveError

LOOKED_THROUGH: Final = 5
"""Streams whose journals are read; few evenings break off more often."""
LOOKED_BACK: Final = timedelta(days=2)
"""A stream that began earlier is over long since: to read it would hold up the one that begins."""
COUNTS_FOR: Final = timedelta(hours=1)
"""A line said so lately counts whatever the date."""
_HEARD: Final = (DeliveryState.SENT, DeliveryState.UNKNOWN)


def said_before(journals: Path, channel: str, now: datetime, zone: tzinfo) -> tuple[EarlierLine, ...]:
    """Return the lines of a channel's earlier streams that still count at ``now``, in order.

    A journal that cannot be read is passed over.
    """
    since = make_session_id(now - LOOKED_BACK, channel)  # ids begin with the time a stream began
    lately = [path for path in session_journals(journals)[-LOOKED_THROUGH:] if path.stem >= since]
    found = (line for path in lately for line in _said(path, channel))
    return tuple(line for line in found if line.at <= now and _counts(line.at, now, zone))


def _counts(at: datetime, now: datetime, zone: tzinfo) -> bool:
    return now - at <= COUNTS_FOR or stream_date(at, zone) == stream_date(now, zone)


def _said(path: Path, channel: str) -> Iterator[EarlierLine]:
    hearth = Hearth()
    try:
        if read_header(path).channel != channel:
            return
        for event in events_naming(path, "line_id"):
            hearth.apply(event)
    except (ArchiveError, OSError):
        return
    for prompt in hearth.prompts:
        if prompt.state in _HEARD and prompt.text:
            yield EarlierLine(prompt.at, prompt.text)
