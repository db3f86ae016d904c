"""Trying the Steward off air: what it would say, from what, and what keeps it from being said."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import OllamaServer


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.ok("init", "vault")
    note = tmp_path / "vault/Chronicler/Links.md"
    note.write_text(
        note.read_text(encoding="utf-8") + "- Discord: https://discord.gg/lantern\n", encoding="utf-8"
    )
    return terminal


def step(tool: str, answer: str = "", *links: str) -> double.Reply:
    arguments = {"time": "", "words": ""}
    return double.answers_object(
        {"thought": "", "step": tool, "arguments": arguments, "answer": answer, "links": list(links)}
    )


def test_what_is_known_by_heart_is_shown_with_its_source(terminal: Terminal) -> None:
    said = terminal.ok("steward", "ask", "where is the discord?").out
    assert "No stream is under way" in said
    assert "[from your Links note] Discord https://discord.gg/lantern" in said


def test_without_a_model_it_says_what_it_does_not_know(terminal: Terminal) -> None:
    told = terminal.ok("steward", "ask", "who built the lighthouse?", "--json").json
    assert (told["source"], told["used"]) == ("unknown", [])
    assert "I do not know that" in told["text"]


def test_with_a_model_the_tools_and_the_courts_verdict_are_shown(terminal: Terminal) -> None:
    script = (step("links"), step("answer", "Dragons own every lighthouse."))
    with OllamaServer(*script) as server:
        options = ("--set", "model=ollama/small:1b", "--set", f"model_url={server.url}")
        said = terminal.ok("steward", "ask", "who built the lighthouse?", *options).out
    assert "looked up  links {}" in said
    assert "Links kept, by name: Discord." in said
    assert "[in the model's words] Dragons own every lighthouse." in said
    assert "not said: it gives back words of whoever asked" in said
    assert "it would say instead: I do not know that" in said


@pytest.mark.parametrize("question", ["how long have you been live?", "when do you stream next?"])
def test_off_air_no_stream_is_said_to_be_on(terminal: Terminal, question: str) -> None:
    told = terminal.ok("steward", "ask", question, "--json").json
    assert told["text"].startswith("No stream is on at the moment.")
    assert "began" not in told["text"]


def test_a_step_that_cannot_be_read_is_told_whole(terminal: Terminal) -> None:
    with OllamaServer(step("dance")) as server:
        options = ("--set", "model=ollama/small:1b", "--set", f"model_url={server.url}")
        said = terminal.ok("steward", "ask", "who built the lighthouse?", *options).out
    assert "the model's answer was no step that can be taken" in said
    assert "(step is none of dashboard, links" in said
    assert said.count("; try an") == 1
    assert said.count("that can be taken") == 2
    assert "note: the model twice in a row wrote no step that could be read; try another model" in said


def test_a_model_that_is_not_there_is_told(terminal: Terminal) -> None:
    options = ("--set", "model=ollama/small:1b", "--set", "model_url=http://127.0.0.1:9")
    said = terminal.ok("steward", "ask", "who built the lighthouse?", *options).out
    assert "no Ollama answers" in said
