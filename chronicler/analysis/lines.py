"""Messages read once into lines that every analysis can count.

Decides which messages are talk at all (people's own words: no bots, no lines of ours, no
removed text, no commands) and what kind of line each is. Leaves what follows from the
lines to the other modules of this package.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chronicler.analysis.stop_words import STOP_WORDS
from chronicler.analysis.words import (
    has_link,
    is_emote_shaped,
    laughs,
    mentions,
    plain_form,
    raw_words,
    topic_stem,
)
from chronicler.domain.chat import Message

SHORT_WORDS: Final = 3
"""Lines of up to this many words count as short in the moment recipe (design, measured)."""
_CAPITALS_FROM: Final = 4
_CAPITALS_SHARE: Final = 0.8
_NOTICE: Final = re.compile(
    r" (?:subscribed|just subscribed|is gifting|gifted|watched \d+ consecutive|is paying forward|"
    r"is continuing|converted from)\b"
)
"""What recorded chat appends to a chatter's own name when Twitch, not they, announces something."""
_NAME_PARTS: Final = re.compile(r"[_\d]+")
SMALL_ROOM: Final = 80
"""In a larger room too many parts of names are ordinary words."""
_LONGEST_READ: Final = 600
"""Twitch cuts lines at 500 characters; anything longer is a broken log and is read in part."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message, read."""

    message: Message
    seconds: float
    """From the stream's start."""
    chatter: str
    """Who wrote it: login, else id, else display name, lower case."""
    words: tuple[str, ...]
    """All words as typed, links and mentions left out."""
    stems: tuple[str, ...]
    """Stems of the words that may tell a topic, each once, in order."""
    plain: str
    """All words in plain form, for telling whether two lines say the same."""
    is_laughing: bool
    is_shouting: bool
    """Mostly capitals."""
    has_emote: bool
    is_linking: bool

    @property
    def is_reaction(self) -> bool:
        """Whether the line reacts: an emote, laughter or capitals."""
        return self.has_emote or self.is_laughing or self.is_shouting

    @property
    def is_short(self) -> bool:
        """Whether the line has at most three words."""
        return len(self.words) <= SHORT_WORDS


def read_lines(
    messages: Iterable[Message],
    started_at: datetime,
    *,
    left_out: AbstractSet[str] = frozenset(),
    names: frozenset[str] = frozenset(),
    command_prefix: str = "!",
) -> list[Line]:
    """Return the lines of people, in order of time.

    Bots, our own lines, other channels' lines of a shared chat, commands, empty text and
    the message ids in ``left_out`` (removed or flagged) are not among them. ``names``,
    lower case, never become stems.
    """
    kept = [
        _read(message, started_at, names)
        for message in messages
        if message.is_human and message.message_id not in left_out and _is_talk(message, command_prefix)
    ]
    kept.sort(key=lambda line: line.seconds)
    return kept


def names_in(messages: Iterable[Message], channel: str = "") -> frozenset[str]:
    """Return, lower case, every name the chat could be called by: logins, display names, mentions.

    Nobody calls a streamer by the whole of their name: its first three letters and more,
    and its parts, count too; in a room of up to eighty people so do the parts of theirs.
    """
    low = channel.lower()
    found = {low[:size] for size in range(3, len(low) + 1)}
    people: set[str] = set()
    for message in messages:
        people.add(message.login.lower())
        people.add(message.display_name.lower())
        found.update(mentions(message.text))
    for name in (low, *(people if len(people) <= 2 * SMALL_ROOM else ())):
        found.update(parts_of_name(name))
    return frozenset(found | people) - {""}


def parts_of_name(name: str) -> tuple[str, ...]:
    """Return the parts of a lower-case name that people may call: ``old_tam77`` is ``old`` and ``tam``.

    The first from three letters on, the others from four; words that mean nothing by
    themselves are no part.
    """
    first, *others = _NAME_PARTS.split(name)
    return tuple(
        part
        for part, least in ((first, 3), *((other, 4) for other in others))
        if len(part) >= least and part not in STOP_WORDS
    )


def chatters(lines: Iterable[Line]) -> int:
    """Return how many different people wrote these lines."""
    return len({line.chatter for line in lines})


def chatter_of(message: Message) -> str:
    """Return the key that tells one chatter from another, empty where a log names nobody."""
    return message.login or message.chatter_id or message.display_name.lower()


def window(lines: Sequence[Line], from_seconds: float, to_seconds: float) -> Sequence[Line]:
    """Return the lines from ``from_seconds`` up to but not at ``to_seconds``."""
    return lines[_first_at(lines, from_seconds) : _first_at(lines, to_seconds)]


def _first_at(lines: Sequence[Line], seconds: float) -> int:
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle].seconds < seconds:
            low = middle + 1
        else:
            high = middle
    return low


def _is_talk(message: Message, command_prefix: str) -> bool:
    bare = message.text.strip()
    if command_prefix and bare.startswith(command_prefix) and bare[len(command_prefix) :][:1].isalnum():
        return False
    name = message.display_name or message.login
    announced = bool(name) and bare[: len(name)].lower() == name.lower() and _NOTICE.match(bare, len(name))
    return bool(bare) and not announced


def _read(message: Message, started_at: datetime, names: frozenset[str]) -> Line:
    text = message.text[:_LONGEST_READ]
    emotes = frozenset(message.emotes)
    typed = raw_words(text)
    words = tuple(word for word in typed if word not in emotes)
    spoken = [word for word in words if not is_emote_shaped(word)]
    roots = (topic_stem(word) for word in words if word.lower() not in names)
    return Line(
        message=message,
        seconds=(message.at - started_at).total_seconds(),
        chatter=chatter_of(message),
        words=words,
        stems=tuple(dict.fromkeys(root for root in roots if root)),
        plain=" ".join(map(plain_form, typed)),
        is_laughing=laughs(text, words),
        is_shouting=_is_shouting(spoken),
        has_emote=bool(emotes) or (bool(words) and not spoken),
        is_linking=has_link(text),
    )


def _is_shouting(spoken: Sequence[str]) -> bool:
    letters = [letter for word in spoken for letter in word if letter.isalpha()]
    if len(letters) < _CAPITALS_FROM or max(map(len, spoken), default=0) < _CAPITALS_FROM - 1:
        return False
    return sum(map(str.isupper, letters)) >= _CAPITALS_SHARE * len(letters)
