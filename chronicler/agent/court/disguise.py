"""Whether a line is spelled so that it shows as other words than it holds.

Decides what counts as a disguise: letters of two scripts in one word, letters turned upside
down or spaced apart, marks piled on letters, stars and underscores inside words, figures for
letters. Leaves what the words then say to the other rules; a plain spelling is asked for
instead of guessing at every trick.
"""

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final

from chronicler.domain.late_pattern import LatePattern

_SPACED: Final = LatePattern(r"(?<!\w)(?:[^\W\d_][\W_]{1,4}){3,}[^\W\d_](?!\w)")
_SPACED_FIGURES: Final = LatePattern(r"(?<!\w)(?:[^\W_][\W_]{1,4}){5,}[^\W_](?!\w)")
_INITIALS: Final = LatePattern(r"(?:[^\W\d_]\. ?)+[^\W\d_]")
_MARKED: Final = LatePattern(r"[^\W_][*^~][^\W_]|[^\W\d_]+(?:_[^\W\d_]+){2,}")
_TURNED: Final = LatePattern("[ɐɒǝɟƃɥᴉɾʞɯɹɺʇʌʍʎɔ]")
_FEWEST_TURNED: Final = 3
_WORD: Final = LatePattern(r"[^\W\d_]+")
_LOOKALIKE_SCRIPTS: Final = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC"}
)
_PURE_DISGUISE: Final = frozenset({"CHEROKEE", "LISU"})
"""Their capitals pass for Latin ones all through, and nobody types them in this room."""
_LEET: Final = str.maketrans("013457$", "oieasts")
_FIGURED: Final = LatePattern(r"[^\W\d_][013457$]+[^\W\d_]|(?<!\w)[013457$][^\W\d_]{2}")


def disguise_in(text: str) -> str:
    """Return the first disguised piece of a normalised text, empty where all is plain."""
    if text.isascii():
        return _spaced_in(text) or _first(_MARKED, text)
    return (
        _piled_in(text)
        or _mixed_in(text)
        or (text if len(_TURNED.findall(text)) >= _FEWEST_TURNED else "")
        or _spaced_in(text)
        or _first(_MARKED, text)
    )


@lru_cache(maxsize=1024)
def without_figures(text: str) -> str:
    """Return a folded text with figures inside words read as the letters they pass for."""
    return text.translate(_LEET) if _FIGURED.search(text) else text


def _spaced_in(text: str) -> str:
    found = (m.group() for pattern in (_SPACED, _SPACED_FIGURES) for m in pattern.finditer(text))
    return next((run for run in found if not _INITIALS.fullmatch(run) and any(map(str.isalpha, run))), "")


def _first(pattern: LatePattern, text: str) -> str:
    found = pattern.search(text)
    return str(found.group()) if found else ""


def _piled_in(text: str) -> str:
    """Return an enclosed letter, a mark on nothing, or two marks that no language writes as one."""
    for one, other in pairwise(f" {text}"):
        kind = unicodedata.category(other)
        is_misplaced = one.isspace() or unicodedata.category(one) == "Mn"
        if kind == "Me" or (kind == "Mn" and is_misplaced and _is_general(other)):
            return f"{one}{other}"
    return ""


def _is_general(mark: str) -> bool:
    return unicodedata.name(mark, "").startswith("COMBINING")


def _mixed_in(text: str) -> str:
    for word in map(str, _WORD.findall(text)):
        scripts = {unicodedata.name(c, "").split(" ", 1)[0] for c in word if not c.isascii()}
        if any(c.isascii() for c in word):
            scripts.add("LATIN")
        if len(scripts & _LOOKALIKE_SCRIPTS) > 1 or scripts & _PURE_DISGUISE:
            return word
    return ""
