"""The archive as Parquet: the same answers, only what changed is written, nothing forgotten stays."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb
import pytest

from chronicler.archive.asking.analyses import analysis, names, parameters
from chronicler.archive.connect import Archive, connect
from chronicler.archive.export import MARKER, PART, TABLES, Exported, export_parquet
from chronicler.archive.load import load_journals
from chronicler.archive.parquet import open_export
from chronicler.archive.publish import only_one
from chronicler.domain.events import MessageDeleted, MessageReceived, SessionEnded
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.archive.test_analyses import ASKED, LATER, second_evening
from tests.fakes import after, message
from tests.limits import files_of_at_most

DAY: Final = "channel=hearth/date=2026-03-06"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    journaled(tmp_path / "data", whole_evening())
    journaled(tmp_path / "data", second_evening(), LATER)
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "it's [open]"


def exported(data: Path, folder: Path) -> Exported:
    with connect(data) as archive:
        return export_parquet(archive, folder, "vault-1", lambda *_: None)


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file with what tells whether it was written again."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob(PART)
    }


def texts(folder: Path) -> bytes:
    with open_export(folder) as export:
        return repr(export.query("SELECT * FROM messages").rows).encode()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Path]]:
    home = tmp_path_factory.mktemp("both")
    journaled(home / "data", whole_evening())
    journaled(home / "data", second_evening(), LATER)
    with connect(home / "data") as archive:
        export_parquet(archive, home / "export", "vault-1", lambda *_: None)
        yield archive, home / "export"


@pytest.mark.parametrize("session_id", [SESSION, ""])
def test_every_analysis_answers_the_same_over_the_export(both: tuple[Archive, Path], session_id: str) -> None:
    archive, folder = both
    with open_export(folder) as export:
        for name in names():
            given = {key: ASKED[key] for key in parameters(name)}
            given |= {"session_id": session_id} if "session_id" in given else {}
            expected = archive.query(analysis(name), given)
            assert (name, export.query(analysis(name), given)) == (name, expected)


def test_every_table_is_exported_as_it_stands(both: tuple[Archive, Path]) -> None:
    archive, folder = both
    with open_export(folder) as export:
        for table in TABLES:
            columns = ", ".join(name for name, _ in export.schemas[table])
            sql = f"SELECT {columns} FROM {table} ORDER BY ALL"  # noqa: S608
            assert export.query(sql) == archive.query(sql)
        assert set(export.filled) == set(TABLES), "an evening in which a little of everything happens"


def test_any_program_finds_channel_and_date_in_the_folders(both: tuple[Archive, Path]) -> None:
    with duckdb.connect() as plain:
        found = plain.execute(
            f"SELECT channel, date::VARCHAR, count(*) FROM '{both[1]}/messages/*/*/*.parquet' GROUP BY ALL ORDER BY ALL"  # noqa: S608
        ).fetchall()
    assert found == [("hearth", "2026-03-06", 66), ("hearth", "2026-03-07", 4)]


def test_what_did_not_change_is_left_as_it_is(data: Path, folder: Path) -> None:
    first = exported(data, folder)
    assert (first.sessions, first.written, first.unchanged, first.removed) == (2, 18, 0, 0)
    before = files(folder)
    load_journals(data)
    again = exported(data, folder)
    assert (again.written, again.unchanged, again.removed, again.bytes) == (0, 18, 0, first.bytes)
    assert files(folder) == before


def test_only_the_day_of_a_stream_that_changed_is_written_again(data: Path, folder: Path) -> None:
    exported(data, folder)
    before = files(folder)
    late = MessageReceived(after(2399), message(2399, "odo", "one more stone"))
    journaled(data, [late])
    assert exported(data, folder).written == 2
    changed = {name for name, state in files(folder).items() if state != before[name]}
    assert changed == {f"messages/{DAY}/{PART}", f"sessions/{DAY}/{PART}"}


def test_a_line_that_was_removed_leaves_the_export(data: Path, folder: Path) -> None:
    exported(data, folder)
    assert b"the tide is at stone 7'" in texts(folder)
    journaled(data, [MessageDeleted(after(2399), f"{said(8)[7].message.message_id}")])  # type: ignore[attr-defined]
    exported(data, folder)
    assert b"the tide is at stone 7'" not in texts(folder)


def test_a_stream_that_is_gone_leaves_the_export_with_its_folders(data: Path, folder: Path) -> None:
    exported(data, folder)
    (data / "journal" / f"{SESSION}.ndjson").unlink()
    done = exported(data, folder)
    assert (done.sessions, done.written, done.removed) == (1, 0, 16)
    assert not (folder / "raids").exists()
    assert sorted(path.name for path in (folder / "sessions" / "channel=hearth").iterdir()) == [
        "date=2026-03-07"
    ]


def test_what_a_killed_run_left_is_taken_up_by_the_next(data: Path, folder: Path) -> None:
    """Killed for good after the fifth partition; the run after it writes the rest and clears the half file."""
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom chronicler.archive.connect import connect\n"
        "from chronicler.archive.export import export_parquet\n"
        "die = lambda done, of, table: done == 5 and os.kill(os.getpid(), signal.SIGKILL)\n"
        "export_parquet(connect(Path(sys.argv[1])), Path(sys.argv[2]), 'vault-1', die)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(data), str(folder)], check=False, env=os.environ)
    assert ran.returncode == -signal.SIGKILL
    assert len(files(folder)) == 5
    half = folder / "messages" / DAY / f".{PART}.writing"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"PAR1")
    done = exported(data, folder)
    assert (done.written, done.unchanged) == (13, 5)
    assert not half.exists()


def test_a_broken_file_is_written_again(data: Path, folder: Path) -> None:
    exported(data, folder)
    (folder / "raids" / DAY / PART).write_bytes(b"PAR1 no more")
    assert exported(data, folder).written == 1
    with open_export(folder) as export:
        assert export.query("SELECT viewers FROM raids").rows == ((12,),)


def test_asking_of_a_broken_file_says_how_to_write_it_again(data: Path, folder: Path) -> None:
    exported(data, folder)
    with open_export(folder) as export:
        (folder / "messages" / DAY / PART).write_bytes(b"PAR1 no more")
        with pytest.raises(
            ArchiveError, match=r"could not be read \(.*\); write it again: chronicler archive"
        ):
            export.query("SELECT count(text) FROM messages")
        with pytest.raises(ArchiveError, match=r"^Catalog Error"):
            export.query("SELECT 1 FROM rafts")


def test_a_full_disk_leaves_whole_files_and_is_told(data: Path, folder: Path) -> None:
    exported(data, folder)
    journaled(data, said(400, start=241))
    before = files(folder)
    with files_of_at_most(2000), pytest.raises(ArchiveError, match="no room left on the disk of"):
        exported(data, folder)
    assert files(folder)[f"messages/{DAY}/{PART}"] == before[f"messages/{DAY}/{PART}"]
    assert not list(folder.rglob("*.writing"))


def test_a_folder_with_other_things_is_left_alone(data: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "photos").mkdir()
    with pytest.raises(ArchiveError, match=r"holds other things \(photos\); choose a new or an empty folder"):
        exported(data, folder)
    assert [path.name for path in folder.iterdir()] == ["photos"]
    with pytest.raises(ArchiveError, match="is a file; name a folder"):
        exported(data, data / "journal" / f"{SESSION}.ndjson")


def test_a_folder_is_of_one_archive_and_one_run(data: Path, folder: Path) -> None:
    exported(data, folder)
    with connect(data) as archive, pytest.raises(ArchiveError, match="export of vault-1; choose a folder"):
        export_parquet(archive, folder, "vault-2", lambda *_: None)
    with (
        only_one(folder / ".chronicler-export.lock", ""),
        pytest.raises(ArchiveError, match="is at work; let it end"),
    ):
        exported(data, folder)


def test_what_is_no_export_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="holds no export; make one: chronicler archive export --parquet"):
        open_export(tmp_path).__enter__()
    (tmp_path / MARKER).write_text('{"format": 99, "of": "x"}')
    with pytest.raises(ArchiveError, match="newer Chronicler"):
        open_export(tmp_path).__enter__()


@pytest.mark.parametrize("channel", ["Hearth", "a/b=c%d'.. e", "høhle", ""])
def test_any_channel_comes_back_as_it_was(tmp_path: Path, folder: Path, channel: str) -> None:
    start = began().__class__(after(0), SESSION, channel, Origin.IMPORT)
    journaled(tmp_path / "data", [start, *said(2), SessionEnded(after(60), "offline")])
    exported(tmp_path / "data", folder)
    with open_export(folder) as export:
        ((_, told, *_),) = export.query(analysis("sessions")).rows
    assert (told or "") == channel
    (named,) = (folder / "sessions").iterdir()
    assert named.name == named.name.lower() or channel == "" or "%" in named.name
