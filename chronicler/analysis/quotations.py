"""Quotations in Markdown that a person wrote: where they stand, and what they claim.

Decides what counts as one (a blockquote, a list item that names its speaker, words between
quotation marks, four and more), which links and which words beside it say whose it is, and what
is left alone: code, comments, properties. Any text will do. Leaves whether somebody said it to
``quoting``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

LEAST_WORDS: Final = 4
"""A shorter quotation between marks is a title, or irony."""
_BESIDE: Final = 90
"""Characters before and after a quotation in which its speaker is named."""
_FENCE: Final = re.compile(r" {0,3}(?:>[ ]?)*\s*(`{3,}|~{3,})")
_COMMENT: Final = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_CALLOUT: Final = re.compile(r"\s*\[![^\]\n]*\]")
_DASH: Final = re.compile(r"(?:^|(?<=[\s”\"»]))(?:—|–|--|―)\s*(?=\S)")
_LINK: Final = re.compile(
    r"!?\[\[(?P<wiki>[^\[\]\n|]*)(?:\|(?P<shown>[^\[\]\n]*))?\]\]"
    r"|!?\[(?P<text>[^\[\]\n]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:\s+\"[^\"\n]*\")?\)"
)
_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
_SPEAKER: Final = re.compile(r"(?P<who>\*{1,2}[^*\n]{1,80}\*{1,2}|_[^_\n]{1,80}_)\s*:\s+(?P<said>\S.*)")
_OWN_BLOCK: Final = re.compile(r"\s\^([A-Za-z0-9-]+)\s*$")
_HEADING: Final = re.compile(r"\s*#{1,6}\s")
_ALONE: Final = re.compile(r"\s*(?:#{1,6}\s|\||[-*_]{3,}\s*$)")
_MARKED: Final = re.compile(r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|\"([^\"]*)\"")
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_AUTHOR: Final = re.compile(r"[^\W\d_a-z][^\s]*(?:\s+\S+){0,5}(?<![.?!…])")
"""A name behind a sentence that ended, initials and all."""
_HIDDEN: Final = "\0"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a note."""

    line: int
    target: str
    """What it leads to, without what stands behind ``#``; empty for the note itself."""
    block: str = ""
    heading: str = ""
    is_web: bool = False
    """Whether it is an address, or a path as Markdown has it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody is said to have said."""

    line: int
    text: str
    """As it stands, without the marks around it."""
    links: tuple[Link, ...] = ()
    """Those that tell where it was said."""
    before: str = ""
    """What stands before it, as far as it may name the speaker."""
    after: str = ""
    is_block: bool = False
    """Whether it stands by itself, as a blockquote or a list item."""
    is_heading: bool = False


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together."""

    first: int
    lines: list[str] = field(default_factory=list)
    is_quote: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def quotations(markdown: str) -> tuple[Quotation, ...]:
    """Return the quotations of a note's body, in order; lines are counted from 1."""
    found = [each for part in _paragraphs(_without_hidden(markdown)) for each in _in_paragraph(part)]
    return tuple(found)


def links(markdown: str) -> tuple[Link, ...]:
    """Return the links of a note's body, in order, those in code left out."""
    told = _without_code_spans(_without_hidden(markdown))
    return tuple(
        link
        for number, line in enumerate(told.split("\n"), 1)
        for link in (_read(m, number) for m in _LINK.finditer(line))
    )


def plain(text: str) -> str:
    """Return what a reader sees of a piece of Markdown: links by what they show."""
    return _LINK.sub(lambda m: m["shown"] or m["wiki"] or m["text"] or "", text)


def _without_hidden(markdown: str) -> str:
    """Return the text with code blocks and comments emptied, line by line where it was."""
    lines, fence = list[str](), ""
    for line in markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found = _FENCE.match(line)
        if found and (not fence or (found[1][0] == fence[0] and len(found[1]) >= len(fence))):
            fence = "" if fence else found[1]
            lines.append("")
        else:
            lines.append("" if fence else line)
    return _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), "\n".join(lines))


def _without_code_spans(text: str) -> str:
    return re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), text)


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    now: _Paragraph | None = None
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip()
        is_quote = bare.startswith(">")
        told = re.sub(r"^\s*(?:>\s?)+", "", line) if is_quote else line
        begins_anew = _ITEM.match(told) is not None or _ALONE.match(told) is not None
        if now is not None and (not told.strip() or begins_anew or is_quote != now.is_quote):
            yield now
            now = None
        if told.strip():
            if now is None:
                now = _Paragraph(number, is_quote=is_quote)
            now.lines.append(told)
            if _ALONE.match(told):
                yield now
                now = None
    if now is not None:
        yield now


def _in_paragraph(part: _Paragraph) -> Iterator[Quotation]:
    if part.is_quote and not _CALLOUT.match(part.lines[0]) and not _ITEM.match(part.lines[0]):
        yield from _blocks(part)
    elif spoken := _item(part):
        yield spoken
    else:
        yield from _inline(part)


# Blockquotes -------------------------------------------------------------------------------


def _blocks(part: _Paragraph) -> Iterator[Quotation]:
    """Yield one quotation for every run of lines that ends with who said it."""
    run, first = list[str](), part.first
    for number, line in enumerate(part.lines, part.first):
        run.append(line)
        if _cut(line)[1]:
            yield from _block(run, first)
            run, first = [], number + 1
    if run:
        yield from _block(run, first)


def _block(run: list[str], first: int) -> Iterator[Quotation]:
    text = "\n".join(run)
    said, who = _cut(text)
    bare = said.strip()
    wrapped = _MARKED.fullmatch(bare)
    if wrapped is None and len(bare) > 1 and bare[0] in '“„«"' and bare[-1] in '”“»"':
        inner = bare[1:-1]
    else:
        inner = next((group for group in wrapped.groups() if group is not None), "") if wrapped else bare
    if _WORD.search(inner):
        told = tuple(_read(m, first + text[: m.start()].count("\n")) for m in _LINK.finditer(text))
        yield Quotation(first, inner, told, after=who, is_block=True)


def _cut(text: str) -> tuple[str, str]:
    """Return what was said and, behind the last dash, by whom; the latter empty where nothing says so.

    A dash in the midst of what was said is none: behind one that counts stands a name in bold or
    italics, a link, or a few words after the closing mark.
    """
    places = list(_DASH.finditer(text))
    for found in reversed(places):
        said, who = text[: found.start()].rstrip(), text[found.end() :].strip()
        is_short = len(who) <= _BESIDE
        if who and (
            who.startswith(("*", "_", "[[", "@", "["))
            or (is_short and (not said or said.endswith(("”", '"', "»"))))
            or (is_short and _AUTHOR.fullmatch(who) and said.endswith((".", "?", "!", "…")))
            or text[: found.start()].endswith("\n")
        ):
            return said, who
    return text, ""


# List items and running text ---------------------------------------------------------------


def _item(part: _Paragraph) -> Quotation | None:
    """Return the quotation that a list item is, as the ledger and the seeds have them."""
    text = part.text
    begins = _ITEM.match(text)
    own = _OWN_BLOCK.search(text)
    found = _SPEAKER.search(text, begins.end()) if begins else None
    if found is None:
        return None
    lead = text[begins.end() : found.start()] if begins else ""
    told = [_read(m, part.first) for m in _LINK.finditer(lead)]
    if own:
        told.append(Link(part.first, "", own[1]))
    if not any(link.block for link in told):
        return None
    said = _OWN_BLOCK.sub("", found["said"])
    return Quotation(part.first, said, tuple(told), after=found["who"], is_block=True)


def _inline(part: _Paragraph) -> Iterator[Quotation]:
    text = part.text
    hidden = _LINK.sub(lambda m: _HIDDEN * len(m[0]), _without_code_spans(text))
    marked = [m for m in _MARKED.finditer(hidden) if len(_WORD.findall(_inner(text, m))) >= LEAST_WORDS]
    placed = [
        (m.start(), m.end(), _read(m, part.first + text[: m.start()].count("\n")))
        for m in _LINK.finditer(text)
    ]
    claimed = set[int]()
    for number, found in enumerate(marked):
        begins = marked[number - 1].end() if number else 0
        ends = marked[number + 1].start() if number + 1 < len(marked) else len(text)
        behind = [each for each in placed if found.end() <= each[0] < ends]
        ahead = [each for each in placed if begins <= each[0] < found.start() and each[0] not in claimed]
        own = (
            [each for each in behind if each[2].block] or [each for each in ahead if each[2].block] or behind
        )
        claimed |= {each[0] for each in own}
        yield Quotation(
            part.first + text[: found.start()].count("\n"),
            _inner(text, found),
            tuple(each[2] for each in own),
            before=text[max(begins, found.start() - _BESIDE) : found.start()],
            after=text[found.end() : min(ends, found.end() + _BESIDE)],
            is_heading=_HEADING.match(text) is not None,
        )


def _inner(text: str, found: re.Match[str]) -> str:
    return text[found.start() + 1 : found.end() - 1]


def _read(found: re.Match[str], line: int) -> Link:
    if found["wiki"] is None:
        return Link(line, found["address"] or "", is_web=True)
    target, _, place = found["wiki"].partition("#")
    is_block = place.startswith("^")
    link = Link(line, target.strip())
    return replace(link, block=place[1:].strip()) if is_block else replace(link, heading=place.strip())
