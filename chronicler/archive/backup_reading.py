"""A backup read again: is it whole, is it ours, and can its files be let onto a disk.

Decides what is refused before a byte of it is written anywhere: a file that was cut short or
changed, a form of a newer program, members that are links, stand twice, lead out of the folder
or that the manifest does not tell of. The seal is no signature, so nothing rests on it but that
bits have not changed. Leaves which files a data folder may hold to ``runtime.keeping``.
"""

import hashlib
import json
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from chronicler.archive.backup import (
    FORMAT,
    MANIFEST,
    MARK,
    READ_ME,
    SEAL_BYTES,
    About,
    Packed,
    Progress,
    seal_of,
)
from chronicler.archive.journal.lines import FORMAT as JOURNAL_FORMAT
from chronicler.archive.member_names import folded, is_plain, parents
from chronicler.archive.survey import CHUNK_BYTES
from chronicler.errors import ArchiveError

_MARK: Final = re.compile(re.escape(MARK.decode()).replace("%d", r"(\d{1,6})").encode())
_MARK_BYTES: Final = len(MARK) + 6
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MOST_MANIFEST_BYTES: Final = 256 << 20
_MOST_FILES: Final = 2_000_000
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, IndexError, KeyError, MemoryError,
)  # fmt: skip
"""What ``zipfile`` may raise of bytes that are no zip, or no longer one."""
_WAY_OUT: Final = "Take another backup; nothing was changed here."


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup whose seal and list of files have been looked at."""

    path: Path
    size: int
    """Bytes of the file."""
    about: About
    files: Mapping[str, Packed]
    """By name, in the order in which they were packed."""

    @contextmanager
    def opened(self) -> Iterator[Callable[[str], Iterator[bytes]]]:
        """Yield what reads a file of it in chunks and, at its end, has compared its length and hash.

        Raises:
            ArchiveError: while reading: the file does not read as the manifest tells.
        """
        try:
            with zipfile.ZipFile(self.path) as packed:
                yield lambda name: self._chunks(packed, name)
        except _BROKEN as error:
            raise damaged(self.path, str(error)) from error

    def check(self, progress: Progress = lambda _done, _of: None) -> None:
        """Read every file and compare it with the manifest.

        Raises:
            ArchiveError: one does not read as the manifest tells.
        """
        done, of = 0, self.unpacked_bytes
        with self.opened() as read:
            for name in self.files:
                for chunk in read(name):
                    done += len(chunk)
                    progress(done, of)

    def unpack(self, into: Path, progress: Progress = lambda _done, _of: None) -> None:
        """Write every file below a folder, its time with it, and make them durable.

        Raises:
            ArchiveError: one does not read as the manifest tells.
            OSError: the disk refused.
        """
        done, of = 0, self.unpacked_bytes
        with self.opened() as read:
            for name, packed in self.files.items():
                target = into.joinpath(*name.split("/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    for chunk in read(name):
                        file.write(chunk)
                        done += len(chunk)
                        progress(done, of)
                    file.flush()
                    if not hasattr(os, "sync"):  # Windows: one by one
                        os.fsync(file.fileno())
                if packed.mtime_ns:
                    os.utime(target, ns=(packed.mtime_ns, packed.mtime_ns))
        if hasattr(os, "sync"):
            os.sync()

    @property
    def unpacked_bytes(self) -> int:
        """How much room its files take."""
        return sum(packed.bytes for packed in self.files.values())

    def _chunks(self, packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
        told, digest, size = self.files[name], hashlib.sha256(), 0
        with packed.open(name) as member:
            while chunk := member.read(CHUNK_BYTES):
                size += len(chunk)
                if size > told.bytes:
                    break
                digest.update(chunk)
                yield chunk
        if size != told.bytes or digest.hexdigest() != told.sha256:
            raise damaged(self.path, f"{name} does not read as it was written")


def open_backup(path: Path) -> Backup:
    """Return a backup, its seal compared and its list of files looked at; no file of it is read yet.

    Raises:
        ArchiveError: it is no backup, damaged, cut short, made by a newer Chronicler, or holds
            what no backup holds.
    """
    try:
        with path.open("rb") as file:
            form = _form_of(path, file)
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            with zipfile.ZipFile(file) as packed:
                told = _manifest_of(path, packed, form)
                files = _files_of(path, told)
                _look_at_members(path, packed, files)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read ({error.strerror or error}); check the path.") from error
    except _BROKEN as error:
        raise damaged(path, str(error)) from error
    return Backup(path, size, _about(path, told), files)


def damaged(path: Path, how: str) -> ArchiveError:
    """Return the refusal of a backup that is not as it was written."""
    return ArchiveError(f"The backup {path} is damaged or cut short ({how}). {_WAY_OUT}")


def _form_of(path: Path, file: IO[bytes]) -> int:
    """Compare the seal and return the backup's form: 1 where it has none."""
    begins = file.read(4)
    size = file.seek(0, os.SEEK_END)
    end = max(0, size - SEAL_BYTES)
    file.seek(max(0, end - _MARK_BYTES))
    mark = re.search(_MARK.pattern + rb"\Z", file.read(end - file.tell()))
    if mark is None:
        if not begins.startswith(b"PK"):
            raise ArchiveError(
                f"{path} is no backup of the Chronicler, or its beginning is damaged. A backup's name begins "
                "with chronicler- and ends in .zip."
            )
        return 1
    seal = seal_of(file, end)
    if file.read(SEAL_BYTES) != seal:
        raise damaged(path, "its bytes are not those that were sealed")
    if (form := int(mark[1])) > FORMAT:
        raise _newer(path, f"backup format {form}, this one reads {FORMAT}")
    return form


def _newer(path: Path, what: str) -> ArchiveError:
    return ArchiveError(
        f"{path} was made by a newer Chronicler ({what}). Update the Chronicler, then restore it; "
        "nothing was changed here."
    )


def _manifest_of(path: Path, packed: zipfile.ZipFile, form: int) -> dict[str, Any]:
    names = packed.namelist()
    if MANIFEST not in names:
        raise (
            damaged(path, f"it holds no {MANIFEST}")
            if READ_ME in names
            else ArchiveError(f"{path} is a zip file, and no backup of the Chronicler.")
        )
    if packed.getinfo(MANIFEST).file_size > _MOST_MANIFEST_BYTES:
        raise damaged(path, f"its {MANIFEST} is too large")
    try:
        told = json.loads(packed.read(MANIFEST))
    except (ValueError, RecursionError) as error:
        raise damaged(path, f"its {MANIFEST} cannot be read") from error
    if not isinstance(told, dict) or told.get("backup") != form:
        # The first form had no seal: whatever claims more than that has lost it.
        raise damaged(path, "its end is missing")
    if (needed := told.get("journal_format", 1)) != JOURNAL_FORMAT and isinstance(needed, int):
        raise _newer(path, f"journal format {needed}, this one reads {JOURNAL_FORMAT}")
    return told


def _about(path: Path, told: Mapping[str, Any]) -> About:
    try:
        made_at = datetime.fromisoformat(told["made_at"])
        if made_at.tzinfo is None:
            raise ValueError("no time zone")  # noqa: TRY301 a time without one is as unusable as none
        return About(str(told.get("vault", "")), made_at, str(told["program"]), int(told["backup"]))
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(path, f"its {MANIFEST} does not say when it was made") from error


def _files_of(path: Path, told: Mapping[str, Any]) -> dict[str, Packed]:
    try:
        files = {
            str(name): Packed(int(each["bytes"]), str(each["sha256"]), int(each.get("mtime_ns", 0)))
            for name, each in told["files"].items()
        }
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged(path, f"its {MANIFEST} does not list its files") from error
    for name, packed in files.items():
        is_possible = 0 <= packed.bytes < 1 << 62 and 0 <= packed.mtime_ns < 1 << 62
        if not (is_possible and _SHA256.fullmatch(packed.sha256)):
            raise damaged(path, f"its {MANIFEST} tells nonsense of {name!r}")
    return files


# Members -----------------------------------------------------------------------------------


def _look_at_members(path: Path, packed: zipfile.ZipFile, files: Mapping[str, Packed]) -> None:
    members = packed.infolist()
    if len(members) > _MOST_FILES:
        raise refused(path, f"it holds {len(members):,} files")
    seen: dict[str, str] = {}
    for member in members:
        _look_at(path, member)
        alike = folded(member.filename)
        if alike in seen:
            raise refused(path, f"{member.filename!r} stands in it twice")
        seen[alike] = member.filename
    for name in seen.values():
        if any(parent in seen for parent in parents(folded(name))):
            raise refused(path, f"{name!r} lies in what is a file")
    names = {member.filename for member in members} - {MANIFEST, READ_ME}
    if extra := sorted(names - files.keys()):
        raise refused(path, f"{extra[0]!r} is in it, and its manifest does not tell of it")
    if missing := sorted(files.keys() - names):
        raise damaged(path, f"{missing[0]} is missing")


def _look_at(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    # What precedes a NUL is all that zipfile shows; the rest hides in the name as it was stored.
    stored = member.orig_filename
    if stored != name or not is_plain(name):
        raise refused(path, f"{stored[:80]!r} is no plain name of a file")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise refused(path, f"{name!r} is a link or a device, not a file")
    if member.flag_bits & 0x1:
        raise refused(path, f"{name!r} is encrypted")
    if member.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        raise refused(path, f"{name!r} is packed in a way that no backup is")


def refused(path: Path, why: str) -> ArchiveError:
    """Return the refusal of a backup that no Chronicler made like this."""
    return ArchiveError(f"{path} is refused: {why}. No Chronicler made it like this. {_WAY_OUT}")
