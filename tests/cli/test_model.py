"""``chronicler model`` as a person uses it, a terminal and Ctrl-C included."""

import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import ModelCalled
from tests.cli.terminal import Terminal
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer


def chosen(server: OllamaServer, name: str = f"ollama/{MODEL}") -> tuple[str, ...]:
    return ("--set", f"model={name}", "--set", f"model_url={server.url}")


def test_a_check_exits_by_what_it_found_and_is_metered_off_air(terminal: Terminal) -> None:
    vault = terminal.vault()
    with OllamaServer(double.answers("It warns the ships.")) as server:
        told = terminal.ok("model", "check", *chosen(server)).out
        missing = terminal.run("model", "check", *chosen(server, "ollama/absent"))
        as_json = terminal.run("model", "check", "--json", *chosen(server, "ollama/absent"))
    assert "ollama/small:1b can be used." in told
    assert (missing.code, "chronicler model pull absent" in missing.out) == (1, True)
    assert (as_json.code, as_json.json["is_well"], as_json.json["models"]) == (1, False, [MODEL])
    journals = terminal.house_data(vault) / "journal"
    assert session_journals(journals) == []
    (journal,) = journals.glob("off-air-*")
    calls = [event for _, event in read_journal(journal)]
    assert [call.purpose for call in calls if isinstance(call, ModelCalled)] == ["check"]


def test_without_a_model_a_check_is_content(terminal: Terminal) -> None:
    terminal.vault()
    assert "No language model is chosen" in terminal.ok("model", "check").out


def test_a_pull_names_what_to_do_next(terminal: Terminal) -> None:
    terminal.vault()
    with OllamaServer(models={}) as server:
        url = ("--set", f"model_url={server.url}")
        told = terminal.ok("model", "pull", "wise:4b", *url).out
        assert "wise:4b is here" in told
        assert "model: ollama/wise:4b" in told
        assert "model: " not in terminal.ok("model", "pull", *chosen(server, "ollama/wise:4b")).out
        server.pull = double.fails(500, "pull model manifest: file does not exist")
        assert "no model called" in terminal.refused("model", "pull", "ollama/nowhere", *url)
    assert "ollama serve" in terminal.refused("model", "pull", "wise:4b", *url)
    assert "Say which" in terminal.refused("model", "pull")


@pytest.mark.parametrize("arguments", [("--set", "model=openai/phi"), ("openai/phi",)])
def test_a_server_with_a_program_of_its_own_loads_its_models_there(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    terminal.vault()
    said = terminal.refused("model", "pull", *arguments)
    assert "openai/phi is served by a program of its own" in " ".join(said.split())


def test_a_cloud_model_is_not_pulled_without_permission(terminal: Terminal) -> None:
    terminal.vault()
    assert "allow_remote_model" in terminal.refused("model", "pull", "big:120b-cloud")


def test_each_look_in_passing_asks_anew(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = terminal.vault()
    with OllamaServer() as server:
        monkeypatch.setenv("CHRONICLER_MODEL", f"ollama/{MODEL}")
        monkeypatch.setenv("CHRONICLER_MODEL_URL", server.url)
        assert "ollama/small:1b is there" in terminal.run("--vault", str(vault)).out
        status = terminal.ok("status", "--json").json
        assert status["model"] == {"is_well": True, "words": "ollama/small:1b is there"}
        assert server.paths("/api/version") == 2
        monkeypatch.setenv("CHRONICLER_MODEL", "ollama/absent")
        assert "NOT there: Ollama has no model absent" in " ".join(terminal.ok("status").out.split())


def test_the_pre_flight_waits_a_moment_and_no_longer_for_a_server_that_says_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = terminal.vault()
    with OllamaServer() as server:
        server.is_mute = True
        monkeypatch.setenv("CHRONICLER_MODEL", f"ollama/{MODEL}")
        monkeypatch.setenv("CHRONICLER_MODEL_URL", server.url)
        told = " ".join(terminal.run("--vault", str(vault)).out.split())
    assert "did not answer within 2 s; meanwhile your own lines serve" in told


def on_a_terminal(command: list[str], environment: dict[str, str], until: str, then: int) -> tuple[str, int]:
    """Run a command on a terminal, send it a signal once it shows ``until``, and return what was seen."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as ran:
        os.close(theirs)
        seen, is_sent, by = "", False, time.monotonic() + 30
        while time.monotonic() < by:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    seen += os.read(ours, 4096).decode("utf-8", "replace")
                except OSError:
                    break
            if until in seen and not is_sent:
                is_sent = True
                ran.send_signal(then)
        code = ran.wait(10)
    os.close(ours)
    return seen, code


def test_a_pull_shows_how_far_it_is_and_stops_cleanly(terminal: Terminal) -> None:
    vault = terminal.vault()
    with OllamaServer(models={}) as server:
        server.pull = double.Reply(raw=double.pulls(*double.WHOLE_PULL[:3] * 200).raw, drip=0.02)
        command = [sys.executable, "-m", "chronicler", "model", "pull", "wise:4b"]
        environment = {
            **os.environ,
            "CHRONICLER_VAULT": str(vault),
            "CHRONICLER_MODEL_URL": server.url,
            "COLUMNS": "100",
            "TERM": "xterm",
        }
        seen, code = on_a_terminal(command, environment, "33%", signal.SIGINT)
        assert server.abandoned.wait(2)
    assert "Pulling wise:4b" in seen
    assert "Stopped. What has come is kept" in " ".join(seen.split())
    assert "Traceback" not in seen
    assert code == 130
