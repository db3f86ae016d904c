"""Numbers in words as digits, so that one reading serves for both.

Decides how numbers, fractions of hours and times of repetition are spelled in English. Leaves
what a number stands for to ``agent.steward.figures``.
"""

import re
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.domain.late_pattern import LatePattern

UNITS: Final = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?)"
_ONES: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {
    "first": 1,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    **{f"{_ONES[n]}th": n for n in (4, 6, 7, 10, 11, *range(13, 20))},
    **{f"{tens[:-1]}ieth": 20 + 10 * n for n, tens in enumerate(_TENS)},
}
"""Without the second, which is a unit of time as well."""
_VALUES: Final = {word: n for n, word in enumerate(_ONES)} | {
    tens: 20 + 10 * n for n, tens in enumerate(_TENS)
}
_TENTHS: Final = "|".join(_TENS)
_LOW: Final = "|".join(sorted(_ONES[1:10], key=len, reverse=True))
_ALL: Final = "|".join(sorted((*_VALUES, *_ORDINALS), key=len, reverse=True))
_COMPOUND: Final = LatePattern(
    rf"\b({_TENTHS})[- ]({_LOW}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
)
_SINGLE: Final = LatePattern(rf"\b(?:{_ALL})\b")
_LARGE: Final = LatePattern(r"\b(\d+|an?) (hundred|thousand)(?: (?:and )?(\d{1,2})\b)?")
_PRONOUN: Final = LatePattern(rf"\bone\b(?! (?:{UNITS}|times?|o'?clock|hundred|thousand)\b)")
_MARK: Final = "\x00"
_PHRASES: Final = tuple(
    (LatePattern(pattern), put)
    for pattern, put in (
        (r"\bthree[- ]quarters of an hour\b", "45 minutes"),
        (r"\b(?:a )?quarter of an hour\b", "15 minutes"),
        (r"\b(?:an?|1|one) hour and (?:a )?half\b", "90 minutes"),
        (r"\b(?:an?|1|one) hour and (?:a )?quarter\b", "75 minutes"),
        (r"\bhalf (?:an )?hour\b", "30 minutes"),
        (r"\bonce\b(?= (?:before|in|on|here|already|or)\b|\s*[;,.]|\W*$)", "1 time"),
        (r"\btwice\b", "2 times"),
        (r"\bthrice\b", "3 times"),
        (r"\ba dozen\b|\bdozen\b", "12"),
        (r"\ba couple(?: of)?\b", "2"),
        (rf"\ban? (?=(?:single )?{UNITS}\b)", "1 "),
    )
)
_AND_A_HALF: Final = LatePattern(r"\b(\d+)(?: hours?)? and a half(?: hours)?\b")


def in_digits(text: str) -> str:
    """Return a text in lower case with its numbers in digits; "one" for somebody stays a word."""
    plain = court_text.normalise(text.replace("^", " ")).replace("’", "'").casefold()
    for pattern, put in _PHRASES:
        plain = pattern.sub(put, plain)
    plain = _COMPOUND.sub(lambda found: _joined(found[1], found[2]), plain)
    plain = _PRONOUN.sub(_MARK, plain)
    plain = _SINGLE.sub(lambda found: _digits(found.group()), plain)
    plain = _LARGE.sub(_large, plain)
    plain = _AND_A_HALF.sub(lambda found: f"{int(found[1]) * 60 + 30} minutes", plain)
    return plain.replace(_MARK, "one")


def _joined(tens: str, low: str) -> str:
    value = _VALUES[tens] + (_ORDINALS.get(low) or _VALUES.get(low) or 2)
    return f"{value}th" if low in _ORDINALS or low == "second" else str(value)


def _digits(word: str) -> str:
    return str(_VALUES[word]) if word in _VALUES else f"{_ORDINALS[word]}th"


def _large(found: re.Match[str]) -> str:
    many = int(found[1]) if found[1].isdigit() else 1
    return str(many * {"hundred": 100, "thousand": 1000}[found[2]] + int(found[3] or 0))
