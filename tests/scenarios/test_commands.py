"""Commands beside a real ``chronicler run``: a test line, a second bot, and every way to stop."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import session_journals
from chronicler.domain.events import HearingGapRecorded, SessionEnded
from tests.doubles.standin_process import StandInProcess
from tests.scenarios.restarting import Program
from tests.waiting import until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def standin() -> Iterator[StandInProcess]:
    with StandInProcess() as process:
        yield process


@pytest.fixture
def program(tmp_path: Path, standin: StandInProcess) -> Iterator[Program]:
    with Program(tmp_path, standin) as program:
        yield program


def go_live(program: Program, standin: StandInProcess) -> None:
    """Start the bot and a stream, and wait until the first line is on disk."""
    program.start()
    standin.do("go_live", "An evening on the salt stair", "Salt")
    standin.do("say", "maren", "good evening", message_id="first")
    program.until_heard("first")


def test_a_test_line_alone_needs_no_bot_and_leaves_no_session(
    program: Program, standin: StandInProcess
) -> None:
    ran = program.ask("say", "--test", "--json")
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["said"], told["beside_a_running_bot"]) == (0, True, False), ran
    assert [sent["text"] for sent in standin.do("sent")] == [told["text"]]
    assert session_journals(program.vault.data / "journal") == []
    assert not (program.vault.data / "rehearsals").exists()


def test_a_running_bot_refuses_a_test_while_offline_and_says_it_once_live(
    program: Program, standin: StandInProcess
) -> None:
    program.start()
    closed = program.ask("say", "--test")
    assert closed.returncode == 1, closed
    assert "✗ gate   closed: no stream is running" in closed.stdout
    assert "stop the bot (Ctrl-C) and run: chronicler say --test" in closed.stdout
    assert standin.do("sent") == []

    standin.do("go_live", "An evening", "Salt")
    standin.do("say", "maren", "good evening", message_id="first")
    program.until_heard("first")
    ran = program.ask("say", "--test", "--json")
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["said"], told["beside_a_running_bot"]) == (0, True, True), ran
    assert [(step["step"], step["ok"]) for step in told["steps"]] == [
        ("bot", True), ("chat", True), ("gate", True), ("line", True), ("echo", True),
    ]  # fmt: skip
    assert [sent["text"] for sent in standin.do("sent")] == [told["text"]]

    standin.do("refuse_next", "msg_rejected", "Held by AutoMod.")
    dropped = program.ask("say", "--test")
    assert (dropped.returncode, "Held by AutoMod." in dropped.stdout) == (1, True), dropped
    assert program.stop() == 0


def test_a_second_bot_is_told_who_holds_the_vault_and_a_killed_one_blocks_nobody(
    program: Program, standin: StandInProcess
) -> None:
    go_live(program, standin)
    second = program.ask("run", "--quiet")
    assert (second.returncode, second.stdout) == (2, ""), second
    assert f"(process {program.pid}, since " in second.stderr
    assert "chronicler status" in second.stderr
    assert second.stderr.count("\n") == 1
    program.kill()
    program.start()
    standin.do("say", "joost", "there you are", message_id="second")
    program.until_heard("second")
    assert program.stop() == 0


def test_a_live_bot_whose_pipe_is_closed_tends_on_and_says_on_tonight_that_nobody_reads_it(
    program: Program, standin: StandInProcess
) -> None:
    """As in ``chronicler run 2>&1 | less`` where the reader was left: the stream is worth more."""
    reading, writing = os.pipe()
    os.close(reading)
    program.start(into=writing)
    os.close(writing)
    standin.do("go_live", "An evening on the salt stair", "Salt")
    standin.do("say", "maren", "good evening", message_id="first")
    program.until_heard("first")
    tonight = program.vault.root / program.vault.folder / "Tonight.md"
    until(lambda: "read by nobody any more" in tonight.read_text(encoding="utf-8"), "told on Tonight")
    standin.do("say", "maren", "and on it goes", message_id="second")
    program.until_heard("second")
    assert program.stop() == 0


def test_stopped_in_mid_stream_it_names_the_session_and_the_next_run_takes_it_up(
    program: Program, standin: StandInProcess
) -> None:
    """By the terminal that is closed here, and by Ctrl-C at the end; the supervisor's test has them all."""
    go_live(program, standin)
    assert program.stop(signal.SIGHUP) == 0
    journal = program.journal()
    assert journal
    said = program.said()
    assert f"Everything heard is kept in {journal.stem};" in said
    assert "Traceback" not in said
    assert not [event for event in program.events() if isinstance(event, SessionEnded)]
    program.start()
    standin.do("say", "joost", "back again", message_id="second")
    program.until_heard("second")
    assert program.journal() == journal
    gaps = [event.reason for event in program.events() if isinstance(event, HearingGapRecorded)]
    assert gaps == ["the Chronicler was not running"]
    standin.do("go_offline")
    until(lambda: (live := program.state().live) and live.is_live is False, "offline on disk")
    assert program.stop() == 0
    assert [event.reason for event in program.events() if isinstance(event, SessionEnded)] == ["offline"]
    assert len(session_journals(program.vault.data / "journal")) == 1
