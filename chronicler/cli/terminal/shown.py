"""Names and numbers as a person at a terminal is shown them.

Decides that nothing in a name from outside commands it: no colour, no window title, no clipboard. Leaves
what goes to a file or a pipe to whoever writes it.
"""

import json
import sys


def shown(text: str) -> str:
    """Return a text of one line with a space for every character that is not printed."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def in_ascii() -> bool:
    """Return whether JSON on standard output must be kept to ASCII, since it cannot spell every letter."""
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "") not in {"utf8", "utf8sig", "utf16"}


def escaped(json_text: str) -> str:
    """Return JSON that means the same with every character that is not printed as its escape."""
    return json_text if json_text.isprintable() else "".join(map(_escape, json_text))


def _escape(letter: str) -> str:
    if letter.isprintable() or letter == "\n":
        return letter
    return json.dumps(letter)[1:-1]
