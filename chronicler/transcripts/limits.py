"""How large anything a log says may be: numbers, names, ids and titles.

Decides what is no longer believed, because whoever writes a line of chat, or a log, may
write anything: a number of thirty digits fits no archive, and a name of a megabyte fills
it. Leaves the length of a line of chat to ``transcript`` and of a line of a file to ``source``.
"""

import re
from collections.abc import Iterable
from typing import Final

_LOGIN: Final = re.compile(r"[^a-z0-9_]", re.ASCII)
_LONGEST_LOGIN: Final = 25

LARGEST: Final = 10**9
"""The largest number of gifts, bits, viewers or months believed; the largest raids are of 10^6."""
LONGEST_NAME: Final = 100
"""Characters of a login or display name; Twitch allows 25, and other places tell longer ones."""
LONGEST_ID: Final = 200
LONGEST_BADGE: Final = 200
"""Characters of a badge's name; badges named after a quest in a game have had 66."""
MOST_BADGES: Final = 30
LONGEST_EMOTE: Final = 100
MOST_EMOTES: Final = 500
"""As many as stand in the longest line that Twitch sends."""
LONGEST_TITLE: Final = 500
LONGEST_CATEGORY: Final = 200
TOO_LONG: Final = "names or ids longer than any chat allows were cut"
"""What is said about a log in which anything was cut."""

_DIGITS: Final = len(str(LARGEST))


def amount(value: object) -> int | None:
    """Return a number of gifts, bits or people, ``None`` where it is none or beyond all belief."""
    if isinstance(value, str):
        is_number = value.isascii() and value.isdigit() and len(value) <= _DIGITS
        value = int(value) if is_number else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= LARGEST else None


def short_list(texts: Iterable[str], longest: int, most: int) -> tuple[str, ...]:
    """Return a list of names without those that are too long, and no more than ``most``."""
    return tuple([text for text in texts if len(text) <= longest][:most])


def as_login(name: str) -> str:
    """Return a channel's name as Twitch spells logins: small letters, digits and underscores, at most 25."""
    return _LOGIN.sub("", name.lower())[:_LONGEST_LOGIN]


def as_title(text: str, longest: int) -> str:
    """Return a title on one line and of no more than ``longest`` characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:longest]
