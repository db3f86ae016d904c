"""Memory of earlier evenings, as the theme of tonight calls it up.

Decides when an earlier evening, or a line of one, is near enough to be mentioned, and in which
sentence; leaves saying it to the Hearthkeeper and Tonight, searching to ``recollection`` and
keeping evenings to ``archive``. Rehearsals and demos are never remembered.
"""

import asyncio
import logging
from datetime import datetime
from typing import Final

from chronicler.analysis.themes import theme_stems
from chronicler.archive.asking.queries import EarlierTheme, earlier_themes
from chronicler.archive.asking.remembered import Within
from chronicler.archive.connect import connect
from chronicler.domain.actions import Recall
from chronicler.domain.events import EarlierMoment
from chronicler.domain.session import stream_date
from chronicler.errors import ArchiveError
from chronicler.notes.wording import short_day
from chronicler.ports import Clock, Remembered
from chronicler.runtime.executor import MemoryReader, Recalled
from chronicler.runtime.house import House
from chronicler.runtime.live.own_notes import passages_near
from chronicler.runtime.recalling.links import Ledgers
from chronicler.runtime.recalling.recollection import Recollection, begin_of_evening

LOG: Final = logging.getLogger(__name__)
MOST: Final = 3
SHARED: Final = 0.5
"""Share of the shorter theme's words that two themes must have in common."""


def memory_reader(house: House, clock: Clock) -> MemoryReader:
    """Return a reader of earlier evenings that began before the clock's present."""
    recollection = Recollection(house)

    async def read(wanted: Recall) -> Recalled:
        def look() -> Recalled:
            now = clock.now()
            passages = passages_near(house, wanted.theme)
            return Recalled(
                recall(house, wanted, now), moments_near(house, recollection, wanted, now), passages
            )

        return await asyncio.to_thread(look)

    return read


def moments_near(
    house: House, recollection: Recollection, wanted: Recall, now: datetime
) -> tuple[EarlierMoment, ...]:
    """Return where a theme was touched before this evening, nearest first; places, none of the words."""
    channel, before = house.settings().channel, begin_of_evening(now, house)
    try:
        answer = recollection.search(wanted.theme, MOST, Within(channel, before))
    except (ArchiveError, OSError) as error:
        LOG.info("No earlier moments are told: %s", error)
        return ()
    ledgers = Ledgers(house)
    return tuple(_moment(found, ledgers) for found in answer.well_fitting)


def _moment(found: Remembered, ledgers: Ledgers) -> EarlierMoment:
    passage = ledgers.passage(found)
    note, block = (passage.note, passage.block) if passage else ("", "")
    return EarlierMoment(found.session_id, found.on.isoformat(), round(found.at_seconds, 1), note, block)


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
    return f"A thread like this ran through the stream of {day}: {earlier.theme}{ending}"
