"""The notes a dashboard links as context, read and never written.

Decides which note a link means (its path, its name, an alias) and which of its sentences
the modes may draw on; leaves what they make of them to ``agent``.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.domain.note import OWN_HEADING
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

SENTENCES_A_NOTE: Final = 6
_LONGEST: Final = 240
HIDDEN: Final = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[^\n]*$|\Z)"
    r"|%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)|\$\$.*?(?:\$\$|\Z)",
    re.DOTALL | re.MULTILINE,
)
NO_PROSE: Final = re.compile(
    r"\s*(?:#{1,6}\s.*|>.*|\|.*|!\[.*|[-*_]{3,}|(?:[-*+]|\d+[.)])\s+\[.\].*|\[\^[^\]]*\]:.*|)\s*"
)
_MARKUP: Final = re.compile(
    r"!\[\[[^\]]*\]\]|\[\[(?:[^\]|]*\|)?(?P<link>[^\]]*)\]\]|!?\[(?P<text>[^\]]*)\]\([^)]*\)|\[\^[^\]]*\]"
    r"|`(?P<code>[^`]*)`|<[^>\n]*>|\s\^[A-Za-z0-9-]+$|\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~|=="
)
ITEM: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_SENTENCE: Final = re.compile(
    r"(?:(?<=[.?!…])|(?<=[.?!…][\"”’»)]))\s+(?=[\"“‘«(]*[^\W\d_a-zà-ÿ])|(?<=[。？！])"
)
_END: Final = (".", "?", "…", "。", "？")
"""An exclamation does not come into the quiet of this room."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the linked notes say."""

    sentences: tuple[str, ...] = ()
    """Plain sentences, the first note's first."""
    missing: tuple[str, ...] = ()
    """Links that lead to no note."""


def read_context(vault: Vault, links: Sequence[str]) -> Context:
    """Return the first sentences of each linked note.

    Raises:
        VaultError: a linked note is there but cannot be read.
    """
    sentences, missing = list[str](), list[str]()
    library = _Library(vault.root) if links else None
    for link in links:
        name, _, place = _target(link).partition("#")
        body = library.body_of(name) if library and name.strip() else None
        if body is None:
            missing.append(link)
        else:
            sentences += sentences_of(_part(body, place) if place else body)
    return Context(tuple(dict.fromkeys(sentences)), tuple(missing))


def sentences_of(body: str, most: int = SENTENCES_A_NOTE) -> list[str]:
    """Return the first plain sentences of a note's body, markup and headings left out."""
    found: list[str] = []
    for paragraph in _paragraphs(HIDDEN.sub("\n", body)):
        for sentence in sentences_in(without_markup(paragraph)):
            if sentence.rstrip('"”’»)').endswith(_END) and len(sentence) <= _LONGEST:
                found.append(sentence)
            if len(found) == most:
                return found
    return found


def without_markup(text: str) -> str:
    """Return what a reader sees of a paragraph, on one line."""
    return " ".join(_MARKUP.sub(lambda m: m["link"] or m["text"] or m["code"] or "", text).split())


def sentences_in(plain: str) -> list[str]:
    """Return the sentences of a paragraph without markup."""
    return _SENTENCE.split(plain)


def _paragraphs(body: str) -> Iterator[str]:
    """Yield runs of prose; every list item is a paragraph of its own."""
    run: list[str] = []
    for line in body.split("\n"):
        is_item = ITEM.match(line) is not None
        if (is_item or NO_PROSE.fullmatch(line)) and run:
            yield " ".join(run)
            run = []
        if not NO_PROSE.fullmatch(line):
            run.append(ITEM.sub("", line, count=1) if is_item else line)
    if run:
        yield " ".join(run)


def _target(link: str) -> str:
    return link.strip().removeprefix("[[").removesuffix("]]").split("|", 1)[0]


def _part(body: str, place: str) -> str:
    """Return what stands under a heading, or the line with a block id; the whole note where neither is."""
    wanted = place.rsplit("#", 1)[-1].strip()
    lines = body.split("\n")
    if wanted.startswith("^"):
        return next((line for line in lines if line.rstrip().endswith(f" {wanted}")), body)
    level, under = 0, list[str]()
    for line in lines:
        heading = re.fullmatch(r"(#{1,6})\s+(.*?)\s*#*\s*", line)
        if heading and level and len(heading[1]) <= level:
            break
        if level:
            under.append(line)
        elif heading and heading[2].casefold() == wanted.casefold():
            level = len(heading[1])
    return "\n".join(under) if level else body


class _Library:
    """The vault's notes by path, name and alias; aliases are only read when a name is unknown."""

    def __init__(self, root: Path) -> None:
        self._files = {_key(str(path)): file for path, file in notes_in(root)}
        self._aliases: dict[str, Path] | None = None

    def body_of(self, name: str) -> str | None:
        file = self._by_name(_key(name)) or self._by_alias(_key(name))
        raw = read_bytes(file) if file else None
        return None if raw is None else read_note(raw, "").body.replace(f"\n{OWN_HEADING}\n", "\n")

    def _by_name(self, wanted: str) -> Path | None:
        """As Obsidian does: the exact path, else the shortest path that ends in the name."""
        ending = [path for path in self._files if path == wanted or path.endswith(f"/{wanted}")]
        best = min(ending, key=lambda path: (path != wanted, path.count("/"), path), default=None)
        return self._files[best] if best is not None else None

    def _by_alias(self, wanted: str) -> Path | None:
        if self._aliases is None:
            self._aliases = {}
            for file in self._files.values():
                for alias in _aliases_in(file):
                    self._aliases.setdefault(alias, file)
        return self._aliases.get(wanted)


def _key(path: str) -> str:
    name = unicodedata.normalize("NFC", path.strip().lstrip("/")).casefold().removesuffix(".md")
    return str(PurePosixPath(name))


def _aliases_in(file: Path) -> list[str]:
    raw = read_bytes(file)
    if raw is None or b"alias" not in raw.lower():
        return []
    properties = {name.casefold(): value for name, value in read_note(raw, "").properties.items()}
    typed = properties.get("aliases") or properties.get("alias") or ()
    items = typed if isinstance(typed, list | tuple) else (typed,)
    return [_key(str(item)) for item in items if item is not None]
