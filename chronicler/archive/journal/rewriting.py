"""A journal rewritten in its place: the one thing that ever changes a line once it is written.

Decides that a journal is replaced whole or not at all, also while this process goes on writing
to it, and that whatever an interrupted rewriting left is thrown away. Leaves what becomes of a
line to whoever asks.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from chronicler import disk
from chronicler.archive.journal.lines import seq_of
from chronicler.archive.journal.writing import undisturbed
from chronicler.errors import ArchiveError

HALF: Final = ".forgetting"
"""Ends the name of a journal that is being rewritten."""

Rewrite = Callable[[bytes], bytes]
"""Returns a line as it is to stand; nothing drops it."""


def rewrite(path: Path, line: Rewrite, closing: Callable[[int], bytes] = lambda _seq: b"") -> bool:
    """Put a journal's lines through ``line``, and return whether any of them changed.

    Args:
        path: the journal.
        line: told every line but the header, line break included.
        closing: told the number of the last event, returns what is added where a line changed;
            not asked where this process has the journal open.

    Raises:
        ArchiveError: it cannot be read or written; it stands as it was.
    """
    half = path.with_name(f".{path.name}{HALF}")
    try:
        with undisturbed(path) as is_open:
            return _rewritten(path, half, line, (lambda _seq: b"") if is_open else closing)
    except OSError as error:
        raise ArchiveError(
            f"The journal {path} could not be rewritten ({error.strerror or error}) and stands as it was. "
            "Free space on that disk or make the folder writable, then run it again."
        ) from error
    finally:
        half.unlink(missing_ok=True)


def _rewritten(path: Path, half: Path, line: Rewrite, closing: Callable[[int], bytes]) -> bool:
    is_changed, last_seq = False, 0
    with path.open("rb") as old, half.open("wb") as new:
        half.chmod(stat.S_IMODE(path.stat().st_mode))
        new.write(next(old, b""))
        for each in old:
            kept = line(each)
            is_changed = is_changed or kept != each
            last_seq = max(last_seq, seq_of(each) or 0)
            new.write(kept)
        if not is_changed:
            return False
        new.write(closing(last_seq))
        new.flush()
        os.fsync(new.fileno())
    disk.replace(half, path)
    disk.sync_folder(path.parent)
    return True


def must_be_writable(path: Path) -> None:
    """Refuse a journal that is marked read-only, before anything is rewritten.

    Raises:
        ArchiveError: it is.
    """
    if not path.stat().st_mode & 0o222:
        raise ArchiveError(
            f"The journal {path} is read-only, so nothing was changed anywhere. Make it writable "
            "(chmod u+w) and run it again."
        )
