"""Demo, rehearsal and archive by command: one JSON object for scripts, words for people."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.runtime.test_rehearsal import PROMISED
from tests.scenarios.evening import KINDLING, at, dashboard, script, talk, tree

QUIET = (*talk(30, 300), f'{at(1500)} maren: still here, "quoted", and then', *talk(1560, 1700))


@pytest.fixture
def log(terminal: Terminal) -> Path:
    path = terminal.folder / "evening.stream"
    path.write_text(script(*QUIET), encoding="utf-8")
    return path


@pytest.fixture
def board(terminal: Terminal) -> Path:
    path = terminal.folder / "tonight.md"
    path.write_text(dashboard(), encoding="utf-8")
    return path


# Demo ----------------------------------------------------------------------------------


def test_the_demo_keeps_everything_in_the_folder_it_makes(terminal: Terminal) -> None:
    told = terminal.ok("demo", "--into", "shown", "--json").json
    assert sorted(PROMISED) == sorted(told)
    assert ("demo", str(terminal.folder / "shown/The Withered Sanctum")) == (told["origin"], told["vault"])
    assert told["prompts"]
    assert len(told["flags"]) == 2
    assert len(told["theme_changes"]) >= 2
    assert {"shown"} == {path.name for path in terminal.folder.iterdir()}
    notes = tree(Path(told["vault"]))
    assert [path for path in told["notes"] if path not in notes] == []
    again = terminal.ok("demo", "--into", "shown").out
    assert "open it: in obsidian" in again.lower()
    assert notes == tree(Path(told["vault"]))


def test_the_demo_refuses_a_folder_it_did_not_make(terminal: Terminal) -> None:
    (terminal.folder / "mine").mkdir()
    (terminal.folder / "mine/thesis.md").write_text("chapter one", encoding="utf-8")
    assert "nothing was touched" in terminal.refused("demo", "--into", "mine")


# Rehearse ------------------------------------------------------------------------------


def test_a_rehearsal_is_one_object(terminal: Terminal, log: Path, board: Path) -> None:
    vault = terminal.vault()
    told = terminal.ok("rehearse", log, "--vault", vault, "--dashboard", board, "--json").json
    assert sorted(PROMISED) == sorted(told)
    assert (
        [prompt["text"] for prompt in told["prompts"]],
        told["messages"],
        told["origin"],
    ) == ([KINDLING], 7, "rehearsal")
    assert all((vault / path).is_file() for path in told["notes"])


def test_a_rehearsal_tells_people_what_it_wrote(terminal: Terminal, log: Path, board: Path) -> None:
    vault = terminal.vault()
    answer = terminal.ok("rehearse", log, "--vault", vault, "--dashboard", board)
    assert f"said at 18 min: {KINDLING}" in answer.out
    assert f"In the vault {vault}" in answer.out
    assert KINDLING in answer.err


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (("--speed", "fast"), "--speed"),
        (("--speed", "0"), "--speed"),
        (("--dashboard", "gone.md"), "check --dashboard"),
        (("--started-at", "yesterday"), "is no time"),
        (("--set", "quiet=3"), "names no setting"),
        (("--set", "quiet_minutes=0"), "1 to 120"),
        (("--vault", "gone"), "is not there"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_in_a_line(
    terminal: Terminal, log: Path, rest: tuple[str, ...], said: str
) -> None:
    assert said in terminal.refused("rehearse", log, *rest)


@pytest.mark.parametrize(
    "content", [b"", b"hello there\n", b"\x00\xff\xfe", b'{"a": 1}', b"\x1f\x8bnot gzip"]
)
def test_a_file_in_no_known_format_is_refused(terminal: Terminal, content: bytes) -> None:
    (terminal.folder / "chat.bin").write_bytes(content)
    assert "chat.bin" in terminal.refused("rehearse", "chat.bin")


def test_a_file_that_is_not_there_is_refused(terminal: Terminal) -> None:
    assert "chat.txt" in terminal.refused("rehearse", "chat.txt")


# Archive -------------------------------------------------------------------------------


@pytest.fixture
def kept(terminal: Terminal, log: Path, board: Path) -> Path:
    vault = terminal.vault()
    terminal.ok("rehearse", log, "--vault", vault, "--dashboard", board, "--json")
    return vault


def test_the_archive_answers_as_table_json_and_csv(terminal: Terminal, kept: Path) -> None:
    def ask(*rest: str) -> str:
        sql = "SELECT login, text FROM messages WHERE login = 'maren' ORDER BY text"
        return terminal.ok("archive", "query", sql, "--rehearsals", "--vault", kept, *rest).out

    rows = json.loads(ask("--json"))
    assert {"login": "maren", "text": 'still here, "quoted", and then'} in rows
    assert rows == list(csv.DictReader(io.StringIO(ask("--csv"))))
    table = ask().splitlines()
    assert table[0].split() == ["login", "text"]
    assert len(rows) + 2 == len(table)


def test_what_is_no_reading_query_is_refused(terminal: Terminal, kept: Path) -> None:
    """Which those are, the tests of typed queries say."""
    before = tree(kept)
    for sql in ("DROP TABLE messages", "SELECT 1; SELECT 2", "COPY messages TO 'out.csv'", "SELEC 1", ""):
        assert terminal.refused("archive", "query", sql, "--rehearsals", "--vault", kept)
    assert before == tree(kept)
    assert not (terminal.folder / "out.csv").exists()


def test_what_would_command_the_terminal_is_not_printed(terminal: Terminal, kept: Path) -> None:
    said = terminal.ok(
        "archive", "query", "SELECT 'a' || chr(27) || '[2J' || chr(7) || 'b' AS t", "--vault", kept
    )
    assert said.out.splitlines()[-1] == "a [2J b"


def test_a_replay_says_the_same_and_a_tampered_journal_exits_1(terminal: Terminal, kept: Path) -> None:
    same = terminal.ok("archive", "verify", "--rehearsals", "--vault", kept).out
    assert "the same" in same
    assert "NOT" not in same
    data = Path(terminal.ok("archive", "path", "--rehearsals", "--vault", kept).out.strip())
    (journal,) = (data / "journal").glob("2026*.ndjson")
    text = journal.read_text(encoding="utf-8")
    journal.write_text(text.replace('"reason":"due"', '"reason":"cooldown"'), encoding="utf-8")
    answer = terminal.run("archive", "verify", "--rehearsals", "--vault", kept)
    assert (answer.code, "NOT the same" in answer.out) == (1, True)


def test_the_archive_can_be_built_again_from_the_journals(terminal: Terminal, kept: Path) -> None:
    count = (
        "archive",
        "query",
        "SELECT count(*) AS n FROM messages",
        "--json",
        "--rehearsals",
        "--vault",
        kept,
    )
    before = terminal.ok(*count).json
    assert "1 journal brought in" in terminal.ok("archive", "rebuild", "--rehearsals", "--vault", kept).out
    assert before == terminal.ok(*count).json


def test_without_journals_there_is_nothing_to_verify(terminal: Terminal) -> None:
    vault = terminal.vault()
    assert "there is no journal" in terminal.refused("archive", "verify", "--vault", vault)
