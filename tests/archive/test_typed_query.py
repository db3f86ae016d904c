"""What somebody types can read the archive, and do nothing else."""

import os
from pathlib import Path

import pytest

from chronicler.archive.asking.typed_query import run_query
from chronicler.archive.connect import connect
from chronicler.archive.load import PUBLISHED, load_journals
from chronicler.errors import ArchiveError
from tests.archive.evenings import began, journaled, said


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one data folder for all: nothing asked of it may change it."""
    data = tmp_path_factory.mktemp("data")
    journaled(data, [began(), *said(3)])
    load_journals(data)
    journaled(data, said(2, start=3))
    return data


def test_a_query_reads_archive_and_tail(data: Path) -> None:
    table = run_query(
        data, "SELECT login, count(*) AS n FROM messages GROUP BY login ORDER BY login", limit_seconds=5
    )
    assert table.columns == ("login", "n")
    assert table.rows == (("mira", 2), ("odo", 1), ("osric", 1), ("tamsin", 1))
    assert not table.is_cut


FORBIDDEN = [
    "INSERT INTO message_rows SELECT * FROM message_rows",
    "WITH more AS (INSERT INTO message_rows SELECT * FROM message_rows RETURNING 1) SELECT * FROM more",
    "UPDATE event_rows SET type = 'x'",
    "DELETE FROM archive.main.message_rows",
    "DROP VIEW sessions",
    "CREATE TABLE mine AS SELECT 1",
    "COPY messages TO 'stolen.csv'",
    "COPY (SELECT 1) TO '/tmp/stolen.parquet' (FORMAT parquet)",
    "WITH c AS (COPY messages TO 'stolen.csv') SELECT 1",
    "EXPORT DATABASE 'stolen'",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_json('journal/*.ndjson')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "ATTACH 'elsewhere.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET max_execution_time = 0",
    "PRAGMA memory_limit = '64GB'",
]  # fmt: skip


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_whatever_writes_or_leaves_the_archive_is_refused(
    data: Path, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data)
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    with pytest.raises(ArchiveError):
        run_query(data, sql, limit_seconds=5)
    assert {p: p.read_bytes() for p in data.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "sql", ["SELECT 1; SELECT 2", "COMMIT; INSERT INTO message_rows SELECT 1", "", "-- hm", ";"]
)
def test_one_query_at_a_time(data: Path, sql: str) -> None:
    """A second statement could end the read-only transaction that the first one stands in."""
    with pytest.raises(ArchiveError, match="One query at a time"):
        run_query(data, sql, limit_seconds=5)


@pytest.mark.parametrize(
    ("sql", "said_of_it"),
    [
        ("SELECT count(* FROM messages", "Parser Error: syntax error at or near"),
        ("SELEC 1", "Parser Error: syntax error at or near"),
        ("SELECT txt FROM messages", "Binder Error: Referenced column"),
        ("SELECT 'half", "Parser Error: unterminated string literal"),
        ("SELECT CAST('x' AS INTEGER)", "Conversion Error"),
    ],
)
def test_half_typed_sql_is_answered_with_one_line(data: Path, sql: str, said_of_it: str) -> None:
    with pytest.raises(ArchiveError, match=said_of_it) as refused:
        run_query(data, sql, limit_seconds=5)
    assert "\n" not in str(refused.value)


def test_a_query_without_end_is_stopped(data: Path) -> None:
    with pytest.raises(ArchiveError, match=r"took longer than 0.1 s and was stopped.*--seconds"):
        run_query(data, "SELECT count(*) FROM range(1000000000000)", limit_seconds=0.1)


def test_more_rows_than_asked_for_are_cut_and_said_so(data: Path) -> None:
    table = run_query(data, "SELECT * FROM range(1000000000)", limit_seconds=5, limit_rows=3)
    assert table.rows == ((0,), (1,), (2,))
    assert table.is_cut


def test_a_cage_for_one_query_does_not_close_on_the_next(data: Path) -> None:
    with connect(data) as archive:
        run_query(data, "SELECT 1", limit_seconds=5)
        assert run_query(data, "SELECT 2", limit_seconds=5).rows == ((2,),)
        assert archive.query("SELECT count(*) FROM messages").rows == ((5,),)


def test_nothing_is_left_behind_in_the_folder_one_stands_in(
    data: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    run_query(data, "SELECT sum(a.range * b.range) FROM range(3000) AS a, range(3000) AS b", limit_seconds=20)
    assert os.listdir(here) == []  # noqa: PTH208
    assert (data / PUBLISHED).exists()
