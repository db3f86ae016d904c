"""Which journal file is whose.

Decides the names in a journal folder and which session is not over yet; leaves whether to
go on with it (ten minutes, the same Twitch stream) to ``runtime``.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from chronicler.domain.read_json import read_json

SUFFIX: Final = ".ndjson"
_OFF_AIR: Final = "off-air-"
_TAIL_BYTES: Final = 64 * 1024
_ENDED: Final = b'"kind":"input","type":"session_ended","at":'
"""Cannot stand inside a text: there its quotes would be escaped."""
_ENDED_AT: Final = re.compile(_ENDED + rb'"(\d{4}-[0-9T:.\-]+Z)"')


def journal_path(folder: Path, session_id: str) -> Path:
    """Return where the journal of a session stands."""
    return folder / f"{session_id}{SUFFIX}"


def off_air_path(folder: Path, at: datetime) -> Path:
    """Return where that month's events between streams stand (UTC month)."""
    return folder / f"{_OFF_AIR}{at.astimezone(UTC):%Y-%m}{SUFFIX}"


def all_journals(folder: Path) -> list[Path]:
    """Return every journal in the folder by name; none where there is no folder."""
    return sorted(p for p in folder.glob(f"*{SUFFIX}") if not p.name.startswith(".") and p.is_file())


def is_off_air(path: Path) -> bool:
    """Return whether a journal holds what happened between streams."""
    return path.name.startswith(_OFF_AIR)


def session_journals(folder: Path) -> list[Path]:
    """Return the journals of sessions, oldest first."""
    return [p for p in all_journals(folder) if not is_off_air(p)]


def unfinished_session(folder: Path) -> Path | None:
    """Return the newest session journal in which a session began and has not ended, if any."""
    journals = reversed(session_journals(folder))
    return next((p for p in journals if has_begun(p) and not is_finished(p)), None)


def has_begun(path: Path) -> bool:
    """Return whether a journal holds an event; a crash may have come before the first one."""
    with path.open("rb") as file:
        return bool(file.readline() and file.readline().endswith(b"\n"))


def is_damaged(path: Path) -> bool:
    """Return whether a journal has lost its header, as a power cut may empty a file or fill it with zeros."""
    try:
        with path.open("rb") as file:
            return not isinstance(read_json(file.readline(_TAIL_BYTES)), dict)
    except (ValueError, RecursionError):
        return True
    except OSError:
        return False


def is_finished(path: Path) -> bool:
    """Return whether a journal says that its session ended."""
    return bool(_ending(path))


def ended_at(path: Path) -> datetime | None:
    """Return when a journal's session ended, ``None`` where it has not, or nobody can read when."""
    found = _ENDED_AT.match(_ending(path))
    return datetime.fromisoformat(found[1].decode()) if found else None


def _ending(path: Path) -> bytes:
    """Return the journal from where it says that its session ended, nothing where it does not."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
        if (begins := tail.find(_ENDED)) >= 0:
            return tail[begins:]
        file.seek(0)
        return next((line[line.index(_ENDED) :] for line in file if _ENDED in line), b"")
