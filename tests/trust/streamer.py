"""A streamer at work in their own vault: every way of saving, and of changing what stands there.

Decides what a person or their sync program may do to the files, and remembers every line they
wrote that still stands somewhere. What they delete themselves is not remembered any longer.
Leaves what the Chronicler does to ``writers``.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

TOKEN: Final = re.compile(r"mine\d{4,}x")
"""Stands in every line that the streamer writes, and in nothing else."""
HEADING: Final = "## My notes"
BOM: Final = b"\xef\xbb\xbf"
_BLOCK_ID: Final = re.compile(r" \^[A-Za-z0-9-]+$")
_TICK: Final = re.compile(r"^((?:> ?)*\s*(?:[-*+]|\d+[.)]) \[).(\])")

LINES: Final = (
    "{t} plain words", "- {t} an item", "    {t} deep in the line", "\t{t} behind a tab", "> {t} quoted",
    "- [ ] {t} to do", "- [x] {t} done ^s-1", "# {t} a heading", "## {t}", "### My notes {t}", "```{t}",
    "| {t} | a table |", "%% {t} hidden %%", "<!-- {t} -->", "{t}  ", "{t}\u2028behind a separator",
    "{t} \u05e2\u05d1\u05e8\u05d9\u05ea \u202e turned", "{t} e\u0301\u0302 \U0001f56f", "- {t} mine ^my-own-id",
    "## 2026-03-06 2030 {t}", "> [!note]- {t}", "{t}: looks like a property", "[[{t}]] ![[{t}]]", "1. {t}",
    "<% {t} %> {{{{date}}}}", "{t}\x0bbehind a tabulator", "{t}\x85behind a next-line", "***{t}***", "^{t}",
)  # fmt: skip
PROPERTIES: Final = (
    "{t}: yes", "{t}: 5", "# {t} a remark", "mood_{t}: 'calm: very'  # why", "list_{t}:\n  - one\n  - two # {t}",
    "{t}: [a, b]", "{t}:", "rated_{t}: 3.5",
)  # fmt: skip
"""``{t}`` is the token; braces that stay are doubled."""


@dataclass
class Streamer:
    """Someone whose vault it is."""

    root: Path
    folder: str
    number: int = 0
    stands: set[str] = field(default_factory=set)
    """Every line of theirs that still stands somewhere."""
    before: dict[str, bytes] = field(default_factory=dict)
    """Every file as the streamer last saw it."""
    touched: set[str] = field(default_factory=set)
    """Files they changed, made, moved or deleted."""

    def token(self) -> str:
        self.number += 1
        return f"mine{self.number:04d}x"

    # What stands there -----------------------------------------------------------------

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def notes(self) -> list[str]:
        """Return the notes, those of single streams more often, for they are written again."""
        found = [path for path in self.before if path.endswith(".md") and "/." not in f"/{path}"]
        return found + 2 * [path for path in found if b"session: " in self.before[path][:400]]

    def look(self) -> None:
        """Take note of everything as it stands now: whatever is gone, they took away themselves."""
        now = self.files()
        self.touched |= {
            path for path in now.keys() | self.before.keys() if now.get(path) != self.before.get(path)
        }
        self.before = now
        self.stands = {line for content in now.values() for line in lines_in(content)}

    def lost(self, now: dict[str, bytes]) -> list[str]:
        """Return their lines that stand nowhere any more."""
        here = {one for content in now.values() for line in lines_in(content) for one in _forms(line)}
        return sorted(line for line in self.stands if _bare(line) not in here)

    # Saving ----------------------------------------------------------------------------

    def save(self, path: str, content: bytes, way: str) -> None:
        """Save a file as Obsidian, an editor or a sync program does."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        WAYS[way](file, content)

    def edit(self, path: str, change: Callable[[str], str], way: str) -> None:
        """Change a note's text; bytes that are no text stay as they are."""
        raw = self.before.get(path, b"")
        text = raw.decode("utf-8", "surrogateescape")
        self.save(path, change(text).encode("utf-8", "surrogateescape"), way)


def lines_in(content: bytes) -> Iterator[str]:
    """Yield the lines of a text that hold a token, as the streamer knows them."""
    if b"mine" in content:
        for line in content.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n"):
            if TOKEN.search(line):
                yield line.rstrip()


def _bare(line: str) -> str:
    """Return a line without what moves with a line of ours: a block id, and whether its box is ticked."""
    return _TICK.sub(r"\1 \2", _BLOCK_ID.sub("", line).rstrip())


def _forms(line: str) -> tuple[str, ...]:
    """Return how a line may have been written that stands so now: as it is, or moved into the callout."""
    return tuple(_bare(form) for form in (line, line.removeprefix("> "), line.removeprefix(">")))


# Ways of saving ------------------------------------------------------------------------------


def _in_place(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content[: len(content) // 2])
        opened.flush()
        opened.write(content[len(content) // 2 :])


def _replaced(file: Path, content: bytes) -> None:
    beside = file.with_name(f".{file.name}.swp-new")
    beside.write_bytes(content)
    beside.replace(file)


def _synced(file: Path, content: bytes) -> None:
    beside = file.with_name(f".syncthing.{file.name}.tmp")
    beside.write_bytes(content)
    beside.replace(file)


def _from_elsewhere(file: Path, content: bytes) -> None:
    staging = file.parent / ".staging"
    staging.mkdir(exist_ok=True)
    (staging / "new").write_bytes(content)
    (staging / "new").replace(file)
    staging.rmdir()


def _as_vim(file: Path, content: bytes) -> None:
    kept = file.with_name(f"{file.name}~")
    if file.exists():
        file.rename(kept)
    file.write_bytes(content)
    kept.unlink(missing_ok=True)


WAYS: Final[dict[str, Callable[[Path, bytes], None]]] = {
    "in place": _in_place,
    "replaced": _replaced,
    "synced": _synced,
    "from elsewhere": _from_elsewhere,
    "as vim": _as_vim,
}
COPIES: Final = (
    "{stem}.sync-conflict-20260306-193000-ABCDEFG.md",
    "{stem} (Ida's conflicted copy 2026-03-06).md",
    "{stem} (Conflicted copy laptop 202603061930).md",
    "{stem}-LAPTOP.md",
    "{stem} 2.md",
    "{stem} (1).md",
)
"""Names that sync programs give to a second version: Syncthing, Dropbox, Obsidian Sync, OneDrive, iCloud."""


def remove_tree(folder: Path) -> None:
    """Remove a folder of the test's own."""
    shutil.rmtree(folder, ignore_errors=True)
