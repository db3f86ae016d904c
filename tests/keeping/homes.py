"""Small data folders, written by hand, for the tests of backup and restore."""

from datetime import UTC, datetime
from pathlib import Path

from chronicler.domain.events import Event, MessageReceived, SessionEnded
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.keeping.backup import back_up
from chronicler.runtime.keeping.differing import Mode
from chronicler.runtime.keeping.restore import Finished, Restored, Wish, restore
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault
from tests.archive.evenings import SESSION, began, journaled
from tests.fakes import after, message
from tests.scenarios.evening import tree

NOW = datetime(2026, 3, 7, 2, tzinfo=UTC)
LATER = "20260313T193000Z-hearth"


def home_in(folder: Path, name: str = "vault") -> House:
    """Lay a vault with a data folder under ``folder`` and return its house."""
    init_vault(folder / name, "Chronicler", folder / "home", dry_run=False)
    return House(find_vault(folder / name, {}, folder, folder / "home"), Origin.LIVE, {"timezone": "UTC"})


def line(at: int, login: str, text: str) -> Event:
    return MessageReceived(after(at), message(at, login, text, chatter_id=f"id-{login}"))


def streamed(house: House, *lines: Event, session_id: str = SESSION, is_over: bool = True) -> Path:
    """Write the journal of a stream."""
    ended = [SessionEnded(after(3600), "offline")] if is_over else []
    return journaled(house.data, [began(session_id=session_id), *lines, *ended], session_id)


def backed_up(house: House, folder: Path, name: str = "one.zip", at: datetime = NOW) -> Path:
    return back_up(house, folder / name, folder / "home", at).path


def restored(house: House, path: Path, mode: Mode = Mode.ASK) -> Restored:
    done = restore(house, path, wish_in(house, mode), lambda _step, _done, _of: None)
    assert not isinstance(done, Finished)
    return done


def wish_in(house: House, mode: Mode = Mode.ASK) -> Wish:
    return Wish(house.vault.data.parent.parent, NOW, mode)


def kept(folder: Path) -> dict[str, bytes]:
    """Return what a data folder holds, without locks and what was set aside."""
    return {
        name: content
        for name, content in tree(folder).items()
        if not name.endswith("lock") and not name.startswith(("before-restore-", "backups.json"))
    }
