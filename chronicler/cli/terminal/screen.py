"""Sentences on a terminal: broken between words, links and commands kept whole.

Decides where a line ends and how far the next is set in. Piped, every sentence stays one line,
so that it can be searched; tables and JSON are left to whoever prints them.
"""

import re
import shutil
import sys
from typing import Final

import click

from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.pasted import pasteable

_WHOLE: Final = re.compile(
    r"`[^`\n]{1,60}`|/mod \S+"
    r"|\bchronicler(?: --vault (?:'[^'\n]*'|\S+))?(?: [a-z]+){1,2}(?: --[a-z-]+(?: [\w=.:/-]+)?)*"
)
"""What a person copies: a command breaks nowhere."""
_LABEL: Final = re.compile(r"\s*(?:\S+(?: \S+){0,2}?\s{2,}|(?:[✓○✗!-]|\d\.) (?:\S+(?: \S+)?\s{2,})?)|\s+")
"""What stands in front of a sentence: blanks, a mark, a label and the blanks after it."""
_WIDEST_LABEL: Final = 28
_TIED: Final = "\xa0"


def columns(*, err: bool = False) -> int:
    """Return how wide the terminal is now; 0 where nobody looks at one."""
    stream = sys.stderr if err else sys.stdout
    return shutil.get_terminal_size().columns if stream.isatty() else 0


def wrapped(text: str, width: int, indent: int | None = None) -> str:
    """Return a text broken between words at ``width`` columns; as it is where that is 0.

    Later lines are set in by ``indent``, or else below the sentence where a label stands before it.
    """
    return "\n".join(_fold(line, width, indent) for line in text.split("\n"))


def say(text: str, *, err: bool = False) -> None:
    """Print sentences as wide as the terminal is, the commands in them as they must be typed here."""
    tell(wrapped(pasteable(text), columns(err=err)), err=err)


def _fold(line: str, width: int, indent: int | None) -> str:
    if not width or _long(line) <= width:
        return line
    front = " " * (_below(line, width) if indent is None else indent)
    lines: list[str] = [""]
    for number, word in enumerate(_tied(line).split(" ")):
        longer = f"{lines[-1]} {word}" if number else word
        if _long(longer) <= width or not click.unstyle(lines[-1]).strip():
            lines[-1] = longer
        else:
            lines.append(front + word)
    return "\n".join(each.rstrip(" ").replace(_TIED, " ") for each in lines)


def _tied(line: str) -> str:
    return _WHOLE.sub(lambda found: found[0].replace(" ", _TIED), line)


def _below(line: str, width: int) -> int:
    """Return where a sentence begins, so that its later lines stand below."""
    found = _LABEL.match(click.unstyle(line))
    begins = len(found[0]) if found else 0
    return begins if begins <= min(_WIDEST_LABEL, width // 2) else 2


def _long(text: str) -> int:
    return len(click.unstyle(text))
