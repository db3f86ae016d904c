"""A vault is laid once, added to for ever, and nothing in it is touched."""

import pytest

from tests.cli.terminal import Terminal
from tests.scenarios.evening import tree


def test_a_new_vault_is_made_and_the_next_step_named(terminal: Terminal) -> None:
    said = terminal.ok("init", "vault").out
    assert "Made Chronicler/Home.md" in said
    assert "Next: chronicler dashboard new" in said
    assert (terminal.folder / "vault/Chronicler/Settings.md").is_file()
    assert terminal.house_data(terminal.folder / "vault").is_relative_to(terminal.home)


def test_a_second_time_adds_only_what_is_missing(terminal: Terminal) -> None:
    vault = terminal.vault()
    (vault / "Chronicler/Voice.md").unlink()
    before = tree(vault)
    said = terminal.ok("init", vault).out
    assert "Made Chronicler/Voice.md" in said
    assert "1 new" in said
    assert before == {name: content for name, content in tree(vault).items() if name in before}
    assert "0 new" in terminal.ok("init", vault).out


def test_a_vault_that_is_lived_in_keeps_every_byte(terminal: Terminal) -> None:
    mine = {
        ".obsidian/app.json": b'{"theme": "moonstone"}',
        ".obsidian/workspace.json": b"{}",
        "Diary/today.md": b"---\r\nunquoted: {{date}}\r\n---\r\n",
        "Chronicler/Home.md": b"I had a note of this name already.\n",
    }
    for name, content in mine.items():
        path = terminal.folder / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    terminal.ok("init", "vault")
    after = tree(terminal.folder / "vault")
    assert mine == {name: after[name] for name in mine}
    assert [n for n in after if n.startswith(".")] == [".obsidian/app.json", ".obsidian/workspace.json"]


def test_a_dry_run_writes_nothing_anywhere(terminal: Terminal) -> None:
    (terminal.folder / "vault").mkdir()
    said = terminal.ok("init", "vault", "--dry-run").out
    assert "Would make Chronicler/Home.md" in said
    assert tree(terminal.folder) == {}
    assert not terminal.home.exists()
    terminal.ok("init", "unborn", "--dry-run")
    assert not (terminal.folder / "unborn").exists()


def test_the_folder_may_have_another_name(terminal: Terminal) -> None:
    terminal.ok("init", "vault", "--folder", "Hearth")
    names = set(tree(terminal.folder / "vault"))
    assert all(name.startswith("Hearth/") for name in names)
    home = (terminal.folder / "vault/Hearth/Home.md").read_text(encoding="utf-8")
    assert "Chronicler/" not in home
    assert "Hearth" in terminal.refused("init", "vault")


@pytest.mark.parametrize("name", ["a/b", "..", "O'Neill", ""])
def test_a_name_no_folder_may_have_is_refused(terminal: Terminal, name: str) -> None:
    assert terminal.refused("init", "vault", "--folder", name)
    assert not (terminal.folder / "vault").exists()


def test_a_vault_that_moved_finds_its_data_again(terminal: Terminal) -> None:
    vault = terminal.vault()
    journal = terminal.house_data(vault) / "journal/kept.ndjson"
    journal.parent.mkdir()
    journal.write_text("kept", encoding="utf-8")
    vault.rename(terminal.folder / "moved")
    said = terminal.ok("init", "moved", "--adopt").out
    data = terminal.house_data(terminal.folder / "moved")
    assert str(data) in said
    assert (data / "journal/kept.ndjson").read_text(encoding="utf-8") == "kept"
    assert "nothing was changed" in terminal.refused("init", "moved", "--adopt")


def test_a_file_is_no_vault(terminal: Terminal) -> None:
    (terminal.folder / "vault").write_text("a file", encoding="utf-8")
    assert terminal.run("init", "vault").code == 2
