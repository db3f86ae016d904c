"""Where data stands: not in a synced folder, on a disk with room, readable by its owner alone.

Decides which folders are synced, by the marks that sync programs leave; and what of the archive,
the journals and the installation is told. Leaves how an archive does to ``asking.archive_status``.
"""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chronicler.domain.problem import Severity
from chronicler.obs.password import FILE as OBS_PASSWORD
from chronicler.runtime.asking.archive_status import ArchiveStatus, read_archive_status
from chronicler.runtime.asking.watching import free_bytes
from chronicler.runtime.doctor.finding import Finding, Mend
from chronicler.runtime.house import House
from chronicler.runtime.logins.credentials import APPLICATION, TOKENS

LEAST_FREE_BYTES: Final = 1024**3
_MARKS: Final = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
}
_NAMES: Final = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "pcloud drive": "pCloud",
}
_OWNERS: Final = stat.S_IRWXG | stat.S_IRWXO


def look_at_places(house: House, home: Path) -> Iterator[Finding]:
    """Yield what is wrong with the folders outside the vault. Blocking."""
    yield from _synced(house)
    yield from _room(house.vault.data)
    yield from _open_to_others(home)
    yield from _archive(read_archive_status(house))


def _synced(house: House) -> Iterator[Finding]:
    data, root = house.vault.data.resolve(), house.vault.root.resolve()
    fix = "set CHRONICLER_HOME to a folder that nothing syncs, and move the data there while no bot runs"
    if data.is_relative_to(root):
        words = "journals and archive stand inside the vault, where they are synced and indexed with it"
        yield Finding("data_in_vault", str(data), words, fix, Severity.ERROR)
    elif by := synced_by(data):
        words = f"journals and archive stand in a folder that {by} syncs, which damages an open database"
        yield Finding("data_synced", str(data), words, fix, Severity.ERROR)


def synced_by(folder: Path) -> str:
    """Return the name of the program that syncs a folder, empty where none leaves a mark."""
    for each in (folder, *folder.parents):
        name = each.name.casefold()
        if program := next(
            (p for known, p in _NAMES.items() if name == known or name.startswith(f"{known} -")), ""
        ):
            return program
        if program := next((p for mark, p in _MARKS.items() if (each / mark).exists()), ""):
            return program
    return ""


def _room(data: Path) -> Iterator[Finding]:
    if (free := free_bytes(data)) is not None and free < LEAST_FREE_BYTES:
        words = f"only {free // 1024**2:,} MB are free on this disk"
        fix = "make room: a stream that cannot be written is not kept"
        yield Finding("disk_full", str(data), words, fix, Severity.ERROR)


def _open_to_others(home: Path) -> Iterator[Finding]:
    if sys.platform == "win32":
        return  # whose a file is stands in access lists there, which these bits do not tell
    secrets = (*sorted((home / TOKENS).glob("*.json")), home / OBS_PASSWORD, home / APPLICATION)
    for file in secrets:
        try:
            mode = stat.S_IMODE(file.stat().st_mode)
        except OSError:
            continue
        if mode & _OWNERS:
            words = f"others on this machine can read this file of secrets (mode {mode:o})"
            yield Finding(
                "open_secret", str(file), words, f"chmod 600 {file}", Severity.ERROR, mend=Mend.CLOSE
            )


def _archive(status: ArchiveStatus) -> Iterator[Finding]:
    health, where = status.health, str(status.health.data)
    if health.trouble:
        yield Finding("archive", where, health.trouble, status.next_step, Severity.ERROR)
    for damaged in health.damaged:
        words = f"{damaged.count:,} lines cannot be read and are left out"
        fix = "bring the journal back from a backup if you miss them; nothing else is touched"
        yield Finding("journal_damaged", damaged.journal, words, fix)
    for name in health.unreadable:
        yield Finding("journal_unreadable", name, "this is no journal that can be read", status.next_step)
    for session in health.without_journal:
        words = "the archive holds a stream whose journal is gone"
        fix = "bring it back: chronicler restore BACKUP --join; or let it go: chronicler archive rebuild"
        yield Finding("no_journal", session, words, fix)
    if (health.not_loaded or health.is_outdated) and not status.runner and not health.trouble:
        words = "the archive does not hold everything that was kept yet"
        yield Finding("not_loaded", where, words, "chronicler archive load", Severity.REMARK)
