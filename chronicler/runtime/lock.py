"""One running bot a vault: the second is told who holds it, and stops.

Decides where the lock stands and what the second one reads. The operating system holds the
lock and drops it with the process, however that ends, so that a killed one never blocks the
next.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from chronicler.errors import UserError

LOCK_FILE: Final = "lock"
_SINCE: Final = "%Y-%m-%d %H:%M UTC"
_SHOWN: Final = "%Y-%m-%d %H:%M"
"""By the clock on the wall, which is what the streamer compares it with."""
_FAR: Final = 1 << 20
"""On Windows a locked byte cannot be read, so one far behind the text is locked."""


@contextmanager
def hold_lock(data: Path) -> Iterator[None]:
    """Hold the data folder for this process meanwhile.

    Raises:
        UserError: another process holds it, and the message tells which one and since when;
            or the folder cannot be written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / LOCK_FILE).open("a+", encoding="utf-8")
    except OSError as error:
        raise UserError(f"{data} cannot be written ({error.strerror}); check its permissions") from error
    with file:
        if not _try_lock(file):
            raise UserError(
                f"The Chronicler is at work in this vault already ({_told(file)}). "
                "Stop it there first, or see what it does: chronicler status"
            )
        _tell(file, json.dumps({"pid": os.getpid(), "since": f"{datetime.now(UTC):{_SINCE}}"}))
        try:
            yield
        finally:
            _tell(file, "")
            _unlock(file)


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a data folder."""

    pid: int | None = None
    """``None`` where it does not say."""
    since: datetime | None = None

    def __str__(self) -> str:
        if self.pid is None or self.since is None:
            return "a process that does not say which"
        return f"process {self.pid}, since {self.since.astimezone():{_SHOWN}}"


def held_by(data: Path) -> Holder | None:
    """Return who holds the data folder right now, ``None`` where nobody does."""
    try:
        with (data / LOCK_FILE).open("r+", encoding="utf-8") as file:
            if not _try_lock(file):
                return _told(file)
            _unlock(file)
    except OSError:
        return None
    return None


def beat(data: Path) -> None:
    """Show that the process which holds the data folder still stirs; a watchdog looks for it."""
    with suppress(OSError):
        os.utime(data / LOCK_FILE)


def last_beat(data: Path) -> datetime | None:
    """Return when the process that holds the data folder last stirred; ``None`` where none ever did."""
    try:
        return datetime.fromtimestamp((data / LOCK_FILE).stat().st_mtime, UTC)
    except OSError:
        return None


def holder_of(data: Path) -> str:
    """Return who holds the data folder right now, in words; empty where nobody does."""
    holder = held_by(data)
    return "" if holder is None else str(holder)


def _tell(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def _told(file: IO[str]) -> Holder:
    try:
        file.seek(0)
        holder = json.load(file)
        since = datetime.strptime(holder["since"], _SINCE).replace(tzinfo=UTC)
        return Holder(int(holder["pid"]), since)
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
