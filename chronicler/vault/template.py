"""Laying our notes into a vault, new or lived in.

Decides what is copied and that nothing is ever overwritten; leaves the words to
``vault_template`` and the folder's name to the streamer. ``.obsidian`` is never looked at.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.domain.note import KIND_PROPERTY, NoteKind
from chronicler.errors import UserError, VaultError
from chronicler.vault import atomic
from chronicler.vault.folder import check_name, locate, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.packaged import packaged

SETTINGS: Final = "Settings.md"


@dataclass(frozen=True, slots=True)
class Laid:
    """What was laid, vault-relative."""

    created: tuple[str, ...]
    kept: tuple[str, ...]
    """What stood there already and was left as it is."""


def lay(vault: Path, folder: str, *, dry_run: bool, source: Path | None = None) -> Laid:
    """Copy the template into ``VAULT/FOLDER``, adding only what is missing.

    Args:
        vault: the vault's folder; made where it does not exist.
        folder: our folder's name inside it, such as ``Chronicler``.
        dry_run: only say what would be made.
        source: another template than the packaged one.

    Raises:
        UserError: the name cannot be used, or the vault already has our notes elsewhere.
        VaultError: something could not be written.
    """
    _check(vault, folder)
    template = source or packaged("vault_template")
    created, kept = [], []
    for file in sorted(p for p in template.rglob("*") if p.is_file() and not p.name.startswith(".")):
        path = PurePosixPath(folder, file.relative_to(template).as_posix())
        target = locate(vault, path) if vault.exists() else vault / path
        if target.exists():
            kept.append(str(path))
            continue
        created.append(str(path))
        if not dry_run:
            _copy(file, target)
    return Laid(tuple(created), tuple(kept))


def _check(vault: Path, folder: str) -> None:
    if vault.exists() and not vault.is_dir():
        raise UserError(f"{vault} is a file; a vault is a folder")
    if len(PurePosixPath(folder).parts) != 1:
        raise UserError(f"{folder!r} cannot be our folder's name; give one name without slashes")
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


def folder_in(vault: Path) -> str | None:
    """Return the name of our folder in a vault: the one whose Settings note is ours."""
    try:
        candidates = sorted(p for p in vault.iterdir() if p.is_dir() and not p.name.startswith("."))
    except OSError:
        return None
    for folder in candidates:
        raw = read_bytes(folder / SETTINGS)
        if raw is None:
            continue
        if read_note(raw, f"{folder.name}/{SETTINGS}").properties.get(KIND_PROPERTY) == NoteKind.SETTINGS:
            return folder.name
    return None


def _copy(file: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.store(target, file.read_bytes())
    except OSError as error:
        raise VaultError(f"{target} could not be made ({error.strerror}); check the vault") from error
