"""Which file stands where in a data folder, and what becomes of one that is broken.

Decides the names, and that a broken archive is moved aside rather than thrown away: what
has been set aside before under that name makes room. Leaves when to ``archive.load``.
"""

import re
from pathlib import Path
from typing import Final

JOURNALS: Final = "journal"
WORK: Final = "work.duckdb"
"""What loading writes; never opened by readers."""
PUBLISHED: Final = "chronicle.duckdb"
"""What readers see."""
REBUILT: Final = "work.duckdb.fresh"
"""A rebuild on its way; one found standing was interrupted."""
BEFORE: Final = "chronicle.duckdb.before-rebuild"
BEFORE_UPGRADE: Final = "chronicle.duckdb.before-upgrade"
_ASIDE: Final = re.compile(rf"(?:{re.escape(BEFORE)}|{re.escape(BEFORE_UPGRADE)})(?:-\d+)?")
DAMAGED: Final = ".damaged"
LOG: Final = ".wal"


def remove(database: Path) -> None:
    """Delete a database file with its log, where they are."""
    for ending in ("", LOG):
        database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)


def set_aside(database: Path) -> Path:
    """Move a broken database file with its log aside, and return where it is now."""
    aside = database.with_name(f"{database.name}{DAMAGED}")
    remove(aside)
    for ending in ("", LOG):
        broken = database.with_name(f"{database.name}{ending}")
        if broken.exists():
            broken.replace(aside.with_name(f"{aside.name}{ending}"))
    return aside


def standing_aside(data: Path) -> list[Path]:
    """Return the archives that rebuilds and upgrades have put aside in a data folder, the first first."""
    found = (path for path in data.glob(f"{PUBLISHED}.before-*") if is_standing_aside(path.name))
    return sorted(found, key=lambda path: (len(path.name), path.name))


def is_standing_aside(name: str) -> bool:
    """Return whether a file of that name is an archive that was put aside whole."""
    return bool(_ASIDE.fullmatch(name))
