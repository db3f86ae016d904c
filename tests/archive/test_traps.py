"""The traps of files, locks and crashes, each set on purpose; the journals survive them all."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from chronicler.archive.connect import connect
from chronicler.archive.files import REBUILT
from chronicler.archive.load import PUBLISHED, WORK, load_journals
from chronicler.archive.publish import is_current, only_loader
from chronicler.archive.rebuild import rebuild
from chronicler.domain.events import MessageReceived
from chronicler.errors import ArchiveError
from tests.archive.evenings import SESSION, began, journaled, said
from tests.fakes import after, message
from tests.limits import files_of_at_most

COUNT = "SELECT count(*) FROM messages"
DAMAGED = f"{PUBLISHED}.damaged"


def count(data: Path) -> object:
    with connect(data) as archive:
        return archive.query(COUNT).rows[0][0]


def published(data: Path) -> object:
    """Return what the published file alone holds, as any DuckDB would read it."""
    with duckdb.connect(str(data / PUBLISHED), read_only=True) as connection:
        return connection.execute(COUNT).fetchall()[0][0]


def python(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=False
    )


@contextmanager
def another_program(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Let another process do something until told to let go; it prints when it has begun."""
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{script}\nprint('begun', flush=True); sys.stdin.read()",
            *map(str, arguments),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        try:
            yield process
        finally:
            if process.stdin is not None and not process.stdin.closed:
                process.stdin.close()
            process.wait()


# A notebook holds the file -----------------------------------------------------------------

READING = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); c.execute('FROM messages').fetchall()"
WRITING = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); c.execute('FROM messages').fetchall()"


@pytest.mark.parametrize("held_by", [READING, WRITING], ids=["reading", "writing"])
@pytest.mark.skipif(
    os.name == "nt", reason="there, an open file cannot be replaced; the next load tries again"
)
def test_a_notebook_that_holds_the_published_file_holds_up_no_load(tmp_path: Path, held_by: str) -> None:
    """Loading in place would starve for as long as the notebook lives."""
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    with another_program(held_by, tmp_path / PUBLISHED):
        journaled(tmp_path, said(4, start=3))
        report = load_journals(tmp_path)
        assert (report.lines, report.is_published, report.notes) == (4, True, [])
        assert published(tmp_path) == 7
        assert count(tmp_path) == 7


def test_a_reader_in_another_process_sees_one_whole_state_across_publishes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from chronicler.archive.connect import connect\n"
        "a = connect(Path(sys.argv[1])); seen = []\n"
        "for line in sys.stdin:\n"
        "    old = a.query('SELECT count(*) FROM messages').rows[0][0]\n"
        "    a.refresh(); print(old, a.query('SELECT count(*) FROM messages').rows[0][0], flush=True)\n"
    )
    journaled(tmp_path, [began(), *said(2)])
    load_journals(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", script, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for number in range(4):
            reader.stdin.write("look\n")
            reader.stdin.flush()
            before = 2 if number == 0 else 2 + 5 * (number - 1)
            assert reader.stdout.readline() == f"{before} {2 + 5 * number}\n"
            journaled(tmp_path, said(5, start=10 * (number + 1)))
            assert load_journals(tmp_path).is_published


# Locks -------------------------------------------------------------------------------------

LOAD = "import sys; from pathlib import Path; from chronicler.archive.load import load_journals; load_journals(Path(sys.argv[1]))"


@pytest.mark.skipif(os.name == "nt", reason="POSIX locks")
def test_opening_and_closing_a_file_drops_no_lock_of_ours(tmp_path: Path) -> None:
    """A POSIX record lock would be gone after any open and close of its file in this process."""
    journaled(tmp_path, [began(), *said(1)])
    load_journals(tmp_path)
    with only_loader(tmp_path):
        for name in ("load.lock", WORK, PUBLISHED):
            (tmp_path / name).open("rb").close()
        assert "Another Chronicler is loading" in python(LOAD, tmp_path).stderr
    assert python(LOAD, tmp_path).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="the lock is taken with fcntl here")
def test_a_typed_load_waits_for_the_one_that_a_bot_makes_every_minute(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(1)])
    holding = (
        "import sys; from pathlib import Path; from chronicler.archive.publish import only_loader\n"
        "lock = only_loader(Path(sys.argv[1])); lock.__enter__()"
    )
    with another_program(holding, tmp_path) as bot:
        with pytest.raises(ArchiveError, match="Another Chronicler is loading"):
            load_journals(tmp_path, patience_seconds=0.1)
        threading.Timer(0.2, lambda: bot.stdin and bot.stdin.close()).start()
        assert load_journals(tmp_path, patience_seconds=60).lines == 2


def test_the_work_file_is_closed_before_it_is_copied(tmp_path: Path) -> None:
    """Copying opens and closes it, which would drop DuckDB's own lock on it."""
    script = (
        "import duckdb, shutil, sys; from pathlib import Path\n"
        "import chronicler.archive.publish as publish; from chronicler.archive.load import load_journals\n"
        "copy = shutil.copyfile\n"
        "def free_then_copy(source, target):\n"
        "    duckdb.connect(str(source), config={'threads': 1}).close()\n"
        "    return copy(source, target)\n"
        "shutil.copyfile = free_then_copy\n"
        "print(load_journals(Path(sys.argv[1])).is_published)"
    )
    journaled(tmp_path, [began(), *said(1)])
    assert python(script, tmp_path).stdout == "True\n"


@pytest.mark.parametrize("failure", ["a newer archive", "a full disk"])
def test_a_load_that_fails_forgets_no_lock(tmp_path: Path, failure: str) -> None:
    journaled(tmp_path, [began(), *said(1)])
    load_journals(tmp_path)
    if failure == "a newer archive":
        with duckdb.connect(str(tmp_path / WORK)) as connection:
            connection.execute("INSERT INTO migrations VALUES (9999, 'from_the_future')")
        with pytest.raises(ArchiveError, match="newer Chronicler"):
            load_journals(tmp_path)
    else:
        journaled(tmp_path, long_words(4000))
        with files_of_at_most((tmp_path / WORK).stat().st_size), pytest.raises(ArchiveError):
            load_journals(tmp_path)
    opened = python("import duckdb, sys; duckdb.connect(sys.argv[1]).close()", tmp_path / WORK)
    assert opened.returncode == 0, opened.stderr


def test_two_loads_at_once_bring_everything_in_once(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2000)])
    loads = [
        subprocess.Popen([sys.executable, "-c", LOAD, tmp_path], stderr=subprocess.PIPE) for _ in range(3)
    ]
    ended = [(load.communicate()[1].decode(), load.returncode) for load in loads]
    assert any(code == 0 for _, code in ended)
    assert all(code == 0 or "Another Chronicler is loading" in told for told, code in ended)
    load_journals(tmp_path)
    assert published(tmp_path) == 2000


# A full disk -------------------------------------------------------------------------------


def long_words(lines: int) -> list[MessageReceived]:
    """Return lines that hardly compress, so that a file must grow for them."""
    return [
        MessageReceived(
            after(i), message(i, "mira", " ".join(f"{(i + 1) * (n + 7919) ** 3:x}" for n in range(20)))
        )
        for i in range(lines)
    ]


@pytest.mark.parametrize("room", [0, 300_000, 900_000])
def test_a_full_disk_is_no_damage_and_costs_nothing(tmp_path: Path, room: int) -> None:
    journaled(tmp_path, [began(), *said(50)])
    load_journals(tmp_path)
    journaled(tmp_path, long_words(8000))
    before = (tmp_path / PUBLISHED).read_bytes()
    with files_of_at_most((tmp_path / WORK).stat().st_size + room):
        told = [*failing_load(tmp_path)]
    assert any("no room left" in said or "Check that disk" in said for said in told), told
    assert (tmp_path / PUBLISHED).read_bytes() == before
    assert not list(tmp_path.glob("*.damaged"))
    assert not list(tmp_path.glob("*.new"))
    assert count(tmp_path) == 8050
    load_journals(tmp_path)
    assert published(tmp_path) == 8050


def failing_load(data: Path) -> Iterator[str]:
    try:
        yield from load_journals(data).notes
    except ArchiveError as error:
        yield str(error)


def test_a_rebuild_on_a_full_disk_leaves_the_old_archive_in_force(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *long_words(8000)])
    load_journals(tmp_path)
    with files_of_at_most(500_000), pytest.raises(ArchiveError):
        rebuild(tmp_path)
    assert published(tmp_path) == 8000
    assert not (tmp_path / REBUILT).exists()


# Crashes -----------------------------------------------------------------------------------

KILLED_IN = """
import os, sys
from pathlib import Path
from chronicler.archive.load import load_journals
from chronicler.archive.rebuild import rebuild
def die(*_, **__):
    os.kill(os.getpid(), 9)
setattr(os, sys.argv[3], die)
{"load": load_journals, "rebuild": rebuild}[sys.argv[2]](Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")
@pytest.mark.parametrize("step", ["utime", "replace", "fsync"])
def test_kill_9_while_publishing_leaves_the_old_archive_and_the_next_load_publishes(
    tmp_path: Path, step: str
) -> None:
    """All rows are loaded by then, so a load that only looked for new lines would never publish them."""
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    journaled(tmp_path, said(2, start=3))
    assert python(KILLED_IN, tmp_path, "load", step).returncode == -9
    assert (published(tmp_path), count(tmp_path)) == (3, 5)
    report = load_journals(tmp_path)
    assert (report.lines, report.is_published) == (0, True)
    assert published(tmp_path) == 5
    assert not list(tmp_path.glob("*.new"))
    assert not load_journals(tmp_path).is_published


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")
@pytest.mark.parametrize("step", ["link", "replace", "utime"])
def test_kill_9_while_rebuilding_leaves_an_archive_in_force(tmp_path: Path, step: str) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    assert python(KILLED_IN, tmp_path, "rebuild", step).returncode == -9
    assert (published(tmp_path), count(tmp_path)) == (3, 3)
    assert rebuild(tmp_path).after.messages == 3
    assert not (tmp_path / REBUILT).exists()
    load_journals(tmp_path)
    assert published(tmp_path) == 3


# Damage ------------------------------------------------------------------------------------


def spoil(path: Path, where: float, *, keeps_time: bool = False) -> None:
    """Write over a stretch of a file, as a failing disk does, with or without anybody noticing."""
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(int(status.st_size * where))
        file.write(b"\x55" * 5000)
    if keeps_time:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def loaded_twice(data: Path) -> None:
    journaled(data, [began(), *long_words(3000)])
    load_journals(data)


def test_a_published_file_that_is_no_database_is_set_aside_and_published_again(tmp_path: Path) -> None:
    loaded_twice(tmp_path)
    (tmp_path / PUBLISHED).write_text("milk, bread, candles")
    report = load_journals(tmp_path)
    assert report.is_published
    assert "was damaged" in report.notes[0]
    assert str(tmp_path / DAMAGED) in report.notes[0]
    assert (tmp_path / DAMAGED).read_text() == "milk, bread, candles"
    assert published(tmp_path) == 3000
    assert load_journals(tmp_path).notes == []


@pytest.mark.parametrize("where", [0.35, 0.6, 0.85])
def test_a_flipped_block_in_the_published_file_is_found_by_a_thorough_load(
    tmp_path: Path, where: float
) -> None:
    loaded_twice(tmp_path)
    spoil(tmp_path / PUBLISHED, where, keeps_time=True)
    report = load_journals(tmp_path, is_thorough=True)
    assert published(tmp_path) == 3000
    assert report.is_published == bool(report.notes) == (tmp_path / DAMAGED).exists()
    with duckdb.connect(str(tmp_path / PUBLISHED), read_only=True) as connection:
        connection.execute("SELECT sum(hash(m)) FROM message_rows AS m").fetchall()


@pytest.mark.parametrize("where", [0.35, 0.6, 0.85])
def test_a_flipped_block_in_the_work_file_is_found_by_a_thorough_load(tmp_path: Path, where: float) -> None:
    loaded_twice(tmp_path)
    shutil.copyfile(tmp_path / PUBLISHED, tmp_path / "whole")
    spoil(tmp_path / WORK, where)
    load_journals(tmp_path, is_thorough=True)
    assert published(tmp_path) == 3000
    with duckdb.connect(str(tmp_path / WORK), read_only=True) as connection:
        connection.execute("SELECT sum(hash(m)) FROM message_rows AS m").fetchall()


def test_a_published_file_that_somebody_changed_is_published_again(tmp_path: Path) -> None:
    loaded_twice(tmp_path)
    with duckdb.connect(str(tmp_path / PUBLISHED)) as connection:
        connection.execute("DELETE FROM message_rows")
    assert load_journals(tmp_path).is_published
    assert published(tmp_path) == 3000


def test_a_published_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    loaded_twice(tmp_path)
    (tmp_path / WORK).unlink()
    with duckdb.connect(str(tmp_path / PUBLISHED)) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'from_the_future')")
    before = (tmp_path / PUBLISHED).read_bytes()
    with pytest.raises(ArchiveError, match="newer Chronicler"):
        load_journals(tmp_path)
    assert (tmp_path / PUBLISHED).read_bytes() == before


def test_a_journal_of_a_newer_format_is_named_and_left_out(tmp_path: Path) -> None:
    path = journaled(tmp_path, [began(), *said(2)])
    newer = path.with_name("20260307T193000Z-hearth.ndjson")
    newer.write_bytes(path.read_bytes().replace(b'"journal":1', b'"journal":2'))
    report = load_journals(tmp_path)
    assert published(tmp_path) == 2
    assert "newer Chronicler (journal format 2" in report.notes[0]
    assert report.notes[0].endswith("It is left out.")


def test_a_published_copy_is_known_by_its_time_and_size(tmp_path: Path) -> None:
    loaded_twice(tmp_path)
    assert is_current(tmp_path / WORK, tmp_path / PUBLISHED)
    spoil(tmp_path / PUBLISHED, 0.5)
    assert not is_current(tmp_path / WORK, tmp_path / PUBLISHED)
    assert not is_current(tmp_path / WORK, tmp_path / "nowhere")
    assert SESSION in (tmp_path / "journal" / f"{SESSION}.ndjson").name
