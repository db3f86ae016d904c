"""Keeping an archive as it was, under another name beside the one in force.

Decides that readers miss the published file at no time, that it costs no room where the file
system has links, and that an older one which stands aside makes room only where no session would
be lost with it. Leaves when to ``archive.rebuild`` and ``archive.upgrade``.
"""

import itertools
import os
import shutil
from pathlib import Path

from chronicler.archive.condition import counts_of
from chronicler.archive.files import remove


def free_aside(data: Path, name: str, still_there: frozenset[str]) -> Path:
    """Return a name that is free, or whose file holds no session that would be lost with it.

    ``still_there`` names the journals whose lines stand elsewhere as well.
    """
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(data / each for each in names if _makes_room(data / each, still_there))


def stand_aside(published: Path, aside: Path) -> Path | None:
    """Keep the published file under another name as well; ``None`` where there is none.

    Raises:
        OSError: the disk refused.
    """
    if not published.is_file():
        return None
    remove(aside)
    try:
        os.link(published, aside)
    except OSError:  # a file system without links
        shutil.copyfile(published, aside)
    return aside


def _makes_room(aside: Path, still_there: frozenset[str]) -> bool:
    if not aside.exists():
        return True
    held = counts_of(aside)
    return held is not None and held.journals <= still_there
