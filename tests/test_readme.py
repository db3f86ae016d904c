"""README keeps its word: every command in it runs, in order, in a new folder."""

from pathlib import Path
from typing import Final

import pytest

from tests.pages import ROOT, a_process, blocks, commands, every_command_works

README: Final = ROOT / "README.md"
LEFT_TO_THE_GATE: Final = ("setup", "test")


def test_the_gate_finds_its_two_blocks() -> None:
    assert [tag for tag, _ in blocks(README)][:2] == list(LEFT_TO_THE_GATE)


def test_every_command_is_ours() -> None:
    typed = [command.line for command in commands(README, besides=LEFT_TO_THE_GATE)]
    assert all(line.startswith("chronicler ") or line == "chronicler" for line in typed)


@pytest.mark.timeout(600)  # one evening after the other, each command a process of its own
def test_every_command_does_what_the_page_says(tmp_path: Path) -> None:
    shell, vault = a_process(tmp_path), tmp_path / "vault"
    if left_out := every_command_works(README, shell, vault, besides=LEFT_TO_THE_GATE):
        pytest.skip(left_out)
