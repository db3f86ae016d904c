"""What Obsidian and its common plugins would find in a text: an independent, suspicious reader.

It honours backslashes and code spans where Obsidian does, and scans raw bytes where
plugins do (templates, comments, inline fields), so that whatever it misses is not there.
"""

import re
from dataclasses import dataclass
from typing import Final

_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE: Final = re.compile(r"`[^`\n]+`")
_HELD: Final = "\ue000"
"""Stands where an escaped character or a code span was."""

RAW_DANGERS: Final = ("<%", "%>", "{{", "}}", "%%", "[[", "]]", "::", "```", "~~~", "<!--", "$$", "``")
"""Sequences that plugins look for without regard to backslashes."""


@dataclass(frozen=True)
class Structure:
    """Everything in a text that is more than words."""

    headings: tuple[str, ...]
    links: tuple[str, ...]
    """Targets of wikilinks and embeds, without display text."""
    urls: tuple[str, ...]
    tags: tuple[str, ...]
    blocks: tuple[str, ...]
    tasks: int
    callouts: int
    html: tuple[str, ...]


def bare(text: str) -> str:
    """Return a text with code spans and escaped characters taken out."""
    return _CODE.sub(_HELD, _ESCAPED.sub(_HELD, text))


def read(text: str) -> Structure:
    """Return the structure that a reader of ``text`` would see."""
    plain = bare(text)
    lines = plain.split("\n")
    return Structure(
        headings=tuple(line for line in lines if re.match(r" {0,3}#{1,6}(\s|$)", line)),
        links=tuple(m.group(1) for m in re.finditer(r"!?\[\[([^\]|]*)(?:\|[^\]]*)?\]\]", plain)),
        urls=tuple(
            re.findall(
                r"\b[a-z][a-z0-9+.-]*://[^\s)\]]*|\bwww\.\S+|[\w.+-]+@[\w-]+\.\w+", plain, re.IGNORECASE
            )
        ),
        tags=tuple(re.findall(r"(?<!\S)#(?=[\w/-]*[^\W\d])[\w/-]+", plain)),
        blocks=tuple(re.findall(r"(?m)\s\^([A-Za-z0-9-]+)\s*$", plain)),
        tasks=len(re.findall(r"(?m)^\s*(?:[-*+]|\d+[.)])\s+\[.\]", plain)),
        callouts=len(re.findall(r"(?m)^\s*>\s*\[!", plain)),
        html=tuple(re.findall(r"<[A-Za-z/!?][^>\n]*", plain)),
    )


NOTHING: Final = read("")


def unescape(text: str) -> str:
    """Return the words that a reader sees in inline Markdown of ours."""
    return re.sub(r"\\([!-/:-@\[-`{-~])|`([^`]+)`", lambda m: m.group(1) or m.group(2), text)


def emphasis(text: str) -> bool:
    """Return whether bold, italics, strike-through highlight or mathematics could begin in a text."""
    return re.search(r"[*~$|]|==|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", bare(text)) is not None


def opens_a_block(text: str) -> bool:
    """Return whether a line that begins with ``text`` would be more than a paragraph."""
    return (
        re.match(r"\s*(?:>|#|[-+*]|=+\s*$|\d{1,9}[.)]|\||%|`{3}|~{3}|<[A-Za-z/!?%])", bare(text)) is not None
    )
