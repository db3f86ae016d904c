"""``chronicler blog``: what is said of a draft, and what comes next."""

from pathlib import Path

import pytest

from chronicler.cli.blog import tell_drafted
from chronicler.runtime.blog.draft import Drafted
from tests.cli.terminal import Terminal

PATH = "Chronicler/Blog Drafts/On lists.md"


def test_why_a_section_has_no_prose_is_told_as_it_was(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.vault()
    away = "since the model gave no answer (nobody answers at http://localhost:1)"
    fell = {
        "What happened": away,
        "Left open": away,
        "Who said what": "since no sentence of the model's stood",
    }
    tell_drafted(Drafted("On lists", PATH, fell=fell), None)
    said = capsys.readouterr()
    told = said.out + said.err
    assert f"without prose, {away}: What happened, Left open" in told
    assert "without prose, since no sentence of the model's stood: Who said what" in told


def test_the_next_command_names_the_vault_where_several_are_known(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.vault("other")
    named = Path(terminal.vault("mine"))
    tell_drafted(Drafted("On lists", PATH), named)
    said = capsys.readouterr()
    assert f"chronicler --vault {named} blog check 'On lists'" in said.out + said.err
