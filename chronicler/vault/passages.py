"""A note of the streamer's own as passages that can be linked and quoted.

Decides which notes are left alone (ours, private ones, templates, drawings, bare days), what
of a body is prose, and how Obsidian links a passage: by a block id where the note has one,
else by its heading. Leaves which folders are read to ``own_folders``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from chronicler.domain.note import KIND_PROPERTY, NoteContent
from chronicler.vault.context import HIDDEN, ITEM, NO_PROSE, sentences_in, without_markup
from chronicler.vault.frontmatter import read_note

FEWEST_WORDS: Final = 8
"""A passage of fewer tells nothing that its note's name does not."""
MOST_WORDS: Final = 90
_LARGEST: Final = 1 << 19
"""Bytes; a larger note is an export or a log."""
_UNLINKABLE: Final = re.compile(r"[#|^\[\]{}<>`$\\\x00-\x1f]|%%")
"""In a path: no link leads there, or a template might think it is meant."""
_DAY: Final = re.compile(
    r"\d{4}[-._ ]?\d{2}[-._ ]?\d{2}(?:[-_, ]+[^\W\d]{2,9})?|\d{4}[- ]?W\d{1,2}|\d{4}[-. ]\d{2}"
)
"""The name of a daily, weekly or monthly note."""
_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_NO_ANCHOR: Final = re.compile(r"[\[\]<>`$]|%%|\{\{")
_NO_HEADING_SIGN: Final = re.compile(r'[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\]+')
_BLOCK_ID: Final = re.compile(r"\s\^([A-Za-z0-9-]+)\s*$")
_LIVING: Final = re.compile(r"<%|\{\{|`\$?=|^\s*[\w ]{1,30}::|\$=")
"""Templater, templates, Dataview: what is computed is nothing that was written."""
_CALLOUT: Final = re.compile(r"^\s*>+ ?(?:\[![\w-]+\][+-]?)?")
_POINTER: Final = re.compile(
    r"\s*(?:see(?: also)?|related|up|back to|source|via)\b[^.?!]{0,40}\[\[", re.IGNORECASE
)
"""A line that only leads on to another note."""
_YES: Final = frozenset({"true", "yes", "on", "1"})
_PRIVATE: Final = frozenset({"private", "secret", "confidential"})
_TEMPLATE: Final = frozenset({"template", "templates"})
_PRIVATE_TAG: Final = re.compile(r"(?<!\S)#(?:private|secret|confidential)(?![\w-])", re.IGNORECASE)
_DRAWN: Final = ("excalidraw-plugin", "kanban-plugin")


@dataclass(frozen=True, slots=True)
class NotePassage:
    """A piece of a note."""

    sentences: tuple[str, ...]
    """Its words without markup; an item of a list is one."""
    heading: str = ""
    """What it stands under, without markup; empty above the first heading."""
    anchor: str = ""
    """What stands behind the note's name in a link to it, ``#`` included; empty where nothing can."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """What may be found and quoted of one note."""

    aliases: tuple[str, ...] = ()
    passages: tuple[NotePassage, ...] = ()


def read_own(raw: bytes, path: PurePosixPath) -> OwnNote | None:
    """Return a note of the streamer's own, ``None`` where it is to be left alone."""
    if len(raw) > _LARGEST or _UNLINKABLE.search(str(path)) or _DAY.fullmatch(path.stem):
        return None
    note = read_note(raw, str(path))
    if _is_left_alone(note, raw):
        return None
    return OwnNote(_aliases(note), tuple(passages_of(note.body)))


def passages_of(body: str) -> Iterator[NotePassage]:
    """Yield the passages of a note's body, in order."""
    sections = list(_sections(HIDDEN.sub("\n", body)))
    names = [_anchor_of(heading).casefold() for heading, _ in sections]
    above = ""
    for (heading, lines), name in zip(sections, names, strict=True):
        anchor = _anchor_of(heading)
        above = anchor if anchor and names.count(name) == 1 else above if not anchor else ""
        yield from _pieces(lines, without_markup(heading), f"#{above}" if above else "")


def _is_left_alone(note: NoteContent, raw: bytes) -> bool:
    properties = {name.casefold(): value for name, value in note.properties.items()}
    if KIND_PROPERTY in properties or any(name in properties for name in _DRAWN):
        return True
    if _is_yes(properties.get("private")) or str(properties.get("publish", "")).lower() == "false":
        return True
    tags = {tag.lstrip("#").casefold() for tag in _listed(properties.get("tags"), properties.get("tag"))}
    if not tags.isdisjoint(_PRIVATE | _TEMPLATE) or _PRIVATE_TAG.search(note.body):
        return True
    head = raw[: len(raw) - len(note.body.encode("utf-8", "replace"))].lower()
    return bool(note.problems) and any(word in head for word in (b"private", b"{{", b"<%", b"publish"))


def _is_yes(value: object) -> bool:
    return str(value).strip().lower() in _YES


def _listed(*typed: object) -> Iterator[str]:
    for value in typed:
        for item in value if isinstance(value, list | tuple) else re.split(r"[,\s]+", str(value or "")):
            yield str(item)


def _aliases(note: NoteContent) -> tuple[str, ...]:
    typed = next((v for k, v in note.properties.items() if k.casefold() in ("aliases", "alias")), None)
    items = typed if isinstance(typed, list | tuple) else (typed,) if typed else ()
    return tuple(str(item).strip() for item in items if str(item or "").strip())


def _sections(body: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading, as typed, with the lines under it; the first has none."""
    heading, lines = "", list[str]()
    for line in body.split("\n"):
        if found := _HEADING.fullmatch(line):
            yield heading, lines
            heading, lines = found[2], []
        else:
            lines.append(line)
    yield heading, lines


def _anchor_of(heading: str) -> str:
    """Return a heading as a link names it, empty where none surely leads there."""
    return "" if _NO_ANCHOR.search(heading) else " ".join(_NO_HEADING_SIGN.sub(" ", heading).split())


def _pieces(lines: list[str], heading: str, anchor: str) -> Iterator[NotePassage]:
    """Yield paragraphs, small ones joined."""
    gathered, words = list[str](), 0
    for paragraph in _paragraphs(lines):
        block = _BLOCK_ID.search(paragraph)
        plain = without_markup(paragraph)
        count = len(plain.split())
        said = [" ".join(each.split(" ")[:MOST_WORDS]) for each in sentences_in(plain) if each]
        if block and count >= FEWEST_WORDS:
            yield NotePassage(tuple(said), heading, f"#^{block[1]}")
            continue
        if gathered and words + count > MOST_WORDS:
            yield NotePassage(tuple(gathered), heading, anchor)
            gathered, words = [], 0
        gathered += said
        words += count
    if words >= FEWEST_WORDS:
        yield NotePassage(tuple(gathered), heading, anchor)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    run: list[str] = []
    for line in lines:
        bare = _CALLOUT.sub("", line)
        is_prose = not NO_PROSE.fullmatch(bare) and not (_LIVING.search(bare) or _POINTER.match(bare))
        is_item = ITEM.match(bare) is not None
        if run and (is_item or not is_prose):
            yield " ".join(run)
            run = []
        if is_prose:
            run.append(ITEM.sub("", bare, count=1) if is_item else bare)
    if run:
        yield " ".join(run)
