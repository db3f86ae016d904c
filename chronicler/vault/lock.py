"""One program at a time in a data folder.

Decides who may write a vault's journal and notes; the operating system holds the lock and
drops it with the process, however that ends, so that a killed one never blocks the next.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from chronicler.errors import UserError

LOCK_FILE: Final = "lock"
_FAR: Final = 1 << 20
"""On Windows a locked byte cannot be read, so the one behind all text is locked."""


@contextlib.contextmanager
def hold_lock(data: Path) -> Iterator[None]:
    """Hold the data folder for this process while the context lasts.

    Raises:
        UserError: another process holds it, and the message tells which one and since when;
            or the folder cannot be written.
    """
    with _opened(data / LOCK_FILE) as file:
        if not _try_lock(file):
            raise UserError(_refusal(file))
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"}, file)
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
            _unlock(file)


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"{path} could not be opened ({error.strerror}); check the folder's permissions"
        ) from error


def _refusal(file: IO[str]) -> str:
    try:
        file.seek(0)
        holder = json.load(file)
        who = f"process {holder['pid']}, since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "a process that does not say which"
    return f"the Chronicler is at work in this vault already ({who}); stop it first, or wait for it"


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
