"""Paths inside the vault: which may be touched, and where they really lead.

Decides what counts as inside, which files are never notes (dot folders, sync and editor
leftovers, conflict copies) and which names a note of ours may have. Leaves computing
names to ``notes.paths`` and bytes to ``atomic``.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.errors import VaultError

LONGEST_NAME: Final = 120
_LONGEST_BYTES: Final = 250
_FORBIDDEN: Final = re.compile(r'[#|^:%\[\]\\/*?"<>\x00-\x1f\x7f]')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LEFTOVER: Final = re.compile(
    r"\..*|~.*|.*~|.*\.tmp|.*\.icloud|.*\.swp|.*\.sync-conflict-.*|.*\((?:[^()]* )?conflicted copy.*\).*",
    re.IGNORECASE,
)
"""Names used by editors and by Syncthing, Dropbox, Obsidian Sync and iCloud for files of
their own."""
_CONFLICT_COPY: Final = re.compile(
    r".*\.sync-conflict-.*|.*\((?:[^()]* )?conflicted copy.*\).*", re.IGNORECASE
)


def root_of(vault: Path) -> Path:
    """Return the vault's real folder.

    Raises:
        VaultError: it is not there.
    """
    try:
        root = vault.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise VaultError(f"the vault {vault} is not there; is its drive or sync folder connected?") from error
    if not root.is_dir():
        raise VaultError(f"{vault} is no folder; a vault is one")
    return root


def locate(vault: Path, path: PurePosixPath | str) -> Path:
    """Return where a vault-relative path really leads, symbolic links followed.

    A name that is on disk in another Unicode form, as macOS writes it, is found.

    Raises:
        VaultError: the vault is gone, or the path leads out of it or into a dot folder.
    """
    root = root_of(vault)
    relative = PurePosixPath(path)
    if relative.is_absolute() or not relative.parts or "\\" in str(path) or "\0" in str(path):
        raise VaultError(f"{path} is no path inside the vault")
    if any(part.startswith(".") for part in relative.parts):
        raise VaultError(f"{path} leads out of the vault or into a hidden folder; it is left alone")
    return _real(root, root.joinpath(*_as_on_disk(root, relative.parts)), path)


def _real(root: Path, target: Path, path: PurePosixPath | str) -> Path:
    try:
        real = target.resolve()
    except (OSError, RuntimeError) as error:
        raise VaultError(f"{path} is a link that leads nowhere; remove it") from error
    if not real.is_relative_to(root):
        raise VaultError(f"{path} leads out of the vault, to {real}; it is left alone")
    if any(part.startswith(".") for part in real.relative_to(root).parts):
        raise VaultError(f"{path} leads into a hidden folder; it is left alone")
    return real


def _as_on_disk(root: Path, parts: tuple[str, ...]) -> Iterator[str]:
    folder = root
    for part in parts:
        name = part
        if not (folder / part).exists() and not part.isascii() and folder.is_dir():
            wanted = unicodedata.normalize("NFC", part)
            alike = (p.name for p in folder.iterdir() if unicodedata.normalize("NFC", p.name) == wanted)
            name = next(iter(sorted(alike)), part)
        yield name
        folder /= name


def check_name(path: PurePosixPath | str) -> None:
    """Refuse a path whose names do not work on every system that a vault is synced to.

    Raises:
        VaultError: naming the part and what is wrong with it.
    """
    for part in PurePosixPath(path).parts:
        wrong = _wrong_with(part)
        if wrong:
            raise VaultError(f"a note cannot be called {part!r}: {wrong}")


def _wrong_with(name: str) -> str:
    if found := _FORBIDDEN.search(name):
        return f"{found[0]!r} is not allowed in names"
    if name.startswith(".") or name != name.rstrip(". ") or name != name.lstrip():
        return "it must not begin with a dot or blank, nor end with one"
    if len(name) > LONGEST_NAME + len(".md") or len(name.encode("utf-8", "replace")) > _LONGEST_BYTES:
        return f"it is longer than {LONGEST_NAME} characters"
    if _RESERVED.fullmatch(name):
        return "Windows keeps that name for itself"
    if not unicodedata.is_normalized("NFC", name):
        return "its accents must be in composed form (NFC)"
    return ""


def is_conflict_copy(name: str) -> bool:
    """Return whether a file's name is one that a sync program gives to a second version."""
    return _CONFLICT_COPY.fullmatch(name) is not None and not name.startswith(".")


def is_note(relative: PurePosixPath) -> bool:
    """Return whether a vault-relative path is a note that may be read: no leftover, not hidden."""
    if relative.suffix.lower() != ".md" or _LEFTOVER.fullmatch(relative.name):
        return False
    return not any(part.startswith(".") for part in relative.parts)


def notes_in(root: Path, folder: str = "") -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield the notes under a folder of the vault, sorted: vault-relative path and file.

    Hidden folders are not entered, nor links to folders or out of the vault. A folder that
    is not there has no notes.
    """
    start = root / folder if folder else root
    try:
        entries = sorted(start.iterdir(), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        relative = PurePosixPath(entry.relative_to(root).as_posix())
        if entry.is_dir():
            if not entry.name.startswith(".") and not entry.is_symlink():
                yield from notes_in(root, str(relative))
        elif is_note(relative) and _stays_inside(root, entry):
            yield relative, entry


def _stays_inside(root: Path, entry: Path) -> bool:
    try:
        return not entry.is_symlink() or entry.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def read_bytes(file: Path) -> bytes | None:
    """Return a file's bytes, ``None`` where there is none.

    Raises:
        VaultError: it is there but cannot be read.
    """
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise VaultError(f"{file} could not be read ({error.strerror}); check its permissions") from error
