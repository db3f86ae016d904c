"""A backup holds everything, reads back as it was written, and overwrites nothing."""

import hashlib
import json
import resource
import zipfile
import zlib
from pathlib import Path

import pytest

from chronicler.archive import backup
from chronicler.archive.backup import MANIFEST, READ_ME, write_backup
from chronicler.archive.connect import connect
from chronicler.archive.load import PUBLISHED, load_journals
from chronicler.archive.rebuild import rebuild
from chronicler.errors import ArchiveError
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.archive.test_traps import long_words
from tests.fakes import START
from tests.limits import files_of_at_most


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    journaled(data, whole_evening())
    load_journals(data)
    (data / "writes" / "last").mkdir(parents=True)
    (data / "writes" / "last" / "a.json").write_text("{}")
    return data


def test_everything_is_in_it_with_its_hash(data: Path, tmp_path: Path) -> None:
    made = write_backup(data, tmp_path / "b" / "one.zip", START)
    with zipfile.ZipFile(made.path) as packed:
        names = set(packed.namelist())
        told = json.loads(packed.read(MANIFEST))
        for name, about in told["files"].items():
            assert hashlib.sha256(packed.read(name)).hexdigest() == about["sha256"]
            assert packed.read(name) == (data / name).read_bytes()
        assert "chronicler archive rebuild" in packed.read(READ_ME).decode()
    assert names - {MANIFEST, READ_ME} == {PUBLISHED, f"journal/{SESSION}.ndjson", "writes/last/a.json"}
    assert set(told["files"]) == names - {MANIFEST, READ_ME}
    assert told["made_at"] == "2026-03-06T19:30:00Z"
    assert (made.files, made.journals, made.sessions, made.has_archive) == (3, 1, 1, True)
    assert made.path.stat().st_mode & 0o077 == 0


def test_it_is_brought_back_by_hand_as_it_says(data: Path, tmp_path: Path) -> None:
    made = write_backup(data, tmp_path / "one.zip", START)
    with zipfile.ZipFile(made.path) as packed:
        packed.extractall(tmp_path / "back")
    (tmp_path / "back" / PUBLISHED).unlink()
    rebuild(tmp_path / "back")
    with connect(data) as there, connect(tmp_path / "back") as back:
        assert back.query("FROM messages").rows == there.query("FROM messages").rows


def test_what_a_killed_backup_left_goes_with_the_next(data: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / ".chronicler-data-20260306-193000.zip.half").write_bytes(b"x")
    (tmp_path / "b" / ".other.zip.half").write_bytes(b"x")
    write_backup(data, tmp_path / "b" / "one.zip", START)
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == [".other.zip.half", "one.zip"]


def test_a_folder_that_is_called_like_a_journal_is_none(data: Path, tmp_path: Path) -> None:
    (data / "journal" / "x.ndjson").mkdir()
    assert write_backup(data, tmp_path / "one.zip", START).journals == 1


def test_a_line_that_is_being_written_is_left_out(data: Path, tmp_path: Path) -> None:
    journal = data / "journal" / f"{SESSION}.ndjson"
    whole = journal.read_bytes()
    with journal.open("ab") as file:
        file.write(b'{"seq":999,"kind":"inp')
    made = write_backup(data, tmp_path / "one.zip", START)
    with zipfile.ZipFile(made.path) as packed:
        assert packed.read(f"journal/{SESSION}.ndjson") == whole


def test_journals_alone_are_a_backup_as_well(tmp_path: Path) -> None:
    journaled(tmp_path / "data", [began(), *said(1)])
    assert not write_backup(tmp_path / "data", tmp_path / "one.zip", START).has_archive


def test_nothing_is_overwritten(data: Path, tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_text("holiday pictures")
    with pytest.raises(ArchiveError, match="is not overwritten"):
        write_backup(data, tmp_path / "one.zip", START)
    assert (tmp_path / "one.zip").read_text() == "holiday pictures"


def test_an_empty_data_folder_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nothing to back up yet"):
        write_backup(tmp_path, tmp_path / "one.zip", START)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="limits of POSIX")
def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    journaled(tmp_path / "data", [began(), *long_words(3000)])
    with files_of_at_most(100_000), pytest.raises(ArchiveError, match="Free space there"):
        write_backup(tmp_path / "data", tmp_path / "b" / "one.zip", START)
    assert list((tmp_path / "b").iterdir()) == []


def test_a_half_backup_of_a_killed_process_is_written_anew(data: Path, tmp_path: Path) -> None:
    (tmp_path / ".one.zip.half").write_bytes(b"PK half of it" * 100_000)
    write_backup(data, tmp_path / "one.zip", START)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "one.zip"]


@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_a_backup_in_which_a_byte_was_lost_is_noticed(data: Path, tmp_path: Path, where: float) -> None:
    made = write_backup(data, tmp_path / "one.zip", START)
    with zipfile.ZipFile(made.path) as packed:
        files = json.loads(packed.read(MANIFEST))["files"]
    backup._verify(made.path, files)
    content = bytearray(made.path.read_bytes())
    with zipfile.ZipFile(made.path) as packed:
        largest = max(packed.infolist(), key=lambda info: info.compress_size)
    content[largest.header_offset + 60 + int((largest.compress_size - 60) * where)] ^= 0x55
    made.path.write_bytes(content)
    with pytest.raises((zipfile.BadZipFile, zlib.error)):
        backup._verify(made.path, files)


def test_a_file_that_is_not_what_was_read_is_noticed(data: Path, tmp_path: Path) -> None:
    made = write_backup(data, tmp_path / "one.zip", START)
    with zipfile.ZipFile(made.path) as packed:
        files = json.loads(packed.read(MANIFEST))["files"]
    files[PUBLISHED]["sha256"] = "0" * 64
    with pytest.raises(zipfile.BadZipFile, match="does not read back as it was written"):
        backup._verify(made.path, files)


def test_progress_is_told_in_bytes(data: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_backup(data, tmp_path / "one.zip", START, lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1]
