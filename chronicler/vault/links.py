"""Where the links of a note lead, as Obsidian follows them.

Decides which file a link means (its path, its name, an alias; notes and attachments alike) and
whether the heading or block behind ``#`` stands there. Reads only. Leaves finding links in a
text to ``analysis.quotations``.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from chronicler.analysis.quotations import Link
from chronicler.vault.folder import read_bytes
from chronicler.vault.frontmatter import read_note

_HEADING: Final = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_BLOCK: Final = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]+)\s*$", re.MULTILINE)
_NO_LETTER: Final = re.compile(r"[\W_]+")


class VaultLinks:
    """The files of a vault by what a link may call them; read once."""

    def __init__(self, root: Path) -> None:
        """Look into the vault at ``root``."""
        self._root = root
        self._texts: dict[str, str] = {}

    def path_of(self, target: str, beside: str) -> str | None:
        """Return the path of the file that a link in the note ``beside`` leads to, ``None`` for none."""
        wanted = _key(unquote(target) if "%" in target else target)
        if not wanted:
            return beside
        here = _key(os.path.normpath(PurePosixPath(beside).parent / target))
        for name in (wanted, here):
            if found := self._paths.get(name) or self._paths.get(f"{name}.md"):
                return found
        ending = [path for key, path in self._paths.items() if _ends(key, wanted)]
        return min(ending, key=lambda path: (path.count("/"), path), default=self._aliases.get(wanted))

    def has_block(self, path: str, block: str) -> bool:
        """Return whether a block id stands in a note."""
        return block in _BLOCK.findall(self.text_of(path))

    def has_heading(self, path: str, heading: str) -> bool:
        """Return whether a heading stands in a note, as loosely as Obsidian looks."""
        wanted = _loose(heading.rsplit("#", 1)[-1])
        return any(_loose(found) == wanted for found in _HEADING.findall(self.text_of(path)))

    def fault(self, link: Link, beside: str) -> tuple[str, str] | None:
        """Return what is wrong with a link in the note ``beside`` and what to do; ``None`` for nothing.

        An address on the web is taken to lead somewhere.
        """
        if link.is_web and ("://" in link.target or link.target.startswith(("#", "mailto:"))):
            return None
        target, _, place = link.target.partition("#") if link.is_web else (link.target, "", "")
        path = self.path_of(target, beside)
        behind = f"#^{link.block}" if link.block else f"#{link.heading}" if link.heading else ""
        shown = f"[[{link.target}{behind}]]"
        if path is None:
            return f"[[{link.target}]] leads to no note", "mend the link, or take it out"
        if link.block and not self.has_block(path, link.block):
            return f"{shown}: there is no such line in «{path}» any more", "link another, or take it out"
        heading = link.heading or place
        if heading and not link.block and path.endswith(".md") and not self.has_heading(path, heading):
            return f"{shown}: «{path}» has no such heading", "mend the link"
        return None

    def text_of(self, path: str) -> str:
        """Return the text of a file, empty where it is gone or none."""
        if path not in self._texts:
            raw = read_bytes(self._root / path) if path.lower().endswith(".md") else None
            self._texts[path] = (raw or b"").decode("utf-8", "replace").replace("\r\n", "\n")
        return self._texts[path]

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {_key(path): path for path in _files(self._root)}

    @cached_property
    def _aliases(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in self._paths.values():
            if path.lower().endswith(".md") and "alias" in self.text_of(path)[:4096].lower():
                told = read_note(self.text_of(path).encode(), path).properties.get("aliases")
                for alias in told if isinstance(told, list | tuple) else (told,):
                    found.setdefault(_key(str(alias or "")), path)
        return found


def _ends(key: str, wanted: str) -> bool:
    return key.endswith((f"/{wanted}", f"/{wanted}.md"))


def _key(path: str) -> str:
    name = unicodedata.normalize("NFC", path.strip().lstrip("/")).casefold()
    return str(PurePosixPath(name)) if name else ""


def _loose(heading: str) -> str:
    return _NO_LETTER.sub(" ", unicodedata.normalize("NFC", heading)).casefold().strip()


def _files(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name).relative_to(root).as_posix()
