"""``chronicler run``: how it begins and how it ends, as a person reads it."""

import tempfile
from datetime import datetime
from pathlib import Path

import pytest

from chronicler.domain.events import Event, MessageReceived
from chronicler.notes.wording import BROKEN_OFF
from chronicler.runtime.live.bot import Bot
from tests.cli.terminal import Terminal
from tests.scenarios.evening import script, talk


@pytest.fixture
def log(terminal: Terminal) -> Path:
    path = terminal.folder / "evening.stream"
    path.write_text(script(*talk(10, 120)), encoding="utf-8")
    return path


def test_a_trial_without_a_vault_leaves_nothing_behind_and_says_so(
    terminal: Terminal, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = terminal.folder / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    done = terminal.ok("run", "--stand-in", log, "--speed", "600")
    assert list(temporary.iterdir()) == []
    assert done.out.endswith("chronicler run --stand-in evening.stream --vault PATH\n")
    assert "gone again" in done.out
    assert "Dashboard: none" in done.err
    assert "NOT heard" not in done.err


def test_at_any_speed_the_word_on_being_live_stays_fresh(terminal: Terminal, log: Path) -> None:
    told = terminal.ok("run", "--stand-in", log, "--speed", "3600", "--quiet").err
    assert " live: since" in told
    assert "live unknown" not in told


def test_without_a_login_the_first_step_is_the_one_that_chronicler_names(terminal: Terminal) -> None:
    terminal.vault()
    assert "No Twitch channel is set" in terminal.refused("run")


def test_a_normal_evening_is_told_calmly_and_each_thing_once(terminal: Terminal, log: Path) -> None:
    vault = terminal.vault()
    told = terminal.ok("run", "--stand-in", log, "--speed", "600", "--quiet", "--vault", vault).err
    stamped = [line.split(" ", 2) for line in told.splitlines()]
    assert all(datetime.fromisoformat(f"{day} {time}").tzinfo for day, time, _ in stamped)
    lines = [text for _, _, text in stamped if not text.startswith("trouble:")]
    assert [line.replace("since 19:31", "since 19:30") for line in lines] == [  # a tenth late
        "started: A stand-in of Twitch plays evening.stream at 600 times its pace.",
        lines[1],
        "connected: chat is heard",
        "title: An evening on the salt stair (The Salt Stair)",
        "live: since 19:30",
        "offline: the recording ends here",
        lines[6],
        "notes written: 1 note; Tonight links them",
        "stopped: no stream was under way",
    ]
    assert lines[1].startswith("started: Dashboard: none, as the vault has none of the evening played")
    assert lines[6].startswith("over: the stream ran until 19:3")


def test_a_trial_that_is_stopped_is_told_alike_everywhere_with_the_next_step(
    terminal: Terminal, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing takes a recorded stream up again: whoever is asked says so, and what does."""
    vault = terminal.vault()
    log.write_text(script(*talk(10, 1200, 30)), encoding="utf-8")
    began = Bot.report

    def report(bot: Bot, event: Event) -> None:
        began(bot, event)
        if isinstance(event, MessageReceived):
            bot.supervisor.stopping.set()  # as Ctrl-C does

    with monkeypatch.context() as patched:
        patched.setattr(Bot, "report", report)
        told = terminal.ok("run", "--stand-in", log, "--speed", "60", "--quiet", "--vault", vault)
    tonight = (vault / "Chronicler/Rehearsals/Tonight.md").read_text(encoding="utf-8")
    assert BROKEN_OFF in tonight
    assert "takes it up again" not in tonight + told.err
    assert f"To play it again: chronicler run --stand-in {log}\n" in told.err
    assert "…" not in tonight + told.err
    for said in (
        told.err,
        terminal.ok("why", "--rehearsals", "--vault", vault).out,
        terminal.ok("status", "--vault", vault).out,
    ):
        plain = " ".join(said.split())
        assert BROKEN_OFF in plain
        assert "not over yet" not in plain
    terminal.ok("run", "--stand-in", log, "--speed", "600", "--quiet", "--vault", vault)
    assert "stopped before" not in terminal.ok("status", "--vault", vault).out


def test_two_logs_that_nothing_dates_are_two_evenings_of_the_streamers_own_channel(
    terminal: Terminal,
) -> None:
    vault = terminal.vault()
    for name in ("maren", "jun"):
        log = terminal.folder / f"{name}.txt"
        log.write_text("".join(f"[0:0{minute}:05] <{name}> hello {minute}\n" for minute in range(5)))
        told = terminal.ok(
            *("run", "--stand-in", log, "--speed", "600", "--quiet"),
            *("--set", "channel=lowlamp", "--vault", vault),
        )
        assert told.err.count("No dashboard is approved for the evening that is played") == 1
        assert "No dashboard is approved for tonight" not in told.err
        assert "You are live without" not in told.err
    ledgers = list((vault / "Chronicler/Rehearsals").rglob("*Ledger*.md"))
    assert len(ledgers) == 2
    assert all("lowlamp" in ledger.read_text(encoding="utf-8") for ledger in ledgers)
