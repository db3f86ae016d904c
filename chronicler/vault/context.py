"""The notes a dashboard links as context, read and never written.

Decides which note a link means (its path, its name, an alias) and which of its sentences
the modes may draw on; leaves what they make of them to ``agent``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from chronicler.domain.note import NoteContent
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

SENTENCES_A_NOTE: Final = 6
_LONGEST: Final = 240
_MARKUP: Final = re.compile(
    r"!?\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|!?\[([^\]]*)\]\([^)]*\)|[*_`~=]{1,3}|%%.*?%%|<[^>]*>"
)
_BLOCK: Final = re.compile(r"```.*?```|^\s*(?:[#>|].*|!\[\[.*|[-*+] \[.\].*|---+)$", re.DOTALL | re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=[.?…])\s+(?=[\"“‘A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class Context:
    """What the linked notes say."""

    sentences: tuple[str, ...] = ()
    """Plain sentences, the first note's first."""
    missing: tuple[str, ...] = ()
    """Links that lead to no note."""


def read_context(vault: Vault, links: Sequence[str]) -> Context:
    """Return the first sentences of each linked note."""
    sentences, missing = list[str](), list[str]()
    for link in links:
        note = _resolve(vault, link)
        if note is None:
            missing.append(link)
        else:
            sentences += sentences_of(note.body)
    return Context(tuple(sentences), tuple(missing))


def sentences_of(body: str, most: int = SENTENCES_A_NOTE) -> list[str]:
    """Return the first plain sentences of a note's body, markup and headings left out."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", _BLOCK.sub("", body)):
        plain = _MARKUP.sub(lambda m: m[1] or m[2] or "", paragraph)
        for sentence in _SENTENCE.split(" ".join(plain.split())):
            if sentence.endswith((".", "?", "…")) and len(sentence) <= _LONGEST:
                found.append(sentence)
            if len(found) == most:
                return found
    return found


def _resolve(vault: Vault, link: str) -> NoteContent | None:
    wanted = link.split("|", 1)[0].split("#", 1)[0].strip().removesuffix(".md").casefold()
    if not wanted:
        return None
    by_alias = None
    for path, note in _notes(vault, wanted):
        if path in (wanted, wanted.rsplit("/", 1)[-1]) or path.endswith(f"/{wanted}"):
            return note
        by_alias = by_alias or note
    return by_alias


def _notes(vault: Vault, wanted: str) -> Iterator[tuple[str, NoteContent]]:
    """Yield the notes a link may mean: by name first, then those that carry it as an alias."""
    others: list[tuple[PurePosixPath, bytes]] = []
    for path, file in notes_in(vault.root):
        name = str(path.with_suffix("")).casefold()
        if (raw := read_bytes(file)) is None:
            continue
        if name == wanted or name.endswith(f"/{wanted}"):
            yield name, read_note(raw, str(path))
        elif b"alias" in raw:
            others.append((path, raw))
    for path, raw in others:
        note = read_note(raw, str(path))
        if wanted in _aliases(note):
            yield f"{path}#alias", note


def _aliases(note: NoteContent) -> frozenset[str]:
    typed = note.properties.get("aliases") or note.properties.get("alias") or ()
    items = typed if isinstance(typed, list | tuple) else (typed,)
    return frozenset(str(item).casefold() for item in items)
