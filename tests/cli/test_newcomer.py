"""What somebody types in their first hour: the vault before the command, slips, odd places."""

from pathlib import Path

import pytest

from chronicler.cli.terminal.progress import fitting
from tests.cli.terminal import Terminal
from tests.scenarios.evening import script, talk


@pytest.fixture
def log(terminal: Terminal) -> Path:
    path = terminal.folder / "evening.stream"
    path.write_text(script(*talk(30, 300)), encoding="utf-8")
    return path


def test_the_vault_may_stand_before_the_command_everywhere(terminal: Terminal, log: Path) -> None:
    vault = terminal.vault()
    told = terminal.ok("--vault", vault, "rehearse", log, "--json").json
    assert str(vault) == told["vault"]


@pytest.mark.parametrize("words", [(), ("status",), ("run",)], ids=["bare", "status", "run"])
def test_a_vault_that_is_unplugged_is_named_rather_than_begun_anew(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    vault = terminal.vault()
    vault.rename(terminal.folder / "unplugged.away")
    said = terminal.refused(*words)
    assert "Is the drive or sync folder connected" in " ".join(said.split())
    assert "No vault has been set up" not in said


def test_a_slip_in_a_commands_name_is_answered_with_the_one_meant(terminal: Terminal) -> None:
    assert "Did you mean 'rehearse'" in terminal.refused("rehaerse", "sample")


def test_a_backup_makes_no_folders_that_nobody_has(terminal: Terminal, log: Path) -> None:
    terminal.vault()
    terminal.ok("archive", "import", log)
    assert "there is no folder" in terminal.refused("backup", "nowhere/at/x.zip")
    assert not (terminal.folder / "nowhere").exists()
    assert "same disk" in terminal.ok("backup", "one.zip").err


def test_settings_that_cannot_be_read_are_told_by_a_rehearsal(terminal: Terminal, log: Path) -> None:
    vault = terminal.vault()
    note = vault / "Chronicler/Settings.md"
    note.write_text('---\nchronicler: settings\nmax_lines_per_stream: "eight\n---\n', encoding="utf-8")
    assert "8 is in force" in terminal.ok("--vault", vault, "rehearse", log).out


def test_a_dashboard_counts_by_its_name(terminal: Terminal) -> None:
    vault = terminal.vault()
    note = vault / "Chronicler/Dashboards/2026-11-22 Dashboard.md"
    note.write_text("---\nstream_title: The lamp\n---\n", encoding="utf-8")
    terminal.ok("dashboard", "show", "--date", "2026-11-22")
    terminal.ok("dashboard", "approve", "--date", "2026-11-22")
    assert "chronicler: dashboard" in note.read_text(encoding="utf-8")


def test_a_flagged_line_is_named_where_chat_is_not_shown(terminal: Terminal, log: Path) -> None:
    vault = terminal.vault()
    note = vault / "Chronicler/Watch list.md"
    note.write_text("## Flag these\n- @maren (likely)\n", encoding="utf-8")
    done = terminal.ok("--vault", vault, "rehearse", log)
    assert "flags maren's “" in done.err
    assert "above" not in done.err
    assert "flagged by the Warden" in done.out


def test_a_bar_stays_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = fitting("2026-08-10_08-00-19_2842224097-verbose_chat.json.gz", "Looking")
    assert len(shown) <= 35
    assert shown.startswith("…")
    assert shown.endswith("verbose_chat.json.gz")
    assert fitting("one.txt", "Looking") == "one.txt"


def test_why_says_that_something_was_rehearsed_since(terminal: Terminal, log: Path) -> None:
    vault = terminal.vault()
    terminal.ok("archive", "import", log)
    assert "--rehearsals" not in terminal.ok("why", "--last").err
    terminal.ok("--vault", vault, "rehearse", log)
    assert "--rehearsals" in terminal.ok("why", "--last").err


def test_a_dry_run_names_logs_from_where_one_stands(terminal: Terminal, log: Path) -> None:
    terminal.vault()
    assert str(terminal.folder) not in terminal.ok("archive", "import", log, "--dry-run").out
