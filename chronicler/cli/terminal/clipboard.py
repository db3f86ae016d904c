"""Putting a text on the clipboard, by what the platform has for it.

Decides which program is asked; where there is none, the terminal itself (OSC 52, which most
terminals honour and some silently ignore).
"""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from chronicler.errors import UserError

SECONDS: Final = 10
_LONGEST_OSC: Final = 70_000
"""Terminals drop longer sequences."""


def put_on_clipboard(text: str) -> str:
    """Copy ``text`` and return by what.

    Raises:
        UserError: neither a program nor a terminal is there, or the program failed.
    """
    for command in _programs():
        if shutil.which(command[0]) is not None:
            _hand_to(command, text)
            return command[0]
    if not sys.stderr.isatty() or len(text) > _LONGEST_OSC:
        raise UserError(
            "There is nothing here that fills the clipboard. Install wl-clipboard or xclip, "
            "or leave --clipboard away and take the text from the terminal"
        )
    packed = base64.b64encode(text.encode("utf-8")).decode("ascii")
    sys.stderr.write(f"\x1b]52;c;{packed}\x07")
    sys.stderr.flush()
    return "the terminal (OSC 52; where nothing arrives, its settings forbid it)"


def _programs() -> Iterator[tuple[str, ...]]:
    if sys.platform == "darwin":
        yield ("pbcopy",)
    if os.environ.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if os.environ.get("DISPLAY"):
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
    yield ("clip.exe",)


def _hand_to(command: tuple[str, ...], text: str) -> None:
    # clip.exe takes the console's code page, or UTF-16 with a mark, for what it is given.
    raw = text.encode("utf-16" if command[0] == "clip.exe" else "utf-8")
    try:
        # Output goes nowhere: xclip stays in the background and would hold a pipe open for ever.
        subprocess.run(  # noqa: S603 - the program is one of four known ones
            command, input=raw, timeout=SECONDS, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError(f"{command[0]} could not take the text ({error}); leave --clipboard away") from error
