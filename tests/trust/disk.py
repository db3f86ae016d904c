"""A disk of a few megabytes that fills up, is made read-only, or is unplugged: for real, where we may mount.

An unplugged disk leaves the empty folder behind on which it was mounted, as a drive does.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

MEGABYTES: Final = 3
_FILLER: Final = ".filler"


class Disk:
    """A small disk, mounted at :attr:`place`."""

    def __init__(self, behind: Path, place: Path) -> None:
        self._behind, self.place = behind, place

    def fill(self) -> None:
        """Leave no byte of room."""
        with (self._behind / _FILLER).open("ab", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue

    def make_room(self) -> None:
        """Free what :meth:`fill` took."""
        (self._behind / _FILLER).unlink(missing_ok=True)

    def protect(self) -> None:
        """Let nobody write to it."""
        _run("mount", "-o", "remount,bind,ro", str(self.place))

    def unprotect(self) -> None:
        """Let everybody write to it again."""
        _run("mount", "-o", "remount,bind,rw", str(self.place))

    def unplug(self) -> None:
        """Take it away, whoever uses it."""
        _run("umount", "-l", str(self.place))

    def plug_in(self) -> None:
        """Bring it back."""
        _run("mount", "--bind", str(self._behind), str(self.place))


@contextmanager
def small_disk(folder: Path, place: Path) -> Iterator[Disk]:
    """Mount a disk at ``place``; the test is skipped by name where that is not allowed."""
    behind = folder / "disk"
    behind.mkdir(parents=True)
    place.mkdir(parents=True, exist_ok=True)
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", str(behind))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only who may mount has a disk to fill, to protect and to unplug")
    disk = Disk(behind, place)
    try:
        disk.plug_in()
        yield disk
    finally:
        for each in (place, behind):
            subprocess.run(["umount", "-l", str(each)], capture_output=True, check=False)


def _run(*words: str) -> None:
    subprocess.run(words, capture_output=True, check=True)
