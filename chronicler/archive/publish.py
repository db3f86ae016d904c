"""Putting a loaded archive where readers find it, and letting one loader in at a time.

Decides that a reader sees the archive before or the archive after, never between; leaves
filling it to ``archive.load``.
"""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from chronicler.errors import ArchiveError

_IN_THIS_PROCESS: Final = threading.Lock()


def publish(work: Path, published: Path) -> None:
    """Replace the published archive by a copy of the work file, which must be closed.

    Raises:
        OSError: the copy or the replacement failed; what was published stays.
    """
    fresh = published.with_name(f"{published.name}.new")
    shutil.copyfile(work, fresh)
    with fresh.open("r+b") as copy:
        os.fsync(copy.fileno())
    fresh.replace(published)
    # A viewer that opened the published file for writing may have left its log, which
    # does not belong to the new file.
    published.with_name(f"{published.name}.wal").unlink(missing_ok=True)


@contextmanager
def only_loader(data: Path) -> Iterator[None]:
    """Hold the right to load: wait for other threads, refuse where another process has it.

    The lock stands in a file of its own: a lock on the database would be dropped by the
    copy that publishing makes.

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
        with file:
            try:
                _lock(file)
            except OSError as error:
                raise ArchiveError(
                    f"Another Chronicler is loading the archive in {data} just now; try again in a moment."
                ) from error
            yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
