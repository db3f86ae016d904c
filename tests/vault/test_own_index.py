"""Of the streamer's notes only allowed folders are read, each note once until it changes."""

import json
import os
from pathlib import Path

from chronicler.vault.location import Vault
from chronicler.vault.own_index import FOLDER, OwnIndex, own_index

TEXT = "The kingdom is swallowed by a fog that has no colour at all."
CHOSEN = ("all", "not Private", "not Old/Drafts")


def put(root: Path, *paths: str, text: str = TEXT) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def looked(tmp_path: Path, chosen: tuple[str, ...] = CHOSEN) -> OwnIndex:
    return own_index(Vault(tmp_path / "v", "Chronicler", tmp_path / "d"), tmp_path / "d", chosen)


def paths(index: OwnIndex) -> list[str]:
    return [each.path for each in index.notes]


def test_excluded_folders_ours_and_those_obsidian_leaves_out_are_never_read(tmp_path: Path) -> None:
    put(
        tmp_path / "v",
        "Lore/Fog.md", "Lore/private/A.md", "Private/B.md", "Old/Drafts/C.md", "Old/D.md",
        "Chronicler/Ledgers/E.md", "Templates/F.md", "Days/G.md", "Archive/H.md", "x/I.secret.md",
    )  # fmt: skip
    put(tmp_path / "v", ".obsidian/templates.json", text='{"folder": "Templates"}')
    put(tmp_path / "v", ".obsidian/daily-notes.json", text='{"folder": "Days"}')
    put(tmp_path / "v", ".obsidian/app.json", text='{"userIgnoreFilters": ["Archive/", "/\\\\.secret/"]}')
    index = looked(tmp_path)
    assert paths(index) == ["Lore/Fog.md", "Old/D.md"]
    kept = (tmp_path / "d" / FOLDER / "notes.json").read_text()
    assert "Private" not in kept
    assert paths(looked(tmp_path, ("Lore", "not private"))) == ["Lore/Fog.md"]


def test_none_reads_nothing_and_throws_away_what_was_read(tmp_path: Path) -> None:
    put(tmp_path / "v", "Fog.md")
    assert looked(tmp_path).read == 1
    assert looked(tmp_path, ("none",)).notes == looked(tmp_path, ()).notes == ()
    assert not (tmp_path / "d" / FOLDER / "notes.json").exists()


def test_an_unchanged_note_is_not_read_again_a_changed_one_is_and_a_deleted_one_is_gone(
    tmp_path: Path,
) -> None:
    put(tmp_path / "v", "A.md", "B.md")
    assert looked(tmp_path).read == 2
    (tmp_path / "v" / "A.md").chmod(0)
    assert looked(tmp_path).read == 0
    (tmp_path / "v" / "A.md").chmod(0o600)
    put(tmp_path / "v", "B.md", text=f"{TEXT} And more of it.")
    index = looked(tmp_path)
    assert index.read == 1
    assert index.notes[1].note is not None
    assert "And more of it." in index.notes[1].note.passages[0].sentences
    (tmp_path / "v" / "A.md").unlink()
    assert paths(looked(tmp_path)) == ["B.md"]
    assert "A.md" not in json.loads((tmp_path / "d" / FOLDER / "notes.json").read_text())["notes"]


def test_a_passage_keeps_its_number_while_others_come_and_go(tmp_path: Path) -> None:
    put(tmp_path / "v", "A.md", text=f"# One\n{TEXT}\n# Two\n{TEXT}\n")
    (before,) = looked(tmp_path).notes
    put(
        tmp_path / "v",
        "A.md",
        text=f"# New\nSomething else stands before it all, in eight words.\n# One\n{TEXT}\n# Two\n{TEXT}\n",
    )
    os.utime(tmp_path / "v" / "A.md", ns=(1, 1))
    (after,) = looked(tmp_path).notes
    assert {number for number, _ in before.numbered()} < {number for number, _ in after.numbered()}


def test_a_name_that_two_notes_have_is_linked_by_its_path(tmp_path: Path) -> None:
    put(tmp_path / "v", "en/Home.md", "ja/home.md", "Fog.md")
    index = looked(tmp_path)
    assert [index.target(path) for path in paths(index)] == ["Fog", "en/Home", "ja/home"]


def test_a_damaged_file_of_ours_is_made_again(tmp_path: Path) -> None:
    put(tmp_path / "v", "Fog.md")
    looked(tmp_path)
    (tmp_path / "d" / FOLDER / "notes.json").write_text('{"version": 1, "notes": {"Fog.md": 3}}')
    assert paths(looked(tmp_path)) == ["Fog.md"]
