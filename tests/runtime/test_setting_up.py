"""Laying a vault: what init makes, and what it makes of a vault that was begun anew."""

import shutil
from pathlib import Path

from chronicler.runtime.setting_up import init_vault


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    done = init_vault(tmp_path / "vault", "Chronicler", tmp_path / "home", dry_run=True)
    assert done.created
    assert list(tmp_path.iterdir()) == []


def test_running_it_again_makes_nothing_new(tmp_path: Path) -> None:
    first = init_vault(tmp_path / "vault", "Chronicler", tmp_path / "home", dry_run=False)
    second = init_vault(tmp_path / "vault", "Chronicler", tmp_path / "home", dry_run=False)
    assert ((), first.created) == (second.created, second.kept)


def test_a_vault_begun_anew_in_an_old_place_gets_its_notes_again(tmp_path: Path) -> None:
    """Deleting the whole vault is no wish that a note be missing from the next one."""
    first = init_vault(tmp_path / "vault", "Chronicler", tmp_path / "home", dry_run=False)
    shutil.rmtree(tmp_path / "vault")
    second = init_vault(tmp_path / "vault", "Chronicler", tmp_path / "home", dry_run=False)
    assert first.created == second.created
    assert all((tmp_path / "vault" / path).exists() for path in second.created)
