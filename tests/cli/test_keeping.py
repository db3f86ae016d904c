"""``chronicler backup`` and ``chronicler restore`` as a person uses them, to the new computer and back."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from chronicler.runtime.lock import hold_lock
from tests.cli.terminal import Terminal
from tests.runtime.imports import log_in
from tests.scenarios.evening import tree

SESSION = "20260306T193000Z-lantern"


@pytest.fixture
def vault(terminal: Terminal) -> Path:
    """A vault with two imported streams and a rehearsal."""
    vault = terminal.vault()
    for day in (6, 7):
        log_in(terminal.folder / "logs", day)
    terminal.ok("archive", "import", terminal.folder / "logs")
    terminal.ok("rehearse", log_in(terminal.folder, 8), "--vault", vault, "--json")
    return vault


def stats(terminal: Terminal) -> str:
    return terminal.ok("stats", "--all", "--json").out


def all_kept(folder: Path) -> dict[str, bytes]:
    """Return journals, records and wishes of a data folder."""
    names = ("journal/", "writes/", "rehearsals/journal/", "rehearsals/writes/", "opt-outs", "forgotten")
    return {path: content for path, content in tree(folder).items() if path.startswith(names)}


def found(terminal: Terminal) -> list[dict[str, object]]:
    """Return what recall finds, without where the note stands on this computer."""
    told = terminal.ok("recall", "the keeper who stayed", "--json").json["found"]
    return [{name: value for name, value in each.items() if name != "address"} for each in told]


# Backing up --------------------------------------------------------------------------------


def test_a_backup_has_its_date_in_its_name_and_stands_outside_the_vault(
    terminal: Terminal, vault: Path
) -> None:
    before = all_kept(terminal.house_data(vault))
    done = terminal.ok("backup")
    path = Path(done.out.splitlines()[0])
    assert path.parent == terminal.home / "backups"
    assert path.name.startswith(f"chronicler-{terminal.house_data(vault).name}-2")
    assert "2 streams, 1 rehearsal, records of writes; every file was read back" in done.out
    assert "Not in it: your vault" in done.out
    assert "logins and passwords" in done.out
    assert f"chronicler restore {path}" in done.out
    assert "copy it to another one" in done.err
    with zipfile.ZipFile(path) as packed:
        assert {
            name: packed.read(name) for name in json.loads(packed.read("MANIFEST.json"))["files"]
        } == before


def test_it_goes_where_it_is_told_and_over_nothing(terminal: Terminal, vault: Path) -> None:
    told = terminal.ok("backup", "one.zip", "--json").json
    assert (told["streams"], told["holds"]["journals"]["files"], told["removed"]) == (2, 2, [])
    assert "is not overwritten" in terminal.refused("backup", "one.zip")
    terminal.ok("backup", "stick/")
    assert len(list((terminal.folder / "stick").iterdir())) == 1
    (terminal.folder / "shopping.txt").write_text("milk\n")
    assert "ends in .zip" in terminal.refused("backup", "shopping.txt")
    assert "there is no folder" in terminal.refused("backup", "nowhere/at/x.zip")
    assert "inside the vault" in terminal.ok("backup", vault / "b.zip").err
    inside = terminal.house_data(vault) / "journal" / "b.zip"
    assert "lies in the very folder that is backed up" in terminal.refused("backup", inside)
    assert not inside.exists()


def test_there_is_nothing_to_back_up_before_the_first_stream(terminal: Terminal) -> None:
    terminal.vault()
    assert "nothing to back up yet" in terminal.refused("backup")
    assert "nothing to back up yet" in terminal.refused("backup", "--dry-run")
    assert not (terminal.home / "backups").exists()


def test_a_dry_run_lists_what_it_would_hold_and_leave_out(terminal: Terminal, vault: Path) -> None:
    data = terminal.house_data(vault)
    before = tree(terminal.folder)
    said = terminal.ok("backup", "--dry-run").out
    assert "journals of streams (2 files)" in said
    assert "the archive, built anew from the journals" in said
    told = terminal.ok("backup", "--dry-run", "--json").json
    journals = sum(p.stat().st_size for p in (data / "journal").glob("*.ndjson"))
    assert told["holds"]["journals"] == {"files": 2, "bytes": journals}
    assert told["leaves_out"]["archive"] > 0
    assert tree(terminal.folder) == before


def test_older_backups_make_room_only_where_that_is_said(terminal: Terminal, vault: Path) -> None:
    stick = terminal.folder / "stick"
    stick.mkdir()
    name = terminal.house_data(vault).name
    mine = [f"chronicler-{name}-2026030{day}-020000.zip" for day in (1, 2, 3)]
    others = ["chronicler-other-1a2b3c4d-20260301-020000.zip", f"chronicler-{name}-holiday.zip", "x.zip"]
    for each in (*mine, *others):
        (stick / each).write_bytes(b"x")
    terminal.ok("backup", stick)
    assert {p.name for p in stick.iterdir()} >= {*mine, *others}
    (new,) = {p.name for p in stick.iterdir()} - {*mine, *others}
    (stick / new).rename(stick / f"chronicler-{name}-20260304-020000.zip")
    told = terminal.ok("backup", stick, "--keep", "2", "--json").json
    assert [Path(each).name for each in told["removed"]] == mine
    left = {p.name for p in stick.iterdir()}
    assert left == {f"chronicler-{name}-20260304-020000.zip", Path(told["path"]).name, *others}
    assert terminal.run("backup", stick, "--keep", "0").code == 2


@pytest.mark.trust
def test_a_running_bot_does_not_stand_in_the_way(terminal: Terminal, vault: Path) -> None:
    with hold_lock(terminal.house_data(vault)):
        terminal.ok("backup", "one.zip")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_may_not_be_written_is_named(terminal: Terminal, vault: Path) -> None:
    del vault
    (terminal.folder / "locked").mkdir(mode=0o500)
    assert "could not be written" in terminal.refused("backup", "locked/")


# Bringing back -----------------------------------------------------------------------------


def lose_everything(terminal: Terminal) -> None:
    """The computer is gone; vault and backup had been copied elsewhere."""
    shutil.rmtree(terminal.home)


def test_on_a_new_computer_everything_is_as_it_was(terminal: Terminal, vault: Path) -> None:
    terminal.ok("ledger", "20260307")
    data, before = terminal.house_data(vault), stats(terminal)
    kept, undo = all_kept(data), terminal.ok("undo", "--last", "--dry-run").out
    why = terminal.ok("why", "--last", "--rehearsals", "--json").out
    recalled = found(terminal)
    terminal.ok("backup", "one.zip")
    lose_everything(terminal)
    vault.rename(terminal.folder / "New Vault")
    vault = terminal.folder / "New Vault"
    done = terminal.ok("restore", "one.zip", "--vault", vault)
    assert "2 streams with 38 lines of chat, 1 rehearsal; the archive was built anew." in done.out
    assert "chronicler twitch login" in done.out
    assert all_kept(terminal.house_data(vault)) == kept
    assert stats(terminal) == before
    assert terminal.ok("undo", "--last", "--dry-run").out == undo
    assert terminal.ok("why", "--last", "--rehearsals", "--json").out == why
    assert found(terminal) == recalled != []
    assert terminal.ok("archive", "verify").code == 0
    assert "Next:" not in terminal.ok("archive", "status").out


def test_a_vault_must_stand_there_first(terminal: Terminal, vault: Path) -> None:
    terminal.ok("backup", "one.zip")
    lose_everything(terminal)
    shutil.rmtree(vault)
    assert "chronicler init" in terminal.refused("restore", "one.zip")
    terminal.vault("anew")
    assert "2 streams" in terminal.ok("restore", "one.zip").out


def test_a_dry_run_verifies_and_changes_nothing(terminal: Terminal, vault: Path) -> None:
    del vault
    terminal.ok("backup", "one.zip")
    before = tree(terminal.folder)
    said = terminal.ok("restore", "one.zip", "--dry-run").out
    assert "one.zip is whole: made 20" in said
    assert "It holds all 2 streams that stand here." in said
    told = terminal.ok("restore", "one.zip", "--dry-run", "--json").json
    assert (told["streams"], told["rehearsals"], told["newer_here"]["only_here"]) == (2, 1, [])
    assert tree(terminal.folder) == before


def test_a_running_bot_must_be_stopped_first(terminal: Terminal, vault: Path) -> None:
    terminal.ok("backup", "one.zip")
    data = terminal.house_data(vault)
    before = tree(data)
    with hold_lock(data):
        assert "is at work in this vault already" in terminal.refused("restore", "one.zip")
    with hold_lock(data / "rehearsals"):
        assert "is at work" in terminal.refused("restore", "one.zip")
    with hold_lock(data / "importing"):
        assert "Another import into this vault is at work" in terminal.refused("restore", "one.zip")
    assert {p: c for p, c in tree(data).items() if "lock" not in p} == {
        p: c for p, c in before.items() if "lock" not in p
    }


def test_what_stands_here_is_set_aside_and_forget_names_it(terminal: Terminal, vault: Path) -> None:
    data = terminal.house_data(vault)
    before = {
        p: c for p, c in tree(data).items() if p.startswith(("journal/", "writes/", "chronicle.duckdb"))
    }
    terminal.ok("backup", "one.zip")
    told = terminal.ok("restore", "one.zip", "--json").json
    aside = Path(told["set_aside"])
    assert aside.parent == data
    assert aside.name.startswith("before-restore-")
    assert {p: c for p, c in tree(aside).items() if p in before} == before
    backups = terminal.ok("forget", "maren", "--dry-run", "--json").json["backups"]
    assert str(aside) in backups
    assert str(terminal.folder / "one.zip") in backups
    assert terminal.ok("backup", "--dry-run", "--json").json["leaves_out"]["aside"] > 0


def test_nothing_newer_is_taken_away_without_a_word(terminal: Terminal, vault: Path) -> None:
    terminal.ok("backup", "one.zip")
    terminal.ok("archive", "import", log_in(terminal.folder / "more", 9))
    before = stats(terminal)
    said = terminal.refused("restore", "one.zip")
    assert "1 stream that it does not hold (20260309T193000Z-lantern)" in said
    assert "Nothing was changed." in said
    assert "--join" in said
    assert stats(terminal) == before
    assert "1 stream that it does not hold" in terminal.ok("restore", "one.zip", "--dry-run").out
    assert terminal.run("restore", "one.zip", "--join", "--replace").code == 2
    terminal.ok("restore", "one.zip", "--join")
    assert stats(terminal) == before
    terminal.ok("restore", "one.zip", "--replace")
    assert len(json.loads(stats(terminal))["streams"]) == 2
    assert list(terminal.house_data(vault).glob("before-restore-*/journal/20260309T193000Z-lantern.ndjson"))


@pytest.mark.trust
def test_two_computers_become_one(terminal: Terminal, vault: Path) -> None:
    """Somebody went on without the backup for an evening, and then found it."""
    both = terminal.folder / "both.zip"
    terminal.ok("backup", both)
    lose_everything(terminal)
    terminal.ok("archive", "import", log_in(terminal.folder / "more", 9), "--vault", vault)
    assert "does not hold" in terminal.refused("restore", both, "--vault", vault)
    terminal.ok("restore", both, "--join", "--vault", vault)
    sessions = [each["session_id"] for each in json.loads(stats(terminal))["streams"]]
    assert sorted(sessions) == [f"2026030{day}T193000Z-lantern" for day in (6, 7, 9)]


def test_what_is_no_backup_is_refused_in_one_line(terminal: Terminal, vault: Path) -> None:
    del vault
    (terminal.folder / "x.zip").write_text("milk")
    assert "is no backup of the Chronicler" in terminal.refused("restore", "x.zip")
    assert "cannot be read" in terminal.refused("restore", "gone.zip")
    terminal.ok("backup", "one.zip")
    whole = (terminal.folder / "one.zip").read_bytes()
    (terminal.folder / "half.zip").write_bytes(whole[: len(whole) // 2])
    assert "damaged or cut short" in terminal.refused("restore", "half.zip")
