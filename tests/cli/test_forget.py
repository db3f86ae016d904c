"""Forgetting by command: a look first, a question, one JSON object for scripts."""

from pathlib import Path

import pytest

from chronicler.archive.parquet import open_export
from tests.cli.terminal import Terminal
from tests.scenarios.evening import script, talk

WORD = "quillwort"


@pytest.fixture
def kept(terminal: Terminal) -> Terminal:
    log = terminal.folder / "evening.stream"
    log.write_text(script(*talk(30, 300), f"0:06:00 wren: the {WORD} grows where nobody looks"), "utf-8")
    terminal.ok("init", "vault")
    terminal.ok("rehearse", str(log), "--vault", "vault", "--json")
    terminal.ok("--vault", "vault", "backup")
    log.unlink()
    return terminal


def holding(terminal: Terminal) -> list[Path]:
    return [p for p in terminal.folder.rglob("*") if p.is_file() and WORD.encode() in p.read_bytes()]


def test_a_look_changes_nothing(kept: Terminal) -> None:
    before = holding(kept)
    said = kept.ok("--vault", "vault", "forget", "Wren", "--dry-run").out
    assert "1 line of wren in 1 stream would lose words and name" in said
    assert before != []
    assert holding(kept) == before


def test_one_object_tells_it_all_and_the_archive_says_what_it_no_longer_promises(kept: Terminal) -> None:
    told = kept.ok("--vault", "vault", "forget", "wren", "--yes", "--json").json
    assert (told["lines"], told["streams"], told["is_dry"]) == (1, 1, False)
    (backup,) = told["backups"]
    assert holding(kept) in ([], [Path(backup)]), "a backup is named and never rewritten"
    said = kept.ok("--vault", "vault", "archive", "verify", "--rehearsals").out
    assert "somebody was forgotten" in said


def test_it_asks_first_and_no_is_no(kept: Terminal) -> None:
    before = holding(kept)
    assert "--yes" in kept.refused("--vault", "vault", "forget", "wren", "--json")
    assert holding(kept) == before


def test_a_name_nobody_has_is_refused_with_near_ones(kept: Terminal) -> None:
    assert "Did you mean wren?" in kept.refused("--vault", "vault", "forget", "wrn")


def test_an_export_is_named_and_the_next_run_takes_them_out(kept: Terminal) -> None:
    export = ("--vault", "vault", "archive", "export", "--rehearsals", "--parquet", "px")

    def words() -> str:
        with open_export(kept.folder / "px") as opened:
            return repr(opened.query("SELECT login, display_name, text FROM messages").rows)

    kept.ok(*export)
    assert (WORD in words(), "wren" in words()) == (True, True)
    said = kept.ok("--vault", "vault", "forget", "wren", "--yes").out
    assert f"Exports that hold them until archive export is run again:\n  {kept.folder / 'px'}" in said
    kept.ok(*export)
    assert (WORD in words(), "wren" in words()) == (False, False)
    again = kept.ok("--vault", "vault", "forget", "maren", "--dry-run", "--json").json
    assert again["exports"] == [str(kept.folder / "px")]
