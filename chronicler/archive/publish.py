"""Putting a loaded archive where readers find it, and letting one loader in at a time.

Decides that a reader sees the archive before or the archive after, never between; leaves
filling it to ``archive.load``.
"""

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from chronicler import disk
from chronicler.errors import ArchiveError

PATIENCE_SECONDS: Final = 15.0
"""How long a command that somebody typed waits for another load to end."""
_LOOK_AGAIN_SECONDS: Final = 0.05
_IN_THIS_PROCESS: Final = threading.Lock()


def publish(work: Path, published: Path) -> None:
    """Replace the published archive by a copy of the work file, which must be closed.

    The copy has the work file's own time, by which :func:`is_current` knows it.

    Raises:
        OSError: the copy or the replacement failed; what was published stays.
    """
    fresh = published.with_name(f"{published.name}.new")
    try:
        shutil.copyfile(work, fresh)
        with fresh.open("r+b") as copy:
            os.fsync(copy.fileno())
        loaded_at = work.stat().st_mtime_ns
        os.utime(fresh, ns=(loaded_at, loaded_at))
        disk.replace(fresh, published)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    # A viewer that opened the published file for writing may have left its log, which
    # does not belong to the new file.
    published.with_name(f"{published.name}.wal").unlink(missing_ok=True)


def is_current(work: Path, published: Path) -> bool:
    """Return whether the published file is the copy of the work file as it stands now.

    False after a crash between loading and publishing, and where another program wrote to
    the published file: either way it is published again.
    """
    try:
        mine, theirs = work.stat(), published.stat()
    except OSError:
        return False
    return (mine.st_size, mine.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns)


@contextmanager
def only_loader(data: Path, patience_seconds: float = 0.0) -> Iterator[None]:
    """Hold the right to load: wait for other threads, refuse where another process has it.

    The lock stands in a file of its own: a lock on the database would be dropped by the
    copy that publishing makes. Where somebody waits for the answer anyway, patience spares
    them the refusal, since a running bot loads for a moment every minute.

    Raises:
        ArchiveError: another process is loading, or the folder cannot be written.
    """
    with _IN_THIS_PROCESS:
        try:
            data.mkdir(parents=True, exist_ok=True)
            file = (data / "load.lock").open("a+b")
        except OSError as error:
            raise ArchiveError(
                f"The archive in {data} could not be loaded ({error.strerror}). Make the folder writable."
            ) from error
        with (
            file,
            _held(
                file,
                f"Another Chronicler is loading the archive in {data} just now; try again in a moment.",
                patience_seconds,
            ),
        ):
            yield


@contextmanager
def only_one(lock: Path, refusal: str, patience_seconds: float = 0.0) -> Iterator[None]:
    """Hold a file's lock, also against other threads; the system drops it with the process.

    Raises:
        ArchiveError: another process holds it; the message is ``refusal``.
        OSError: the file cannot be written.
    """
    with lock.open("a+b") as file, _held(file, refusal, patience_seconds):
        yield


@contextmanager
def _held(file: IO[bytes], refusal: str, patience_seconds: float = 0.0) -> Iterator[None]:
    if not _is_locked(file, patience_seconds):
        raise ArchiveError(refusal)
    yield


def _is_locked(file: IO[bytes], patience_seconds: float) -> bool:
    until = time.monotonic() + patience_seconds
    while True:
        try:
            _lock(file)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
