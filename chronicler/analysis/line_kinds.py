"""What kind of line a message is, told while the chat goes by.

Decides from a message alone whether it reacts, carries a link or says clip, by the same
rules as ``lines`` but without reading what it is about: a busy chat writes faster than that.
Leaves topics and everything else to ``lines``.
"""

from typing import Final

from chronicler.analysis.lines import (
    CAPITALS,
    CAPITALS_FROM,
    CAPITALS_SHARE,
    HAS_EMOTE,
    LAUGHS,
    LINKS,
    LONGEST_READ,
    REACTS,
    SAYS_CLIP,
    SHOUTS,
    SPEAKS,
)
from chronicler.analysis.words import (
    WORD,
    has_laughing_sign,
    has_link,
    laughs_or_is_emote,
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
    for word in text.split():
        kinds |= _KNOWN[word]
    if message.emotes or kinds & (_IS_WORD | SPEAKS) == _IS_WORD:
        kinds |= HAS_EMOTE
    elif kinds & (CAPITALS | REACTS) == CAPITALS and _is_shouting(text):
        kinds |= SHOUTS
    return kinds & TOLD


class _Words(dict[str, int]):
    """What each word as typed adds: ``don't/won't`` is two words, ``@name`` and ``:)`` none."""

    def __missing__(self, typed: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[typed] = kinds = _kinds_of_word(typed)
        return kinds


_KNOWN: Final = _Words()


def _kinds_of_word(typed: str) -> int:
    kinds = 0 if typed.isascii() or not has_laughing_sign(typed) else LAUGHS
    if typed.isalpha():
        words = [typed]
    else:
        kinds |= LINKS if "." in typed and has_link(typed) else 0
        words = WORD.findall(without_links_and_mentions(typed))
    for word in words:
        laughs, is_emote = laughs_or_is_emote(word)
        kinds |= _IS_WORD | (0 if is_emote else SPEAKS) | (LAUGHS if laughs else 0)
        if not word.islower() and sum(map(str.isupper, word)) > 1:
            kinds |= CAPITALS
        if word[:4].lower() == "clip":
            kinds |= SAYS_CLIP
    return kinds


def _is_shouting(text: str) -> bool:
    words = WORD.findall(without_links_and_mentions(text))
    spoken = [word for word in words if _KNOWN[word] & SPEAKS]
    letters = sum(map(str.isalpha, "".join(spoken)))
    capitals = sum(map(str.isupper, "".join(spoken)))
    longest = max(map(len, spoken), default=0)
    return letters >= CAPITALS_FROM and longest >= CAPITALS_FROM - 1 and capitals >= CAPITALS_SHARE * letters
