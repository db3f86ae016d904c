"""That Tonight cannot be written is told at once, and that it is written again.

Decides the words, that each trouble is told once while it lasts, and that a note which was
refused or a vault that was away is tried again until it works. Leaves when a view is due to
``runtime.live.tonight``. A ledger that is written without the bot ends its stream on Tonight too.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.session import Origin
from chronicler.errors import VaultError
from chronicler.notes import paths
from chronicler.notes.tonight.view import TonightView
from chronicler.ports import NOT_WRITTEN, Written
from chronicler.runtime.house import House
from chronicler.runtime.live.tonight import TAG, Keeper, view_of
from chronicler.runtime.lock import held_by

ABOUT: Final = "Tonight "
"""How every trouble with it begins."""
AWAY: Final = "Tonight cannot be written: {why}"
GOES_ON: Final = "It is tried again by itself."
BACK: Final = "The vault is back, and Tonight is written again."
TAKEN_UP: Final = "Tonight is written again."
_REFUSED: Final = "Tonight is NOT kept up to date: {path} is left as it stands, for {why}."
_SEEN_TO: Final = " Once that is seen to, it is written again within seconds."
_DELETED: Final = "Tonight is missing: you deleted or moved {path}. To have it again, put it back"
_BY_INIT: Final = ", or run: chronicler init VAULT"
_BY_REHEARSING: Final = "; the next rehearsal makes it anew"


class TonightWriting:
    """Writes Tonight and tells what stands in the way."""

    def __init__(self, keeper: Keeper, origin: Origin, tell: Callable[[str], None]) -> None:
        """Write through ``keeper``; ``tell`` is called on the event loop."""
        self._keeper, self._origin, self._tell = keeper, origin, tell
        self._trouble = ""
        """What stands in the way, as it was told; empty where nothing does."""
        self._is_away = False

    async def look(self, view: TonightView) -> None:
        """Write where that is due, or where the vault is away, which is told at once."""
        if self._keeper.is_due(view) or not (self._is_away or await asyncio.to_thread(self._keeper.is_there)):
            await self.write(view)

    async def write(self, view: TonightView, *, is_last: bool = False) -> None:
        """Write now; ``is_last`` where nothing is tried again afterwards."""
        try:
            written = await asyncio.to_thread(self._keeper.write, view, is_last=is_last)
        except VaultError as error:
            away = AWAY.format(why=ended(str(error)))
            self._is_away = True
            self._take(away if is_last else f"{away} {GOES_ON}")
        else:
            refused = refusal(written, self._origin)
            was_told = refused != "" and self._trouble.startswith(refused)  # the last write tells no more
            is_to_be_mended = written.outcome == "left_alone" and (was_told or not is_last)
            self._take(refused + _SEEN_TO if is_to_be_mended else refused)

    def _take(self, trouble: str) -> None:
        before, self._trouble = self._trouble, trouble
        if trouble and trouble != before:
            self._tell(trouble)
        if before and not trouble:
            self._tell(BACK if self._is_away else TAKEN_UP)
            self._is_away = False


def end_on_tonight(house: House, journal: Path, ledger: str) -> tuple[str, ...]:
    """Bring Tonight to the end of a stream that it shows, and return why that could not be done, if so.

    A running bot is left to do it itself, and so is a stream that can be taken up again.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    shown_in = [
        each for each in _where_shown(house, journal) if _shows(each, journal.stem) and not held_by(each.data)
    ]
    if not shown_in:
        return ()
    state = State.fold(event for _, event in read_journal(journal))
    if state.ended_at is None:
        return ()
    refused = (
        refusal(Keeper(each).write(_at_its_end(each, state, ledger)), each.origin) for each in shown_in
    )
    return tuple(filter(None, refused))


def _where_shown(house: House, journal: Path) -> tuple[House, ...]:
    """Return whose Tonight may show a session: a test off air stands on the real one.

    A stream of that name that was heard live is another than the rehearsal of its log.
    """
    real = House(house.vault, Origin.LIVE, house.overrides)
    is_test = house.origin is Origin.REHEARSAL and not (real.journals / journal.name).exists()
    return (house, real) if is_test else (house,)


def _shows(house: House, session_id: str) -> bool:
    path = PurePosixPath(paths.tonight(house.vault.folder, house.origin))
    shown = house.notes(TAG).read(path)
    return shown is not None and shown.properties.get("session") == session_id


def _at_its_end(house: House, state: State, ledger: str) -> TonightView:
    view = replace(view_of(house, state, ledger=ledger), is_connected=None, is_offline_test=False)
    return replace(view, session=replace(view.session, origin=house.origin) if view.session else None)


def refusal(written: Written, origin: Origin) -> str:
    """Return why Tonight stands as it stood and what to do about it; empty where it was written."""
    if written.outcome not in NOT_WRITTEN:
        return ""
    if written.outcome == "deleted_by_user":
        return ended(_DELETED.format(path=written.path) + (_BY_INIT if origin.is_real else _BY_REHEARSING))
    return _REFUSED.format(path=written.path, why=ended(written.reason).removesuffix("."))


def ended(text: str) -> str:
    """Return a sentence with a mark at its end, and one only."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
