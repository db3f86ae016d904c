"""Whether somebody said what a quotation says.

Decides what may differ (capitals, marks, spaces, Markdown's escapes and emphasis, what ``[…]``
leaves out) and what may not: the words and their order, in one message. Leaves who said it to
whoever asks.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from chronicler.analysis.quotations import plain

_GAP: Final = re.compile(r"\\?\[[^\[\]\n]{0,40}\]|\(\s*(?:…|\.{2,4})\s*\)")
"""What stands for words left out, or put in by whoever quotes."""
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS: Final = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)|~~|==")
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("'’‘ʼ`ˋ´′", None))
_WORD: Final = re.compile(r"[^\W_]+")
_SIGN: Final = re.compile(r"[^\w\s!-/:-@\[-`{-~]")
"""What is left of a line without words: pictures."""
_NEAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is compared."""

    parts: tuple[str, ...]
    """Runs of words, each between blanks; more than one where something is left out."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that could be compared."""
        return not self.parts

    @property
    def longest(self) -> str:
        """The longest word."""
        return max(" ".join(self.parts).split(), key=len, default="")


def words_of(text: str) -> str:
    """Return what was said as it is compared: its words between blanks, marks gone."""
    return _spaced(_folded(text))


def quoted_words(markdown: str) -> Words:
    """Return a quotation as it is compared."""
    shown = plain(markdown)
    return Words(tuple(run for part in _GAP.split(shown) if (run := words_of(_unescaped(part))).strip()))


def holds(said: str, quoted: Words) -> bool:
    """Return whether ``said``, as :func:`words_of` gives it, holds all parts of a quotation in order."""
    at = 0
    for part in quoted.parts:
        found = said.find(part, at)
        if found < 0:
            return False
        at = found + len(part) - 1
    return bool(quoted.parts)


def nearest(quoted: Words, said: Sequence[str]) -> int | None:
    """Return the place of the text that a quotation is most like, ``None`` where it is like none."""
    wanted = " ".join(quoted.parts).split()
    rough = [(len(set(wanted).intersection(text.split())), number) for number, text in enumerate(said)]
    best = sorted(rough, key=lambda each: (-each[0], each[1]))[:5]
    scored = [(SequenceMatcher(None, wanted, said[n].split(), autojunk=False).ratio(), -n) for _, n in best]
    score, place = max(scored, default=(0.0, 0))
    return -place if score >= _NEAR else None


def _unescaped(text: str) -> str:
    return _EMPHASIS.sub("", _ESCAPE.sub(lambda m: " " if m[1] in "*`~=_" else m[1], text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold().translate(_APOSTROPHES)


def _spaced(folded: str) -> str:
    words = _WORD.findall(folded) or _SIGN.findall(folded)
    return f" {' '.join(words)} " if words else ""
