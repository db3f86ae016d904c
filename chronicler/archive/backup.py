"""The file a backup is: a zip with a manifest of every member, sealed as a whole.

Decides its form, and that one changed bit anywhere in it is found: the last 64 bytes are the
sha256 of all before them. That holds for every later form as well, so that a damaged file is
never taken for a newer one. A member that grows while it is read is cut behind its last whole
line. Leaves which files belong into it to ``runtime.keeping.inventory`` and reading it again to
``archive.backup_reading``.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from chronicler import __version__
from chronicler.archive.journal.lines import FORMAT as JOURNAL_FORMAT
from chronicler.archive.placing import place_new
from chronicler.archive.survey import CHUNK_BYTES, whole_lines
from chronicler.domain.codec import utc_text
from chronicler.errors import ArchiveError

FORMAT: Final = 2
"""Version of a backup's form. The first had no seal and held neither opt-outs nor rehearsals."""
MANIFEST: Final = "MANIFEST.json"
READ_ME: Final = "READ ME.txt"
MARK: Final = b"Sanctum Chronicler backup %d, sha256 "
"""Begins the zip's comment, which ends the file; the seal follows."""
SEAL_BYTES: Final = 64
HALF: Final = ".half"
"""Ends the name of a backup that is not whole yet."""
LEVEL: Final = 6
"""Of deflate, measured on 130 MB of journals: 9 takes 2.5 times as long and saves a twentieth."""
_WORDS: Final = """\
A backup of the Sanctum Chronicler, made {at:%Y-%m-%d %H:%M} UTC.

To bring it back, here or on another computer, install the Chronicler and run
(with this file's own path):

    chronicler restore "{name}"

journal/ holds everything that was heard and decided, as plain text, one event a line; the
archive that questions are put to is built from it. writes/ tells which lines of your notes
are the Chronicler's. {manifest} holds the sha256 of every file. Logins and passwords are
not in here, and neither is your vault.
"""

Progress = Callable[[int, int], None]
"""Told how many bytes are done, and how many there are about."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file that goes into a backup."""

    name: str
    """Its path below the data folder, with slashes."""
    source: Path
    is_of_lines: bool = False
    """Whether somebody may be appending lines to it just now."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One member as the manifest tells of it."""

    bytes: int
    sha256: str
    mtime_ns: int = 0
    """When the file was last written, 0 where nobody knows; ``undo`` goes by it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says about itself."""

    vault: str
    """By what name the backups of its vault are told from those of another."""
    made_at: datetime
    """When its making began: whatever happened later may or may not be in it."""
    program: str = __version__
    format: int = FORMAT
    journal_format: int = JOURNAL_FORMAT


@dataclass(slots=True)
class _Packing:
    zip: zipfile.ZipFile
    at: datetime
    of: int
    progress: Progress
    done: int = 0
    files: dict[str, Packed] = field(default_factory=dict)

    def pack(self, member: Member) -> None:
        """Write one member; one that is gone by now is left out."""
        try:
            with member.source.open("rb") as file:
                self._pack(member, file)
        except FileNotFoundError:
            return

    def _pack(self, member: Member, file: IO[bytes]) -> None:
        mtime_ns = os.fstat(file.fileno()).st_mtime_ns
        chunks = iter(lambda: file.read(CHUNK_BYTES), b"")
        digest, size = hashlib.sha256(), 0
        with self._open(member.name) as packed:
            for chunk in whole_lines(chunks) if member.is_of_lines else chunks:
                packed.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                self.done += len(chunk)
                self.progress(self.done, self.of)
        self.files[member.name] = Packed(size, digest.hexdigest(), mtime_ns)

    def pack_text(self, name: str, text: str) -> None:
        """Write one member that is not part of the data."""
        with self._open(name) as member:
            member.write(text.encode())

    def _open(self, name: str) -> IO[bytes]:
        about = zipfile.ZipInfo(name, self.at.timetuple()[:6])
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o600 << 16  # chat is nobody else's business
        return self.zip.open(about, "w", force_zip64=True)


def write_backup(
    target: Path, members: Sequence[Member], about: About, progress: Progress = lambda _done, _of: None
) -> dict[str, Packed]:
    """Write a backup to ``target``, which must not exist, and return its files, not yet read back.

    It is given its name by :func:`finish`, once somebody has read it again at :func:`half_of`;
    whatever goes wrong here, nothing is left.

    Raises:
        ArchiveError: ``target`` exists, a file cannot be read, or the disk refuses.
    """
    if target.exists():
        raise ArchiveError(f"{target} is there already and is not overwritten; give the backup another name.")
    half = half_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return _write(half, target.name, members, about, progress)
    except BaseException as error:  # Ctrl-C included: nothing half is left
        with suppress(OSError):
            half.unlink(missing_ok=True)
        if isinstance(error, (OSError, zipfile.BadZipFile, zlib.error)):
            raise not_written(target, error) from error
        raise


def finish(target: Path) -> None:
    """Give a backup that was written its name.

    Raises:
        ArchiveError: something has that name by now, or the disk refuses.
    """
    try:
        place_new(half_of(target), target)
    except FileExistsError as error:
        raise ArchiveError(f"{target} came to be meanwhile and was left as it is; try again.") from error
    except OSError as error:
        raise not_written(target, error) from error
    finally:
        half_of(target).unlink(missing_ok=True)


def half_of(target: Path) -> Path:
    """Return where a backup stands until it is whole."""
    return target.with_name(f".{target.name}{HALF}")


def not_written(target: Path, error: BaseException) -> ArchiveError:
    """Return what to say where the disk refused a backup."""
    told = getattr(error, "filename", None)
    if isinstance(error, PermissionError) and told and Path(told).parent != target.parent:
        return ArchiveError(f"{told} may not be read, so no backup was made; mend its permissions.")
    reason = getattr(error, "strerror", None) or error
    return ArchiveError(
        f"The backup {target} could not be written ({reason}). Free space there, or name another place."
    )


def _write(
    half: Path, name: str, members: Sequence[Member], about: About, progress: Progress
) -> dict[str, Packed]:
    with half.open("w+b") as file:
        os.chmod(half, 0o600)  # noqa: PTH101 before a byte of chat is in it
        with zipfile.ZipFile(file, "w", compresslevel=LEVEL) as packed:
            packing = _Packing(packed, about.made_at, _size(members), progress)
            packing.pack_text(READ_ME, _WORDS.format(at=about.made_at, name=name, manifest=MANIFEST))
            for member in members:
                packing.pack(member)
            packing.pack_text(MANIFEST, _manifest(about, packing.files))
            packed.comment = MARK % FORMAT + b"0" * SEAL_BYTES
        _seal(file)
        file.flush()
        os.fsync(file.fileno())
    return packing.files


def _seal(file: IO[bytes]) -> None:
    file.flush()
    end = file.seek(0, os.SEEK_END) - SEAL_BYTES
    seal = seal_of(file, end)
    file.seek(end)
    file.write(seal)


def seal_of(file: IO[bytes], end: int) -> bytes:
    """Return what the last bytes of a backup must be: the sha256, in hex, of those before ``end``."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in _read(file, end):
        digest.update(chunk)
    return digest.hexdigest().encode()


def _read(file: IO[bytes], end: int) -> Iterator[bytes]:
    while end and (chunk := file.read(min(CHUNK_BYTES, end))):
        end -= len(chunk)
        yield chunk


def _size(members: Iterable[Member]) -> int:
    return sum(member.source.stat().st_size for member in members if member.source.exists())


def _manifest(about: About, files: dict[str, Packed]) -> str:
    told = {
        "backup": about.format,
        "journal_format": about.journal_format,
        "program": about.program,
        "made_at": utc_text(about.made_at),
        "vault": about.vault,
        "files": {name: asdict(packed) for name, packed in files.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
