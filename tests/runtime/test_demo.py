"""The demo uses only a folder it made itself, and never writes over what a hand has changed."""

from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.runtime.rehearsing.demo import DemoFolder, set_up
from chronicler.sample import sample_files
from tests.scenarios.evening import tree


def test_it_lays_a_vault_with_its_data_beside_it(tmp_path: Path) -> None:
    plan = set_up(tmp_path / "demo")
    demo = DemoFolder((tmp_path / "demo").resolve())
    assert demo.vault.root.parent == demo.root
    assert demo.vault == plan.house.vault
    assert sample_files().dashboard.read_text(encoding="utf-8") == demo.dashboard.read_text(encoding="utf-8")
    assert plan.house.setting_values()["timezone"] == "UTC"
    for note in sample_files().context:
        assert note.read_bytes() == (demo.vault.root / "Notes" / note.name).read_bytes()


def test_setting_it_up_again_changes_no_byte(tmp_path: Path) -> None:
    set_up(tmp_path)
    before = tree(tmp_path)
    set_up(tmp_path)
    assert before == tree(tmp_path)


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    assert set_up(tmp_path).note is not None


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("chapter one", encoding="utf-8")
    with pytest.raises(UserError, match="no demo made it; nothing was touched"):
        set_up(tmp_path)
    assert tree(tmp_path) == {"thesis.md": b"chapter one"}


def test_a_dashboard_changed_by_hand_is_not_written_over(tmp_path: Path) -> None:
    demo = DemoFolder(tmp_path.resolve())
    set_up(tmp_path)
    text = demo.dashboard.read_text(encoding="utf-8") + "my own thought\n"
    demo.dashboard.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="was changed since the demo wrote it"):
        set_up(tmp_path)
    assert text == demo.dashboard.read_text(encoding="utf-8")


def test_a_dashboard_left_by_the_script_begins_again(tmp_path: Path) -> None:
    plan = set_up(tmp_path)
    demo = DemoFolder(tmp_path.resolve())
    *_, last = sorted(plan.dashboard.all_texts(plan.transcript.edits()))
    demo.dashboard.write_text(last, encoding="utf-8")
    set_up(tmp_path)
    assert sample_files().dashboard.read_text(encoding="utf-8") == demo.dashboard.read_text(encoding="utf-8")


def test_a_context_note_the_reader_changed_stays(tmp_path: Path) -> None:
    set_up(tmp_path)
    note = tmp_path / "The Withered Sanctum/Notes" / sample_files().context[0].name
    note.write_text("rewritten", encoding="utf-8")
    set_up(tmp_path)
    assert note.read_text(encoding="utf-8") == "rewritten"
