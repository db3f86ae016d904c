"""The bot that runs, as its journal tells: which journal it writes, and whether it hears chat.

Asks nobody but the journal, so that a status needs nothing that talks to Twitch; leaves the stored
logins to ``runtime.logins.status``. Blocking.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.archive.journal.folder import all_journals, is_off_air
from chronicler.archive.journal.writing import off_air_path, read_journal, unfinished_session
from chronicler.domain.events import Event, HearingChanged, LiveStatusChecked, ProgramStarted
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.runtime.house import House
from chronicler.runtime.lock import held_by

NEEDS_LOGIN: Final = "needs_login"
NOT_PERMITTED: Final = "not_permitted"
STARTING: Final = "starting"


def connection_beside(house: House, now: datetime, runner: str) -> tuple[str, str]:
    """Return whether the bot that runs, as ``runner``, hears chat, and why not; blocking."""
    if not runner:
        return "not_running", ""
    try:
        return connection_of(event for _, event in read_journal(journal_in_use(house, now)))
    except ArchiveError:
        return STARTING, ""


def journal_in_use(house: House, now: datetime) -> Path:
    """Return the journal that the running bot writes to."""
    if test := off_air_test(house):
        return test
    return unfinished_session(house.journals) or _latest_off_air(house.journals, now)


def off_air_test(house: House) -> Path | None:
    """Return the journal of the test off air that the running bot is at, ``None`` where it is at none."""
    test, runner = House(house.vault, Origin.REHEARSAL), held_by(house.data)
    if runner is None or runner.pid is None:
        return None
    holder = held_by(test.data)
    is_at_one = holder is not None and holder.pid == runner.pid
    return unfinished_session(test.journals) if is_at_one else None


def _latest_off_air(folder: Path, now: datetime) -> Path:
    """Return the journal between streams; a bot that runs since last month goes on with that month's."""
    begun = [path for path in all_journals(folder) if is_off_air(path) and path <= off_air_path(folder, now)]
    return begun[-1] if begun else off_air_path(folder, now)


def connection_of(events: Iterable[Event]) -> tuple[str, str]:
    """Return whether the bot that wrote these hears chat, and why not."""
    hearing: HearingChanged | None = None
    live: LiveStatusChecked | None = None
    for event in events:
        match event:
            case ProgramStarted():
                hearing = live = None
            case HearingChanged():
                hearing = event
            case LiveStatusChecked():
                live = event
    if live and live.is_live is None and live.reason == NEEDS_LOGIN:
        return NEEDS_LOGIN, ""
    is_deaf = hearing is None or not hearing.is_hearing
    if is_deaf and live and live.is_live is None and live.reason == NOT_PERMITTED:
        return NOT_PERMITTED, ""
    if hearing is None:
        return STARTING, ""
    return ("connected", "") if hearing.is_hearing else ("deaf", hearing.reason)
