"""``chronicler status`` beside the real program: before, in, off air and after, for people and scripts."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.standin_process import StandInProcess
from tests.scenarios.restarting import LAST, Program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")
FOR_MACHINES = re.compile(r"\d{4}-\d\d-\d\dT|UTC|live_|not_live")


def told(program: Program) -> tuple[str, dict[str, Any]]:
    """Return the status for a person and for a script; the former fits a terminal of 80 columns."""
    words, script = program.ask("status"), program.ask("status", "--json")
    assert (words.returncode, script.returncode) == (0, 0), (words, script)
    rows = words.stdout.splitlines()
    assert [row for row in rows if len(row) > 80 and str(program.vault.root) not in row] == []
    assert not FOR_MACHINES.search("\n".join(row for row in rows if str(program.vault.root) not in row)), rows
    return words.stdout, json.loads(script.stdout)


def test_an_evening_is_told_from_before_the_bot_runs_to_after_it_was_killed(tmp_path: Path) -> None:
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        words, script = told(program)
        assert "Bot          not running\nLive gate    closed: no bot is running\n" in words
        assert (script["connection"]["state"], script["gate"]["reason"]) == (
            "not_running",
            "live_not_running",
        )

        program.start()
        words, script = told(program)
        assert re.search(rf"Bot          at work since \d\d:\d\d \(process {program.pid}\)\n", words)
        assert "Chat         is heard\nLive gate    closed: no stream is running\nStream       none" in words
        assert (script["connection"]["state"], script["gate"]["reason"]) == ("connected", "no_session")

        standin.do("update_channel", "An evening on the salt stair", "Salt")
        standin.do("go_live", "An evening on the salt stair", "Salt")
        standin.do("say", "maren", "good evening", message_id="first")
        program.until_heard("first")
        words, script = told(program)
        assert "Live gate    open: you are live\n" in words
        assert "Stream       An evening on the salt stair (Salt)\n" in words
        assert re.search(r"\n +live, since \d\d:\d\d \(\d+ s\)\n", words)
        assert re.search(r"Heard        1 line, 1 by people, the last at \d\d:\d\d\n", words)
        assert "Said         0 lines\n" in words
        assert (script["session"]["kind"], script["gate"]["is_open"]) == ("stream", True)

        program.kill()
        words, script = told(program)
        assert "\n             stopped in mid-stream; the next chronicler run takes it up\n" in words
        assert (script["session"]["kind"], script["gate"]["is_open"]) == ("stream", False)


def test_a_test_off_air_is_told_as_one(tmp_path: Path) -> None:
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        program.start("--offline-test")
        words, script = told(program)
        assert "Live gate    OPEN ALTHOUGH OFFLINE: a test\nTest         A test off air\n" in words
        assert (script["session"]["kind"], script["gate"]["is_open"]) == ("offline_test", True)
        assert script["connection"]["state"] == "connected"
        said = program.ask("say", "--test", "--json")
        assert (said.returncode, json.loads(said.stdout)["beside_a_running_bot"]) == (0, True), said
        assert program.stop() == 0
        words, script = told(program)
        assert "Stream       none under way\nKept         0 streams\n" in words


def test_a_stream_that_ends_the_test_off_air_is_heard(tmp_path: Path) -> None:
    with StandInProcess() as standin, Program(tmp_path, standin) as program:
        program.start("--offline-test")
        standin.do("go_live", "An evening on the salt stair", "Salt")
        standin.do("until_heard", LAST, sockets_opened=2)
        standin.do("say", "maren", "good evening", message_id="first")
        program.until_heard("first")
        assert program.stop() == 0
        assert program.said().count("You are live: the test is over, and the real stream is heard.") == 1
        assert "stopped (" not in program.said()
