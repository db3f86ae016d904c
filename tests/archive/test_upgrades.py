"""Archives and data folders of older programs, kept as these wrote them, are brought up to date whole."""

import errno
import gzip
import io
import json
import lzma
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from chronicler.archive import schema, upgrade
from chronicler.archive.connect import connect
from chronicler.archive.files import BEFORE_UPGRADE, DAMAGED, PUBLISHED, REBUILT, WORK
from chronicler.archive.load import load_journals
from chronicler.archive.rebuild import rebuild
from chronicler.errors import ArchiveError
from tests.archive.test_load import READ, asked
from tests.cli.terminal import Terminal

KEPT = Path(__file__).resolve().parent.parent / "data" / "archives"
HOMES = {path.name.partition(".")[0]: path for path in sorted(KEPT.glob("*.tar.xz"))}
FIRST = ("28f2681", "7cfcde2")
"""Looked at in the gate; the others with ``-m trust``."""


def _marked(names: Iterable[str]) -> list[Any]:
    return [pytest.param(n, marks=[] if n in FIRST else [pytest.mark.trust]) for n in names]


WITH_REHEARSAL = _marked(HOMES)
WITH_IMPORT = _marked(name for name in HOMES if name != "28f2681")
ID = "20260306T193000Z-lantern"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, monkeypatch, capsys)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A data folder with an archive of the first version."""
    (tmp_path / "journal").mkdir()
    [old] = (KEPT / "0001").glob("*.ndjson")
    (tmp_path / "journal" / old.name).write_bytes(old.read_bytes())
    archive = gzip.decompress((KEPT / "0001" / "chronicle.duckdb.gz").read_bytes())
    for name in (WORK, PUBLISHED):
        (tmp_path / name).write_bytes(archive)
    assert version_of(tmp_path) == 1
    return tmp_path


def version_of(data: Path) -> object:
    return asked(data, "SELECT max(number) FROM migrations")[0][0]


# The archive -------------------------------------------------------------------------------


def test_an_archive_of_the_first_version_is_brought_up_to_date_with_its_rows(first: Path) -> None:
    before, old = asked(first, READ), (first / PUBLISHED).read_bytes()
    with connect(first) as reader:
        assert reader.version == 1
        assert len(reader.query("SELECT * FROM messages").rows) == len(before)
    report = load_journals(first)
    assert report.is_published
    (note,) = report.notes
    assert note.startswith("The archive was brought from version 1 to version 2. As it was, it stands as ")
    assert str(first / BEFORE_UPGRADE) in note
    assert version_of(first) == schema.newest_version()
    assert asked(first, READ) == before
    assert (first / BEFORE_UPGRADE).read_bytes() == old
    assert load_journals(first).notes == []
    assert rebuild(first).report.notes == []
    assert asked(first, READ) == before


def test_only_one_is_kept_and_forgetting_takes_it_too(first: Path) -> None:
    load_journals(first)
    old = gzip.decompress((KEPT / "0001" / "chronicle.duckdb.gz").read_bytes())
    for name in (WORK, PUBLISHED):
        (first / name).write_bytes(old)
    load_journals(first)
    assert sorted(p.name for p in first.glob(f"{BEFORE_UPGRADE}*")) == [BEFORE_UPGRADE]
    rebuild(first, keeps_old=False)
    assert not list(first.glob(f"{BEFORE_UPGRADE}*"))


def test_a_migration_that_fails_costs_nothing_since_the_journals_hold_it(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked(first, READ)

    def failing(_fresh: Path, _since: int) -> None:
        raise duckdb.ConstraintException("a row of old does not fit")

    monkeypatch.setattr(upgrade, "_migrate", failing)
    report = load_journals(first)
    assert (
        "could not be brought to version 2 (a row of old does not fit) and was built anew" in report.notes[0]
    )
    assert (version_of(first), asked(first, READ)) == (2, before)
    assert (first / BEFORE_UPGRADE).is_file()
    assert (first / f"{WORK}{DAMAGED}").is_file()


def test_a_full_disk_leaves_the_old_one_in_force(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked(first, READ)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    copy = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ArchiveError, match="no room left"):
        load_journals(first)
    assert (version_of(first), asked(first, READ)) == (1, before)
    assert not (first / REBUILT).exists()
    monkeypatch.setattr(shutil, "copyfile", copy)
    load_journals(first)
    assert (version_of(first), asked(first, READ)) == (2, before)


_KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from chronicler.archive import load, schema, upgrade
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
migrate, copy = schema.migrate, upgrade.shutil.copyfile
def in_the_midst(connection, since):
    connection.execute("BEGIN")
    connection.execute(schema.migrations()[-1][2])
    die()
def after(*given):
    migrate(*given)
    die()
def copied(*given):
    copy(*given)
    die()
where = sys.argv[2]
if where == "copied": upgrade.shutil.copyfile = copied
if where == "in the midst": schema.migrate = in_the_midst
if where == "migrated": schema.migrate = after
if where == "replaced": load.hand_out = die
load.load_journals(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL of POSIX")
@pytest.mark.parametrize(
    "where",
    [
        "in the midst",
        *(pytest.param(where, marks=pytest.mark.trust) for where in ("copied", "migrated", "replaced")),
    ],
)
def test_a_kill_in_the_midst_leaves_the_old_one_usable(first: Path, where: str) -> None:
    before, old = asked(first, READ), (first / PUBLISHED).read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", _KILLED, str(first), where], capture_output=True, text=True, check=False
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert (first / PUBLISHED).read_bytes() == old
    assert (version_of(first), asked(first, READ)) == (1, before)
    with connect(first) as reader:
        assert len(reader.query("SELECT * FROM messages").rows) == len(before)
    load_journals(first)
    assert (version_of(first), asked(first, READ)) == (2, before)
    assert (first / BEFORE_UPGRADE).read_bytes() == old
    assert not (first / REBUILT).exists()


def test_a_newer_archive_is_refused_with_what_to_do_and_stays(terminal: Terminal) -> None:
    vault = old_home(terminal, "2369bf8")
    data = terminal.house_data(vault)
    for name in (WORK, PUBLISHED):
        with duckdb.connect(str(data / name)) as connection:
            connection.execute("INSERT INTO migrations VALUES (99, '0099_later')")
    before = (data / PUBLISHED).read_bytes()
    said = terminal.refused("archive", "load")
    assert "was written by a newer Chronicler. Update the Chronicler to use it" in said
    assert "built anew from the journals" in said
    assert "newer Chronicler" in terminal.refused("stats")
    assert "newer Chronicler" in terminal.ok("archive", "status").out
    assert (data / PUBLISHED).read_bytes() == before
    assert terminal.ok("backup", "one.zip").code == 0


# Whole data folders ------------------------------------------------------------------------


def old_home(terminal: Terminal, commit: str) -> Path:
    """Lay vault and data folder as that commit left them, and return the vault."""
    vault = terminal.folder / "vault"
    data = terminal.house_data(terminal.vault())
    shutil.rmtree(vault)
    shutil.rmtree(data / "writes")
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(HOMES[commit].read_bytes()))) as packed:
        packed.extractall(terminal.folder / "old", filter="data")
    shutil.move(terminal.folder / "old" / "vault", vault)
    shutil.copytree(terminal.folder / "old" / "data", data, dirs_exist_ok=True)
    for folder in (data, data / "rehearsals"):
        shutil.copy2(folder / PUBLISHED, folder / WORK)
    return vault


def messages_of(data: Path) -> list[tuple[object, ...]]:
    return asked(data, "SELECT * FROM message_rows ORDER BY ALL")


@pytest.mark.parametrize("commit", WITH_REHEARSAL)
def test_an_old_rehearsal_is_loaded_counted_explained_and_taken_back(terminal: Terminal, commit: str) -> None:
    vault = old_home(terminal, commit)
    data = terminal.house_data(vault) / "rehearsals"
    before = messages_of(data)
    assert len(before) == 24
    assert version_of(data) == (1 if commit == "28f2681" else 2)
    terminal.ok("archive", "load", "--rehearsals")
    assert (version_of(data), messages_of(data)) == (schema.newest_version(), before)
    told = terminal.ok("stats", "--rehearsals", "--json").json
    assert (told["session_id"], told["people"]) == (ID, len({row[5] for row in before}))
    assert "quiet" in terminal.ok("why", "30m", "--rehearsals").out
    said = terminal.ok("undo", "--last", "--rehearsals", "--dry-run").out
    assert "Would take back" in said
    assert "Would be left" not in said
    terminal.ok("archive", "rebuild", "--rehearsals")
    assert messages_of(data) == before


@pytest.mark.parametrize("commit", WITH_IMPORT)
def test_an_old_import_is_found_written_again_and_moves_house(terminal: Terminal, commit: str) -> None:
    vault = old_home(terminal, commit)
    data = terminal.house_data(vault)
    before = messages_of(data)
    assert len(before) == 24
    terminal.ok("archive", "load")
    stats = terminal.ok("stats", "--all", "--json").out
    assert json.loads(stats)["totals"]["streams"] == 1
    assert "quillwort" in terminal.ok("recall", "quillwort", "--no-notes").out
    ledger = next((vault / "Chronicler/Ledgers").glob("*.md"))
    terminal.ok("ledger", ID)
    assert ledger.read_text(encoding="utf-8").rstrip().endswith("## My notes"), (
        "no line of ours became theirs"
    )
    terminal.ok("backup", "one.zip")
    shutil.rmtree(terminal.home)
    assert (
        "1 stream with 24 lines of chat, 1 rehearsal"
        in terminal.ok("restore", "one.zip", "--vault", vault).out
    )
    assert messages_of(data) == before
    assert terminal.ok("stats", "--all", "--json").out == stats


def test_a_backup_of_the_first_form_is_brought_back(terminal: Terminal) -> None:
    vault = terminal.vault()
    path = KEPT / "7cfcde2-backup.zip"
    assert "is whole" in terminal.ok("restore", path, "--dry-run").out
    assert "1 stream with 24 lines of chat" in terminal.ok("restore", path).out
    assert version_of(terminal.house_data(vault)) == schema.newest_version()
    assert "quillwort" in terminal.ok("recall", "quillwort").out
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    (terminal.folder / "damaged.zip").write_bytes(content)
    assert "damaged or cut short" in terminal.refused("restore", "damaged.zip", "--replace")
