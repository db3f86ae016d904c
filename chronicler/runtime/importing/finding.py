"""Which files below the named paths may be recorded chats.

Decides what is passed over unread: what lies beside logs and belongs to them, hidden files,
media, and captions of which nothing tells the stream. Leaves recognising a log to
``transcripts`` and what to do with each to ``runtime.importing.importing``.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler.errors import UserError
from chronicler.transcripts.beside import captions_of_no_log, date_in

COMPANIONS: Final = frozenset({"vod.json"})
"""Names of files that tell about a log beside them."""
CAPTIONS: Final = frozenset({".srt", ".vtt"})
MEDIA: Final = frozenset(
    {
        ".avi", ".flac", ".flv", ".gif", ".jpeg", ".jpg", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4",
        ".ogg", ".opus", ".png", ".svg", ".ts", ".wav", ".webm", ".webp",
    }
)  # fmt: skip
"""Endings of files that are never opened: a recorded video may be many gigabytes long."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands below the named paths."""

    logs: tuple[Path, ...]
    """Files to be looked at, each once, by path."""
    media: int = 0
    """Videos, sounds and pictures, which were not opened."""
    unreadable: tuple[tuple[Path, str], ...] = ()
    """Folders that could not be entered, and what is there but cannot be read as a file, with the reason."""
    captions: tuple[Path, ...] = ()
    """Captions of none of the logs beside them that nothing dates: nobody can say whose they are."""


def find_logs(named: Sequence[Path]) -> Found:
    """Return the files that may be logs: those named, and all below the folders named.

    Raises:
        UserError: a named path is not there.
    """
    logs: dict[Path, Path] = {}
    media = 0
    unreadable: list[tuple[Path, str]] = []
    left: list[Path] = []
    for path in named:
        if not path.exists():
            raise UserError(f"{path} is not there; give a recorded chat, or a folder of them")
        for file in _below(path, unreadable, left) if path.is_dir() else (path,):
            if path.is_dir() and file.suffix.lower() in MEDIA:
                media += 1
            elif reason := _no_file(file):
                unreadable.append((file, reason))
            else:
                logs.setdefault(file.resolve(), file)
    return Found(tuple(sorted(logs.values())), media, tuple(unreadable), tuple(left))


def _below(folder: Path, unreadable: list[tuple[Path, str]], left: list[Path]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        unreadable.append((Path(error.filename), error.strerror or str(error)))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        shown = {name for name in files if not name.startswith(".") and _plain(name) not in COMPANIONS}
        captions = {name for name in shown if Path(_plain(name)).suffix in CAPTIONS}
        logs = {name for name in shown - captions if Path(name).suffix.lower() not in MEDIA}
        alone = captions_of_no_log(captions, logs)
        vague = {name for name in alone if logs and not date_in(name)}
        left.extend(Path(place, name) for name in sorted(vague))
        for name in sorted({*shown - captions, *alone} - vague):
            yield Path(place, name)


def _no_file(path: Path) -> str:
    """Return why a path leads to no file; empty where it does."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "it is a link to something that is not there"
    except OSError as error:
        return error.strerror or str(error)
    return "" if stat.S_ISREG(mode) else "it is a pipe, socket or device rather than a file"


def _plain(name: str) -> str:
    return name.lower().removesuffix(".gz")
