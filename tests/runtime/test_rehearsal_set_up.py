"""What a rehearsal lays into the vault takes nothing from the streamer."""

from pathlib import Path

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
