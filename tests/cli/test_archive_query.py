"""A query prints what was asked for as a table, JSON or CSV, and ends when it should."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chronicler.archive.load import load_journals
from chronicler.cli.archive.rows import print_table, unique_names
from chronicler.domain.events import MessageReceived
from tests.archive.evenings import began, journaled, said
from tests.cli.terminal import Terminal
from tests.fakes import after, message

ODD = 'a "quoted", comma\nand a second line\r\nand — a third'


@pytest.fixture
def vault(terminal: Terminal) -> Path:
    vault = terminal.vault()
    data = terminal.house_data(vault)
    journaled(data, [began(), *said(3), MessageReceived(after(90), message(90, "mira", ODD))])
    load_journals(data)
    journaled(data, said(2, start=20))
    return vault


def ask(terminal: Terminal, *arguments: str) -> str:
    return terminal.ok("archive", "query", *arguments).out


def test_csv_is_rfc_4180_and_survives_line_breaks(terminal: Terminal, vault: Path) -> None:
    said = ask(terminal, "SELECT login, text FROM messages WHERE login = 'mira' ORDER BY seq", "--csv")
    assert said.startswith("login,text\r\nmira,the tide is at stone 0\r\n")
    assert said.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(said, newline="")))
    assert rows[1] == {"login": "mira", "text": ODD}
    assert vault.is_dir()


@pytest.mark.usefixtures("vault")
def test_columns_of_one_name_are_all_kept(terminal: Terminal) -> None:
    sql = "SELECT 1 AS n, 2 AS n, 3 AS n_2, 4 AS n"
    assert json.loads(ask(terminal, sql, "--json")) == [{"n": 1, "n_3": 2, "n_2": 3, "n_4": 4}]
    assert ask(terminal, sql, "--csv").startswith("n,n_3,n_2,n_4\r\n")
    assert ask(terminal, sql).splitlines()[0].split() == ["n", "n", "n_2", "n"]


def test_every_name_is_unique_whatever_stands_there() -> None:
    assert unique_names(["a", "a", "a_2", "a", "b"]) == ["a", "a_3", "a_2", "a_4", "b"]


@pytest.mark.usefixtures("vault")
def test_every_kind_of_value_can_be_said_in_json(terminal: Terminal) -> None:
    sql = (
        "SELECT TIMESTAMP '2026-03-06 19:30:00' AS at, TIMESTAMPTZ '2026-03-06 20:30:00+01' AS zoned, "
        "[TIMESTAMP '2026-03-06 19:30:00'] AS ats, {'a': 1, 'b': DATE '2026-03-06'} AS struct, "
        "MAP {1: 'x'} AS map, 1.50::DECIMAL(9, 2) AS price, 3::DECIMAL(9, 2) AS whole, 'nan'::DOUBLE AS nan, "
        "INTERVAL 90 SECOND AS span, 'ab'::BLOB AS bytes, TIME '10:00' AS clock, NULL AS nothing, true AS yes, "
        "TIMESTAMP '20000-01-01' AS far, uuid() IS NOT NULL AS id, sum(1) AS total"
    )
    [row] = json.loads(ask(terminal, sql, "--json"))
    assert row == {
        "at": "2026-03-06T19:30:00Z",
        "zoned": "2026-03-06T19:30:00Z",
        "ats": ["2026-03-06T19:30:00Z"],
        "struct": {"a": 1, "b": "2026-03-06"},
        "map": {"1": "x"},
        "price": 1.5,
        "whole": 3,
        "nan": None,
        "span": 90.0,
        "bytes": "6162",
        "clock": "10:00:00",
        "nothing": None,
        "yes": True,
        "far": "20000-01-01 00:00:00",
        "id": True,
        "total": 1,
    }
    [cells] = csv.DictReader(io.StringIO(ask(terminal, sql, "--csv"), newline=""))
    assert (cells["yes"], cells["ats"], cells["nothing"]) == ("true", '["2026-03-06T19:30:00Z"]', "")
    assert "2026-03-06T19:30:00Z" in ask(terminal, sql)


@pytest.mark.usefixtures("vault")
def test_a_limit_cuts_and_says_so_and_scripts_get_everything(terminal: Terminal) -> None:
    cut = terminal.ok("archive", "query", "SELECT * FROM range(30000)", "--json", "--limit", "2")
    assert cut.json == [{"range": 0}, {"range": 1}]
    assert "only the first 2 rows" in cut.err
    whole = terminal.ok("archive", "query", "SELECT * FROM range(30000)", "--csv")
    assert (whole.out.count("\r\n"), whole.err) == (30001, "")
    table = terminal.ok("archive", "query", "SELECT * FROM range(30000)")
    assert len(table.out.splitlines()) == 10_002
    assert "only the first 10,000 rows" in table.err
    exact = terminal.ok("archive", "query", "SELECT * FROM range(2)", "--limit", "2")
    assert exact.err == ""


@pytest.mark.usefixtures("vault")
def test_an_answer_without_rows_is_still_an_answer(terminal: Terminal) -> None:
    sql = "SELECT login FROM messages WHERE false"
    assert json.loads(ask(terminal, sql, "--json")) == []
    assert ask(terminal, sql, "--csv") == "login\r\n"
    assert ask(terminal, sql) == "login\n-----\n"


def through_stdin(sql: bytes, terminal: Terminal, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "chronicler", "archive", "query", "-", *options],
        input=sql,
        capture_output=True,
        check=False,
        env=os.environ | {"CHRONICLER_HOME": str(terminal.home)},
    )


@pytest.mark.usefixtures("vault")
def test_a_query_comes_from_standard_input(terminal: Terminal) -> None:
    ran = through_stdin(
        "\ufeffSELECT 'Übers Meer' AS t,\n count(*) AS n FROM messages -- all\n".encode(), terminal, "--json"
    )
    assert json.loads(ran.stdout) == [{"t": "Übers Meer", "n": 6}]
    bad = through_stdin(b"SELECT '\xff\xfe'", terminal)
    assert (bad.returncode, b"UTF-8" in bad.stderr, b"Traceback" in bad.stderr) == (2, True, False)


@pytest.mark.usefixtures("vault")
def test_one_huge_expression_does_not_outlast_its_time(terminal: Terminal) -> None:
    """Neither DuckDB's own limit nor an interrupt reaches into a single function call."""
    sql = b"SELECT levenshtein(repeat('ab', 400000), repeat('ba', 400000))"
    ran = through_stdin(sql, terminal, "--seconds", "0.1")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"does not stop when told to" in ran.stderr


@pytest.mark.usefixtures("vault")
def test_what_cannot_be_asked_is_said_in_a_line(terminal: Terminal) -> None:
    assert "choose one" in terminal.refused("archive", "query", "SELECT 1", "--json", "--csv")
    assert "took longer than 0.1 s" in terminal.refused(
        "archive", "query", "SELECT count(*) FROM range(1000000000000)", "--seconds", "0.1"
    )
    assert "Conversion Error" in terminal.refused(
        "archive", "query", "SELECT CAST(text AS INT) FROM messages", "--json"
    )


def test_a_damaged_archive_says_what_mends_it(terminal: Terminal, vault: Path) -> None:
    (terminal.house_data(vault) / "chronicle.duckdb").write_text("milk")
    assert "run `chronicler archive load`" in terminal.refused("archive", "query", "SELECT 1")
    mended = terminal.ok("archive", "load")
    assert "was damaged" in mended.err
    assert "6" in ask(terminal, "SELECT count(*) FROM messages")


def test_a_table_wider_than_the_terminal_is_printed_as_records(capsys: pytest.CaptureFixture[str]) -> None:
    names, row = ("login", "text", "empty"), ("ida", "the lamp by the door " * 2, None)
    print_table(names, [row], 40)
    assert capsys.readouterr().out.splitlines() == [
        "--- row 1 " + "-" * 30,
        "login  ida",
        "text   the lamp by the door the lamp by",
        "       the door",
    ]
    print_table(names, [row], 200)
    assert capsys.readouterr().out.splitlines()[0].split() == list(names)


def test_a_query_that_is_not_understood_names_how_to_see_what_there_is(terminal: Terminal) -> None:
    terminal.vault()
    for sql in ("SELEC 1", "SELECT * FROM nowhere", "SELECT nothing FROM messages"):
        assert '"SHOW TABLES"' in terminal.refused("archive", "query", sql)


@pytest.mark.parametrize("command", ["ledger", "report"])
def test_without_any_stream_the_error_says_what_to_do(terminal: Terminal, command: str) -> None:
    terminal.vault()
    assert "chronicler run keeps them" in terminal.refused(command)
    assert "chronicler rehearse sample" in terminal.refused(command, "--rehearsals")


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM messages", "  delete from messages", "INSERT INTO messages SELECT * FROM messages",
     " -- away\nUPDATE messages SET text = ''", "DROP VIEW no_such_view"],
)  # fmt: skip
def test_a_query_that_would_change_something_is_told_that_queries_only_read(
    terminal: Terminal, sql: str
) -> None:
    terminal.vault()
    assert "a query only reads" in terminal.refused("archive", "query", sql)
