"""A command that a message names works when it is pasted: it names the vault where that must be."""

from pathlib import Path

import pytest

from chronicler.cli import COMMANDS
from chronicler.cli.terminal.pasted import pasteable, work_in
from chronicler.cli.terminal.screen import wrapped
from chronicler.cli.terminal.troubles import Troubles
from tests.cli.terminal import Terminal

WRITE = "once that is mended, write them with: chronicler ledger 20260306T193000Z-maren"


@pytest.fixture
def two(terminal: Terminal) -> str:
    terminal.vault("other")
    return str(terminal.vault("my vault"))


def test_errors_and_troubles_name_the_vault_that_was_named(
    terminal: Terminal, two: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"; chronicler --vault '{two}' run keeps them" in terminal.refused("ledger", "--vault", two)
    assert f"; chronicler --vault '{two}' run keeps them" in terminal.refused("--vault", two, "ledger")
    Troubles()(WRITE)
    assert f"chronicler --vault '{two}' ledger 2026" in capsys.readouterr().err


def test_a_vault_that_is_found_anyway_is_not_named(terminal: Terminal) -> None:
    only = terminal.vault()
    assert "; chronicler run keeps them" in terminal.refused("ledger", "--vault", only)
    assert pasteable(WRITE) == WRITE


def test_a_command_that_names_a_vault_or_needs_none_stays_as_it_is(two: str) -> None:
    with_vault = "chronicler run --stand-in sample --vault PATH"
    for text in (with_vault, "chronicler init VAULT", "chronicler demo", "the chronicler runs"):
        assert pasteable(text) == text
    assert two


def test_every_command_that_works_in_a_vault_is_known_to(two: str) -> None:
    work_in(Path(two))
    elsewhere = {"demo", "init"}  # these make their folder, or are told it by its place
    commands = sorted(set(COMMANDS) - elsewhere)
    left = [name for name in commands if "--vault" not in pasteable(f"chronicler {name}")]
    work_in(None)
    assert left == []


def test_the_next_command_in_this_process_begins_without_a_vault(terminal: Terminal, two: str) -> None:
    terminal.refused("ledger", "--vault", two)
    assert "--vault" not in terminal.refused("demo", "--into", terminal.folder)
    assert pasteable(WRITE) == WRITE


def test_a_command_with_its_vault_is_broken_nowhere(two: str, terminal: Terminal) -> None:
    terminal.refused("ledger", "--vault", two)
    command = f"chronicler --vault '{two}' ledger"
    assert any(command in line for line in wrapped(pasteable(WRITE), len(command) + 8).split("\n"))
    work_in(None)
