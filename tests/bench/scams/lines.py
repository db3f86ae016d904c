"""The shared lines, and the kinds of scam among them.

Decides which lines belong to one kind: by what is sold, by how it is disguised, and by the
file's own word for it. Kinds are told by rules over the raw text and the line's source, not
by the Warden's own reading.
"""

import json
import os
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DATA: Final = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the shared files."""

    text: str
    kind: str
    """The file's own word; empty for innocent lines."""
    path: str
    """Where it was found."""


def _load(name: str) -> tuple[Line, ...]:
    lines = (DATA / "spam" / name).read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    return tuple(Line(t["text"], t.get("kind", ""), t.get("path") or t.get("file", "")) for t in told)


def is_here() -> bool:
    """Whether the shared lines are on this machine."""
    return (DATA / "spam").is_dir()


def scams() -> tuple[Line, ...]:
    """Return the scam lines."""
    return _load("scam_messages.jsonl")


INNOCENT: Final = ("benign_from_tests", "benign_scamlike_messages", "benign_discord_mentions")


def innocent(name: str) -> tuple[Line, ...]:
    """Return the innocent lines of one file, or of all where ``name`` is ``all``."""
    names = INNOCENT if name == "all" else (name,)
    return tuple(line for each in names for line in _load(f"{each}.jsonl"))


# Kinds -----------------------------------------------------------------------------------------

_WARES: Final = (
    ("design work", r"logo|overlay|emotes"),
    ("a bigger streamer", r"sent.{0,4}you|top twitch streamer|big twitch streamer"),
    ("contact", r"d.?i.?s.{0,9}?c?.?[o0]?r?d\b|add me|\bDC\b|squad up"),
    ("fame", r"famous|f̭|b̔ecome|become popular"),
    (
        "growth service",
        r"promoting twitch|dogehype|nezhna|peakpy|botsister|boost your|on the stream|algorithm",
    ),
    ("viewers", r"view|vi.?e.?w|vie.{0,3}wers|follow|chatters|𝗿𝘀|еwеr|viеw"),
    ("bare address", r"\.\s?\w+|dghype|streamrise"),
    ("lure", r"naked"),
)


def ware(line: Line) -> str:
    """Return what a scam sells."""
    bare = re.fullmatch(
        r"\W*\w+\s?\.?\s?(?:com|org|online|shop)?\s*(?:\( remove the space \))?\s*(?:@\w+)?", line.text
    )
    if bare:
        return "bare address"
    return next((name for name, pattern in _WARES if re.search(pattern, line.text, re.IGNORECASE)), "other")


def disguise(line: Line) -> str:
    """Return how a scam hides."""
    text = line.text
    if not text.isascii() and re.search(
        r"[\u0300-\u036f\u0400-\u04ff\u1d00-\u1d7f\u2160-\u217f\U0001d400-\U0001d7ff]", text
    ):
        return "letters"
    if "***" in text:
        return "masked link"
    if re.search(
        r"\w\s+\.\s?\w|\w\.\s+(?:com|live|shop|ru|xyz)|dot+ (?:com|org)|\[dot\]|d i s|b i g|Dis\W|Disc 0|Disrd",
        text,
    ):
        return "gaps"
    if re.search(r"@\w{6,9},?$", text):
        return "made-up mention"
    return "none"


KINDS: Final[dict[str, Callable[[Line], str]]] = {
    "the file's kinds": lambda line: line.kind,
    "what is sold": ware,
    "how it hides": disguise,
    "where it was found": lambda line: line.path,
}


def fold_of(line: Line, folds: int = 5) -> int:
    """Return the fold of an innocent line: all lines of one log stand in one fold."""
    return zlib.crc32(line.path.encode()) % folds
