"""A backup: journals, archive and records of writes in one zip file, verified once it stands.

Decides what is a consistent copy: the archive first, as it was published, then every journal
up to its last whole line, so that the journals hold at least what the archive does. Leaves
the file's name and place to ``runtime.backup``.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from chronicler import __version__
from chronicler.archive.files import JOURNALS, PUBLISHED
from chronicler.archive.journal_folder import all_journals, session_journals
from chronicler.archive.placing import place_new
from chronicler.archive.survey import CHUNK_BYTES, whole_lines
from chronicler.domain.codec import utc_text
from chronicler.errors import ArchiveError

MANIFEST: Final = "MANIFEST.json"
READ_ME: Final = "READ ME.txt"
WRITES: Final = "writes"
HOW_BACK: Final = (
    "1. Stop the Chronicler, and unpack this file somewhere.",
    "2. `chronicler archive path` prints the data folder. Copy journal/ and writes/ into it; where a",
    "   journal of the same name stands there, keep the longer one.",
    "3. Run: chronicler archive rebuild",
)
"""How a backup is brought back by hand."""

Progress = Callable[[int, int], None]
"""Told how many bytes are packed, and how many there are about."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that stands and was read back."""

    path: Path
    bytes: int
    files: int
    journals: int
    sessions: int
    has_archive: bool


@dataclass(slots=True)
class _Packing:
    zip: zipfile.ZipFile
    at: datetime
    of: int
    progress: Progress
    done: int = 0
    files: dict[str, dict[str, object]] = field(default_factory=dict)

    def pack(self, name: str, chunks: Iterator[bytes]) -> None:
        """Write one member and keep its hash."""
        digest, size = hashlib.sha256(), 0
        with self._open(name) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                self.done += len(chunk)
                self.progress(self.done, self.of)
        self.files[name] = {"bytes": size, "sha256": digest.hexdigest()}

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
    data: Path, target: Path, at: datetime, progress: Progress = lambda _done, _of: None
) -> Backup:
    """Write the backup of a data folder to ``target``, which must not exist, and read it back.

    ``at`` stands in it as its time. Whatever goes wrong, nothing is left at ``target``.

    Raises:
        ArchiveError: there is nothing to back up, ``target`` exists or cannot be written, or what
            was read back is not what was written.
    """
    if not all_journals(data / JOURNALS):
        raise ArchiveError(f"There is nothing to back up yet: no journal stands in {data / JOURNALS}.")
    if target.exists():
        raise ArchiveError(f"{target} is there already and is not overwritten; give the backup another name.")
    half = target.with_name(f".{target.name}.half")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_halves(data, target.parent)
        files = _write(data, half, at, progress)
        _verify(half, files)
        place_new(half, target)
        size = target.stat().st_size
    except FileExistsError as error:
        raise ArchiveError(f"{target} came to be meanwhile and was left as it is; try again.") from error
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArchiveError(
            f"The backup {target} could not be written ({reason}). Free space there, or name another place."
        ) from error
    finally:
        half.unlink(missing_ok=True)
    journals = [name for name in files if name.startswith(f"{JOURNALS}/")]
    sessions = {path.name for path in session_journals(data / JOURNALS)}
    return Backup(
        path=target,
        bytes=size,
        files=len(files),
        journals=len(journals),
        sessions=sum(Path(name).name in sessions for name in journals),
        has_archive=PUBLISHED in files,
    )


def _remove_halves(data: Path, folder: Path) -> None:
    """Remove what backups of this data folder left that were killed; they are large and good for nothing."""
    for half in folder.glob(f".*{data.name}*.zip.half"):
        half.unlink(missing_ok=True)


def _write(data: Path, half: Path, at: datetime, progress: Progress) -> dict[str, dict[str, object]]:
    with half.open("xb") if not half.exists() else half.open("wb") as file:
        os.chmod(half, 0o600)  # noqa: PTH101 before a byte of chat is in it
        with zipfile.ZipFile(file, "w", compresslevel=6) as packed:
            packing = _Packing(packed, at, _size(data), progress)
            if (data / PUBLISHED).is_file():
                packing.pack(PUBLISHED, _chunks(data / PUBLISHED))
            for journal in all_journals(data / JOURNALS):
                packing.pack(f"{JOURNALS}/{journal.name}", whole_lines(_chunks(journal)))
            for record in sorted((data / WRITES).rglob("*")):
                if record.is_file():
                    packing.pack(record.relative_to(data).as_posix(), _chunks(record))
            packing.pack_text(READ_ME, _read_me(at))
            packing.pack_text(MANIFEST, _manifest(packing))
        file.flush()
        os.fsync(file.fileno())
    return packing.files


def _size(data: Path) -> int:
    places = [data / PUBLISHED, *all_journals(data / JOURNALS), *(data / WRITES).rglob("*")]
    return sum(path.stat().st_size for path in places if path.is_file())


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK_BYTES), b"")


def _read_me(at: datetime) -> str:
    return "\n".join(
        (
            f"A backup of the Sanctum Chronicler, made {at:%Y-%m-%d %H:%M} UTC.",
            "The journals are the truth; the archive chronicle.duckdb is built from them and can be opened",
            f"with any DuckDB. {MANIFEST} holds the sha256 of every file.",
            "",
            "To bring it back:",
            *HOW_BACK,
            "",
        )
    )


def _manifest(packing: _Packing) -> str:
    told = {"backup": 1, "program": __version__, "made_at": utc_text(packing.at), "files": packing.files}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _verify(half: Path, files: dict[str, dict[str, object]]) -> None:
    """Read everything back and compare hashes: a backup that nobody has read is a hope."""
    with zipfile.ZipFile(half) as packed:
        if json.loads(packed.read(MANIFEST))["files"] != files:
            raise zipfile.BadZipFile("its manifest does not read back as it was written")
        for name, told in files.items():
            digest = hashlib.sha256()
            with packed.open(name) as member:
                for chunk in iter(lambda m=member: m.read(CHUNK_BYTES), b""):  # type: ignore[misc]
                    digest.update(chunk)
            if digest.hexdigest() != told["sha256"]:
                raise zipfile.BadZipFile(f"{name} does not read back as it was written")
