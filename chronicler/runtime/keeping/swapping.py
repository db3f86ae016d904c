"""What was brought back takes the place of what stands here, in steps that can be cut short anywhere.

Decides the order (everything here is set aside, then everything new moves in, each by a rename)
and that a note tells, before the first step, which steps there are: whoever finds it finishes
them. Locks and what holds on this machine alone stay where they are. Leaves making what moves in
to ``keeping.restore``.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from chronicler import disk
from chronicler.disk import sync_folder
from chronicler.errors import ArchiveError
from chronicler.runtime.house import REHEARSALS
from chronicler.runtime.keeping.inventory import Left, why_left
from chronicler.vault import atomic

STAGE: Final = "restoring"
"""Folder in a data folder in which what is brought back is made ready."""
NOTE: Final = "restoring.json"
"""Says which steps are left; gone once all are done."""


def swap(data: Path, aside: Path) -> None:
    """Let what stands in the stage take the place of what stands in ``data``, which goes to ``aside``.

    Raises:
        ArchiveError: the disk refused; :func:`finish` goes on where it stopped.
        VaultError: the note could not be written; nothing has changed.
    """
    told = {"aside": aside.name, "out": list(_names(data)), "in": list(_names(data / STAGE))}
    atomic.store(data / NOTE, json.dumps(told).encode())
    sync_folder(data)
    finish(data)


def is_cut_short(data: Path) -> bool:
    """Return whether a restore was cut short while it took the place of what stood here."""
    return (data / NOTE).exists()


def finish(data: Path) -> Path | None:
    """Do the steps that are left, and return where what stood here is now; ``None`` where none are.

    Raises:
        ArchiveError: the disk refused, or nobody can read which steps are left.
    """
    told = _told(data)
    if told is None:
        return None
    aside = data / str(told["aside"])
    try:
        for name in told["out"]:
            if not (aside / name).exists():
                _move(data / name, aside / name)
        for name in told["in"]:
            _move(data / STAGE / name, data / name)
        shutil.rmtree(data / STAGE, ignore_errors=True)
        sync_folder(data)
        (data / NOTE).unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{error.filename or data} could not be moved ({error.strerror or error}). Close whatever has it "
            "open, then run the same again: it goes on where it stopped."
        ) from error
    return aside


def throw_away_stage(data: Path) -> None:
    """Remove what a restore that was cut short had made ready and not begun to move."""
    shutil.rmtree(data / STAGE, ignore_errors=True)


def _names(folder: Path) -> Iterator[str]:
    """Yield what moves: entries of the folder and, one by one since a lock stays there, of its rehearsals."""
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.name == REHEARSALS and path.is_dir():
            yield from (f"{REHEARSALS}/{each}" for each in _names(path))
        elif why_left(path.name) not in (Left.PASSING, Left.ASIDE):
            yield path.name


def _move(here: Path, there: Path) -> None:
    if here.exists() or here.is_symlink():
        there.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(here, there)


def _told(data: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads((data / NOTE).read_bytes())
        lists = [str(name) for key in ("out", "in") for name in told[key]]
        if not (str(told["aside"]) and all(lists)):
            raise ValueError("an empty name")  # noqa: TRY301 as unusable as no name
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{data / NOTE} cannot be read: it says how far a restore has come. What stood here is in the "
            f"newest folder before-restore- beside it, what was to come in {data / STAGE}; move back what is "
            "missing, delete that file, and restore again."
        ) from error
    return told
