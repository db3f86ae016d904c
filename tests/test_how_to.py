"""The how-to notes keep their word: each one's commands run.

Each is typed in this process: that the program starts from a shell is README's to show.
"""

import shlex
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from tests.cli.terminal import Terminal
from tests.pages import ROOT, Shell, Typed, a_process, commands, every_command_works
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
    shell = a_process(folder)
    for line in BEFORE:
        ran = shell(line, {})
        assert ran.code == 0, ran.err
    kept = folder.with_name(f"{folder.name} kept")
    shutil.copytree(folder, kept)
    yield folder, kept
    shutil.rmtree(folder)
    shutil.rmtree(kept)


def in_this_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """Return a shell in ``folder`` whose commands need no process of their own."""
    terminal = Terminal(folder, monkeypatch, capsys)

    def typed(line: str, variables: Mapping[str, str]) -> Typed:
        program, *arguments = shlex.split(line)
        assert program == "chronicler"
        with monkeypatch.context() as meanwhile:
            for name, value in variables.items():
                meanwhile.setenv(name, value)
            answer = terminal.run(*arguments)
        return Typed(answer.code, answer.out, answer.err)

    return typed


@pytest.mark.parametrize("note", [note for note in NOTES if commands(note)], ids=lambda note: note.stem)
def test_every_command_does_what_the_note_says(
    note: Path,
    lived_in: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, kept = lived_in
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)  # where it stood: a vault's data is known by the vault's path
    shell = in_this_process(folder, monkeypatch, capsys)
    if left_out := every_command_works(note, shell, folder / "vault"):
        pytest.skip(left_out)


def test_the_list_of_contents_and_readme_name_every_note() -> None:
    listed = CONTENTS.read_text(encoding="utf-8")
    table = unquote(README.read_text(encoding="utf-8"))
    for note in NOTES:
        assert f"[[{note.stem}]]" in listed
        assert f"](vault_template/How to/{note.name})" in table
