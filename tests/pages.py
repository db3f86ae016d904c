"""The commands that stand on our pages, and a shell to try them in.

Decides what a block's tag says of its commands; leaves to the tests what must be there first.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.doubles.twitch_server import TwitchServer

ROOT: Final = Path(__file__).resolve().parent.parent
BLOCK: Final = re.compile(r"^( *)```(\S*)(?: (\S+))?\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
EXPECTED: Final = {"": 0, "findings": 1, "kept": 0, "model": 0, "spark": 0, "twitch": 0, "written": 0}
"""The exit code of the commands of a block, by its tag."""
NEEDS_EXTRA: Final = "needs the extra"


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a block, and the block's tag."""

    tag: str
    line: str


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return tag and text of every shell block."""
    found = [(m[2], m[3] or "", m[4]) for m in BLOCK.finditer(page.read_text(encoding="utf-8"))]
    return [(tag, text) for language, tag, text in found if language == "sh"]


def commands(page: Path, *, besides: tuple[str, ...] = ()) -> list[Command]:
    """Return every command in the order of the page, but those of the tags named ``besides``."""
    return [
        Command(tag, line.strip())
        for tag, text in blocks(page)
        if tag not in besides
        for line in text.splitlines()
        if line.strip()
    ]


def has_spark() -> bool:
    """Return whether Spark can be started here: it is half a gigabyte, and no part of the gate."""
    return find_spec("pyspark") is not None and shutil.which("java") is not None


def write_dashboard(vault: Path) -> None:
    """Write into tonight's dashboard, as the streamer does in Obsidian before the command."""
    (board,) = (vault / "Chronicler/Dashboards").glob("2*.md")
    text = board.read_text(encoding="utf-8")
    board.write_text(text.replace("content_angle:", "content_angle: Slow rivers"), encoding="utf-8")


def keep_clip_seeds(vault: Path) -> None:
    """Set every clip seed's status to ``keep``, as the streamer does in Obsidian."""
    for note in (vault / "Chronicler/Clip Seeds").glob("*.md"):
        text = note.read_text(encoding="utf-8")
        note.write_text(text.replace("\nstatus: seed\n", "\nstatus: keep\n"), encoding="utf-8")


BY_HAND: Final = {"written": write_dashboard, "kept": keep_clip_seeds}
"""What the streamer does in the vault before a block of this tag."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a command that was typed."""

    code: int
    out: str
    err: str


Shell = Callable[[str, Mapping[str, str]], Typed]
"""Types one line with these variables beside the usual ones."""


def a_process(folder: Path) -> Shell:
    """Return a shell in ``folder`` of a person who has installed us, data in ``folder/home``."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    usual = os.environ | {"PATH": path, "CHRONICLER_HOME": str(folder / "home"), "NO_COLOR": "1"}

    def typed(line: str, variables: Mapping[str, str]) -> Typed:
        ran = subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            env={**usual, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return Typed(ran.returncode, ran.stdout, ran.stderr)

    return typed


def every_command_works(page: Path, shell: Shell, vault: Path, *, besides: tuple[str, ...] = ()) -> str:
    """Type a page's commands one after the other; return what was left out for want of an extra.

    A model server and a Twitch of our own stand by for the blocks that say so.
    """
    with OllamaServer() as server, TwitchServer() as twitch:
        modelled = {"CHRONICLER_MODEL": f"ollama/{MODEL}", "CHRONICLER_MODEL_URL": server.url}
        told = {"model": modelled, "twitch": twitch.environment}
        for command in commands(page, besides=besides):
            if command.tag == "spark" and not has_spark():
                continue
            if done_by_hand := BY_HAND.get(command.tag):
                done_by_hand(vault)
            ran = shell(command.line, told.get(command.tag, {}))
            if NEEDS_EXTRA in ran.err:
                return ran.err
            said = f"{command.line}\n{ran.out}\n{ran.err}"
            assert (ran.code, "Traceback" in said) == (EXPECTED[command.tag], False), said
    return ""
