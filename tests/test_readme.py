"""README keeps its word: every command in it runs, in order, in a new folder."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.doubles.twitch_server import TwitchServer

README: Final = Path(__file__).resolve().parent.parent / "README.md"
BLOCK: Final = re.compile(r"^( *)```(\S*)(?: (\S+))?\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
EXPECTED: Final = {"": 0, "findings": 1, "model": 0, "spark": 0, "twitch": 0, "written": 0}
LEFT_TO_THE_GATE: Final = ("setup", "test")


def blocks() -> list[tuple[str, str]]:
    """Return tag and text of every shell block."""
    found = [(m[2], m[3] or "", m[4]) for m in BLOCK.finditer(README.read_text(encoding="utf-8"))]
    return [(tag, text) for language, tag, text in found if language == "sh"]


def commands() -> list[tuple[str, str]]:
    """Return every command with its block's tag, in the order of the page."""
    return [
        (tag, line.strip())
        for tag, text in blocks()
        if tag not in LEFT_TO_THE_GATE
        for line in text.splitlines()
        if line.strip()
    ]


def test_the_gate_finds_its_two_blocks() -> None:
    assert [tag for tag, _ in blocks()][:2] == list(LEFT_TO_THE_GATE)


def test_every_command_is_ours() -> None:
    assert all(line.startswith("chronicler ") or line == "chronicler" for _, line in commands())


def has_spark() -> bool:
    """Return whether Spark can be started here: it is half a gigabyte, and no part of the gate."""
    return find_spec("pyspark") is not None and shutil.which("java") is not None


def write_dashboard(vault: Path) -> None:
    """Write into tonight's dashboard, as the streamer does in Obsidian before the command."""
    (board,) = (vault / "Chronicler/Dashboards").glob("2*.md")
    text = board.read_text(encoding="utf-8")
    board.write_text(text.replace("content_angle:", "content_angle: Slow rivers"), encoding="utf-8")


@pytest.mark.timeout(600)  # one evening after the other, each command a process of its own
def test_every_command_does_what_the_page_says(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "CHRONICLER_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}
    with OllamaServer() as server, TwitchServer() as twitch:
        environment |= {"CHRONICLER_MODEL": f"ollama/{MODEL}", "CHRONICLER_MODEL_URL": server.url}
        for tag, line in commands():
            if tag == "spark" and not has_spark():
                continue
            if tag == "written":
                write_dashboard(tmp_path / "vault")
            ran = subprocess.run(
                ["bash", "-c", line],
                cwd=tmp_path,
                env=environment | (twitch.environment if tag == "twitch" else {}),
                capture_output=True,
                text=True,
                check=False,
            )
            said = f"{line}\n{ran.stdout}\n{ran.stderr}"
            if "needs the extra" in ran.stderr:
                pytest.skip(ran.stderr)
            assert (ran.returncode, "Traceback" in said) == (EXPECTED[tag], False), said
