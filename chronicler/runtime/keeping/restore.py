"""Bringing a backup back: verified first, made ready beside what stands here, then put in its place.

Decides the order, by which nothing here changes before everything is ready; that nobody else may
be at work meanwhile; that what is newer here is neither lost nor overwritten without a word; and
that the archive is built anew. Leaves the backup's form to ``archive.backup_reading``, what people
wished since to ``keeping.wishes`` and the exchange itself to ``keeping.swapping``. Blocking.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.archive.backup_reading import Backup, open_backup, refused
from chronicler.archive.condition import Counts, counts_of
from chronicler.archive.files import JOURNALS, PUBLISHED, WORK, is_standing_aside, remove
from chronicler.archive.journal.folder import session_journals
from chronicler.archive.journal.reading import read_header
from chronicler.archive.load import load_journals
from chronicler.archive.publish import PATIENCE_SECONDS, only_loader
from chronicler.domain.counted import counted
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, UserError
from chronicler.runtime.forgetting.operation import nobody_else
from chronicler.runtime.house import REHEARSALS, House
from chronicler.runtime.keeping import joining, swapping
from chronicler.runtime.keeping.backup import Watch
from chronicler.runtime.keeping.differing import Differing, Mode, compare
from chronicler.runtime.keeping.inventory import ASIDE, Left, is_rehearsal, is_stream, why_left
from chronicler.runtime.keeping.wishes import Applied, apply, wishes_since
from chronicler.runtime.lock import hold_lock
from chronicler.vault import location

_HEADROOM: Final = 64 << 20
_FILES_AND_ARCHIVE: Final = 1.5
"""Times the journals that are needed: the archive with its copy is a third of them (measured)."""
_FOLDERS: Final = frozenset({"journal", "writes", REHEARSALS})


@dataclass(frozen=True, slots=True)
class Wish:
    """How a backup is to be brought back."""

    home: Path
    """The Chronicler's folder of data."""
    now: datetime
    """Names the folder in which what stands here is set aside."""
    mode: Mode = Mode.ASK


@dataclass(frozen=True, slots=True)
class Looked:
    """A backup that is whole, and how what stands here stands to it."""

    backup: Backup
    differing: Differing
    streams: int
    rehearsals: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    looked: Looked
    counts: Counts
    aside: Path | None
    """Where what stood here is now; ``None`` where nothing did."""
    applied: Applied
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """An earlier restore was cut short, and has been finished instead."""

    aside: Path


def look(house: House, path: Path, watch: Watch) -> Looked:
    """Return a backup that was read whole and what of the data here is newer; nothing is changed.

    Raises:
        ArchiveError: it is no backup, damaged, of a newer Chronicler, or holds what no backup holds.
    """
    backup = _opened(path)
    backup.check(lambda done, of: watch("Verifying", done, of))
    return _looked(house, backup)


def restore(house: House, path: Path, wish: Wish, watch: Watch) -> Restored | Finished:
    """Bring a backup back as the data of a vault; what stood here is set aside.

    Raises:
        UserError: a bot, an import or a rehearsal is at work; or something here is newer than the
            backup and ``wish`` does not say what becomes of it.
        ArchiveError: as for :func:`look`; or the disk refused, and nothing has changed.
        VaultError: as for ``keeping.wishes``.
    """
    data = house.vault.data
    backup = _opened(path)
    with hold_lock(data):
        if (aside := swapping.finish(data)) is not None:
            return Finished(aside)
        with nobody_else(house):
            looked = _looked(house, backup)
            if looked.differing and wish.mode is Mode.ASK:
                raise UserError(newer_words(looked, "Nothing was changed."))
            _check_room(data, backup)
            return _exchange(house, looked, wish, watch)


def newer_words(looked: Looked, first: str) -> str:
    """Return what stands here that the backup does not hold, and the two ways on."""
    differing = looked.differing
    kinds = (
        ("that it does not hold", differing.only_here),
        ("that went on since", differing.longer),
        ("that it holds otherwise, as where somebody was forgotten since", differing.different),
    )
    parts = [f"{counted(len(names), 'stream')} {which} ({_some(names)})" for which, names in kinds if names]
    made = f"{looked.backup.about.made_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"Here is more than the backup of {made} holds: {'; '.join(parts)}. {first} "
        "With --join all of it stays, beside what the backup brings; with --replace it is set aside, and "
        "the data is as the backup has it."
    )


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(Path(name).stem for name in names[:3])
    return f"{shown} …" if len(names) > 3 else shown  # noqa: PLR2004 as many as are shown


# Looking -----------------------------------------------------------------------------------


def _opened(path: Path) -> Backup:
    backup = open_backup(path)
    for name in backup.files:
        if why := _never_held(name):
            raise refused(path, f"it holds {name!r}, {why}")
    return backup


def _never_held(name: str) -> str:
    """Return why no backup holds a file of that name, which might do harm here; empty where one may."""
    inner = name.removeprefix(f"{REHEARSALS}/")
    top, is_alone = inner.split("/")[0], "/" not in inner
    if is_alone and top in _FOLDERS:
        return "which is a folder's name"
    left = why_left(name)
    if left is Left.ARCHIVE and is_alone:
        return "" if top == PUBLISHED or is_standing_aside(top) else "which is made anew"
    return "" if left is None else "which belongs to one machine or is made anew"


def _looked(house: House, backup: Backup) -> Looked:
    return Looked(
        backup,
        compare(house.vault.data, backup),
        streams=sum(map(is_stream, backup.files)),
        rehearsals=sum(map(is_rehearsal, backup.files)),
    )


def _check_room(data: Path, backup: Backup) -> None:
    needed = int(backup.unpacked_bytes * _FILES_AND_ARCHIVE) + _HEADROOM
    if shutil.disk_usage(data).free < needed:
        raise ArchiveError(
            f"There is too little room on the disk of {data}: about {needed >> 20:,} MB are needed "
            "beside what stands there. Nothing was changed; free some and try again."
        )


# Exchanging --------------------------------------------------------------------------------


def _exchange(house: House, looked: Looked, wish: Wish, watch: Watch) -> Restored:
    data, backup = house.vault.data, looked.backup
    stage, applied, notes = data / swapping.STAGE, Applied(), list[str]()
    swapping.throw_away_stage(data)
    try:
        stage.mkdir()
        backup.unpack(stage, lambda done, of: watch("Unpacking", done, of))
        if backup.about.format == 1:
            _sort_first_form(stage)
        apply(stage, wishes_since(data, backup, applied), backup.about, applied)
        joining.join(stage, data, wish.mode, looked.differing)
        for each in (stage, stage / REHEARSALS):
            _build_archive(each, notes, watch)
        counts = counts_of(stage / PUBLISHED) or Counts(0, 0, 0, frozenset())
        aside = _free_aside(data, wish.now)
        with only_loader(data, PATIENCE_SECONDS):
            swapping.swap(data, aside)
    except OSError as error:
        raise ArchiveError(
            f"The backup could not be unpacked to {stage} ({error.strerror or error}). Nothing was changed; "
            "free space there or mend its permissions, then try again."
        ) from error
    finally:
        if not swapping.is_cut_short(data):
            swapping.throw_away_stage(data)
    if data == location.data_folder(house.vault.root, wish.home):
        location.remember(house.vault.root, wish.home)
    return Restored(looked, counts, aside if aside.exists() else None, applied, tuple(notes))


def _sort_first_form(stage: Path) -> None:
    """The first form held either the real streams or the rehearsals, and did not say which."""
    first = next(iter(session_journals(stage / JOURNALS)), None)
    if first is None or read_header(first).origin is not Origin.REHEARSAL:
        return
    entries = list(stage.iterdir())
    (stage / REHEARSALS).mkdir()
    for entry in entries:
        entry.rename(stage / REHEARSALS / entry.name)


def _build_archive(data: Path, notes: list[str], watch: Watch) -> None:
    """Build the archive from the journals, on top of the one that came along where that holds more."""
    if not data.is_dir():
        return
    published, journals = data / PUBLISHED, {path.stem for path in (data / JOURNALS).glob("*.ndjson")}
    held = counts_of(published)
    if held is None or held.journals <= journals:
        remove(published)
    else:
        shutil.copy2(published, data / WORK)
    notes += load_journals(data, lambda done, of: watch("Building the archive", done, of)).notes


def _free_aside(data: Path, now: datetime) -> Path:
    stamp = f"{ASIDE}{now:%Y%m%d-%H%M%S}"
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    return next(data / name for name in names if not (data / name).exists())
