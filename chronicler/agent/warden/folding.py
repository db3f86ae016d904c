"""Chat text unmasked: what a line says once its disguises are taken off.

Decides which letters stand for which (by their Unicode names, by compatibility folding, and
by a table of letters that look alike across alphabets), how a spelled-out word is joined
again, and which masks are evidence by themselves. Every letter of the result knows where in
the raw line it stood. Leaves what the unmasked text means to ``warden.reading``.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

_ALIKE: Final = {
    **dict(zip("авекмнорстухѕіјԁԛԝһԍёїьгпзэѵ", "abekmhopctyxsijdqwhgeibrn3ev", strict=True)),
    **dict(zip("αβεηικνορστυχωγζμδθλςϲϳ", "abenikvopctuxwyzudolscj", strict=True)),
    **dict(zip("օսոհցգզքյաերտ", "ounhgqqpjuept", strict=True)),  # Armenian
    **dict(zip("ꭰꭱꭲꭺꭻꭼꮃꮇꮋꮩꮪꮮꮯꮲꮶ", "dritjewmhvslcpk", strict=True)),  # Cherokee, lower case
    **dict(zip("ʟꜱꞯʔøłǀⵏɑɩⲟⲥⲣⲉⲏ", "lsq?olllaiocpeh", strict=True)),
    **dict.fromkeys("’‘`´ʼ", "'"), **dict.fromkeys("“”", '"'), **dict.fromkeys("‐‑–—−", "-"),
    **dict.fromkeys("。．․｡‧∙·•", "."), **dict.fromkeys("∗✱＊", "*"),
    "ß": "ss", "æ": "ae", "œ": "oe",
}  # fmt: skip
"""Letters and signs that look like Latin ones though Unicode decomposes them to none."""
_NAMED_LETTER: Final = re.compile(
    r"(?:LATIN (?:SMALL |CAPITAL )?LETTER "
    r"(?:SMALL CAPITAL |DOTLESS |SCRIPT |TURNED |REVERSED |OPEN |LONG |INVERTED )?"
    r"|REGIONAL INDICATOR SYMBOL LETTER "
    r"|(?:NEGATIVE |CROSSED |RAISED )*(?:CIRCLED|SQUARED) LATIN CAPITAL LETTER "
    r"|MODIFIER LETTER (?:SMALL |CAPITAL |SMALL CAPITAL )?)([A-Z])(?: WITH .*)?"
)
_SPACED: Final = bytes(c if chr(c).isalnum() or chr(c) == "'" else ord(" ") for c in range(256))
_UNSEEN: Final = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me"})
_UNSEEN_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Fillers that Unicode calls letters or symbols though nobody sees them."""
_SPACES: Final = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85")
_MOST_KEPT: Final = 8192


def _plain_letter(letter: str) -> str:
    """Return what one character stands for: lower case, plain, possibly nothing."""
    if letter in _SPACES:
        return " "
    if letter in _UNSEEN_LETTERS:
        return ""
    seen = (part for part in unicodedata.normalize("NFKD", letter) if _is_seen(part))
    low = "".join(seen).lower()
    return "".join(_ALIKE.get(part) or _by_name(part) for part in low if _is_seen(part))


def _is_seen(part: str) -> bool:
    """Whether a part of a character is more than a mark upon another, or nothing at all."""
    return not unicodedata.combining(part) and unicodedata.category(part) not in _UNSEEN


def _by_name(letter: str) -> str:
    if letter.isascii():
        return letter
    named = _NAMED_LETTER.fullmatch(unicodedata.name(letter, ""))
    return named.group(1).lower() if named else letter


class _Plain(dict[int, str]):
    """A table for ``str.translate`` that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = _plain_letter(chr(code))
        if len(self) < _MOST_KEPT:
            self[code] = plain
        return plain


_PLAIN: Final = _Plain()
_AS_LETTERS: Final = str.maketrans("013457$!|", "oieastsil")
_GIST_LETTERS: Final = bytes.maketrans(b"013457$!l|@", b"oieastsiiia")
_GIST_NOISE: Final = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789$!|@"))
_SPELLED: Final = re.compile(r"(?<![\w'])\w(?:(?P<gap>\s|[^\w\s']{1,2})\w)(?:(?P=gap)\w){2,}(?![\w'])")
"""Four letters or more, each by itself, always with the same between them."""
_SPELLED_SHORT: Final = re.compile(_SPELLED.pattern.replace("{2,}", "*"))
_MIXED: Final = re.compile(r"(?:[a-z][^\W\d_a-z\u00c0-\u024f]|[^\W\d_a-z\u00c0-\u024f][a-z])")
_SPELLED_WORD: Final = 5


def plain(text: str) -> str:
    """Return a text in plain lower-case letters, gaps as they were. Never raises."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def gist_of(low: str) -> tuple[str, list[bytes]]:
    """Return the letters of a plain text run together, and its words.

    Run together, look-alikes are made one (``l`` and ``1`` become ``i``, ``0`` becomes ``o``
    and so on), so that no disguise of single letters and gaps is left; for looking up only.
    """
    raw = low.encode("ascii", "ignore")
    return raw.translate(_GIST_LETTERS, _GIST_NOISE).decode("ascii"), raw.translate(_SPACED).split()


def gist(text: str) -> str:
    """Return the letters of any text run together, as :func:`gist_of` does."""
    return plain(text).encode("ascii", "ignore").translate(_GIST_LETTERS, _GIST_NOISE).decode("ascii")


@dataclass(frozen=True, slots=True)
class Folded:
    """A line without its disguise."""

    text: str
    """Lower case, plain letters; gaps as they were, words spelled out joined again."""
    origins: tuple[int, ...] | range
    """For each character of ``text`` its place in the raw line."""
    masks: tuple[str, ...] = ()
    """What was taken off, in words; empty for an honest line."""

    @property
    def squeezed(self) -> str:
        """Only the letters and digits of ``text``, run together."""
        return "".join(filter(str.isalnum, self.text))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` stood in the raw line."""
        if start >= end or end > len(self.origins):
            return (0, 0)
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Return a line unmasked; never raises, whatever the text."""
    if text.isascii():
        plain, masks = text.lower(), list[str]()
        origins: tuple[int, ...] | range = range(len(text))
    else:
        letters = [_PLAIN[code] for code in map(ord, text)]
        plain, masks = "".join(letters), _letter_masks(text)
        origins = tuple(index for index, letter in enumerate(letters) for _ in letter)
    return _joined(plain, origins, masks)


def _joined(plain: str, origins: tuple[int, ...] | range, masks: list[str]) -> Folded:
    """Join words that are spelled out; where one is, short ones beside it are joined as well."""
    words = [word for word in _SPELLED.finditer(plain) if _is_a_word(word)]
    if any(len(word.group()) >= 2 * _SPELLED_WORD - 1 for word in words):
        masks.append("a word spelled out letter by letter")
        words = [word for word in _SPELLED_SHORT.finditer(plain) if _is_a_word(word)]
    kept, begin = list[range](), 0
    for word in words:
        kept += [range(begin, word.start()), range(word.start(), word.end(), 1 + len(word["gap"]))]
        begin = word.end()
    if kept:
        places = [*chain.from_iterable(kept), *range(begin, len(plain))]
        plain = "".join(plain[at] for at in places)
        origins = tuple(origins[at] for at in places)
    return Folded(plain, origins, tuple(dict.fromkeys(masks)))


def _is_a_word(spelled: re.Match[str]) -> bool:
    letters = spelled.group()[:: 1 + len(spelled["gap"])]
    return sum(map(str.isalpha, letters)) > len(letters) / 2


def unleet(word: str) -> str:
    """Return a word with the digits and signs among its letters read as letters."""
    return word.translate(_AS_LETTERS).replace("@", "a")


def likeness(name: str) -> str:
    """Return a name as the eye takes it in: two logins with the same likeness pass for one another."""
    folded = gist(name)
    return folded.replace("rn", "m").replace("vv", "w").replace("q", "g").replace("cj", "g")


# What is evidence by itself --------------------------------------------------------------------


def _letter_masks(text: str) -> list[str]:
    masks = []
    lowered = text.lower()
    if any(_mixes_alphabets(word) for word in lowered.split()):
        masks.append("letters of two alphabets in one word")
    if _has_stacked_marks(unicodedata.normalize("NFC", text)):
        masks.append("marks stacked on letters")
    kinds = [_style(letter) for letter in text if not letter.isascii()]
    if any(kinds) and _is_partly_styled(text):
        masks.append("styled letters among plain ones")
    if any(unicodedata.category(letter) == "Cf" and letter not in _JOINERS for letter in text):
        masks += ["invisible characters inside words"] if _HIDDEN.search(text) else []
    return masks


_JOINERS: Final = frozenset("\u200c\u200d\U000e0000")
_HIDDEN: Final = re.compile("[A-Za-z][\u00ad\u200b\u2060-\u2064\ufeff\u180e]+[A-Za-z]")


def _mixes_alphabets(word: str) -> bool:
    return _MIXED.search(word) is not None and any(
        _alphabet(letter) in ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE") for letter in word
    )


def _alphabet(letter: str) -> str:
    return "" if letter.isascii() else unicodedata.name(letter, "").partition(" ")[0]


def _has_stacked_marks(composed: str) -> bool:
    """Whether a mark sits on a plain letter with which it makes no letter of any language."""
    return any(
        unicodedata.combining(mark) and letter.isascii() and letter.isalpha()
        for letter, mark in pairwise(composed)
    )


def _style(letter: str) -> bool:
    name = unicodedata.name(letter, "")
    return name.startswith(
        ("MATHEMATICAL ", "FULLWIDTH LATIN", "SMALL ROMAN NUMERAL", "ROMAN NUMERAL", "CIRCLED LATIN")
    ) or ("SMALL CAPITAL" in name)


def _is_partly_styled(text: str) -> bool:
    """Whether one word wears both: whole words in another style are a taste, not a mask."""
    return any(
        any(map(_style, filter(lambda c: not c.isascii(), word)))
        and any(c.isascii() and c.isalpha() for c in word)
        for word in text.split()
    )
