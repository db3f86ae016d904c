"""What comes from outside commands no terminal."""

import io
import json
import sys
from pathlib import Path

import pytest

from chronicler.cli.archive.rows import print_csv, print_table
from chronicler.cli.terminal.progress import fitting
from chronicler.cli.terminal.shown import escaped, shown
from chronicler.domain.counted import counted
from tests.cli.terminal import Terminal

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m"


def test_nothing_that_commands_is_left() -> None:
    assert shown(f"a{ESCAPES}ß").isprintable()
    assert shown("a ß 顯").isprintable()
    assert fitting(ESCAPES, "Looking").isprintable()


def test_json_means_the_same_and_commands_nothing() -> None:
    said = {"text": f"a{ESCAPES}ß 顯\U000e0041\u202e", "more": [1]}
    plain = json.dumps(said, ensure_ascii=False, indent=2)
    assert json.loads(escaped(plain)) == said
    assert escaped(plain).replace("\n", "").isprintable()
    assert "ß 顯" in escaped(plain)


def test_numbers_have_the_form_of_their_noun() -> None:
    assert (counted(1, "journal"), counted(0, "journal"), counted(2000, "log")) == (
        "1 journal", "0 journals", "2,000 logs",
    )  # fmt: skip
    assert counted(1, "line of chat", "lines of chat") == "1 line of chat"


def test_names_of_files_and_channels_are_shown_harmless(terminal: Terminal) -> None:
    terminal.ok("init", terminal.folder / "vault")
    logs = terminal.folder / "logs"
    logs.mkdir()
    (logs / f"{ESCAPES}.txt").write_text(f"[2026-03-06 19:30:00] #{ESCAPES} maren: hi\n")
    (logs / f"odd{ESCAPES}.txt").write_text("milk, bread\n")
    vault = terminal.folder / "vault"
    for arguments in (("--dry-run",), (), ()):
        said = terminal.run("archive", "import", logs, "--vault", vault, *arguments)
        assert "\x1b" not in said.out + said.err
        assert "\x9b" not in said.out + said.err
        assert "hi" not in said.err


class _Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("is_screen", [True, False])
def test_a_table_goes_raw_to_a_pipe_and_harmless_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, *, is_screen: bool
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", (_Screen if is_screen else io.TextIOWrapper)(out, "utf-8"))
    print_csv(["name"], [[[f"a{ESCAPES}"]]])
    assert ("\x1b" in out.getvalue().decode()) != is_screen


def test_a_table_for_people_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([f"n{ESCAPES}"], [[f"a{ESCAPES}"]])
    assert "\x1b" not in capsys.readouterr().out


def test_a_path_keeps_its_letters() -> None:
    assert shown(str(Path("a") / "b c.txt")) == str(Path("a") / "b c.txt")
