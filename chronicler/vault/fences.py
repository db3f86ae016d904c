"""Where a note's properties begin and end.

Decides what Obsidian takes for properties: a ``---`` in the very first line, behind a
byte-order mark at most, and the next line that is ``---``. Leaves what stands between to
``yaml12``. Joined again, the parts are the text they were cut from.
"""

import re
from dataclasses import dataclass
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
_OPENING: Final = re.compile(r"---[ \t]*\r?\n")
_CLOSING: Final = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_ANY_FENCE: Final = re.compile(r"^(?:-{2,}|[—–]+)[ \t]*$")
_PROPERTY: Final = re.compile(r"^[A-Za-z][\w -]{0,40}:(?:\s|$)")
_LOOKED_THROUGH: Final = 60
"""Lines at the top of a note in which lost properties are looked for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A note's text, cut at its fences."""

    mark: str
    opening: str
    block: str
    closing: str
    body: str

    @property
    def has_properties(self) -> bool:
        """Whether there is a block, empty or not."""
        return bool(self.closing)

    @property
    def head(self) -> str:
        """Everything before the body."""
        return self.mark + self.opening + self.block + self.closing


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a note that seems to have had properties has none."""

    message: str
    line: int


def cut(text: str) -> Parts:
    """Return the parts of a note; without a whole block, everything but the mark is body."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    opening = _OPENING.match(text, len(mark))
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return Parts(mark, "", "", "", text[len(mark) :])
    return Parts(
        mark,
        opening[0],
        text[opening.end() : closing.start()],
        closing[0],
        text[closing.end() :],
    )


def fault_in(parts: Parts) -> Fault | None:
    """Return what became of a note's fences where they seem lost, ``None`` where all is well.

    A note without properties is nothing unusual; lines that look like properties at its
    top, outside any fence, are.
    """
    if parts.has_properties:
        return None
    if not parts.body.strip():
        return Fault("the note is empty; if that is not meant, Obsidian's file recovery has it", 1)
    lines = parts.body.split("\n", _LOOKED_THROUGH)[:_LOOKED_THROUGH]
    if _ANY_FENCE.match(lines[0].rstrip("\r")) and any(_PROPERTY.match(line) for line in lines[1:]):
        return _of_fences(lines)
    return _of_lost_fence(lines)


def _of_fences(lines: list[str]) -> Fault:
    if lines[0].rstrip() == "---":
        return Fault("the properties are never closed; put a line --- below them", 1)
    return Fault("the line above the properties must be three dashes: ---", 1)


def _of_lost_fence(lines: list[str]) -> Fault | None:
    fence = next((n for n, line in enumerate(lines) if line.rstrip() == "---"), None)
    if fence is None:
        is_lost = any(line.startswith("chronicler:") for line in lines)
        return Fault("the properties need a line --- above them and one below", 1) if is_lost else None
    above = [line for line in lines[:fence] if line.strip()]
    if above and _PROPERTY.match(above[0]) and all(_looks_typed(line) for line in above):
        return Fault("the line --- above the properties is gone; put it back as the first line", 1)
    below = lines[fence + 1 : fence + 2]
    if below and _PROPERTY.match(below[0]) and any(line.rstrip() == "---" for line in lines[fence + 1 :]):
        return Fault("properties count only at the very top; remove what stands above their ---", fence + 1)
    return None


def _looks_typed(line: str) -> bool:
    return _PROPERTY.match(line) is not None or line.lstrip().startswith(("-", "#")) or line[0] in " \t"
