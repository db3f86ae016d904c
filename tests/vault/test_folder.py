"""What counts as inside the vault, and as a note."""

from pathlib import Path, PurePosixPath

import pytest

from chronicler.errors import VaultError
from chronicler.notes.paths import file_name
from chronicler.vault.folder import check_name, is_note, locate, notes_in, root_of


@pytest.mark.parametrize(
    "path", ["Home.md", "Chronicler/Ledgers/2026-03-06 1930 Ledger.md", "הערה.md", "a/b.MD"]
)
def test_notes_are_markdown_files_of_any_name(path: str) -> None:
    assert is_note(PurePosixPath(path))


@pytest.mark.parametrize(
    "path",
    [
        "picture.png",
        "Ledgers.base",
        ".obsidian/plugins/x/readme.md",
        ".trash/old.md",
        "Notes/.hidden.md",
        "Notes/.syncthing.note.md.tmp",
        "Notes/note.sync-conflict-20260306-193000-ABCDEF7.md",
        "Notes/note (Conflicted copy laptop 202603061930).md",
        "Notes/note (Mara's conflicted copy 2026-03-06).md",
        "Notes/~note.md",
        "Notes/~$note.md",
        "Notes/note.md~",
        "Notes/note.md.tmp",
        "Notes/.note.md.icloud",
        "Notes/.note.md.swp",
        "Notes/.chronicler-0123abcd.tmp",
    ],
)
def test_hidden_files_sync_leftovers_and_conflict_copies_are_none(path: str) -> None:
    assert not is_note(PurePosixPath(path))


def test_notes_are_found_sorted_without_hidden_folders_or_links_out(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    for name in ("b/two.md", "a/one.md", ".obsidian/x.md", "a/.trash/y.md", "three.md", "a/picture.png"):
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).touch()
    (tmp_path / "outside.md").touch()
    (vault / "out.md").symlink_to(tmp_path / "outside.md")
    (vault / "in.md").symlink_to(vault / "three.md")
    (vault / "round").symlink_to(vault)
    (vault / "broken.md").symlink_to(vault / "nowhere.md")
    assert [str(path) for path, _ in notes_in(vault)] == ["a/one.md", "b/two.md", "in.md", "three.md"]
    assert [str(path) for path, _ in notes_in(vault, "a")] == ["a/one.md"]
    assert list(notes_in(vault, "absent")) == []


@pytest.mark.parametrize(
    "path", ["", "/x.md", "../x.md", "a/../../x.md", ".obsidian/x.md", "a\\b.md", "a\0.md"]
)
def test_a_path_that_is_not_plainly_inside_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(VaultError):
        locate(tmp_path, path)


def test_a_vault_that_is_gone_or_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="not there"):
        root_of(tmp_path / "gone")
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="no folder"):
        root_of(tmp_path / "file")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(VaultError, match="not there"):
        root_of(tmp_path / "loop")


@pytest.mark.parametrize(
    "title", ["What? A *bell*: or | not #1", "..", "con", "é" * 300, "a. ", "Cafe\u0301", "~x"]
)
def test_every_name_that_notes_makes_of_a_title_is_allowed(title: str) -> None:
    check_name(f"Chronicler/Themes/{file_name(title)}.md")
