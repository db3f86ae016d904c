"""Where a backup goes and what it is called.

Decides that it has its date in its name, stands outside the vault unless somebody says
otherwise, and never on top of another; leaves packing and verifying to ``archive.backup``.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.archive.backup import Backup, Progress, write_backup
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.house import House

BACKUPS: Final = "backups"
ENDING: Final = ".zip"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup, and what its owner should know about its place."""

    backup: Backup
    warnings: tuple[str, ...] = ()


def back_up(
    house: House,
    named: Path | None,
    home: Path,
    now: datetime,
    progress: Progress = lambda _done, _of: None,
) -> BackedUp:
    """Back a vault's data up into a file or folder, by default under ``home``.

    Raises:
        UserError: the name is that of something else, or its folder is not there.
        ArchiveError: it exists already, cannot be written, or does not read back as written.
    """
    target = target_of(house, named, home, now)
    _check_place(target, named)
    warnings = []
    if target.resolve().is_relative_to(house.vault.root.resolve()):
        warnings.append(
            "the backup stands inside the vault, where Obsidian may sync it; it holds everything said in chat"
        )
    if _is_on_one_disk(house.data, target):
        warnings.append("it stands on the same disk as the data; copy it to another one as well")
    return BackedUp(write_backup(house.data, target, now, progress), tuple(warnings))


def backups_of(house: House, home: Path) -> list[Path]:
    """Return the backups of a vault that stand where they go by default, oldest first."""
    return sorted((home / BACKUPS).glob(f"chronicler-{house.vault.data.name}*{ENDING}"))


def _check_place(target: Path, named: Path | None) -> None:
    """Refuse a place whose folder is not there: a stick that is not plugged in, or a slip."""
    around = target.parent if named == target else target.parent.parent
    if named is not None and not around.is_dir():
        raise UserError(f"there is no folder {around}; make it first, or name another place")


def _is_on_one_disk(data: Path, target: Path) -> bool:
    try:
        return data.stat().st_dev == _nearest(target.parent).stat().st_dev
    except OSError:
        return False


def _nearest(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def target_of(house: House, named: Path | None, home: Path, now: datetime) -> Path:
    """Return the file a backup is written to: the one named, or a dated one in the folder named."""
    kind = "-rehearsals" if house.origin is Origin.REHEARSAL else ""
    dated = f"chronicler-{house.vault.data.name}{kind}-{now:%Y%m%d-%H%M%S}{ENDING}"
    if named is None:
        return home / BACKUPS / dated
    if named.suffix.lower() == ENDING and not named.is_dir():
        return named
    if named.exists() and not named.is_dir():
        raise UserError(f"{named} is no folder, and a backup's name ends in {ENDING}; give another one")
    return named / dated
