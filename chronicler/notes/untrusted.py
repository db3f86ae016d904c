"""Text from outside, made harmless before it enters a note.

Decides what chat may look like on the page: the same words, on one line, with no power to
open a link, tag, comment, block id, template, query, HTML or heading. Leaves the line
around the words (time, name, block id) to ``notes.lines``.

Escapes are backslashes, which Obsidian, CommonMark and the plugins that scan raw text all
respect, because no two special characters remain side by side. Addresses stand as inline
code: readable and copyable, never clickable. ``tests/notes/test_untrusted.py`` holds the laws.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_SPACES: Final = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_PILED_MARKS: Final = re.compile(r"([\u0300-\u036f\u0489]{3})[\u0300-\u036f\u0489]+")
_JOINERS: Final = frozenset("\u200c\u200d")
"""Zero-width characters that Persian, Indic scripts and emoji need."""

_ADDRESS_CHARACTERS: Final = r"(?:(?!%%|::|~~)[A-Za-z0-9\-._~:/?#@!&'()*+,;=%])"
_ADDRESS: Final = re.compile(
    rf"(?:(?:[A-Za-z][A-Za-z0-9+.\-]{{0,31}}://|(?<![A-Za-z0-9])[Ww]{{3}}\.){_ADDRESS_CHARACTERS}*"
    r"|[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)+"
    r"(?<![.,;:!?])"
)
"""One or more web or mail addresses without a gap, so that no two code spans ever touch.

What ends a sentence or a part of it ends no address.

A mail address has 64 characters at most before its ``@`` (RFC 5321, 4.5.3.1.1); without that
limit a long unbroken text, a picture in base64 for one, is gone through once for each letter.
"""
_WIKILINK: Final = re.compile(r"\[\[[^\[\]{}<>`%|\\^\x00-\x1f]+(?:\|[^\[\]{}<>`%|\\^\x00-\x1f]+)?\]\]")
_TAG: Final = re.compile(r"(?<!\S)#(?=[\w/\-]*[^\W\d])[\w/\-]+")
_LIVING: Final = re.compile(f"{_WIKILINK.pattern}|{_TAG.pattern}|{_ADDRESS.pattern}")
"""What the streamer may mean as a link or a tag."""
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PAIRS: Final = re.compile(r"\[(?=\[)|\](?=\])|\{(?=\{)|\}(?=\})|%(?=[%>])|<(?=%)")
_LABEL: Final = str.maketrans("[]|`<>{}\\%", "()/ˋ‹›()/％")

_MARKUP: Final = re.compile(
    r"""
      [\\*\[\]{}|~^$\#]            # has a meaning wherever it stands
    | <(?![\d\ ])                  # HTML and <% templates %>; "<3" is only a heart
    | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])
    | %(?=[%>]) | (?<=[%<])% | (?<=%)> | (?<=<)!
    | (?<=[=]) = | = (?=[=])
    | (?<=[:]) : | : (?=[:])       # inline fields of Dataview
    | (?<=--)- | -(?=--) | (?<=-)-(?=-)
    | &(?=\#?\w+;)                 # an entity would be shown as another character
    """,
    re.VERBOSE,
)
_OPENING: Final = re.compile(r"(?:[>+=\-%]|\d{1,9}(?=[.)]))")
"""What would begin a quote, a list, a rule or a front matter at the start of a line."""


def clean(text: str) -> str:
    """Return ``text`` on one line, without control, invisible and direction characters.

    Towers of combining marks are cut at three; lone surrogates become U+FFFD.
    """
    one_line = _SPACES.sub(" ", _LONE_SURROGATE.sub("\ufffd", text))
    return _SPACES.sub(" ", _PILED_MARKS.sub(r"\1", _without_controls(one_line))).strip(" \u200c\u200d")


def _without_controls(text: str) -> str:
    if text.isprintable():  # nearly every line
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf") or c in _JOINERS)


def chat(text: str) -> str:
    """Return words from chat, a model or captions as inline Markdown that means only itself."""
    return _render(text, _ADDRESS, lambda address: f"`{address}`")


def own(text: str) -> str:
    """Return the streamer's words as inline Markdown: their links and tags live, nothing else does."""
    return _render(text, _LIVING, lambda living: living)


def plain(text: str, longest: int = 300) -> str:
    """Return words for a text property: no link or template can open in them; cut at a word."""
    cleaned = _PAIRS.sub(r"\g<0> ", clean(text))
    if len(cleaned) <= longest:
        return cleaned
    return cleaned[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def label(text: str) -> str:
    """Return words as the display text of a wikilink, where backslashes do not work."""
    return re.sub(r":{2,}", ":", clean(text).translate(_LABEL)) or "…"


def _render(text: str, keep: re.Pattern[str], spell: Callable[[str], str]) -> str:
    cleaned = clean(text).replace("`", "ˋ")
    parts: list[str] = []
    position = 0
    for kept in keep.finditer(cleaned):
        parts.append(_escape(cleaned[position : kept.start()], is_start=position == 0))
        parts.append(spell(kept.group()))
        position = kept.end()
    parts.append(_escape(cleaned[position:], is_start=position == 0))
    return "".join(parts)


def _escape(text: str, *, is_start: bool) -> str:
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    if is_start and (opening := _OPENING.match(escaped)):
        at = opening.end() if opening.group()[0].isdigit() else 0
        return f"{escaped[:at]}\\{escaped[at:]}"
    return escaped
