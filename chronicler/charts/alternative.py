"""What a picture says to whoever does not see it, kept inside the picture.

Decides where the words stand in an SVG (as ``aria-label`` of an image, which a screen reader
speaks) and how they are had again, so that a notebook's page and a note's embed say the same.
Leaves the words to whoever draws.
"""

import re
from typing import Final
from xml.sax.saxutils import quoteattr, unescape

_ROOT: Final = re.compile(rb"<svg\b")
_LABEL: Final = re.compile(rb"<svg\b[^>]*? aria-label=(\"[^\"]*\"|'[^']*')")
_TITLE: Final = re.compile(rb"<title>([^<]*)</title>")
_QUOTES: Final = {"&quot;": '"', "&#10;": " ", "&#13;": " ", "&#9;": " "}


def described(svg: bytes, words: str) -> bytes:
    """Return an SVG that says what it shows; one without a root is returned as it is."""
    label = quoteattr(" ".join(words.split())).encode("utf-8")
    return _ROOT.sub(lambda _: b'<svg role="img" aria-label=' + label, svg, count=1)


def words_of(svg: bytes) -> str:
    """Return what an SVG says of itself, empty where it says nothing."""
    if found := _LABEL.search(svg):
        return unescape(found[1][1:-1].decode("utf-8"), _QUOTES)
    title = _TITLE.search(svg)
    return unescape(title[1].decode("utf-8")) if title else ""


def as_html(svg: bytes, address: str) -> str:
    """Return the image as HTML with its words, for pages that take no label from an SVG."""
    return f'<img src="{address}" alt={quoteattr(words_of(svg))} style="max-width: 100%">'
