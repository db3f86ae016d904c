"""Where a backup goes, what it is called and which older ones make room for it.

Decides that it has its date in its name, stands outside the vault unless somebody says
otherwise, never in the data folder itself and never on top of another; that it counts only once
it was read back; and that older ones go only on request, after the new one stands. Leaves what it
holds to ``keeping.inventory`` and its form to ``archive.backup``.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.archive import backup as file_of
from chronicler.archive.backup import About
from chronicler.archive.backup_reading import open_backup
from chronicler.archive.publish import only_one
from chronicler.errors import ArchiveError, ChroniclerError, UserError
from chronicler.runtime.house import House
from chronicler.runtime.keeping.inventory import ASIDE, Share, Stock, take_stock
from chronicler.vault import atomic, location

BACKUPS: Final = "backups"
ENDING: Final = ".zip"
KNOWN: Final = "backups.json"
"""Where backups were written to on this machine: whoever is forgotten later stays in them."""
_LOCK: Final = "backup.lock"

Watch = Callable[[str, float, float], None]
"""Told the step, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A backup that could be made."""

    path: Path
    stock: Stock
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that stands and was read back."""

    path: Path
    bytes: int
    stock: Stock
    made_at: datetime
    removed: tuple[Path, ...] = ()
    """Older ones that made room."""
    warnings: tuple[str, ...] = ()


def plan(house: House, named: Path | None, home: Path, now: datetime) -> Planned:
    """Return where a backup would go and what it would hold; nothing is written. Blocking.

    Raises:
        UserError: the name is that of something else, its folder is not there, or it lies in the
            data folder.
        ArchiveError: there is nothing to back up, or the file exists already.
    """
    data = house.vault.data
    target = target_of(house, named, home, now)
    _check_place(data, target, named)
    if target.exists():
        raise ArchiveError(f"{target} is there already and is not overwritten; give the backup another name.")
    stock = take_stock(data) if data.is_dir() else Stock((), {})
    if not any(stock.of(share) for share in (Share.JOURNALS, Share.REHEARSALS, Share.ARCHIVE)):
        raise ArchiveError(f"There is nothing to back up yet: no stream was kept in {data}.")
    return Planned(target, stock, tuple(_warnings(house, target)))


def back_up(
    house: House,
    named: Path | None,
    home: Path,
    now: datetime,
    *,
    keep: int | None = None,
    watch: Watch = lambda _step, _done, _of: None,
) -> BackedUp:
    """Back a vault's data up into a file or folder, by default under ``home``; a bot may run meanwhile.

    Args:
        house: the vault; its real streams and its rehearsals are both meant.
        named: a file or folder.
        home: the Chronicler's folder of data.
        now: stands in the name, and in the backup as its time.
        keep: how many backups of this vault may stand in that folder, the new one included.
        watch: told how far it is.

    Raises:
        UserError: as for :func:`plan`.
        ArchiveError: as for :func:`plan`; or it cannot be written, does not read back as it was
            written, or another backup is being made.
    """
    planned = plan(house, named, home, now)
    data, target = house.vault.data, planned.path
    with only_one(data / _LOCK, f"Another backup of {data} is being made; wait for it, then try again."):
        _remove_halves(_known_as(house), target.parent)
        about = About(_known_as(house), now)
        file_of.write_backup(
            target, planned.stock.members, about, lambda done, of: watch("Packing", done, of)
        )
        _read_back(target, watch)
        file_of.finish(target)
        size = target.stat().st_size
        removed = tuple(_make_room(_known_as(house), target, keep)) if keep else ()
        _remember(data, target)
    return BackedUp(target, size, planned.stock, now, removed, planned.warnings)


def _read_back(target: Path, watch: Watch) -> None:
    """A backup that nobody has read is a hope."""
    half = file_of.half_of(target)
    try:
        open_backup(half).check(lambda done, of: watch("Reading it back", done, of))
    except ArchiveError as error:
        half.unlink(missing_ok=True)
        raise ArchiveError(
            f"The backup did not read back as it was written and was thrown away; the disk of "
            f"{target.parent} may be failing. Name another place."
        ) from error
    except BaseException:  # Ctrl-C included: nothing half is left
        half.unlink(missing_ok=True)
        raise


# Places ------------------------------------------------------------------------------------


def target_of(house: House, named: Path | None, home: Path, now: datetime) -> Path:
    """Return the file a backup is written to: the one named, or a dated one in the folder named.

    Raises:
        UserError: the name is that of another kind of file.
    """
    dated = f"chronicler-{_known_as(house)}-{now:%Y%m%d-%H%M%S}{ENDING}"
    if named is None:
        return home / BACKUPS / dated
    if named.suffix.lower() == ENDING and not named.is_dir():
        return named
    if named.exists() and not named.is_dir():
        raise UserError(f"{named} is no folder, and a backup's name ends in {ENDING}; give another one")
    return named / dated


def _known_as(house: House) -> str:
    """Return by what name the backups of a vault are told from those of another."""
    return location.data_folder(house.vault.root, Path()).name


def backups_of(house: House, home: Path) -> list[Path]:
    """Return the backups of a vault that are known and still there, and what restores set aside."""
    data = house.vault.data
    found = {path for path in (home / BACKUPS).glob("*") if _is_of(_known_as(house), path)}
    found |= {path for path in _known(data) if path.is_file()}
    found |= {path for path in data.glob(f"{ASIDE}*") if path.is_dir()}
    return sorted(found)


def _check_place(data: Path, target: Path, named: Path | None) -> None:
    """Refuse a place that is not there (a stick not plugged in, a slip) or that is packed itself."""
    around = target.parent if named == target else target.parent.parent
    if named is not None and not around.is_dir():
        raise UserError(f"there is no folder {around}; make it first, or name another place")
    if target.resolve().is_relative_to(data.resolve()):
        raise UserError(
            f"{target} lies in the very folder that is backed up; name another one, best on another disk"
        )


def _warnings(house: House, target: Path) -> list[str]:
    warnings = []
    if target.resolve().is_relative_to(house.vault.root.resolve()):
        warnings.append(
            "the backup stands inside the vault, where Obsidian may sync it; it holds everything said in chat"
        )
    if _is_on_one_disk(house.vault.data, target):
        warnings.append("it stands on the same disk as the data; copy it to another one as well")
    return warnings


def _is_on_one_disk(data: Path, target: Path) -> bool:
    try:
        return data.stat().st_dev == _nearest(target.parent).stat().st_dev
    except OSError:
        return False


def _nearest(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _is_of(known_as: str, path: Path) -> bool:
    dated = rf"chronicler-{re.escape(known_as)}-\d{{8}}-\d{{6}}{re.escape(ENDING)}"
    return bool(re.fullmatch(dated, path.name)) and path.is_file()


def _remove_halves(known_as: str, folder: Path) -> None:
    """Remove what backups of this vault left that were killed; they are large and good for nothing."""
    for half in folder.glob(f".*{known_as}*{ENDING}{file_of.HALF}"):
        half.unlink(missing_ok=True)


def _make_room(known_as: str, target: Path, keep: int) -> list[Path]:
    """Remove the oldest backups of this vault beside a new one, those that have our names alone."""
    others = sorted(path for path in target.parent.iterdir() if path != target and _is_of(known_as, path))
    gone = others[: max(0, len(others) - (keep - 1))]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


# Where they stand --------------------------------------------------------------------------


def _known(data: Path) -> list[Path]:
    try:
        told = json.loads((data / KNOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(each) for each in told if isinstance(each, str)] if isinstance(told, list) else []


def _remember(data: Path, target: Path) -> None:
    """Keep where a backup stands."""
    places = [path for path in _known(data) if path.is_file()]
    told = [str(path) for path in dict.fromkeys((*places, target.resolve()))]
    with suppress(ChroniclerError):  # a full disk: the next one remembers it
        atomic.store(data / KNOWN, json.dumps(told, indent=1).encode())
