"""Readers see everything, hold up nobody, and change nothing."""

import threading
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from chronicler.archive import connect as connecting
from chronicler.archive import rows
from chronicler.archive.connect import Archive, connect
from chronicler.archive.journal.writing import Header, Journal, off_air_path
from chronicler.archive.load import PUBLISHED, WORK, load_journals
from chronicler.archive.survey import Stretch
from chronicler.domain.events import ChatterCleared, MessageDeleted, OperatorCommanded
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.fakes import START, after

COUNT = "SELECT count(*) FROM messages"


def texts(data: Path) -> list[object]:
    with connect(data) as archive:
        return [text for (text,) in archive.query("SELECT text FROM messages ORDER BY journal, seq").rows]


def test_a_reader_sees_the_tail_that_is_not_loaded_yet(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    journaled(tmp_path, said(2, start=3))
    assert texts(tmp_path) == [f"the tide is at stone {i}" for i in range(5)]


def test_journals_alone_are_enough(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    with connect(tmp_path) as archive:
        assert archive.query("SELECT session_id, messages FROM sessions").rows == ((SESSION, 3),)
    assert not (tmp_path / PUBLISHED).exists()
    assert not (tmp_path / WORK).exists()


def test_an_empty_data_folder_answers_with_nothing(tmp_path: Path) -> None:
    with connect(tmp_path) as archive:
        assert archive.query("SELECT * FROM sessions").rows == ()
        assert archive.query("SELECT * FROM jottings").rows == ()


def test_every_view_answers_alike_loaded_and_not_loaded(tmp_path: Path) -> None:
    """Whether a row comes from the archive or from the tail must not show."""
    journaled(tmp_path / "tail", whole_evening())
    journaled(tmp_path / "loaded", whole_evening())
    load_journals(tmp_path / "loaded")
    with connect(tmp_path / "tail") as tail, connect(tmp_path / "loaded") as loaded:
        views = [
            name
            for (name,) in loaded.query(
                "SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = 'memory' ORDER BY 1"
            ).rows
        ]
        assert len(views) >= 15
        for view in views:
            question = f"SELECT * FROM {view} ORDER BY ALL"  # noqa: S608 names come from DuckDB
            answer = loaded.query(question)
            assert answer.rows, f"the evening holds something for {view}"
            assert tail.query(question) == answer


def test_a_removal_in_the_tail_empties_lines_in_the_archive(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(5)])
    load_journals(tmp_path)
    journaled(tmp_path, [MessageDeleted(after(60), "osric-10"), ChatterCleared(after(70), "mira")])
    assert texts(tmp_path) == ["", "", "the tide is at stone 2", "the tide is at stone 3", ""]
    load_journals(tmp_path)
    assert texts(tmp_path) == ["", "", "the tide is at stone 2", "the tide is at stone 3", ""]


def test_a_journal_replaced_since_the_load_is_read_from_the_journal(tmp_path: Path) -> None:
    path = journaled(tmp_path, [began(), *said(5)])
    load_journals(tmp_path)
    path.unlink()
    journaled(tmp_path, [began(), *said(1, start=8)])
    assert texts(tmp_path) == ["the tide is at stone 8"]


def test_a_reader_keeps_its_snapshot_until_it_refreshes(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    with connect(tmp_path) as archive:
        journaled(tmp_path, said(2, start=3))
        load_journals(tmp_path)
        journaled(tmp_path, said(2, start=5))
        assert archive.query(COUNT).rows == ((3,),)
        archive.refresh()
        assert archive.query(COUNT).rows == ((7,),)


def tail_table(archive: Archive) -> object:
    return archive.query("SELECT table_oid FROM duckdb_tables() WHERE table_name = 'rewritten'").rows


def test_looking_again_does_nothing_where_nothing_changed_and_sees_one_new_line(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    journaled(tmp_path, said(1, start=3))
    with connect(tmp_path) as archive:
        stood = tail_table(archive)
        archive.refresh()
        assert tail_table(archive) == stood
        journaled(tmp_path, said(1, start=4))
        archive.refresh()
        assert tail_table(archive) != stood
        assert archive.query(COUNT).rows == ((5,),)
        (tmp_path / "chronicle.duckdb").unlink()
        archive.refresh()
        assert archive.version == 0
        assert archive.query(COUNT).rows == ((5,),)


def test_an_archive_that_lingers_is_handed_out_again_until_a_load_publishes(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    with connect(tmp_path) as first:
        first.linger()
        first.linger()
    with connect(tmp_path) as again:
        assert again is first
    journaled(tmp_path, said(2, start=3))
    load_journals(tmp_path)
    with pytest.raises(duckdb.ConnectionException):
        first.query(COUNT)
    with connect(tmp_path) as fresh:
        assert fresh is not first
        assert fresh.query(COUNT).rows == ((5,),)


def test_an_archive_lingers_no_longer_than_it_should(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "LINGER_SECONDS", 0.01)
    journaled(tmp_path, [began(), *said(3)])
    with connect(tmp_path) as archive:
        archive.linger()
        timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
        for timer in timers:
            timer.join()
        assert archive.query(COUNT).rows == ((3,),)
    with pytest.raises(duckdb.ConnectionException):
        archive.query(COUNT)


def test_a_reader_that_holds_the_archive_never_holds_up_a_load(tmp_path: Path) -> None:
    """Each count a reader makes is one that was true at some time, and it never goes back."""
    journaled(tmp_path, [began()])
    load_journals(tmp_path)
    stop, seen = threading.Event(), [0]

    def read() -> None:
        with connect(tmp_path) as archive:
            while not stop.is_set():
                archive.refresh()
                [(count,)] = archive.query(COUNT).rows
                seen.append(count)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(6):
        journaled(tmp_path, said(50, start=50 * number))
        assert load_journals(tmp_path).is_published
    stop.set()
    reader.join()
    assert sorted(seen) == seen
    with connect(tmp_path) as archive:
        assert archive.query(COUNT).rows == ((300,),)


def test_one_thread_may_look_again_while_another_asks(tmp_path: Path) -> None:
    """A refresh replaces tables; a question asked meanwhile must find the old or the new ones."""
    journaled(tmp_path, [began(), *said(3)])

    def look_again() -> None:
        for _ in range(25):
            connect(tmp_path).close()

    with connect(tmp_path) as archive:
        others = [threading.Thread(target=look_again) for _ in range(2)]
        for other in others:
            other.start()
        counts = {archive.query(COUNT).rows for _ in range(150)}
        for other in others:
            other.join()
    assert counts == {((3,),)}


def test_a_process_holds_one_archive_a_folder(tmp_path: Path) -> None:
    """Two attachments of a file in one process may lose its lock when one lets go."""
    journaled(tmp_path, [began(), *said(1)])
    load_journals(tmp_path)
    first = connect(tmp_path)
    journaled(tmp_path, said(1, start=1))
    with connect(tmp_path / "." / "journal" / "..") as second:
        assert second is first
        assert second.query(COUNT).rows == ((2,),)
    assert first.query(COUNT).rows == ((2,),)
    first.close()
    first.close()
    with connect(tmp_path) as third:
        assert third is not first


def test_a_wrong_query_is_answered_with_duckdbs_first_line(tmp_path: Path) -> None:
    with connect(tmp_path) as archive:
        with pytest.raises(ArchiveError, match=r"^Catalog Error: Table with name mesages does not exist!$"):
            archive.query("SELECT * FROM mesages")
        with pytest.raises(ArchiveError, match="Parser Error"):
            archive.frame("SELECT FROM (")
        assert archive.query("SELECT 1").rows == ((1,),)


def test_a_name_that_is_no_table_is_not_looked_up_in_the_program(tmp_path: Path) -> None:
    """DuckDB's Python client would read a list or frame that a caller happens to call so."""
    secrets = pytest.importorskip("pandas", reason="pandas comes with the extra `notebooks`").DataFrame(
        {"a": [1]}
    )
    with (
        connect(tmp_path) as archive,
        pytest.raises(ArchiveError, match="Table with name secrets does not exist"),
    ):
        archive.query("SELECT * FROM secrets")
    assert len(secrets) == 1


def test_a_reader_cannot_write_to_the_archive(tmp_path: Path) -> None:
    load_journals(tmp_path)
    with connect(tmp_path) as archive, pytest.raises(ArchiveError, match="read-only"):
        archive.query("DELETE FROM archive.main.message_rows")


def test_times_come_back_in_utc(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(1)])
    with connect(tmp_path) as archive:
        [(started_at,)] = archive.query("SELECT started_at FROM sessions").rows
    assert started_at == began().at


def test_a_frame_holds_the_same_rows(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra `notebooks`")
    journaled(tmp_path, [began(), *said(4)])
    with connect(tmp_path) as archive:
        frame = archive.frame("SELECT login FROM messages WHERE seq > ? ORDER BY seq", [3])
    assert list(frame["login"]) == ["tamsin", "odo"]


def test_only_live_and_imported_streams_are_real(tmp_path: Path) -> None:
    for day, origin in enumerate(Origin, 1):
        session = f"2026030{day}T193000Z-hearth"
        journaled(tmp_path, [began(origin, session)], session, origin)
    with connect(tmp_path) as archive:
        real = archive.query("SELECT origin FROM sessions WHERE is_real ORDER BY origin").rows
    assert real == (("import",), ("live",))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no data folder"):
        connect(tmp_path / "nowhere")


def test_a_damaged_published_file_says_that_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / PUBLISHED).write_text("milk, bread, candles")
    with pytest.raises(ArchiveError, match=r"is damaged .* Nothing is lost: run `chronicler archive load`"):
        connect(tmp_path)


def test_a_reader_recovers_once_a_damaged_file_has_been_replaced(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2)])
    load_journals(tmp_path)
    with connect(tmp_path) as archive:
        good = (tmp_path / PUBLISHED).read_bytes()
        (tmp_path / PUBLISHED).unlink()
        (tmp_path / PUBLISHED).write_text("milk, bread, candles")
        with pytest.raises(ArchiveError, match="is damaged"):
            archive.refresh()
        with pytest.raises(ArchiveError):
            archive.query(COUNT)
        (tmp_path / PUBLISHED).write_bytes(good)
        archive.refresh()
        assert archive.query(COUNT).rows == ((2,),)


def test_what_happens_between_streams_belongs_to_no_session(tmp_path: Path) -> None:
    path = off_air_path(tmp_path / "journal", START)
    with Journal.open(path, Header("1.0", "", Origin.LIVE, "hearth")) as journal:
        journal.append([*said(1), OperatorCommanded(after(5), "dashboard new")])
    load_journals(tmp_path)
    with connect(tmp_path) as archive:
        assert archive.query("SELECT * FROM sessions").rows == ()
        assert archive.query("SELECT session_id, journal, type FROM events").rows == (
            ("", "off-air-2026-03", "operator_commanded"),
        )


def test_a_newer_published_file_is_refused(tmp_path: Path) -> None:
    load_journals(tmp_path)
    with duckdb.connect(str(tmp_path / PUBLISHED)) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, '9999_from_the_future')")
    with pytest.raises(ArchiveError, match="written by a newer Chronicler"):
        connect(tmp_path)


def test_an_older_published_file_is_passed_over_for_the_journals(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2)])
    with duckdb.connect(str(tmp_path / PUBLISHED)) as connection:
        connection.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
    assert len(texts(tmp_path)) == 2


def test_a_published_file_held_open_for_writing_says_by_whom(tmp_path: Path) -> None:
    """A database viewer that opens the file itself shuts every reader out."""
    load_journals(tmp_path)
    with duckdb.connect(str(tmp_path / PUBLISHED)), pytest.raises(ArchiveError, match="Close that program"):
        connect(tmp_path)


def test_a_journal_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(1)])
    (tmp_path / "journal" / "shopping.ndjson").write_text('{"milk": 2}\n')
    with connect(tmp_path) as archive:
        assert archive.query(COUNT).rows == ((1,),)
        assert "shopping.ndjson" in archive.notes[0]


def test_the_tail_is_read_by_one_thread_and_questions_are_answered_by_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two take up to 50 MB more to read JSON, and that beside a stream."""
    seen: list[object] = []

    def look(connection: duckdb.DuckDBPyConnection, stretches: Sequence[Stretch]) -> dict[str, int]:
        seen.append(connection.execute("SELECT current_setting('threads')").fetchall())
        return rows.insert_rows(connection, stretches)

    monkeypatch.setattr("chronicler.archive.connect.insert_rows", look)
    journaled(tmp_path, [began(), *said(3)])
    with connect(tmp_path) as archive:
        assert seen == [[(1,)]]
        assert archive.query("SELECT current_setting('threads')").rows == ((2,),)
