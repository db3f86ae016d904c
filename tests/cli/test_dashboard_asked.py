"""What ``dashboard generate``, ``prompt``, ``paste`` and ``copy`` do where a person sits at a terminal."""

import base64
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.cli.terminal import Terminal

pty = pytest.importorskip("pty", reason="a terminal of one's own is had on Unix only")
PATIENCE: Final = 60.0


def at_a_terminal(folder: Path, arguments: Sequence[str], typed: Sequence[tuple[str, str]] = ()) -> str:
    """Run a command on a terminal of its own, typing each text once its question shows."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    program = subprocess.Popen(
        (sys.executable, "-m", "chronicler", *arguments),
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, start_new_session=True,
        env=environment | {"PATH": "/nowhere"},
    )  # fmt: skip
    os.close(theirs)
    shown, end, waiting = "", time.monotonic() + PATIENCE, list(typed)
    while time.monotonic() < end:
        if waiting and waiting[0][0] in shown:
            os.write(ours, waiting.pop(0)[1].encode())
        if not select.select([ours], [], [], 0.1)[0]:
            continue
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        shown += piece.decode("utf-8", "replace")
    program.kill()
    program.wait()
    os.close(ours)
    return shown.replace("\r\n", "\n")


def test_a_person_is_asked_for_what_no_option_said(terminal: Terminal) -> None:
    vault = terminal.vault()
    typed = (("Your mood", "low\n"), ("How well", "\n"), ("What happened", "\n"), ("go live", "19:30\n"))
    shown = at_a_terminal(vault, ("dashboard", "prompt", "--game", "Orrow"), typed)
    assert "Which game" not in shown
    assert "- Game: Orrow\n- Mood or energy: low\n- How well the game is known: not said" in shown
    assert "- The stream begins at: 19:30" in shown


def test_without_a_model_nobody_is_asked_in_vain(terminal: Terminal) -> None:
    shown = at_a_terminal(terminal.vault(), ("dashboard", "generate"))
    assert "Which game" not in shown
    assert "No language model is chosen" in shown


def test_an_answer_is_pasted_and_a_text_goes_to_the_terminals_own_clipboard(terminal: Terminal) -> None:
    vault = terminal.vault()
    answer = "## Title\nQuiet stairs\n\n## Content angle\nWhat salt keeps\n\x04"
    shown = at_a_terminal(vault, ("dashboard", "paste"), (("Paste the model's answer", answer),))
    assert "found:   content_angle, stream_title" in shown
    copied = at_a_terminal(vault, ("dashboard", "copy", "title", "--clipboard"))
    assert f"\x1b]52;c;{base64.b64encode(b'Quiet stairs').decode()}\x07" in copied
    assert "OSC 52" in copied
