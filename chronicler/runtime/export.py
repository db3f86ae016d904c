"""``chronicler archive export``: whose archive goes where.

Decides that the folder stands outside the vault, which syncs, and is told whose it is; leaves
the files to ``archive.export``.
"""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from chronicler.archive.connect import connect
from chronicler.archive.export import MARKER, Exported, Progress, export_parquet
from chronicler.archive.journal.writing import session_journals
from chronicler.archive.parquet import open_export
from chronicler.domain.read_json import read_json
from chronicler.domain.session import Origin
from chronicler.errors import ChroniclerError, UserError
from chronicler.runtime.asking.which_session import none_yet
from chronicler.runtime.house import House
from chronicler.vault import atomic

_KNOWN: Final = "exports.json"
_KIND: Final = {Origin.REHEARSAL: ", rehearsals"}


def export_archive(house: House, folder: Path, progress: Progress) -> tuple[Exported, tuple[str, ...]]:
    """Export a house's archive as Parquet; return what was done, and what could not be read.

    Raises:
        UserError: there is nothing to export yet, or the folder is in the vault.
        ArchiveError: see :func:`~chronicler.archive.export.export_parquet`.
    """
    if not session_journals(house.journals):
        raise UserError(none_yet(house))
    place = folder.expanduser().resolve()
    if place.is_relative_to(house.vault.root.resolve()):
        raise UserError(
            f"{folder} is inside the vault, which may be synced; everything said in chat would go with it. "
            "Choose a folder outside."
        )
    with connect(house.data) as archive:
        done = export_parquet(archive, place, source_of(house), progress)
    _remember(house, place)
    return done, archive.notes


def exports_of(house: House) -> list[Path]:
    """Return the folders that a vault's archive was exported to and that are still there."""
    try:
        told = read_json((house.vault.data / _KNOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    folders = [Path(each) for each in told if isinstance(each, str)] if isinstance(told, list) else []
    return [folder for folder in folders if (folder / MARKER).is_file()]


def exports_with(house: House, sessions: Collection[str]) -> list[Path]:
    """Return those of the folders that hold one of some streams, and those that cannot be asked."""
    return [folder for folder in exports_of(house) if _may_hold(folder, sessions)]


def _may_hold(folder: Path, sessions: Collection[str]) -> bool:
    try:
        with open_export(folder) as export:
            held = export.query("SELECT DISTINCT session_id FROM sessions").rows
    except ChroniclerError:
        return True
    return not {str(session) for (session,) in held}.isdisjoint(sessions)


def _remember(house: House, place: Path) -> None:
    """Keep where an export stands: whoever is forgotten stays in it until the next one."""
    known = exports_of(house)
    if place not in known:
        text = json.dumps([str(each) for each in (*known, place)], indent=1)
        atomic.store(house.vault.data / _KNOWN, f"{text}\n".encode())


def source_of(house: House) -> str:
    """Return by what name an export knows whose archive it is."""
    return f"{house.vault.data.name}{_KIND.get(house.origin, '')}"
