"""Laying a vault and finding its data again.

Decides the order of ``init``: notes first, then the data folder; and that records of writes
are given up only where none of the notes they tell of stands any more. Leaves copying to
``vault.template`` and recognising vaults to ``vault.location``.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from chronicler.runtime.house import REHEARSALS
from chronicler.vault import location
from chronicler.vault.template import folder_in, lay
from chronicler.vault.written import LAST, recorded_paths


@dataclass(frozen=True, slots=True)
class Done:
    """What ``init`` made, or would make."""

    created: tuple[str, ...]
    kept: tuple[str, ...]
    """What was there already and is left as it is."""
    data: Path


def init_vault(root: Path, folder: str, home: Path, *, dry_run: bool) -> Done:
    """Lay our notes into a vault and make its data folder.

    Raises:
        UserError: the folder's name cannot be used, or ``root`` is no folder.
        VaultError: the vault cannot be written.
    """
    data = location.data_folder(root, home)
    if not dry_run and folder_in(root) is None and not _has_former_notes(root, data):
        _forget_former_notes(data)
    laid = lay(root, folder, dry_run=dry_run, data=data)
    if not dry_run:
        location.remember(root, home)
    return Done(laid.created, laid.kept, data)


def _has_former_notes(root: Path, data: Path) -> bool:
    """Whether a note of ours still stands, so that only the Settings note was taken away.

    Without their records all notes would count as the streamer's and never be renewed.
    """
    recorded = (path for writes in _writes(data) for path in recorded_paths(writes))
    return any((root / path).exists() for path in recorded)


def _forget_former_notes(data: Path) -> None:
    """A vault begun anew in the place of an old one has no notes that somebody deleted."""
    for writes in _writes(data):
        shutil.rmtree(writes / LAST, ignore_errors=True)


def _writes(data: Path) -> tuple[Path, Path]:
    return data / "writes", data / REHEARSALS / "writes"


def adopt_vault(root: Path, home: Path) -> Path:
    """Attach the data of a vault that was moved, and return its folder.

    Raises:
        UserError: nothing known fits, or several do.
    """
    return location.adopt(root, home)
