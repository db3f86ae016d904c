"""Two evenings from login to ledger, every program a process of its own, over the wire.

One with an account of the bot's own beside the streamer's, one on the streamer's account
alone. Stream time runs fast, for the program and for Twitch's stand-in alike.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chronicler.domain.chat import Message
from chronicler.domain.events import HearingGapRecorded, MessageReceived
from chronicler.obs.password import VARIABLE as PASSWORD
from chronicler.runtime.live.outbox import MARK
from chronicler.runtime.logins.credentials import CLIENT_SECRET
from chronicler.runtime.replay import replay
from chronicler.standin.identity import CLIENT_SECRET as STANDINS_SECRET
from tests.doubles.hasty_program import TALKATIVE
from tests.doubles.standin_process import CHANNEL, StandInProcess
from tests.doubles.twitch_server import BOT
from tests.scenarios.evening import KINDLING, dashboard
from tests.scenarios.restarting import LAST, Program
from tests.secrets_found import OBS_PASSWORD, files_in, secrets_in
from tests.waiting import until

START = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
SPEED = 60.0
SETTINGS = {"quiet_minutes": 1, "cooldown_minutes": 10, "obs_url": "127.0.0.1:9"}
"""As short as their ranges allow; and an OBS that is not there."""
TYPED = "I keep the second lamp for whoever comes late"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGINT of POSIX")


@contextmanager
def evening(folder: Path) -> Iterator[tuple[StandInProcess, Program]]:
    """Open a stand-in and a program with tonight's dashboard, nobody logged in yet."""
    with StandInProcess(START, SPEED) as standin:
        command = ("tests.doubles.hasty_program", START.isoformat(), str(SPEED), str(standin.began))
        with Program(folder, standin, command=command, is_logged_in=False, **SETTINGS) as program:
            program.environment |= {TALKATIVE: "1", PASSWORD: OBS_PASSWORD}
            board = program.vault.root / program.vault.folder / "Dashboards/tonight.md"
            board.parent.mkdir(exist_ok=True)
            board.write_text(dashboard(), encoding="utf-8")
            yield standin, program


def log_in(program: Program, role: str) -> str:
    done = program.ask("twitch", "login", "--as", role)
    assert done.returncode == 0, done.stderr
    return done.stdout


def live_through(standin: StandInProcess, program: Program, speaker: str, role: str) -> None:
    """Run from before the stream until Ctrl-C, the speaker's login taken back in its midst."""
    program.start()
    standin.do("go_live", "An evening on the salt stair", "The Salt Stair")
    for number, (login, text) in enumerate(
        (("maren", "the salt on the stairs is old"), (CHANNEL, TYPED), ("joost", "who painted that boat"))
    ):
        standin.do("say", login, text, message_id=f"m-{number}")
    program.until_heard("m-2")
    until(lambda: standin.do("sent"), "a line into the quiet")
    standin.do("say", "ida", "!about", message_id="asked")
    until(lambda: len(standin.do("sent")) == 2, "an answer to who asked")

    standin.do("withdraw", speaker)
    until(lambda: _is_refused(program), "a refused login in the journal")
    found = program.ask("twitch", "status")
    assert found.returncode == 1
    assert "Bot        at work, but Twitch refuses its login" in found.stdout
    again = f"As {speaker}: chronicler twitch login --as {role}"
    assert f"To do      Twitch no longer accepts the login of {speaker}. {again}" in found.stdout
    log_in(program, role)
    standin.do("until_heard", LAST, sockets_opened=2)
    standin.do("say", "maren", "there you are again", message_id="m-3")
    program.until_heard("m-3")

    standin.do("go_offline")
    until(lambda: (live := program.state().live) is not None and live.is_live is False, "the end")
    assert program.stop() == 0


def _is_refused(program: Program) -> bool:
    live = program.state().live
    return live is not None and live.reason == "needs_login"


def messages(program: Program) -> dict[str, Message]:
    return {e.message.text: e.message for e in program.events() if isinstance(e, MessageReceived)}


def ledger_of(program: Program) -> str:
    """Return the one ledger that the program wrote; a service's log does not name it."""
    (path,) = (program.vault.root / program.vault.folder / "Ledgers").glob("*.md")
    return path.read_text(encoding="utf-8")


def check_record(standin: StandInProcess, program: Program) -> None:
    """Hold what every such evening leaves behind."""
    said = messages(program)
    assert (said[TYPED].is_human, said[TYPED].is_own) == (True, False)
    gaps = [e for e in program.events() if isinstance(e, HearingGapRecorded)]
    assert len(gaps) == 1
    journal = program.journal()
    assert journal
    assert replay(journal).differences == ()
    ledger = ledger_of(program)
    assert secrets_in(files_in(program.home.parent) | program.answers) == []
    assert "DEBUG" in program.errors.read_text(encoding="utf-8")
    assert standin.do("sent")[0]["text"].removeprefix(MARK) in ledger


def accounts_on(program: Program) -> str:
    """Return how the service's log named the accounts when the program began."""
    told = (program.printed.read_text(encoding="utf-8") + program.said()).splitlines()
    return next(line[line.index("Accounts: ") :] for line in told if "Accounts: " in line)


def test_an_evening_with_an_account_of_the_bots_own(tmp_path: Path) -> None:
    with evening(tmp_path) as (standin, program):
        program.environment[CLIENT_SECRET] = STANDINS_SECRET
        assert f"{BOT} is the bot's account" in log_in(program, "bot")
        assert f"{CHANNEL} is your own account" in log_in(program, "streamer")
        live_through(standin, program, BOT, "bot")
        sent = standin.do("sent")
        assert [line["sender"] for line in sent] == [BOT, BOT]
        assert sent[0]["text"] == KINDLING
        assert MARK not in sent[0]["text"] + sent[1]["text"]
        for question in (("status",), ("status", "--json"), ("why",), ("why", "--json")):
            assert program.ask(*question).returncode in (0, 1)
        check_record(standin, program)
        assert "Run: chronicler twitch login --as bot" in program.said()
        assert accounts_on(program) == f"Accounts: {BOT} speaks; {CHANNEL} marks and clips."
        over = json.loads(program.ask("twitch", "status", "--json").stdout)
        assert (over["connection"], over["moderator"], over["to_do"]) == ("not_running", True, [])


def test_an_evening_on_the_streamers_own_account(tmp_path: Path) -> None:
    with evening(tmp_path) as (standin, program):
        assert "Every line is marked" in log_in(program, "both")
        live_through(standin, program, CHANNEL, "both")
        sent = standin.do("sent")
        assert [line["sender"] for line in sent] == [CHANNEL, CHANNEL]
        assert all(line["text"].startswith(MARK) for line in sent)
        assert messages(program)[sent[0]["text"]].is_own
        check_record(standin, program)
        assert accounts_on(program) == f"Accounts: {CHANNEL} does everything; every line is marked."
