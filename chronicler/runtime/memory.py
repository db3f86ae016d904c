"""Memory of earlier evenings, as far as themes tell.

Decides when an earlier evening is near enough to be mentioned, and in which sentence; leaves
saying it to the Hearthkeeper and keeping evenings to ``archive``. Rehearsals and demos are
never remembered.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chronicler.analysis.themes import theme_stems
from chronicler.archive.connect import connect
from chronicler.archive.queries import EarlierTheme, earlier_themes
from chronicler.domain.actions import Recall
from chronicler.domain.session import stream_date
from chronicler.errors import ArchiveError
from chronicler.notes.wording import short_day
from chronicler.ports import Clock
from chronicler.runtime.executor import MemoryReader
from chronicler.runtime.house import House

LOG: Final = logging.getLogger(__name__)
MOST: Final = 3
SHARED: Final = 0.5
"""Share of the shorter theme's words that two themes must have in common."""


def memory_reader(house: House, clock: Clock) -> MemoryReader:
    """Return a reader of earlier evenings that began before the clock's present."""

    async def read(wanted: Recall) -> Sequence[str]:
        return await asyncio.to_thread(recall, house, wanted, clock.now())

    return read


def recall(house: House, wanted: Recall, before: datetime) -> tuple[str, ...]:
    """Return up to three sentences about earlier real evenings near a theme, the latest first.

    Tonight is no memory yet: neither the stream under way nor one broken off an hour ago.
    """
    try:
        with connect(house.vault.data) as archive:
            earlier = earlier_themes(archive, before)
    except ArchiveError as error:
        LOG.info("Nothing is remembered: %s", error)
        return ()
    timezone = house.settings().timezone
    tonight = stream_date(before, timezone)
    past = [e for e in reversed(earlier) if stream_date(e.started_at, timezone) < tonight]
    near = {e.session_id: e for e in past if is_near(wanted.theme, e.theme)}
    latest = sorted(near.values(), key=lambda e: e.started_at, reverse=True)[:MOST]
    return tuple(_sentence(e, short_day(stream_date(e.started_at, timezone))) for e in latest)


def is_near(theme: str, other: str) -> bool:
    """Return whether two themes have enough words in common."""
    here, there = theme_stems((theme,)), theme_stems((other,))
    fewer = min(len(here), len(there))
    return fewer > 0 and len(here & there) >= max(1, SHARED * fewer)


def _sentence(earlier: EarlierTheme, day: str) -> str:
    ending = "" if earlier.theme.endswith(("?", ".", "…")) else "."
    return f"A thread like this ran through the evening of {day}: {earlier.theme}{ending}"
