"""The demo uses only a folder it made itself, and never writes over what a hand has changed."""

import asyncio
from pathlib import Path

import pytest

from chronicler.archive.health import look_after
from chronicler.errors import UserError
from chronicler.runtime.rehearsing.demo import DemoFolder, set_up
from chronicler.runtime.rehearsing.rehearsal import rehearse
from chronicler.sample import sample_files
from chronicler.vault.frontmatter import read_note
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


def test_afterwards_the_archive_holds_all_that_was_kept_and_no_two_scores_of_a_moment_differ(
    tmp_path: Path,
) -> None:
    """What is found in the streamer's own notes enters the journal while the archive is loading."""
    plan = set_up(tmp_path / "demo")
    result = asyncio.run(rehearse(plan))
    assert result.record.own_notes is not None
    assert look_after(plan.house.data).not_loaded == []
    for path in filter(None, result.clip_notes.values()):
        note = read_note((plan.house.vault.root / path).read_bytes(), path)
        assert f"Its score of {note.properties['score']:.1f} is made of" in note.body
