"""A closed pipe: the work that is worth more than its telling goes on, all else ends quietly."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chronicler.cli.terminal.outlet import outliving, tell, while_read
from tests.cli.terminal import Terminal
from tests.scenarios.evening import script, talk
from tests.waiting import PATIENCE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")


def told_to_nobody(*arguments: str | Path) -> int:
    """Run a command that tells everything into a pipe nobody reads, and return its exit code."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "chronicler", *map(str, arguments)]
    try:
        return subprocess.run(
            command, stdout=writing, stderr=writing, timeout=PATIENCE, check=False
        ).returncode
    finally:
        os.close(writing)


@pytest.fixture
def log(terminal: Terminal) -> Path:
    path = terminal.folder / "evening.stream"
    path.write_text(script(*talk(10, 120)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command", [("demo", "--into", "here"), ("rehearse", "evening.stream", "--vault", "vault")]
)
def test_at_full_speed_the_notes_are_written_though_nobody_reads(
    terminal: Terminal, log: Path, command: tuple[str, ...]
) -> None:
    assert log.parent == terminal.vault().parent
    assert told_to_nobody(*command) == 0
    assert list(terminal.folder.glob("*/**/Ledgers/* Ledger.md"))


@pytest.mark.parametrize("command", [("run", "--stand-in"), ("rehearse",)])
def test_a_recorded_stream_at_its_pace_ends_at_once_where_nobody_reads(
    terminal: Terminal, log: Path, command: tuple[str, ...]
) -> None:
    vault = terminal.vault()
    assert told_to_nobody(*command, log, "--speed", "1", "--vault", vault) == 0
    assert list(vault.rglob("* Ledger.md")) == []


def test_a_command_that_only_prints_ends_quietly(terminal: Terminal) -> None:
    assert told_to_nobody("status", "--vault", terminal.vault()) == 0


def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(sys, "stderr", os.fdopen(writing, "w"))


def test_what_outlives_its_output_hears_of_it_once_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    closed(monkeypatch)
    gone: list[OSError] = []
    with outliving(gone.append):
        tell("to nobody", err=True)
        tell("to nobody", err=True)
    assert [type(why) for why in gone] == [BrokenPipeError]


def test_elsewhere_a_closed_output_is_an_error_and_ends_what_runs_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed(monkeypatch)
    with pytest.raises(BrokenPipeError):
        tell("to nobody", err=True)
    closed(monkeypatch)
    with pytest.raises(BrokenPipeError), while_read():
        tell("to nobody", err=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device of Linux")
def test_a_full_disk_is_no_reader_that_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        with pytest.raises(OSError, match="No space left"), while_read():
            tell("to a full disk", err=True)


def test_a_terminal_that_hung_up_stops_by_its_own_signal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second signal would stop in the midst of stopping, and Tonight would not say so."""

    class HungUp(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.EIO, text)

    def run() -> None:
        with while_read():
            tell("to nobody", err=True)
            reached.append("the next line")

    reached: list[str] = []
    monkeypatch.setattr(sys, "stderr", HungUp())
    with pytest.raises(BrokenPipeError):
        run()
    assert reached == ["the next line"]


def test_ctrl_c_while_it_is_read_stays_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt), while_read():
        raise KeyboardInterrupt
