"""``chronicler service`` and ``status --check``, as a person and a watchdog use them."""

import json
import sys

import pytest

from tests.cli.terminal import Terminal


def test_the_recipe_is_printed_whole_and_the_steps_beside_it(terminal: Terminal) -> None:
    vault = terminal.vault()
    told = terminal.ok("service", "systemd")
    assert str(vault) in told.out
    assert sys.executable in told.out
    assert "systemctl --user enable" in told.err
    assert "systemctl" not in told.out


@pytest.mark.parametrize(("kind", "encoding"), [("systemd", "utf-8"), ("windows", "utf-16")])
def test_into_a_file_it_is_written_once_as_its_manager_reads_it(
    terminal: Terminal, kind: str, encoding: str
) -> None:
    vault, file = terminal.vault(), terminal.folder / "deep/er/recipe"
    terminal.ok("service", kind, "--into", file)
    assert str(vault) in file.read_text(encoding=encoding)
    assert "left as it is" in terminal.refused("service", kind, "--into", file)


def test_a_watchdog_sees_by_the_exit_code_and_is_told_why(terminal: Terminal) -> None:
    terminal.vault()
    told = terminal.run("status", "--check")
    assert (told.code, told.out) == (1, "The Chronicler is not running. Start it with: chronicler run\n")
    as_json = terminal.run("status", "--check", "--json")
    assert as_json.code == 1
    assert [t["code"] for t in json.loads(as_json.out)["troubles"]] == ["not_running"]
