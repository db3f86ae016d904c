"""What a backup holds: all that cannot be made again, whole, while somebody goes on writing."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from chronicler.archive import backup as file_of
from chronicler.archive.backup import MANIFEST
from chronicler.archive.backup_reading import open_backup
from chronicler.archive.connect import connect
from chronicler.archive.journal.writing import Header, Journal, journal_path, read_journal
from chronicler.archive.load import load_journals
from chronicler.archive.rebuild import rebuild
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.runtime.keeping import backup
from chronicler.runtime.keeping.backup import back_up, plan
from chronicler.runtime.keeping.inventory import Left, Share, take_stock, why_left
from tests.archive.evenings import SESSION, began, said
from tests.keeping.homes import LATER, NOW, backed_up, home_in, kept, line, restored, streamed

KEPT = {
    "journal/x.ndjson": Share.JOURNALS,
    "journal/x.ndjson.damaged": Share.JOURNALS,
    "opt-outs.json": Share.WISHES,
    "forgotten.ndjson": Share.WISHES,
    "forgetting.json": Share.WISHES,
    "writes/last/k.json": Share.WRITES,
    "writes/x/undone": Share.WRITES,
    "taken back/x.ndjson": Share.OTHER,
    "aside/1a-Note.md": Share.OTHER,
    "what nobody knows.txt": Share.OTHER,
    "notebooks/tonight.ipynb": Share.NOTEBOOKS,
    "notebooks/.laid.json": Share.NOTEBOOKS,
    "rehearsals/journal/x.ndjson": Share.REHEARSALS,
    "rehearsals/writes/x/index.ndjson": Share.REHEARSALS,
}
LEFT = {
    "chronicle.duckdb": Left.ARCHIVE,
    "chronicle.duckdb.new": Left.ARCHIVE,
    "work.duckdb": Left.ARCHIVE,
    "work.duckdb.wal": Left.ARCHIVE,
    "rehearsals/chronicle.duckdb": Left.ARCHIVE,
    "memory/shelf.json": Left.MEMORY,
    "own-notes/notes.json": Left.MEMORY,
    "before-restore-20260307-020000/journal/x.ndjson": Left.ASIDE,
    "lock": Left.PASSING,
    "rehearsals/lock": Left.PASSING,
    "load.lock": Left.PASSING,
    "importing/x.ndjson": Left.PASSING,
    "orders/test-1.json": Left.PASSING,
    "vault-path": Left.PASSING,
    "exports.json": Left.PASSING,
    "backups.json": Left.PASSING,
    "restoring/journal/x.ndjson": Left.PASSING,
    "restoring.json": Left.PASSING,
    "journal/.x.ndjson.forgetting": Left.PASSING,
    "writes/last/.k.json.tmp": Left.PASSING,
    "notebooks/.ipynb_checkpoints/tonight.ipynb": Left.PASSING,
    "notebooks/.jupyter.log": Left.PASSING,
}


def test_every_kind_of_file_is_kept_or_left_for_a_reason(tmp_path: Path) -> None:
    for name in (*KEPT, *LEFT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x\n")
    stock = take_stock(tmp_path)
    assert {item.member.name: item.share for item in stock.items} == KEPT
    assert {name: why_left(name) for name in LEFT} == LEFT
    assert stock.left[Left.ARCHIVE] == 10


def test_wishes_come_first_and_records_before_what_they_tell_of(tmp_path: Path) -> None:
    """Whoever is forgotten while it is packed then counts as forgotten later."""
    for name in KEPT:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x\n")
    names = [item.member.name for item in take_stock(tmp_path).items]
    assert names[:3] == ["forgetting.json", "forgotten.ndjson", "opt-outs.json"]
    assert (
        names.index("writes/last/k.json") < names.index("writes/x/undone") < names.index("journal/x.ndjson")
    )


def test_a_folder_that_was_linked_in_from_another_disk_is_packed(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    (house.data / "journal").rename(tmp_path / "large disk")
    (house.data / "journal").symlink_to(tmp_path / "large disk")
    assert f"journal/{SESSION}.ndjson" in open_backup(backed_up(house, tmp_path)).files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    os.mkfifo(house.data / "pipe")
    assert "pipe" not in open_backup(backed_up(house, tmp_path)).files


@pytest.mark.trust
def test_an_archive_goes_along_only_while_it_alone_holds_a_stream(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    lost = streamed(house, line(7, "ida", "nobody painted it"), session_id=LATER)
    load_journals(house.data)
    assert not take_stock(house.data).of(Share.ARCHIVE)
    lost.unlink()
    (item,) = take_stock(house.data).of(Share.ARCHIVE)
    assert item.member.name == "chronicle.duckdb"
    with connect(house.data) as archive:
        before = archive.query("FROM messages").rows
    path = backed_up(house, tmp_path)
    new = home_in(tmp_path / "new")
    restored(new, path)
    load_journals(new.data)
    with connect(new.data) as archive:
        assert archive.query("FROM messages").rows == before
    rebuild(house.data)  # the only place is now the one put aside
    (item,) = take_stock(house.data).of(Share.ARCHIVE)
    assert item.member.name == "chronicle.duckdb.before-rebuild"


def test_a_bot_goes_on_writing_meanwhile(tmp_path: Path) -> None:
    """Each backup holds whole lines alone, as many as were durable when it began."""
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    path = journal_path(house.journals, LATER)
    done = threading.Event()
    with Journal.open(path, Header("1", LATER, Origin.LIVE, "hearth"), group_seconds=0.001) as journal:
        journal.append([began(session_id=LATER)])

        def tend() -> None:
            number = 0
            while not done.wait(0.0005):
                journal.append(said(1, start=number))
                number += 1

        bot = threading.Thread(target=tend)
        bot.start()
        try:
            for number in range(8):
                journal.sync()
                durable = path.stat().st_size
                made = backed_up(house, tmp_path, f"{number}.zip")
                found = open_backup(made)
                with found.opened() as read:
                    content = b"".join(read(f"journal/{LATER}.ndjson"))
                assert len(content) >= durable
                assert content.endswith(b"\n")
                (tmp_path / "copy.ndjson").write_bytes(content)
                copy = read_journal(tmp_path / "copy.ndjson")
                assert [seq for seq, _ in copy] == list(range(1, copy.last_seq + 1))
                assert not copy.skipped
        finally:
            done.set()
            bot.join()


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    refused: list[ArchiveError] = []

    def another(step: str, _done: float, _of: float) -> None:
        if step == "Packing" and not refused:
            with pytest.raises(ArchiveError, match="Another backup of") as error:
                back_up(house, tmp_path / "two.zip", tmp_path / "home", NOW)
            refused.append(error.value)

    back_up(house, tmp_path / "one.zip", tmp_path / "home", NOW, watch=another)
    assert len(refused) == 1
    open_backup(tmp_path / "one.zip").check()


def test_a_disk_that_gives_back_other_bytes_is_found_out_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    write = file_of.write_backup

    def failing(target: Path, *others: Any) -> object:
        done = write(target, *others)
        half = file_of.half_of(target)
        content = bytearray(half.read_bytes())
        content[60] ^= 1
        half.write_bytes(content)
        return done

    monkeypatch.setattr(file_of, "write_backup", failing)
    with pytest.raises(ArchiveError, match="did not read back as it was written"):
        back_up(house, tmp_path / "one.zip", tmp_path / "home", NOW)
    assert not [*tmp_path.glob("*.zip"), *tmp_path.glob(".*.half")]


def test_what_a_killed_backup_left_goes_with_the_next(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / f".chronicler-{house.vault.data.name}-20260306-193000.zip.half").write_bytes(b"x")
    (stick / ".other.zip.half").write_bytes(b"x")
    back_up(house, stick, tmp_path / "home", NOW)
    dated = f"chronicler-{house.vault.data.name}-20260307-020000.zip"
    assert sorted(path.name for path in stick.iterdir()) == [".other.zip.half", dated]


def test_secrets_are_never_in_it(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    (tmp_path / "home" / "tokens").mkdir()
    for name in ("tokens/bot.json", "obs-password", "twitch-application.json"):
        (tmp_path / "home" / name).write_text("QUILLWORT")
    found = open_backup(backed_up(house, tmp_path))
    with found.opened() as read:
        assert all(b"QUILLWORT" not in b"".join(read(name)) for name in found.files)


def test_planning_writes_nothing(tmp_path: Path) -> None:
    house = home_in(tmp_path)
    streamed(house, line(5, "maren", "the salt on the stairs"))
    before = kept(tmp_path)
    planned = plan(house, None, tmp_path / "home", NOW)
    assert planned.path == tmp_path / "home" / backup.BACKUPS / planned.path.name
    assert planned.stock.streams == 1
    assert MANIFEST not in {item.member.name for item in planned.stock.items}
    assert kept(tmp_path) == before
