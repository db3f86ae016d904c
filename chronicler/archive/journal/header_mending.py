"""A journal whose first line is damaged gets it back, with every other line as it stands.

Decides that one bad block costs a line and not an evening: who the journal belongs to stands in its
name and in the event that began its session. The damaged file is kept beside under another name.
Leaves damaged lines further down to the reader, which skips and counts them.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chronicler import __version__, disk
from chronicler.archive.journal.folder import all_journals, is_finished, is_off_air
from chronicler.archive.journal.lines import (
    Header,
    SkippedLineError,
    decode_event,
    decode_header,
    encode_header,
    fields_of,
)
from chronicler.archive.placing import free_name, put_aside
from chronicler.domain.events import SessionStarted
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError

_BEGINS: Final = b'"type":"session_started"'
MENDED: Final = (
    "The first line of the journal {name} was damaged and is written anew; the lines below it are as they "
    "were, and the damaged file is kept as {aside}."
)
PUT_ASIDE: Final = (
    "The journal {name} is damaged from its beginning and cannot be taken up; it is kept as {aside}, and "
    "what is heard now goes into a new one."
)


def mend_headers(folder: Path, origin: Origin) -> Iterator[str]:
    """Give journals that lost their header a new one, and yield what was done, in sentences. Blocking.

    What happens between streams belongs to ``origin``. One of a stream that is not over and tells
    nowhere whose it is is put aside; one that is over is left alone, as is one of a newer program.

    Raises:
        ArchiveError: the folder cannot be read or written.
    """
    for path in all_journals(folder):
        try:
            if not _has_lost_its_header(path):
                continue
            if header := _told_below(path, origin):
                yield MENDED.format(name=path.name, aside=_with_header(path, header).name)
            elif not is_finished(path):
                yield PUT_ASIDE.format(name=path.name, aside=put_aside(path).name)
        except OSError as error:
            raise ArchiveError(
                f"The journal {path} could not be mended ({error.strerror or error}). Free space on that "
                "disk or make the folder writable."
            ) from error


def _has_lost_its_header(path: Path) -> bool:
    """Whether a line ends in it, but the first one is no header of any program's."""
    with path.open("rb") as file:
        first = file.readline()
    if not first.endswith(b"\n"):
        return False  # a crash before the first line was whole
    if "journal" in fields_of(first):
        return False  # a header, maybe of a newer program
    try:
        decode_header(first)
    except ArchiveError:
        return True
    return False


def _told_below(path: Path, origin: Origin) -> Header | None:
    if is_off_air(path):
        return Header(__version__, "", origin, "")
    with path.open("rb") as lines:
        for line in lines:
            if _BEGINS in line:
                try:
                    _, begun = decode_event(line)
                except SkippedLineError:
                    continue
                if isinstance(begun, SessionStarted) and begun.session_id == path.stem:
                    return Header(__version__, begun.session_id, begun.origin, begun.channel)
    return None


def _is_event(line: bytes) -> bool:
    """Whether a line is whole: the header is missing, and this one follows it."""
    try:
        decode_event(line)
    except SkippedLineError:
        return False
    return True


def _with_header(path: Path, header: Header) -> Path:
    """Write the journal anew, keep the damaged one under another name, and return that."""
    fresh, kept = path.with_name(f".{path.name}.mending"), path.with_name(f".{path.name}.aside")
    shutil.copyfile(path, kept)
    with path.open("rb") as old, fresh.open("wb") as new:
        new.write(encode_header(header))
        first = old.readline()
        new.write(first if _is_event(first) else b"")
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())
    disk.replace(fresh, path)
    disk.sync_folder(path.parent)
    return kept.rename(free_name(path))
