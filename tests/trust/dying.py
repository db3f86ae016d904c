"""A program that is killed at one of its own file operations, or tells how near it was to one.

Runs another module as the program, unchanged: the operations are seen from outside, by an audit
hook and a wrapped ``os.fsync``, so that nothing in the program knows of it. In the environment::

    DYING_TOLD=FILE      16 bytes: which kind of operation was the last, and when
    DYING_AT=KIND:N      SIGKILL just before the N-th operation of that kind
    DYING_AT=torn:N      SIGKILL in the midst of the N-th group written to a journal

    python -m tests.trust.dying MODULE ARGUMENTS…

A signal from outside can come at any moment; one at an operation comes where a moment is too short
to be hit by chance. A torn group is what a power cut leaves, not a kill: the system finishes a write.
"""

import hashlib
import mmap
import os
import runpy
import signal
import struct
import sys
import time
from io import FileIO
from pathlib import Path
from typing import Any, Final

from chronicler.archive.journal import writing as journal

AT: Final = "DYING_AT"
TOLD: Final = "DYING_TOLD"
TORN: Final = "torn"
KINDS: Final = (
    "journal append",
    "fold",
    "Tonight",
    "notes of a stream",
    "record of a write",
    "tokens",
    "archive",
)
NEAR_SECONDS: Final = 0.02
"""An operation begun so short a time before was probably still going on."""
_FORM: Final = struct.Struct("<di")
_TONIGHTS: Final = f".chronicler-{hashlib.sha256(b'Tonight.md').hexdigest()[:8]}.tmp"
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def kind_of(path: str, *, is_written: bool) -> str | None:
    """Return which kind of operation it is to touch a file, ``None`` for one of no interest."""
    if path.endswith(".ndjson") and "/journal/" in path:
        return "journal append" if is_written else "fold"
    if "duckdb" in path:
        return "archive"
    if not is_written:
        return None
    if "/tokens/" in path:
        return "tokens"
    if "/writes/" in path:
        return "record of a write"
    if "/vault/" in path:
        return "Tonight" if path.endswith(("/Tonight.md", f"/{_TONIGHTS}")) else "notes of a stream"
    return None


class Watched:
    """The operations of this process, counted."""

    def __init__(self, told: Path, at: str) -> None:
        """Write into ``told``, which is as long as it needs to be, and die at ``at``."""
        with told.open("r+b") as file:
            self._told = mmap.mmap(file.fileno(), _FORM.size)
        self._kind, _, number = at.rpartition(":")
        self._left = int(number) if at else 0

    def touch(self, path: object, *, is_written: bool) -> None:
        """Take note of an operation, and die if it is the one."""
        text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        kind = kind_of(text, is_written=is_written)
        if kind is None:
            return
        self._told[:] = _FORM.pack(time.monotonic(), KINDS.index(kind))
        if kind == self._kind:
            self.count()

    def count(self) -> bool:
        """Die if it is time, but for what the caller still has to spoil; return whether it would be."""
        self._left -= 1
        if self._left == 0 and self._kind != TORN:
            die()
        return self._left == 0

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Hear of everything that Python asks of the system."""
        match event:
            case "open":
                flags = args[2] if isinstance(args[2], int) else 0
                self.touch(args[0], is_written=bool(flags & _WRITES))
            case "os.rename":
                self.touch(args[1], is_written=True)
            case "os.remove" | "os.mkdir":
                self.touch(args[0], is_written=True)
            case _:
                pass


def die() -> None:
    """End at once, with nothing tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def last_touched(told: Path) -> str:
    """Return what a process was doing when it died just now, as it left word of it."""
    at, kind = _FORM.unpack(told.read_bytes())
    return KINDS[kind] if time.monotonic() - at < NEAR_SECONDS else "between"


def prepared(told: Path) -> Path:
    """Return the file, ready to be told into."""
    told.write_bytes(_FORM.pack(0.0, 0))
    return told


def _watch(watched: Watched) -> None:
    sys.addaudithook(watched.hook)
    real = os.fsync

    def fsync(handle: int) -> None:
        path = str(Path(f"/proc/self/fd/{handle}").readlink())
        watched.touch(path, is_written=True)
        real(handle)
        watched.touch(path, is_written=True)

    os.fsync = fsync  # type: ignore[assignment]


def _tear(watched: Watched) -> None:
    class Torn(FileIO):
        def write(self, chunk: Any) -> int:
            if watched.count():
                super().write(bytes(chunk)[: max(1, len(chunk) * 2 // 3)])
                die()
            return super().write(chunk)

    vars(journal)["FileIO"] = Torn


def main(program: str, *arguments: str) -> None:
    """Run the program under watch."""
    at = os.environ.get(AT, "")
    watched = Watched(Path(os.environ[TOLD]), at)
    _watch(watched)
    if at.startswith(TORN):
        _tear(watched)
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
