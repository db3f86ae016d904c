"""Laying our notes into a vault, new or lived in.

Decides what is copied and that nothing is ever overwritten, and makes the copies name our
folder as the streamer calls it; leaves the words to ``vault_template``. ``.obsidian`` is
never looked into.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote

from chronicler.domain.note import KIND_PROPERTY, NoteKind
from chronicler.errors import UserError, VaultError
from chronicler.vault import atomic
from chronicler.vault.folder import check_name, locate, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.packaged import packaged
from chronicler.vault.store import VaultStore

SETTINGS: Final = "Settings.md"
FOLDER: Final = "Chronicler"
"""Our folder's name in the template's texts."""
_TAG: Final = "init"
_TEXTS: Final = frozenset({".md", ".base", ".canvas"})
_NAMED_IN_PATH: Final = re.compile(rf"(?<![\w/%.-]){FOLDER}(?=/)")
_NAMED_IN_LINK: Final = re.compile(rf"(?<=file=){FOLDER}(?=%2F|/|&|$)", re.MULTILINE)
_NAMED_ALONE: Final = re.compile(rf"""(?<=["']){FOLDER}(?=["'])""")


@dataclass(frozen=True, slots=True)
class Laid:
    """What was laid, vault-relative."""

    created: tuple[str, ...]
    kept: tuple[str, ...]
    """What stood there already and was left as it is."""


def lay(
    vault: Path, folder: str, *, dry_run: bool, source: Path | None = None, data: Path | None = None
) -> Laid:
    """Copy the template into ``VAULT/FOLDER``, adding only what is missing.

    Args:
        vault: the vault's folder; made where it does not exist.
        folder: our folder's name inside it, such as ``Chronicler``.
        dry_run: only say what would be made.
        source: another template than the packaged one.
        data: the vault's data folder. With it the copies are recorded as our writes, which
            lets notes that are regenerated later, such as Tonight, be told from the streamer's.

    Raises:
        UserError: the name cannot be used, or the vault already has our notes elsewhere.
        VaultError: something could not be written.
    """
    _check(vault, folder)
    created, kept = [], []
    for path, content in _copies(source or packaged("vault_template"), folder):
        if vault.exists() and locate(vault, path).exists():
            kept.append(str(path))
            continue
        created.append(str(path))
        if not dry_run:
            _make(vault, path, content, data)
    return Laid(tuple(created), tuple(kept))


def _copies(template: Path, folder: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    for file in sorted(p for p in template.rglob("*") if p.is_file()):
        inside = file.relative_to(template)
        if not any(part.startswith(".") for part in inside.parts):
            content = read_bytes(file) or b""
            yield PurePosixPath(folder, inside.as_posix()), _named(content, file.suffix, folder)


def _named(content: bytes, suffix: str, folder: str) -> bytes:
    """Return a template's text with our folder's name in its links, paths and filters."""
    if folder == FOLDER or suffix not in _TEXTS:
        return content
    text = content.decode("utf-8")
    text = _NAMED_IN_LINK.sub(lambda _: quote(folder), text)
    text = _NAMED_IN_PATH.sub(lambda _: folder, text)
    return _NAMED_ALONE.sub(lambda _: folder, text).encode("utf-8")


def _make(vault: Path, path: PurePosixPath, content: bytes, data: Path | None) -> None:
    try:
        vault.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VaultError(f"{vault} could not be made ({error.strerror}); check the path") from error
    if data is not None:
        VaultStore(vault, data / "writes", _TAG).make(path, content)
    else:
        atomic.replace(locate(vault, path), None, content)


def _check(vault: Path, folder: str) -> None:
    if vault.exists() and not vault.is_dir():
        raise UserError(f"{vault} is a file; a vault is a folder")
    if len(PurePosixPath(folder).parts) != 1 or "'" in folder:
        raise UserError(
            f"{folder!r} cannot be our folder's name; give one name without slashes or apostrophes"
        )
    try:
        check_name(folder)
    except VaultError as error:
        raise UserError(str(error)) from error
    other = folder_in(vault) if vault.is_dir() else None
    if other is not None and other != folder:
        raise UserError(
            f"this vault already has the Chronicler's notes in {other!r}; "
            f"use --folder {other!r}, or rename that folder in Obsidian first"
        )


# Recognising our folder --------------------------------------------------------------------


def folder_in(vault: Path) -> str | None:
    """Return the name of our folder in a vault: the one that holds our Settings note."""
    return next(iter(folders_in(vault)), None)


def _is_packaged(folder: Path) -> bool:
    """Whether this is the template itself, as in a checkout of the program: no vault of anybody's."""
    try:
        return folder.resolve() == packaged("vault_template")
    except (OSError, VaultError):
        return False


def folders_in(vault: Path) -> tuple[str, ...]:
    """Return every folder of a vault that holds a note with ``chronicler: settings``.

    The note is found by its usual name; in a vault that Obsidian has opened also by any other.
    """
    try:
        folders = sorted(p for p in vault.iterdir() if not p.name.startswith(".") and p.is_dir())
    except OSError:
        return ()
    found = tuple(folder.name for folder in folders if _holds(folder, [folder / SETTINGS]))
    if found or not (vault / ".obsidian").is_dir():
        return found
    return tuple(folder.name for folder in folders if _holds(folder, sorted(folder.glob("*.md"))))


def _holds(folder: Path, notes: Iterable[Path]) -> bool:
    return any(map(_is_settings, notes)) and not _is_packaged(folder)


def _is_settings(file: Path) -> bool:
    try:
        raw = read_bytes(file)
    except VaultError:
        return False
    if raw is None or KIND_PROPERTY.encode() not in raw:
        return False
    return _are_settings(raw)


@lru_cache(maxsize=8)  # a command asks a dozen times which vault is meant, and YAML is slow
def _are_settings(raw: bytes) -> bool:
    return read_note(raw, SETTINGS).properties.get(KIND_PROPERTY) == NoteKind.SETTINGS
