"""What of the files here goes on beside what a backup brings back.

Decides that records of writes are always joined (the vault is not taken back to the backup's
time, and they tell which of its lines are ours), that with ``Mode.JOIN`` every other file here
wins over the backup's, that off-air journals are the backup's, and that a forgetting cut short
here waits to be finished. Leaves all other wishes to ``keeping.wishes``.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.archive.files import JOURNALS
from chronicler.archive.journal.folder import is_off_air
from chronicler.runtime.forgetting.operation import PENDING
from chronicler.runtime.house import REHEARSALS
from chronicler.runtime.keeping.differing import Differing, Mode
from chronicler.runtime.keeping.inventory import WRITES, Share, take_stock

_INDEX: Final = "index.ndjson"
_UNDONE: Final = "undone"


def join(stage: Path, data: Path, mode: Mode, differing: Differing) -> None:
    """Add to what was unpacked what of the files here stays in force; blocking.

    Raises:
        OSError: the disk refused.
    """
    shorter = {f"{JOURNALS}/{name}" for name in differing.held}
    for item in take_stock(data).items:
        name = item.member.source.relative_to(data).as_posix()
        if item.share is Share.WISHES and name != PENDING:
            continue
        if item.share is Share.ARCHIVE and (stage / name).exists():
            continue  # it is set aside, as all that stands here
        if _is_of_writes(name) or name == PENDING:
            _join_record(item.member.source, stage / name)
        elif mode is Mode.JOIN and name not in shorter and not _is_off_air(name):
            _copy(item.member.source, stage / name)
    for tag in _tags(data):
        if not (data / tag / _UNDONE).exists():
            (stage / tag / _UNDONE).unlink(missing_ok=True)


def _is_of_writes(name: str) -> bool:
    return PurePosixPath(name.removeprefix(f"{REHEARSALS}/")).parts[0] == WRITES


def _is_off_air(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == JOURNALS and is_off_air(Path(path.name))


def _join_record(here: Path, there: Path) -> None:
    if here.name != _INDEX or not there.exists():
        _copy(here, there)
        return
    known = there.read_bytes().splitlines(keepends=True)
    mine = here.read_bytes().splitlines(keepends=True)
    lines = [line for line in known if line not in set(mine)] + mine
    there.write_bytes(b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines))
    shutil.copystat(here, there)


def _copy(here: Path, there: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(here, there)


def _tags(data: Path) -> Iterator[PurePosixPath]:
    for writes in (PurePosixPath(WRITES), PurePosixPath(REHEARSALS, WRITES)):
        for index in data.joinpath(writes).glob(f"*/{_INDEX}"):
            yield writes / index.parent.name
