"""The dashboard's fields where they stand in a note's body, as a language model writes them.

Decides which line names a field (a heading, numbered or not, bold or not; a label with a
colon; a numbered list item) and what belongs to it; leaves reading the values to
``dashboard_fields``.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chronicler.domain.comments import without_comments
from chronicler.domain.dashboard_fields import BY_HEADING, Field, folded

DURING_THE_STREAM: Final = "during the stream"
_STREAMERS_OWN: Final = frozenset({DURING_THE_STREAM, "my notes", "now"})
"""Sections whose lines are never taken for fields, whatever they look like."""
_KINDS_OF_GOAL: Final = frozenset({"progress", "comfort", "personal"})

_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_ITEM: Final = re.compile(
    r"(?P<indent>\s*)(?P<mark>[-*+•‣–]|\d{1,2}[.)])(?:[ \t]+\[.\])?(?:[ \t]+(?P<text>.*))?"
)
_NUMBER: Final = r"(?:[(]?\d{1,2}\s*[.):]\s*)?"
_LABEL: Final = re.compile(
    rf"{_NUMBER}(?P<bold>\*\*|__)?{_NUMBER}(?P<name>(?:[^:*()\n]|\([^)\n]*\)){{2,60}}?)\s*+"
    r"(?::\s*(?P<inner>(?(bold)(?P=bold)))?\s*:?\s*(?P<value>.*)"
    r"|(?(bold)(?P=bold)(?:\s*\([^)\n]*\))?)\s*(?:(?P<dash>[:–—]|-(?=\s))\s*(?P<after>.*))?)"
)
"""A name with its value after a colon (inside the bold or behind it) or a dash, or alone."""
_NO_CONTENT: Final = re.compile(r"\s*(?:(?:`{3,}|~{3,}).*|[-*_]{3,}|!\[\[.*\]\])\s*")
_QUOTES: Final = {'"': '"', "“": "”", "«": "»", "„": "“", "'": "'", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the body says for one field."""

    value: str | tuple[str, ...]
    offers: int = 1
    """How many values were offered for a field that takes one; the first counts."""


@dataclass(frozen=True, slots=True)
class _Label:
    row: Field
    rest: str
    is_heading: bool
    is_item: bool
    is_plain: bool
    """Neither bold nor numbered nor a heading: only its colon makes it a label."""
    indent: int


@dataclass(slots=True)
class _Section:
    label: _Label
    lines: list[str] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.label.row.kind in ("list", "links")


def sections_in(body: str) -> Mapping[str, Found]:
    """Return what the body says for each field; of several sections the first with content."""
    found: dict[str, Found] = {}
    for name, content in all_sections_in(body):
        found.setdefault(name, content)
    return found


def all_sections_in(body: str) -> Iterator[tuple[str, Found]]:
    """Yield what the body says for each field, again where a field comes again."""
    for section in _sections(without_comments(body).split("\n")):
        content = _content(section)
        if content.value:
            yield section.label.row.name, content


def lines_under(body: str, title: str) -> tuple[str, ...]:
    """Return the lines under the first heading called ``title``, deeper headings included."""
    level, under = 0, []
    for line in body.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading and level and len(heading[1]) <= level:
            break
        if heading and not level and folded(heading[2]) == title:
            level = len(heading[1])
        elif level:
            under.append(line)
    return tuple(under)


def without_mark(line: str) -> str:
    """Return a line without its list mark and checkbox."""
    item = _ITEM.fullmatch(line)
    return ((item["text"] or "") if item else line).strip()


# Finding sections --------------------------------------------------------------------------


def _sections(lines: Sequence[str]) -> Iterator[_Section]:
    current: _Section | None = None
    skipped_level, is_foreign = 0, False
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if skipped_level and not (heading and len(heading[1]) <= skipped_level):
            continue
        skipped_level = 0
        label = _label(line, heading)
        if label and _opens(label, current, is_foreign=is_foreign):
            if current:
                yield current
            current, is_foreign = _Section(label, [label.rest]), False
        elif heading and not (current and current.is_list and folded(heading[2]) in _KINDS_OF_GOAL):
            if current:
                yield current
            current, is_foreign = None, len(heading[1]) > 1
            skipped_level = len(heading[1]) if folded(heading[2]) in _STREAMERS_OWN else 0
        elif current:
            current.lines.append(line)
    if current:
        yield current


def _opens(label: _Label, current: _Section | None, *, is_foreign: bool) -> bool:
    """Whether a label begins a section, rather than being part of what is being read.

    Under a heading that names no field a plain ``Game: …`` is somebody's sentence; inside a
    list an item is an item, unless the list itself began as an item at least as far left.
    """
    if label.is_heading:
        return True
    if current is None:
        return not (is_foreign and label.is_plain)
    if label.is_item and current.is_list:
        return current.label.is_item and label.indent <= current.label.indent
    return not (label.is_plain and current.label.is_heading and not current.is_list)


def _label(line: str, heading: re.Match[str] | None) -> _Label | None:
    item = None if heading else _ITEM.fullmatch(line)
    text = _title(heading[2]) if heading else (item["text"] or "") if item else line
    match = _LABEL.fullmatch(text.strip())
    row = BY_HEADING.get(folded(match["name"])) if match else None
    if match is None or row is None:
        return None
    is_bold, is_numbered = bool(match["bold"]), item is not None and item["mark"][0].isdigit()
    has_colon = match["value"] is not None or match["dash"] == ":"
    if not (has_colon or heading or is_bold or is_numbered):
        return None
    return _Label(
        row,
        _value(match),
        is_heading=heading is not None,
        is_item=item is not None,
        is_plain=not (heading or is_bold or is_numbered),
        indent=len(item["indent"].expandtabs(4)) if item else 0,
    )


def _title(heading: str) -> str:
    """Return a heading's text without the marks that may close it."""
    text = heading.rstrip(" \t")
    bare = text.rstrip("#")
    return bare if bare[-1:] in ("", " ", "\t") else text


def _value(label: re.Match[str]) -> str:
    value = label["value"] if label["value"] is not None else label["after"] or ""
    is_bold_throughout = label["bold"] and not label["inner"]
    return value.removesuffix(label["bold"]) if is_bold_throughout else value


# What a section says -----------------------------------------------------------------------


def _content(section: _Section) -> Found:
    lines = [line for line in section.lines if line.strip() and not _NO_CONTENT.fullmatch(line)]
    items = _items(lines)
    if section.is_list:
        return Found(items or tuple(text for line in lines if (text := _bare(line))))
    is_choice = len(items) > 1 and all(_ITEM.fullmatch(line) for line in lines)
    if is_choice:
        return Found(items[0], len(items))
    return Found("\n".join(text for line in lines if (text := _bare(without_mark(line)))))


def _items(lines: Sequence[str]) -> tuple[str, ...]:
    marked = [item for line in lines if (item := _ITEM.fullmatch(line))]
    nested = [
        after is not None and len(after["indent"]) > len(here["indent"])
        for here, after in itertools.zip_longest(marked, marked[1:])
    ]
    texts = [_bare(item["text"] or "") for item in marked]
    return tuple(
        text
        for text, is_group in zip(texts, nested, strict=True)
        if text and not (is_group and _groups(text))
    )


def _groups(text: str) -> bool:
    return text.endswith(":") or folded(text) in _KINDS_OF_GOAL


def _bare(text: str) -> str:
    """Return a line without marks of quotation, bold, italic, highlight and code around words."""
    bare = re.sub(r"^\s*(?:>\s?)+(?:\[!\w+\][+-]?)?", "", text)
    bare = re.sub(r"(\*\*|__|==|~~)(?=\S)(.{1,1000}?)(?<=\S)\1", r"\2", bare)
    bare = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*]+)(?<=\S)\*(?![\w*])", r"\1", bare)
    bare = re.sub(r"(?<![\w_])_(?=[^\s_])([^_]+)(?<=\S)_(?![\w_])", r"\1", bare)
    return unquoted(re.sub(r"`([^`]+)`", r"\1", bare).strip())


def unquoted(text: str) -> str:
    """Return a text without the quotation marks around the whole of it."""
    closing = _QUOTES.get(text[:1])
    inner = text[1:-1]
    is_whole = closing is not None and text.endswith(closing) and not {text[0], closing} & set(inner)
    return inner.strip() if is_whole and inner.strip() else text
