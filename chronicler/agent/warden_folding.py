"""Chat text unmasked: what a line says once its disguises are taken off.

Decides which letters stand for which, and which masks are evidence by themselves (letters
of two alphabets in one word, marks stacked on plain letters, words spread over spaces).
Leaves what the unmasked text means to ``warden``.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_LOOKALIKES: Final = str.maketrans(
    {
        **dict(zip("авеёзікмнорсԁѕтухјһԛԝьгп", "abee3ikmhopcdstyxjhqwbrn", strict=True)),
        **dict(zip("αβεηικνορστυχωγ", "abenikvopctuxwy", strict=True)),
        **dict(zip("ᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdeffghijklmnoprstuvwyz", strict=True)),
        **dict(zip("ɑɡıłøđħɩⅼ", "agilodhil", strict=True)),
        "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"',
    }
)  # fmt: skip
"""Letters that look like Latin ones, after lower-casing and compatibility folding."""
_DIGITS_AS_LETTERS: Final = str.maketrans("013457@$!|", "oieastasil")
_LEET: Final = re.compile(r"(?<=[a-z])[013457@$!|](?=[a-z])")
_FOREIGN: Final = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN: Final = re.compile(r"[a-z]")
_SMALL_CAPITALS: Final = re.compile("[ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ]")
_STYLED: Final = re.compile("[\U0001d400-\U0001d7ff\u2160-\u217f\u24b6-\u24e9\U0001f130-\U0001f189]")
_SPREAD: Final = re.compile(r"(?<![\w'])(?:(?:\w[ _*-]{1,2}){3,}|(?:\w\.){3,})\w(?![\w'])")
_SPREAD_WORD: Final = 5
_GAPS: Final = re.compile(r"[ ._*-]+")
_SPACE: Final = re.compile(r"\s+")
_UNSEEN: Final = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})
_LETTERS_ONLY: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A line without its disguise."""

    text: str
    """Lower case, plain letters, single spaces; a word spread over spaces is joined again."""
    squeezed: str
    """Only the letters and digits of ``text``, run together."""
    masks: tuple[str, ...] = ()
    """What was taken off, in words; empty for an honest line."""


def fold(text: str) -> Folded:
    """Return a line unmasked; never raises, whatever the text."""
    masks: list[str] = []
    plain = text.lower() if text.isascii() else _plain_letters(text, masks)
    plain = _SPACE.sub(" ", plain).strip()
    joined = _SPREAD.sub(lambda found: _GAPS.sub("", found.group()), plain)
    if joined != plain and any(len(word) >= _SPREAD_WORD and word.isalpha() for word in joined.split()):
        masks.append("a word spread over spaces")
    joined = _LEET.sub(lambda found: found.group().translate(_DIGITS_AS_LETTERS), joined)
    return Folded(joined, _LETTERS_ONLY.sub("", joined), tuple(dict.fromkeys(masks)))


def squeeze(text: str) -> str:
    """Return the letters and digits of an unmasked text, run together."""
    return fold(text).squeezed


def likeness(name: str) -> str:
    """Return a name as the eye takes it in: two logins with the same likeness pass for one another."""
    folded = fold(name).squeezed.translate(_DIGITS_AS_LETTERS)
    return folded.replace("rn", "m").replace("vv", "w").replace("l", "i").replace("q", "g")


def _plain_letters(text: str, masks: list[str]) -> str:
    composed = unicodedata.normalize("NFC", text)
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKD", composed):
        if unicodedata.combining(letter) or unicodedata.category(letter) in _UNSEEN:
            letters.append(" " if letter in "\t\n\r" else "")
        else:
            letters.append(letter)
    lowered = "".join(letters).lower()
    _note_masks(composed, masks)
    return lowered.translate(_LOOKALIKES)


def _note_masks(composed: str, masks: list[str]) -> None:
    if any(_mixes_alphabets(word) for word in composed.lower().split()):
        masks.append("letters of two alphabets in one word")
    previous = ""
    for letter in composed:
        if unicodedata.combining(letter) and previous.isascii() and previous.isalpha():
            masks.append("marks stacked on letters")
            break
        previous = letter
    if any(_STYLED.search(word) and _LATIN.search(word.lower()) for word in composed.split()):
        masks.append("styled letters among plain ones")
    if len(_SMALL_CAPITALS.findall(composed)) > 1:
        masks.append("small capitals")


def _mixes_alphabets(word: str) -> bool:
    return _FOREIGN.search(word) is not None and _LATIN.search(word) is not None
