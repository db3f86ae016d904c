"""Names and numbers as a person at a terminal is shown them.

Decides that nothing in a name from outside commands it: no colour, no window title, no clipboard. Leaves
what goes to a file or a pipe to whoever writes it.
"""


def shown(text: str) -> str:
    """Return a text of one line with a space for every character that is not printed."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def counted(number: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: ``1 journal``, ``2 journals``."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"
