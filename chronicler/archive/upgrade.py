"""An archive of an older version brought up to date, the old one kept.

Decides the order: what readers have is kept under another name first (a link, so it costs no
room), a copy of the work file is migrated, and only a copy that is whole takes its place. Killed
anywhere, it leaves the old archive in force and the next load begins afresh. Where a migration
fails the archive is built anew: journals are never touched by an upgrade, so they need no copy
of their own. Leaves the steps from version to version to ``archive.schema``.
"""

import os
import shutil
from contextlib import closing
from pathlib import Path

import duckdb

from chronicler import disk
from chronicler.archive import schema
from chronicler.archive.aside import free_aside, stand_aside
from chronicler.archive.condition import counts_of
from chronicler.archive.duck import first_line, is_without_room, no_room, open_database
from chronicler.archive.files import (
    BEFORE_UPGRADE,
    JOURNALS,
    LOG,
    PUBLISHED,
    REBUILT,
    WORK,
    remove,
    set_aside,
)
from chronicler.archive.journal.folder import all_journals
from chronicler.errors import ArchiveError


def upgrade(data: Path, since: int) -> str:
    """Bring the work file of a data folder from version ``since`` to the newest; say what was done.

    Where that fails there is no work file any more, and the next load builds it anew.

    Raises:
        ArchiveError: the disk is full or refuses; everything is as it was.
    """
    published, work, fresh = data / PUBLISHED, data / WORK, data / REBUILT
    newest = schema.newest_version()
    remove(fresh)
    try:
        aside = stand_aside(published, free_aside(data, BEFORE_UPGRADE, _still_there(data)))
        shutil.copyfile(work, fresh)
        _migrate(fresh, since)
        # The log first: left beside the fresh file, it would be taken for its own.
        work.with_name(f"{WORK}{LOG}").unlink(missing_ok=True)
        disk.replace(fresh, work)
    except (OSError, duckdb.Error) as error:
        remove(fresh)
        if isinstance(error, OSError) or is_without_room(error):
            raise _refused(data, error) from error
        set_aside(work)
        return (
            f"The archive of version {since} could not be brought to version {newest} ({first_line(error)}) "
            f"and was built anew from the journals.{_kept(aside)}"
        )
    return f"The archive was brought from version {since} to version {newest}.{_kept(aside)}"


def _migrate(fresh: Path, since: int) -> None:
    with closing(open_database(fresh, threads=1)) as connection:
        schema.migrate(connection, since)
        schema.keep_views(connection)
        connection.execute("CHECKPOINT")
    with fresh.open("r+b") as file:
        os.fsync(file.fileno())


def _still_there(data: Path) -> frozenset[str]:
    held = counts_of(data / PUBLISHED)
    journals = {path.stem for path in all_journals(data / JOURNALS)}
    return frozenset(journals | (held.journals if held else frozenset()))


def _kept(aside: Path | None) -> str:
    return f" As it was, it stands as {aside}; delete it when you are content." if aside else ""


def _refused(data: Path, error: Exception) -> ArchiveError:
    if is_without_room(error):
        return ArchiveError(no_room(data))
    return ArchiveError(
        f"The archive in {data} could not be brought up to date ({error}); it stands as it was. Check that "
        "disk and folder can be written."
    )
