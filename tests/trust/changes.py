"""What a person, an editor or a sync program may change in the text of a note.

Each change takes the text, a token that marks what is the streamer's, and a number that says where.
"""

import re
from collections.abc import Callable
from typing import Final

from tests.trust.streamer import HEADING

Change = Callable[[str, str, int], str]


def split(text: str) -> tuple[str, list[str], list[str]]:
    """Return the properties with their fences, the lines above the heading, and those from it on."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n(?:.*\n)*?---[ \t]*\r?\n", text)
    head = found[0] if found else ""
    lines = text[len(head) :].split("\n")
    at = next((n for n, line in enumerate(lines) if line.rstrip() == HEADING), len(lines))
    return head, lines[:at], lines[at:]


def inserted(text: str, line: str, at: int, *, is_own: bool) -> str:
    """Return a note with a line more, above the heading or below it."""
    head, above, below = split(text)
    half = below if is_own and below else above
    half.insert(1 + at % len(half) if half is below else at % (len(half) + 1), line)
    return head + "\n".join([*above, *below])


def changed(text: str, at: int, how: Callable[[str], str]) -> str:
    """Return a note in which one line below the properties is changed."""
    head, above, below = split(text)
    lines = [*above, *below]
    filled = [n for n, line in enumerate(lines) if line.strip()]
    if filled:
        n = filled[at % len(filled)]
        lines[n] = how(lines[n])
    return head + "\n".join(lines)


def with_property(text: str, typed: str, at: int) -> str:
    """Return a note with a line more among its properties."""
    head, above, below = split(text)
    block = head.split("\n")
    if len(block) > 2:
        starts = [n for n, line in enumerate(block[1:-1], 1) if not line.startswith((" ", "\t"))]
        block.insert(starts[at % len(starts)] if starts else 1, typed)
    return "\n".join(block) + "\n".join([*above, *below])


def with_remark(text: str, token: str, at: int) -> str:
    """Return a note in which a remark stands behind one of the properties."""
    head, above, below = split(text)
    block = head.split("\n")
    places = [
        n for n, line in enumerate(block[1:-2], 1) if re.match(r"(?:\w+:| *- )", line) and "#" not in line
    ]
    if places:
        n = places[at % len(places)]
        block[n] = f"{block[n].rstrip()} # {token}"
    return "\n".join(block) + "\n".join([*above, *below])


def with_value(text: str, token: str, at: int) -> str:
    """Return a note in which one of the properties holds something else."""
    head, above, below = split(text)
    block = head.split("\n")
    places = [n for n, line in enumerate(block[1:-2], 1) if re.match(r"(?!chronicler)\w+: \S", line)]
    if places:
        n = places[at % len(places)]
        block[n] = f"{block[n].partition(':')[0]}: {token}"
    return "\n".join(block) + "\n".join([*above, *below])


def twice(text: str, at: int, token: str) -> str:
    """Return a note in which a run of lines stands a second time, the first with a word more."""
    head, above, below = split(text)
    begins = at % max(len(above), 1)
    run = above[begins : begins + 6]
    first = [f"{line.rstrip()} {token}" if n == len(run) - 1 else line for n, line in enumerate(run)]
    return head + "\n".join([*above[:begins], *first, *run, *above[begins + 6 :], *below])


def ticked(text: str, at: int) -> str:
    """Return a note in which one box is ticked, where there is any."""
    places = list(re.finditer(r"(?m)^(\s*- \[) (\])", text))
    if not places:
        return text
    place = places[at % len(places)]
    return text[: place.end(1)] + "x" + text[place.start(2) :]


def _my_notes_gone(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.rstrip() != HEADING)


def _amid(line: str, token: str) -> str:
    return f"{line[: len(line) // 2]}{token}{line[len(line) // 2 :]}"


def _behind(line: str, token: str) -> str:
    return f"{line.rstrip()} {token}{line[len(line.rstrip()) :]}"


def _moved_about(text: str, at: int) -> str:
    head, above, below = split(text)
    begins = at % max(len(above), 1)
    return head + "\n".join([*above[begins:], *above[:begins], *below])


def _conflict(token: str) -> str:
    return f"<<<<<<< HEAD\n{token} this\n=======\n{token}1x that\n>>>>>>> theirs"


CHANGES: Final[dict[str, Change]] = {
    "append": lambda text, token, at: f"{text}{token} at the end" + "\n" * (at % 3),
    "append without a break": lambda text, token, _: text.rstrip("\n") + f" {token}",
    "behind a line": lambda text, token, at: changed(text, at, lambda line: _behind(line, token)),
    "before a line": lambda text, token, at: changed(text, at, lambda line: f"{token} {line}"),
    "amid a line": lambda text, token, at: changed(text, at, lambda line: _amid(line, token)),
    "delete a line": lambda text, _, at: changed(text, at, lambda _line: ""),
    "remark": with_remark,
    "twice": lambda text, token, at: twice(text, at, token),
    "tick": lambda text, _, at: ticked(text, at),
    "to crlf": lambda text, *_: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "to lf": lambda text, *_: text.replace("\r\n", "\n"),
    "mark": lambda text, *_: text if text.startswith("\ufeff") else f"\ufeff{text}",
    "no mark": lambda text, *_: text.removeprefix("\ufeff"),
    "no break at the end": lambda text, *_: text.rstrip("\r\n"),
    "breaks at the end": lambda text, *_: f"{text}\n\n\n",
    "heading gone": lambda text, *_: _my_notes_gone(text),
    "heading twice": lambda text, token, _: f"{text}\n{HEADING}\n{token}\n",
    "heading renamed": lambda text, token, _: text.replace(HEADING, f"## My own notes {token}"),
    "fence gone": lambda text, *_: text.replace("---\n", "", 1),
    "not ours": lambda text, *_: text.replace("chronicler: ", "chronicler: not-", 1),
    "status": lambda text, token, _: text.replace("status: seed", f"status: keep # {token}", 1),
    "a value of ours": with_value,
    "broken": lambda text, token, _: text.replace("---\n", f"---\n{token}: The Sea: calm\n", 1),
    "given twice": lambda text, token, _: text.replace("---\n", f"---\ndate: 2026-01-01 # {token}\n", 1),
    "moved about": lambda text, _, at: _moved_about(text, at),
    "retyped": lambda text, *_: text.replace('"[[', "'[[").replace(']]"', "]]'"),
    "cut short": lambda text, _, at: text[: at * len(text) // 1000],
    "open code": lambda text, token, at: inserted(text, f"```{token}", at, is_own=False),
    "conflict": lambda text, token, at: inserted(text, _conflict(token), at, is_own=bool(at % 2)),
}
