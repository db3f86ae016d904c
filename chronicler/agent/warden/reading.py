"""An unmasked line read as a string of meanings, one character a word or shape.

Decides what is one piece of a line (a word, a link however disguised, a handle, a price, a
mention) and puts words back together that were broken apart, glued or spelled with digits.
Leaves the words to ``warden.lexicon`` and what the meanings add up to to ``warden.signs``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.agent.warden.folding import Folded, fold, unleet
from chronicler.agent.warden.lexicon import LEXICON, Lexicon, eyed
from chronicler.agent.warden.shapes import CHEAP_ENDINGS, KNOWN_NAMES, SHORT_LINKS, is_decoy, pieces_of

OTHER: Final = "-"
_LONGEST_JOIN: Final = 14
_LONGEST_GAP: Final = 36
_IN_WORDS: Final = frozenset("$!|@0134579abcdefghijklmnopqrstuvwxyz")
_LEAST_JOINED: Final = 5
_LEAST_GLUED: Final = 7
_LEAST_HANDLE: Final = 4
_GLUE: Final = frozenset({"on", "my", "the", "your", "and", "for"})
_HANDLE: Final = re.compile(r"(?=[^\d_]*[a-z])\w*[a-z]\w*[\d_]\w*|[a-z]\w*\d\w*|_\w*[a-z]\w*")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th|am|pm|h|hrs?|min|mins?|s|x|k|kg|km|fps|hz|mb|gb|tb|d|p|ish)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says, piece by piece."""

    codes: str
    """One character a piece: a meaning of the lexicon, a shape, or ``-`` for any other word."""
    spans: tuple[tuple[int, int], ...]
    """Where each piece stands in the folded text."""
    words: tuple[str, ...]
    """The word of the lexicon, or the stem of a seller's name, that each piece holds; empty for others."""
    masks: tuple[str, ...]
    """Every disguise that was taken off, in words."""
    folded: Folded


@dataclass(slots=True)
class _Piece:
    code: str
    start: int
    end: int
    word: str = ""


def read(text: str, lexicon: Lexicon = LEXICON) -> Reading:
    """Return what a line says. Never raises."""
    folded = fold(text)
    masks = list(folded.masks)
    pieces = [p for found in pieces_of(folded.text) for p in _pieces(found, lexicon, masks)]
    pieces = _mended(pieces, folded.text, lexicon, masks)
    return Reading(
        "".join([piece.code for piece in pieces]),
        tuple([(piece.start, piece.end) for piece in pieces]),
        tuple([piece.word if piece.code != OTHER else "" for piece in pieces]),
        tuple(dict.fromkeys(masks)),
        folded,
    )


def _pieces(found: re.Match[str], lexicon: Lexicon, masks: list[str]) -> Iterable[_Piece]:
    kind = found.lastgroup or ""
    if kind == "word":
        return _word(found.group(), found.start(), lexicon, masks)
    if shape := _SHAPES.get(kind):
        return (_Piece(shape, found.start(), found.end()),)
    return _link(found, kind, lexicon)


_SHAPES: Final = {
    "address": "#", "numbered": "#", "mask": "4", "mention": "@",
    "price": "D", "number": "n", "pointer": ":", "gap": "_", "url": "5",
}  # fmt: skip


def _link(found: re.Match[str], kind: str, lexicon: Lexicon) -> Iterator[_Piece]:
    text = _SCHEME.sub("", found.group())
    labels = _LABELS.findall(text.split("/", 1)[0])
    name = labels[-2] if len(labels) > 1 else labels[0] if labels else ""
    if (stem := lexicon.name_stems.search(name)) and not KNOWN_NAMES.fullmatch(name):
        yield _Piece("N", found.start(), found.end(), stem.group())
    if is_decoy(text):
        yield _Piece("y", found.start(), found.end())
    code = {"gapped": "1", "sells": "1", "bare": "6"}.get(kind, "5")
    if kind == "plain" and SHORT_LINKS.match(text):
        code = "3"
    elif kind == "plain" and labels[-1] in CHEAP_ENDINGS:
        code = "2"
    yield _Piece(code, found.start(), found.end())


_SCHEME: Final = re.compile(r"^(?:https?://)?(?:www\.)?")
_LABELS: Final = re.compile(r"(?!d[o0]t+\b)[a-z0-9-]+")


def _word(word: str, start: int, lexicon: Lexicon, masks: list[str]) -> Iterable[_Piece]:
    end, codes = start + len(word), lexicon.codes
    if (code := codes.get(word) or codes.get(word.removesuffix("'s"))) is not None:
        return (_Piece(code, start, end, word),)
    if word.isalpha():
        if (seen := lexicon.eyed.get(eyed(word))) is not None:
            masks.append("letters that only look alike")
            return (_Piece(codes[seen], start, end, seen),)
        if len(word) < _LEAST_GLUED or not (cut := _seam(word, lexicon)):
            return (_Piece(OTHER, start, end, word),)
        head, tail = word[:cut], word[cut:]
        return (
            _Piece(codes.get(head, OTHER), start, start + cut, head),
            _Piece(codes.get(tail, OTHER), start + cut, end, tail),
        )
    for plain in (unleet(word), unleet(word.replace("1", "l"))):
        if plain.isalpha() and len(plain) >= _LEAST_JOINED and plain in codes:
            masks.append("letters written as digits")
            return (_Piece(codes[plain], start, end, plain),)
    is_handle = len(word) >= _LEAST_HANDLE and _HANDLE.fullmatch(word) and not _ORDINAL.fullmatch(word)
    return (_Piece("#" if is_handle else OTHER, start, end, word),)


def _seam(word: str, lexicon: Lexicon) -> int:
    """Return where two words were run together, one of them often disguised; 0 where nowhere."""
    if word.endswith(lexicon.endings):
        for cut in range(2, len(word) - 3):
            head, tail = word[:cut], word[cut:]
            if tail in lexicon.disguised and (head in lexicon.codes or head in _GLUE):
                return cut
    if word.startswith(lexicon.endings):
        for cut in range(4, len(word) - 1):
            if word[:cut] in lexicon.disguised and word[cut:] in lexicon.codes:
                return cut
    return 0


def _mended(pieces: list[_Piece], text: str, lexicon: Lexicon, masks: list[str]) -> list[_Piece]:
    """Put words together that were broken into two or three pieces."""
    mended: list[_Piece] = []
    at, last = 0, len(pieces) - 1
    while at <= last:
        piece = pieces[at]
        if at < last and _may_go_on(piece.word, lexicon):
            for following in pieces[at + 1 : at + 3]:
                if following.word and (whole := _whole(piece, following, text, lexicon)):
                    masks.append("a word broken apart")
                    piece, at = whole, pieces.index(following, at + 1)
                    break
        mended.append(piece)
        at += 1
    return mended


def _may_go_on(word: str, lexicon: Lexicon) -> bool:
    return unleet(word) in lexicon.heads or (word[:2] in _GLUE and word[2:] in lexicon.heads)


def _whole(first: _Piece, last: _Piece, text: str, lexicon: Lexicon) -> _Piece | None:
    """Return the one word that two pieces make, with whatever stands between them."""
    if len(first.word) + len(last.word) > _LONGEST_JOIN or last.end - first.start > _LONGEST_GAP:
        return None
    spelled = first.word + "".join(filter(_IN_WORDS.__contains__, text[first.end : last.start])) + last.word
    for word in (spelled, unleet(spelled)) if not spelled.isalpha() else (spelled,):
        inner = word if word in lexicon.disguised else word[2:] if word[:2] in _GLUE else ""
        if inner in lexicon.disguised and inner not in (first.word, last.word):
            code = lexicon.codes[inner]
            return _Piece("p" if code == "P" else code, first.start, last.end, inner)
    return None
