"""A finished file is given its name in one step, and never over another.

Decides nothing else; used wherever something is first written beside its place.
"""

import itertools
import os
from pathlib import Path

from chronicler.archive.files import DAMAGED
from chronicler.disk import sync_folder


def place_new(half: Path, whole: Path) -> None:
    """Give a finished file its name, where nothing has that name yet.

    Raises:
        FileExistsError: something has; it is left as it is, and so is ``half``.
        OSError: the folder cannot be written.
    """
    try:
        os.link(half, whole)  # a rename would replace what stands there
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if whole.exists():
            raise FileExistsError(str(whole)) from None
        half.rename(whole)
    half.unlink(missing_ok=True)
    sync_folder(whole.parent)


def put_aside(file: Path) -> Path:
    """Give a damaged file another name, which nothing has yet, and return it; nothing is deleted.

    Raises:
        OSError: the folder cannot be written.
    """
    return file.rename(free_name(file))


def free_name(file: Path) -> Path:
    """Return where a damaged file can be kept beside its place: nothing stands there yet."""
    names = itertools.chain([DAMAGED], (f"{DAMAGED}-{number}" for number in itertools.count(2)))
    return next(path for name in names if not (path := file.with_name(f"{file.name}{name}")).exists())
