"""Replace a file in one step, and only if it is still what was read.

Decides how bytes reach the disk: a hidden file in the same folder, flushed, then moved
over the note, which keeps its mode. Leaves what the bytes are to ``store``.
"""

import contextlib
import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from chronicler import disk
from chronicler.errors import VaultError
from chronicler.vault.folder import read_bytes

_NEW_FILE: Final = 0o666
"""Less the umask, as for every file a person makes."""
_OPEN: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)


class ChangedMeanwhile(Exception):  # noqa: N818 - a turn of events, handled by trying again
    """The file is no longer what was read: somebody saved it."""


def replace(target: Path, expected: bytes | None, new: bytes) -> None:
    """Put ``new`` in place of ``expected``, or make the file where ``expected`` is ``None``.

    The comparison is the last thing before the move; what remains is the time between two
    system calls.

    Raises:
        ChangedMeanwhile: the file holds something else by now; nothing was written.
        VaultError: the disk refused.
    """
    temporary = target.with_name(f".chronicler-{_short(target.name)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(target.stat().st_mode) if expected is not None else None
        _write(temporary, new, mode)
        if read_bytes(target) != expected:
            raise ChangedMeanwhile
        disk.replace(temporary, target)
    except FileNotFoundError as error:
        raise ChangedMeanwhile from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise VaultError(f"{target} could not be written ({reason}); check space and permissions") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def remove(target: Path, expected: bytes) -> None:
    """Remove a file that still holds what was read.

    Raises:
        ChangedMeanwhile: the file holds something else by now; it stays.
        VaultError: the disk refused.
    """
    if read_bytes(target) != expected:
        raise ChangedMeanwhile
    try:
        disk.remove(target)
    except FileNotFoundError as error:
        raise ChangedMeanwhile from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise VaultError(f"{target} could not be removed ({reason}); check permissions") from error


def store(target: Path, content: bytes) -> None:
    """Write a file of our own, whole or not at all.

    Raises:
        VaultError: the disk refused.
    """
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(temporary, content, None)
        disk.replace(temporary, target)
    except OSError as error:
        with contextlib.suppress(OSError):  # what a full disk had room for
            temporary.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise VaultError(f"{target} could not be written ({reason}); check space and permissions") from error


def _write(temporary: Path, content: bytes, mode: int | None) -> None:
    if temporary.is_symlink():
        temporary.unlink()  # a link that a shared folder brought along would lead our bytes elsewhere
    handle = os.open(temporary, _OPEN, _NEW_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _short(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]
