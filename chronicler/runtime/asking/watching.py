"""What is wrong with the running bot, for a watchdog that can only see yes or no.

Decides what counts: that nobody runs or the one who runs no longer stirs, that chat is not
heard, that nothing can be kept. What the streamer chose (a hush, no model, being offline) does
not, nor does a model that is away, for the bot goes on without. Leaves the words of a full
status to ``asking.status``.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.errors import ArchiveError
from chronicler.notes.words.reasons import why_unheard
from chronicler.runtime.asking.running_bot import NEEDS_LOGIN, NOT_PERMITTED, STARTING
from chronicler.runtime.asking.status import REHEARSAL, Status, read_status
from chronicler.runtime.house import House
from chronicler.runtime.lock import last_beat

STIRS_WITHIN: Final = timedelta(minutes=2)
"""A bot beats every fifteen seconds; a machine that wakes up gets some time to."""
CONNECTS_WITHIN: Final = timedelta(minutes=3)
LEAST_FREE_BYTES: Final = 200 * 1024 * 1024
"""An evening's journal, archive and record of writes fit into a tenth of it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong."""

    code: str
    words: str
    """What is wrong and what to do next."""


def troubles(house: House, now: datetime) -> tuple[Trouble, ...]:
    """Return what is wrong, nothing where all is well. Blocking; only reads."""
    return tuple(_troubles(house, now))


def _troubles(house: House, now: datetime) -> Iterator[Trouble]:
    if not house.is_there():
        where = house.vault.root
        yield Trouble("vault_away", f"The vault {where} is not there; is its drive or sync folder connected?")
    if (free := free_bytes(house.vault.data)) is not None and free < LEAST_FREE_BYTES:
        left = free // (1024 * 1024)
        yield Trouble("disk_full", f"Only {left:,} MB are free where {house.data} stands; make room")
    try:
        status = read_status(house, now)
    except ArchiveError as error:
        yield Trouble("journal", f"{error}")
        return
    if status.skipped:
        words = f"{status.skipped:,} lines of this stream's journal cannot be read; see chronicler status"
        yield Trouble("journal_damaged", words)
    yield from _of_the_bot(house, status, now)


def _of_the_bot(house: House, status: Status, now: datetime) -> Iterator[Trouble]:
    if status.runner is None or status.kind == REHEARSAL:
        yield Trouble("not_running", "The Chronicler is not running. Start it with: chronicler run")
        return
    beaten = last_beat(house.data)
    if beaten is not None and now - beaten > STIRS_WITHIN:
        minutes = int((now - beaten).total_seconds() // 60)
        words = f"The Chronicler ({status.runner}) has not stirred for {minutes} minutes; start it again"
        yield Trouble("hangs", words)
    state, reason = status.connection
    since = status.runner.since
    if state == "deaf" or state in (NEEDS_LOGIN, NOT_PERMITTED):
        why = why_unheard(reason if state == "deaf" else state).replace("`", "")
        yield Trouble(state, f"Chat is not heard: {why}")
    elif state == STARTING and since is not None and now - since > CONNECTS_WITHIN:
        yield Trouble(state, "Chat is not heard: it still tries to connect; see chronicler twitch status")


def free_bytes(data: Path) -> int | None:
    """Return the bytes free where a vault's data stands, or will; ``None`` where nobody can tell."""
    try:
        return shutil.disk_usage(data if data.exists() else data.parent).free
    except OSError:
        return None
