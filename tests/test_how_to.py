"""The how-to notes keep their word: each one's commands run, and each of its links leads somewhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from tests.pages import ROOT, commands, environment, every_command_works, run
from tests.test_readme import README

FOLDER: Final = ROOT / "vault_template" / "How to"
CONTENTS: Final = FOLDER / "About these notes.md"
NOTES: Final = sorted(note for note in FOLDER.glob("*.md") if note != CONTENTS)
BEFORE: Final = (
    "chronicler init vault",
    "chronicler archive import sample --notes",
    "chronicler rehearse sample",
)
"""What a reader of these notes has done already."""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A folder with a vault of one evening in it, and a copy of it for the next note."""
    folder = tmp_path_factory.mktemp("there")
    for line in BEFORE:
        ran = run(line, folder, environment(folder / "home"))
        assert ran.returncode == 0, ran.stderr
    kept = folder.with_name(f"{folder.name} kept")
    shutil.copytree(folder, kept)
    yield folder, kept
    shutil.rmtree(folder)
    shutil.rmtree(kept)


@pytest.mark.timeout(600)  # each command is a process of its own
@pytest.mark.parametrize("note", [note for note in NOTES if commands(note)], ids=lambda note: note.stem)
def test_every_command_does_what_the_note_says(note: Path, lived_in: tuple[Path, Path]) -> None:
    folder, kept = lived_in
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)  # where it stood: a vault's data is known by the vault's path
    if left_out := every_command_works(note, folder):
        pytest.skip(left_out)


def test_the_list_of_contents_and_readme_name_every_note() -> None:
    listed = CONTENTS.read_text(encoding="utf-8")
    table = unquote(README.read_text(encoding="utf-8"))
    for note in NOTES:
        assert f"[[{note.stem}]]" in listed
        assert f"](vault_template/How to/{note.name})" in table
