"""What a rehearsal lays into the vault takes nothing from the streamer."""

from pathlib import Path

import pytest

from chronicler.errors import VaultError
from chronicler.runtime.rehearsing.set_up import bring_along
from tests.scenarios.evening import lay_vault


def test_a_copy_that_was_edited_is_kept_outside_the_vault_when_it_is_laid_anew(tmp_path: Path) -> None:
    vault, dashboard = lay_vault(tmp_path), tmp_path / "theirs.md"
    dashboard.write_text("as it came", encoding="utf-8")
    copy = bring_along(vault, dashboard, ())
    assert copy
    copy.write_text("words of mine", encoding="utf-8")
    assert bring_along(vault, dashboard, ()) == copy
    assert copy.read_text(encoding="utf-8") == "as it came"
    assert [kept.read_text() for kept in (vault.data / "rehearsals").rglob("writes/dashboards/*")] == [
        "words of mine"
    ]


def test_a_link_out_of_the_vault_is_no_place_for_what_a_rehearsal_brings(tmp_path: Path) -> None:
    vault, dashboard, outside = lay_vault(tmp_path), tmp_path / "theirs.md", tmp_path / "outside.md"
    dashboard.write_text("as it came", encoding="utf-8")
    link = vault.root / vault.folder / "Rehearsals/theirs.md"
    link.parent.mkdir()
    for is_there in (False, True):
        link.unlink(missing_ok=True)
        if is_there:
            outside.write_text("precious", encoding="utf-8")
        link.symlink_to(outside)
        with pytest.raises(VaultError, match="out of the vault"):
            bring_along(vault, dashboard, ())
        assert outside.exists() is is_there
    assert outside.read_text(encoding="utf-8") == "precious"
