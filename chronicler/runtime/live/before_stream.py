"""Before a stream: the memory card is gathered from the last evenings, and again when they change.

Decides how many evenings back are looked at and that the bot's loop never waits for it; leaves
the choice to ``agent.card`` and the words to ``notes.tonight.memory_card``. Only real streams of the
channel count, and none that is still under way.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.agent.card import Past, card_of
from chronicler.agent.scribe import scribe
from chronicler.archive.connect import Archive, connect
from chronicler.archive.duck import sql_named
from chronicler.archive.journal.writing import journal_path
from chronicler.domain.memory_card import MemoryCard, Returning
from chronicler.errors import ChroniclerError
from chronicler.notes.paths import message_block
from chronicler.notes.tonight.memory_card import Remembering
from chronicler.ports import Clock
from chronicler.runtime.aftermath import read_record
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_collected
from chronicler.runtime.recalling.links import Ledgers

LOG: Final = logging.getLogger(__name__)
EVENINGS: Final = 3
"""Evenings whose questions, promises and threads are brought back."""
COUNTED: Final = 5
"""Streams in which one who comes back is counted."""
_FAITHFUL: Final = 3
_MOST_PEOPLE: Final = 6

State = tuple[tuple[str, int, int], ...]


class BeforeStream:
    """Keeps the card of a house; give :attr:`told` to Tonight while no stream runs."""

    def __init__(self, house: House, clock: Clock) -> None:
        """Gather nothing yet."""
        self._house, self._clock = house, clock
        self._state: State | None = None
        self.told: Remembering | None = None

    async def look(self) -> None:
        """Gather the card where the journals are others than at the last look; never for a rehearsal."""
        if not self._house.origin.is_real:
            return
        state = await asyncio.to_thread(_state_of, self._house)
        if state != self._state:
            self._state = state
            self.told = await asyncio.to_thread(gather, self._house, self._clock.now())


def gather(house: House, now: datetime) -> Remembering | None:
    """Return the card of the real streams that ended before ``now``, ``None`` where there are none.

    Blocking; what stands in the way is only logged.
    """
    try:
        with nothing_collected(), connect(house.vault.data) as archive:
            latest = _latest(archive, house.settings().channel, now)
            if not latest:
                return None
            past = [_past(house, session_id) for session_id in latest[:EVENINGS]]
            return _linked(house, card_of(past, _returning(archive, latest)))
    except (ChroniclerError, OSError) as error:
        LOG.info("Earlier evenings are not told: %s", error)
        return None


def _latest(archive: Archive, channel: str, now: datetime) -> list[str]:
    rows = archive.query(sql_named("real_sessions")).rows
    wanted = channel.lower()
    ended = [
        str(session) for session, of, _, ended_at in rows
        if ended_at <= now and wanted in ("", str(of).lower())
    ]  # fmt: skip
    return ended[:COUNTED]


def _past(house: House, session_id: str) -> Past:
    record = read_record(journal_path(house.vault.data / "journal", session_id))
    return record, scribe.gather(record)


def _returning(archive: Archive, latest: Sequence[str]) -> list[Returning]:
    """Return who came to most of the last streams; with a single stream behind one, nobody has come back."""
    least = min(_FAITHFUL, len(latest))
    if least < 2:  # noqa: PLR2004  to come back takes two
        return []
    values = {"session_ids": list(latest), "least": least, "most": _MOST_PEOPLE}
    rows = archive.query(sql_named("returning"), values).rows
    return [Returning(str(who), int(streams), len(latest)) for who, streams, _ in rows]


def _linked(house: House, card: MemoryCard) -> Remembering:
    ledgers = Ledgers(house)
    found = [*card.questions, *card.promises, *card.threads]
    notes = {each.session_id: ledgers.note_of(each.session_id) for each in found}
    blocks = {
        each.message_id: message_block(each.message_id)
        for each in found
        if each.message_id and ledgers.quotes(each.session_id, message_block(each.message_id))
    }
    return Remembering(card, {session: note for session, note in notes.items() if note}, blocks)


def _state_of(house: House) -> State:
    """Return name, size and time of the journals, which tells whether any changed."""
    folder: Path = house.vault.data / "journal"
    found = []
    try:
        for path in sorted(folder.glob("*.ndjson")):
            status = path.stat()
            found.append((path.name, status.st_size, status.st_mtime_ns))
    except OSError:
        return ()
    return tuple(found)
