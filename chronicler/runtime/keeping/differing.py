"""What stands here beside what a backup holds: is anything here newer?

Decides, stream by stream and byte by byte, whether bringing the backup back would take anything
away; leaves what is done about it to ``keeping.restore``. Off-air journals and rehearsals are
not weighed: nothing a person did is lost with them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chronicler.archive.backup_reading import Backup
from chronicler.archive.files import JOURNALS
from chronicler.archive.journal.folder import session_journals
from chronicler.errors import ArchiveError


class Mode(StrEnum):
    """What becomes of something here that is newer than the backup."""

    ASK = "ask"
    """Nothing is done."""
    JOIN = "join"
    """It stays, beside what the backup holds."""
    REPLACE = "replace"
    """It is set aside."""


class Fate(StrEnum):
    """How a journal here stands to the one of the same name in a backup."""

    HELD = "held"
    """The backup holds all of it."""
    ONLY_HERE = "only here"
    LONGER = "longer"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Differing:
    """Streams here that a backup does not hold as they stand here, by the names of their journals."""

    only_here: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()
    """Those that go on here beyond what the backup holds."""
    different: tuple[str, ...] = ()
    """Those that were rewritten here, as by forgetting somebody, or are damaged."""
    held: tuple[str, ...] = ()
    """Those that the backup holds."""

    def __bool__(self) -> bool:
        """Return whether anything here is newer, or at least other, than the backup."""
        return bool(self.only_here or self.longer or self.different)


def compare(data: Path, backup: Backup) -> Differing:
    """Return how the real streams here stand to those of a backup; blocking, changes nothing.

    Raises:
        ArchiveError: a journal here cannot be read, or the backup is damaged.
    """
    found: dict[Fate, list[str]] = {fate: [] for fate in Fate}
    with backup.opened() as read:
        for path in session_journals(data / JOURNALS):
            name = f"{JOURNALS}/{path.name}"
            fate = _fate(path, read(name)) if name in backup.files else Fate.ONLY_HERE
            found[fate].append(path.name)
    return Differing(*(tuple(found[f]) for f in (Fate.ONLY_HERE, Fate.LONGER, Fate.DIFFERENT, Fate.HELD)))


def _fate(here: Path, there: Iterator[bytes]) -> Fate:
    try:
        with here.open("rb") as file:
            for chunk in there:
                mine = file.read(len(chunk))
                if mine != chunk:
                    is_part = not file.read(1) and chunk.startswith(mine.rpartition(b"\n")[0])
                    return Fate.HELD if is_part else Fate.DIFFERENT
            return Fate.LONGER if b"\n" in file.read() else Fate.HELD
    except OSError as error:
        raise ArchiveError(
            f"The journal {here} cannot be read ({error.strerror}); see to that first"
        ) from error
