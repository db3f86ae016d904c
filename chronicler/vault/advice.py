"""What to type instead of a property that is no YAML.

Decides the words of the Problem from the line as it was typed; leaves finding the line
to ``yaml12``.
"""

import re
from dataclasses import dataclass
from typing import Final

from chronicler.vault.scalars import quoted

_NAMED: Final = re.compile(r"(?P<name>[^:\n]+?)\s*:(?:[ \t]+|$)(?P<value>.*)")
_LONGEST: Final = 80
_ONE_A_LINE: Final = "write one property a line, as name: value"


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong with one property, and where in its lines (zero-based)."""

    message: str
    name: str
    line: int
    column: int


def advise(entry: str, line: int, column: int, reason: str, *, is_first_good: bool = False) -> Advice:
    """Return what to type instead of ``entry``, the lines of one property.

    The line is shown as it was typed, then as it can be read.
    """
    lines = entry.split("\n")
    named = _NAMED.match(lines[0])
    if named is None:
        return Advice(_without_colon(lines[0]), _first_words(lines[0]), 0, 0)
    name, value = named["name"].strip(), named["value"].strip()
    at = min(line, len(lines) - 1)
    if lines[at].lstrip(" ").startswith("\t"):
        return Advice(
            f"{_typed(lines[at])} begins with a tab; indent with blanks instead of tabs", name, at, 0
        )
    item = _item_at(lines, at)
    if value and at and is_first_good:
        return Advice(f"{_typed(lines[at])} does not go on the line above; {_ONE_A_LINE}", name, at, 0)
    if value:
        return Advice(_in_quotes(value, f"{name}: "), name, 0, named.start("value"))
    if item is not None:
        number, text, place = item
        return Advice(_in_quotes(text, "- "), name, number, place)
    return Advice(f"{_typed(lines[at])} cannot be read ({reason}); write {name}: value", name, at, column)


def _item_at(lines: list[str], at: int) -> tuple[int, str, int] | None:
    """Return the list item at or above a line: its line, its text, its column."""
    for number in range(at, -1, -1):
        item = re.match(r"(\s*-[ \t]+)(\S.*)", lines[number])
        if item:
            return number, item[2].strip(), item.end(1)
    return None


def _in_quotes(value: str, lead: str) -> str:
    typed = _typed(lead + value)
    if value[0] in "\"'" and value[0] not in value[1:]:
        return f"in {typed} the quotation mark is never closed; write {_shown(lead, value.strip(value[0]))}"
    if closing := _unclosed(value):
        return f"in {typed} the bracket is never closed; write {_plain(lead, value + closing)}"
    bare = value[1:-1] if value[0] in "\"'" and value[-1] == value[0] else value
    return f"{typed} needs quotation marks; write {_shown(lead, bare)}"


def _typed(line: str) -> str:
    """Return a line as the streamer wrote it, cut where it is long."""
    text = line.strip()
    return f"«{text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + '…'}»"


def _unclosed(value: str) -> str:
    """Return what closes a list that was begun on one line; empty where none was."""
    closing = {"[": "]", "{": "}"}.get(value[0], "")
    return closing if closing and closing not in value and not set(value[1:]) & set("[{") else ""


def _plain(lead: str, text: str) -> str:
    return lead + text if len(lead + text) <= _LONGEST else f"{text[-1]} behind it"


def _shown(lead: str, value: str) -> str:
    text = lead + quoted(value.replace('"', "'"))
    return text if len(text) <= _LONGEST else f'{lead}"…"'


def _without_colon(line: str) -> str:
    glued = re.match(r"([A-Za-z_][\w-]*):(\S.*)", line)
    if glued:
        return f"{_typed(line)} needs a blank after the colon; write {glued[1]}: {glued[2].strip()}"
    return f"{_typed(line)} is no property; write name: value, or move it below the ---"


def _first_words(line: str) -> str:
    return re.split(r"[:\n]", line.strip(), maxsplit=1)[0][:40]
