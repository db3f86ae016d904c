"""What moving a file takes on each system, so that it is the same everywhere.

Decides how long a file that another program holds open is waited for, which Windows alone refuses to
replace or remove: virus scanners, search indexes, sync programs and Obsidian each hold a fresh file for a
moment. Leaves what is written, and what follows a failure, to whoever writes.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

SYSTEM = sys.platform
"""The system this runs on, as Python names it."""
WAITS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between looks at a file that is held: together under one, which a save may take."""
sleep = time.sleep


def replace(half: Path, whole: Path) -> None:
    """Give a finished file the name of another and thereby its place, in one step.

    Raises:
        OSError: it cannot be; on Windows also where another program holds ``whole`` for too long.
    """
    _patiently(lambda: half.replace(whole))


def remove(file: Path) -> None:
    """Remove a file.

    Raises:
        OSError: it cannot be; on Windows also where another program holds it for too long.
    """
    _patiently(file.unlink)


def _patiently(step: Callable[[], object]) -> None:
    if SYSTEM == "win32":
        for wait in WAITS:
            try:
                step()
            except PermissionError:  # elsewhere a lack of rights, which no waiting mends
                sleep(wait)
            else:
                return
    step()


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable; Windows opens no folder, and has journaled the name itself.

    Raises:
        OSError: the folder is gone, or its disk failed.
    """
    if SYSTEM == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
