"""What kind of line a message is, told while the chat goes by.

Decides from a message alone whether it reacts, carries a link or says clip, by the same
rules as ``lines`` but without reading what it is about: a busy chat writes faster than that.
Leaves topics and everything else to ``lines``.
"""

from collections.abc import Iterable
from typing import Final

from chronicler.analysis.lines import (
    CAPITALS,
    HAS_EMOTE,
    LAUGHS,
    LINKS,
    LONGEST_READ,
    REACTS,
    SAYS_CLIP,
    SHOUTS,
    SPEAKS,
    WORDS,
    shouts,
)
from chronicler.analysis.words import (
    WORD,
    has_laughing_sign,
    has_link,
    without_links_and_mentions,
)
from chronicler.domain.chat import Message

TOLD: Final = REACTS | LINKS | SAYS_CLIP
"""The bits of ``Line.kinds`` that are told; which sign makes a line react is not."""
_REMEMBERED: Final = 32_768
"""Words as typed whose reading is kept; beyond, all are read anew, so that memory stays flat."""
_IS_WORD: Final = 1 << 16


def kinds_of(message: Message) -> int:
    """Return the bits of ``Line.kinds`` that are in :data:`TOLD`; any of :data:`REACTS` means it reacts."""
    text = message.text
    if len(text) > LONGEST_READ:
        text = text[:LONGEST_READ]
    kinds = 0
    typed = text.split()
    for word in typed:
        kinds |= _KNOWN[word]
    if message.emotes or kinds & (_IS_WORD | SPEAKS) == _IS_WORD:
        kinds |= HAS_EMOTE
    elif kinds & (CAPITALS | REACTS) == CAPITALS and _is_shouting(typed):
        kinds |= SHOUTS
    return kinds & TOLD


class _Typed(dict[str, int]):
    """What each word as typed adds: ``don't/won't`` is two words, ``@name`` and ``:)`` none."""

    def __missing__(self, typed: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        kinds = 0 if typed.isascii() or not has_laughing_sign(typed) else LAUGHS
        if "." in typed and has_link(typed):
            kinds |= LINKS
        for word in _words_in(typed):
            kinds |= _IS_WORD | WORDS[word][1]
        self[typed] = kinds
        return kinds


_KNOWN: Final = _Typed()


def _words_in(typed: str) -> list[str]:
    return [typed] if typed.isalpha() else WORD.findall(without_links_and_mentions(typed))


class _Spoken(dict[str, tuple[int, int, int]]):
    """Letters, capitals and longest word of what each word as typed says; emotes say nothing."""

    def __missing__(self, typed: str) -> tuple[int, int, int]:
        if len(self) >= _REMEMBERED:
            self.clear()
        letters = capitals = longest = 0
        for word in _words_in(typed):
            _, kinds, size, upper = WORDS[word]
            if kinds & SPEAKS:
                letters += size
                capitals += upper
                longest = max(longest, len(word))
        self[typed] = found = (letters, capitals, longest)
        return found


_SAID: Final = _Spoken()


def _is_shouting(typed: Iterable[str]) -> bool:
    letters = capitals = longest = 0
    for word in typed:
        size, upper, length = _SAID[word]
        letters += size
        capitals += upper
        longest = max(longest, length)
    return shouts(letters, capitals, longest)
