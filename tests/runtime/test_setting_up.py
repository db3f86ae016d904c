"""Laying a vault: what init makes, and what it makes of a vault that was begun anew."""

import shutil
from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import TonightView
from chronicler.runtime.house import House
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault


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


@pytest.mark.parametrize("origin", [Origin.LIVE, Origin.REHEARSAL])
@pytest.mark.parametrize("folder", ["Chronicler", "Bot"])
def test_a_settings_note_made_anew_leaves_our_notes_ours(tmp_path: Path, origin: Origin, folder: str) -> None:
    """The program's own advice for an emptied Settings note is to move it away and init again."""
    vault, home = tmp_path / "vault", tmp_path / "home"
    init_vault(vault, folder, home, dry_run=False)
    house = House(find_vault(vault, {}, tmp_path, home), origin)
    house.notes("tonight").put(render(TonightView(folder, origin=origin, warnings=("Lamps",))))
    (vault / folder / "Settings.md").write_bytes(b"")
    with pytest.raises(UserError, match=f"chronicler init {vault}" + ("$" if folder != "Bot" else " .*Bot")):
        find_vault(vault, {}, tmp_path, home)
    (vault / folder / "Settings.md").unlink()
    done = init_vault(vault, folder, home, dry_run=False)
    assert done.created == (f"{folder}/Settings.md",)
    house = House(find_vault(vault, {}, tmp_path, home), origin)
    written = house.notes("tonight").put(render(TonightView(folder, origin=origin, warnings=("Bells",))))
    assert (written.outcome, written.reason) == ("updated", "")


def test_a_note_deleted_before_settings_were_made_anew_stays_deleted(tmp_path: Path) -> None:
    vault, home = tmp_path / "vault", tmp_path / "home"
    init_vault(vault, "Chronicler", home, dry_run=False)
    house = House(find_vault(vault, {}, tmp_path, home), Origin.REHEARSAL)
    made = house.notes("tonight").put(render(TonightView(origin=Origin.REHEARSAL)))
    (vault / made.path).unlink()
    (vault / "Chronicler/Settings.md").unlink()
    init_vault(vault, "Chronicler", home, dry_run=False)
    again = house.notes("tonight").put(render(TonightView(origin=Origin.REHEARSAL)))
    assert again.outcome == "deleted_by_user"
