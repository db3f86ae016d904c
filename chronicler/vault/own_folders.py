"""Which notes of a vault are the streamer's own and may be read.

Decides what the setting ``own_notes`` means, and leaves out besides: our own folder, and what
Obsidian itself is told to leave out (its excluded files, the folders of templates and daily
notes). Leaves what a note says about itself to ``passages``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from chronicler.domain.read_json import read_json
from chronicler.vault.folder import notes_in
from chronicler.vault.location import Vault

ALL: Final = "all"
NONE: Final = "none"
NOT: Final = "not "
"""Before the name of a folder that is left out."""
_OBSIDIAN: Final = ".obsidian"


@dataclass(frozen=True, slots=True)
class OwnFolders:
    """The folders that may be read, and those that may not."""

    read: tuple[str, ...]
    """Case-folded; an empty one is the whole vault."""
    left_out: tuple[str, ...] = ()
    """A name without a slash is left out wherever it stands."""
    patterns: tuple[re.Pattern[str], ...] = ()
    """What Obsidian leaves out by a regular expression."""

    def may_read(self, path: PurePosixPath) -> bool:
        """Return whether a note may be read, by its path in the vault."""
        folder = f"{path.parent}/".casefold().removeprefix("./")
        if not any(folder.startswith(each) for each in self.read):
            return False
        if any(
            folder.startswith(each) or ("/" not in each[:-1] and f"/{each}" in f"/{folder}")
            for each in self.left_out
        ):
            return False
        return not any(pattern.search(str(path)) for pattern in self.patterns)


def own_folders(vault: Vault, chosen: Sequence[str]) -> OwnFolders | None:
    """Return what ``own_notes`` lets be read in a vault, ``None`` where that is nothing."""
    wanted = [item.strip() for item in chosen if item.strip()]
    kept = [item for item in wanted if not item.casefold().startswith(NOT)]
    if not kept or any(item.casefold() == NONE for item in kept):
        return None
    out = [item[len(NOT) :] for item in wanted if item.casefold().startswith(NOT)]
    told, patterns = _told_to_obsidian(vault.root)
    return OwnFolders(
        tuple("" if item.casefold() == ALL else _folder(item) for item in kept),
        tuple(_folder(item) for item in (vault.folder, *out, *told) if item.strip("/ ")),
        patterns,
    )


def own_notes_in(vault: Vault, folders: OwnFolders) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield path and file of each note that may be read, sorted."""
    return (each for each in notes_in(vault.root) if folders.may_read(each[0]))


def _folder(name: str) -> str:
    return name.strip().strip("/").casefold() + "/"


def _told_to_obsidian(root: Path) -> tuple[list[str], tuple[re.Pattern[str], ...]]:
    """Return the folders Obsidian keeps for templates and days, and what it is told to leave out."""
    folders = [_setting(root, "templates.json", "folder"), _setting(root, "daily-notes.json", "folder")]
    ignored = _read(root, "app.json").get("userIgnoreFilters")
    patterns = []
    for item in ignored if isinstance(ignored, list) else ():
        text = str(item)
        if len(text) > 1 and text.startswith("/") and text.endswith("/"):
            patterns += _compiled(text[1:-1])
        elif text.endswith("/"):
            folders.append(text)
        elif text:
            patterns.append(re.compile(re.escape(text), re.IGNORECASE))
    return [folder for folder in folders if folder], tuple(patterns)


def _compiled(pattern: str) -> list[re.Pattern[str]]:
    try:
        return [re.compile(pattern)]
    except re.error:
        return []


def _setting(root: Path, file: str, key: str) -> str:
    value = _read(root, file).get(key)
    return value if isinstance(value, str) else ""


def _read(root: Path, file: str) -> dict[str, Any]:
    try:
        told = read_json((root / _OBSIDIAN / file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
