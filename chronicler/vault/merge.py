"""The generated part of a note, the streamer's part, and how one changes without the other.

Decides which lines above ``## My notes`` are the streamer's (those our last write did not
hold), where they go (a folded callout below that heading) and which checkboxes of ours
they ticked (a line with a block id keeps its mark). Pure text; leaves files to ``store``.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.domain.note import OWN_HEADING
from chronicler.errors import VaultError

CALLOUT: Final = "> [!note]- Moved here from the generated part above"
_FENCE: Final = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_TASK: Final = re.compile(r"((?:>[ ]?)*\s*(?:[-*+]|\d+[.)]) \[)(.)(\].* \^([A-Za-z0-9-]+)\s*)")
_BLOCK_ID: Final = re.compile(r" \^([A-Za-z0-9-]+)\s*$")
_UNTICKED: Final = " "


@dataclass(frozen=True, slots=True)
class Halves:
    """A note's body, cut before ``## My notes``."""

    generated: str
    own: str
    """The heading and all below it, untouched; empty where the heading is gone."""


def halves(body: str) -> Halves:
    """Return the generated part and the streamer's.

    Raises:
        VaultError: there are several such headings and it is not certain which one is ours.
    """
    places = _headings(body)
    if len(places) > 1:
        raise VaultError(f"there are {len(places)} headings {OWN_HEADING!r}; rename all but one")
    return Halves(body[: places[0]], body[places[0] :]) if places else Halves(body, "")


def _headings(body: str) -> list[int]:
    """Return where the heading stands; inside a code block it counts only if there is no other."""
    outside: list[int] = []
    inside: list[int] = []
    is_code, place = False, 0
    for line in body.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        elif line.rstrip() == OWN_HEADING:
            (inside if is_code else outside).append(place)
        place += len(line) + 1
    return outside or (inside if len(inside) == 1 else [])


def lines_of(part: str) -> list[str]:
    """Return a part's lines without line breaks, outer blank lines and trailing blanks."""
    return _without_outer_blanks([line.rstrip() for line in part.split("\n")])


# The streamer's lines in our part ----------------------------------------------------------


def added_lines(ours: Sequence[str], here: Sequence[str], coming: Sequence[str]) -> list[str]:
    """Return the lines ``here`` that the streamer added or changed, in order.

    ``ours`` is our last write, ``coming`` the next one. A ticked box is no change, nor is a
    line of ours that was moved; a line that is about to stand there again needs no keeping.
    """
    known = [_unticked(line) for line in ours]
    found = [_unticked(line) for line in here]
    kept: list[list[str]] = []
    moved = Counter(found) - Counter(known)
    again = {line.strip() for line in coming}
    for kind, _, _, start, end in difflib.SequenceMatcher(None, known, found, autojunk=False).get_opcodes():
        if kind in ("insert", "replace"):
            run = [line for line in here[start:end] if _is_theirs(line, moved, again)]
            kept.append(_without_outer_blanks(run))
    ids = {match[1] for line in (*ours, *coming) if (match := _BLOCK_ID.search(line))}
    return [_without_our_id(line, ids) for run in kept for line in run]


def _is_theirs(line: str, new: Counter[str], again: set[str]) -> bool:
    """Whether a line is new rather than ours in another place; counts repeats down."""
    if not line.strip():
        return True
    if line.strip() in again:
        return False
    plain = _unticked(line)
    new[plain] -= 1
    return new[plain] >= 0


def _without_outer_blanks(run: list[str]) -> list[str]:
    filled = [number for number, line in enumerate(run) if line.strip()]
    return run[filled[0] : filled[-1] + 1] if filled else []


def _without_our_id(line: str, ids: set[str]) -> str:
    """A block id may stand once in a note, and ours stays on our line."""
    match = _BLOCK_ID.search(line)
    return line[: match.start()] if match and match[1] in ids else line


def with_callout(own: str, lines: Sequence[str], newline: str) -> str:
    """Return the streamer's part with ``lines`` in a folded callout right under its heading.

    A callout of ours that already stands there grows; nothing else changes.
    """
    if not lines:
        return own
    heading, rest = _after_heading(own or f"{OWN_HEADING}{newline}", newline)
    quoted = "".join(f"> {line}".rstrip() + newline for line in lines)
    match = re.match(rf"(?:[ \t]*\r?\n)*{re.escape(CALLOUT)}[ \t]*\r?\n(?:>.*(?:\r?\n|\Z))*", rest)
    if match is None:
        gap = rest if rest.startswith(("\n", "\r\n")) or not rest else newline + rest
        return f"{heading}{newline}{CALLOUT}{newline}{quoted}{gap}"
    before = match[0] if match[0].endswith("\n") else match[0] + newline
    return f"{heading}{before}{quoted}{rest[match.end() :]}"


def _after_heading(own: str, newline: str) -> tuple[str, str]:
    end = own.find("\n") + 1
    return (own[:end], own[end:]) if end else (own + newline, "")


# The streamer's marks on our lines ---------------------------------------------------------


def marks_in(lines: Iterable[str]) -> dict[str, str]:
    """Return the mark of each checkbox whose line ends in a block id."""
    return {match[4]: match[2] for line in lines if (match := _TASK.fullmatch(line))}


def marks_set(ours: Sequence[str], here: Sequence[str], before: Mapping[str, str]) -> dict[str, str]:
    """Return the marks that are the streamer's: those set since our last write, and earlier ones."""
    written, found = marks_in(ours), marks_in(here)
    return {name: mark for name, mark in found.items() if name in before or mark != written.get(name, mark)}


def with_marks(lines: Iterable[str], marks: Mapping[str, str]) -> list[str]:
    """Return ``lines`` with the streamer's marks carried over by block id."""
    return [_marked(line, marks) for line in lines]


def _marked(line: str, marks: Mapping[str, str]) -> str:
    match = _TASK.fullmatch(line)
    return f"{match[1]}{marks[match[4]]}{match[3]}" if match and match[4] in marks else line


def _unticked(line: str) -> str:
    return _marked(line, dict.fromkeys(marks_in([line]), _UNTICKED))


def orphaned(here: Sequence[str], coming: Sequence[str], marks: Mapping[str, str]) -> list[str]:
    """Return marked lines that the next write no longer has: their marks would be lost."""
    staying = marks_in(coming)
    return [
        _BLOCK_ID.sub("", line)
        for line in here
        if (match := _TASK.fullmatch(line)) and match[4] in marks and match[4] not in staying
    ]
