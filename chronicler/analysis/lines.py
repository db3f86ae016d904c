"""Messages read once into lines that every analysis can count.

Decides which messages are talk at all (people's own words: no bots, no lines of ours, no
removed text, no commands) and what kind of line each is. Leaves what follows from the
lines to the other modules of this package.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Final

from chronicler.analysis.stop_words import STOP_WORDS
from chronicler.analysis.words import (
    WORD,
    has_laughing_sign,
    has_link,
    mentions,
    plain_form,
    raw_words,
    read_word,
    without_links_and_mentions,
)
from chronicler.domain.chat import Message
from chronicler.domain.record import people_of

SHORT_WORDS: Final = 3
"""Lines of up to this many words count as short in the moment recipe (design, measured)."""
CAPITALS_FROM: Final = 4
CAPITALS_SHARE: Final = 0.8
"""From so many letters on, a line of which so many are capitals shouts."""
_NOTICE: Final = re.compile(
    r" (?:subscribed|just subscribed|is gifting|gifted|watched \d+ consecutive|is paying forward|"
    r"is continuing|converted from|redeemed .+ for [\d,]+ bits)\b",
    re.IGNORECASE,
)
"""What recorded chat appends to a chatter's own name when Twitch, not they, announces something."""
_NAME_PARTS: Final = re.compile(r"[_\d]+")
SMALL_ROOM: Final = 80
"""In a larger room too many parts of names are ordinary words."""
LONGEST_READ: Final = 600
"""Twitch cuts lines at 500 characters; anything longer is a broken log and is read in part."""
_REMEMBERED: Final = 32_768
"""Words whose reading is kept; a busy evening has half as many."""
LAUGHS: Final = 1
SHOUTS: Final = 2
HAS_EMOTE: Final = 4
LINKS: Final = 8
SPEAKS: Final = 16
CAPITALS: Final = 32
SAYS_CLIP: Final = 64
REACTS: Final = LAUGHS | SHOUTS | HAS_EMOTE
"""Bits of ``Line.kinds``: the line laughs, shouts, has emotes, a link, words, capitals, says clip, reacts."""


@dataclass(slots=True, eq=False)
class Line:
    """One message, read; never changed afterwards, and the same only as itself.

    A busy stream has tens of thousands, most of which nobody looks at again: what only a
    few are asked for is worked out when they are.
    """

    message: Message
    seconds: float
    """From the stream's start."""
    chatter: str
    """Who wrote it: login, else id, else display name, lower case."""
    stems: tuple[str, ...]
    """Stems of the words that may tell a topic, each once, in order."""
    size: int
    """How many words it has."""
    kinds: int = 0
    place: int = 0
    """Its place among the lines it was read with."""
    _words: tuple[str, ...] | None = field(default=None, init=False, repr=False)
    _plain: str | None = field(default=None, init=False, repr=False)

    @property
    def words(self) -> tuple[str, ...]:
        """All words as typed; links, mentions and tagged emotes left out."""
        if self._words is None:
            words, emotes = raw_words(_read_part(self.message)), self.message.emotes
            self._words = tuple([word for word in words if word not in emotes] if emotes else words)
        return self._words

    @property
    def plain(self) -> str:
        """All words and emotes in plain form, for telling whether two lines say the same."""
        if self._plain is None:
            self._plain = " ".join(map(plain_form, raw_words(_read_part(self.message))))
        return self._plain

    @property
    def is_laughing(self) -> bool:
        """Whether it laughs, in letters or signs."""
        return bool(self.kinds & LAUGHS)

    @property
    def is_shouting(self) -> bool:
        """Whether it is mostly capitals."""
        return bool(self.kinds & SHOUTS)

    @property
    def has_emote(self) -> bool:
        """Whether it carries an emote, or nothing but words shaped like emotes."""
        return bool(self.kinds & HAS_EMOTE)

    @property
    def is_linking(self) -> bool:
        """Whether it carries a link."""
        return bool(self.kinds & LINKS)

    @property
    def is_reaction(self) -> bool:
        """Whether the line reacts: an emote, laughter or capitals."""
        return bool(self.kinds & REACTS)

    @property
    def is_short(self) -> bool:
        """Whether the line has at most three words."""
        return self.size <= SHORT_WORDS


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
    known = _Vocabulary(names) if names else WORDS
    opens = f" \t\n{command_prefix}"
    kept: list[Line] = []
    at, seconds = started_at, 0.0
    for message in messages:
        text = message.text
        if (
            not (message.is_human and text)
            or message.message_id in left_out
            or (
                ((first := text[0]) in opens or first.lower() == message.login[:1])
                and not is_talk(message, command_prefix)
            )
        ):
            continue
        if message.at is not at:  # of a busy second all lines bear the same
            at = message.at
            seconds = (at - started_at).total_seconds()
        kept.append(_read(message, text, seconds, known))
    kept.sort(key=attrgetter("seconds"))
    for place, line in enumerate(kept):
        line.place = place
    return kept


def names_in(messages: Sequence[Message], channel: str = "") -> frozenset[str]:
    """Return, lower case, every name the chat could be called by: logins, display names, mentions.

    Nobody calls a streamer by the whole of their name: its first three letters and more,
    and its parts, count too; in a room of up to eighty people so do the parts of theirs.
    """
    low = channel.lower()
    found = {low[:size] for size in range(3, len(low) + 1)}
    people: set[str] = set()
    for login, shown in {(message.login, message.display_name) for message in messages}:
        people.update((login.lower(), shown.lower()))
    for message in messages:
        if "@" in message.text:
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
    """Return how many different people wrote these lines, by the rule of :func:`people_of`."""
    return people_of(line.chatter for line in lines)


def chatter_of(message: Message) -> str:
    """Return the key that tells one chatter from another, empty where a log names nobody."""
    return message.login or message.chatter_id or message.display_name.lower()


def window(lines: Sequence[Line], from_seconds: float, to_seconds: float) -> Sequence[Line]:
    """Return the lines from ``from_seconds`` up to but not at ``to_seconds``."""
    seconds = attrgetter("seconds")
    first = bisect_left(lines, from_seconds, key=seconds)
    return lines[first : bisect_left(lines, to_seconds, lo=first, key=seconds)]


def is_talk(message: Message, command_prefix: str) -> bool:
    """Return whether a person says something: no command, no notice of Twitch, no empty text."""
    bare = message.text.strip()
    if command_prefix and bare.startswith(command_prefix) and bare[len(command_prefix) :][:1].isalnum():
        return False
    name = message.display_name or message.login
    ends = len(name)
    if bare[ends : ends + 1] == " " and name and bare[:ends].lower() == name.lower():
        return not _NOTICE.match(bare, ends)
    return bool(bare)


class Words(dict[str, tuple[str, int, int, int]]):
    """Every word met, as its stem, kinds, letters and capital letters: each is worked out once.

    Beyond ``_REMEMBERED`` words all are worked out anew, so that memory stays flat.
    """

    def __missing__(self, word: str) -> tuple[str, int, int, int]:
        if len(self) >= _REMEMBERED:
            self.clear()
        low = word.lower()
        root, laughs, is_emote = read_word(word)
        kinds = (0 if is_emote else SPEAKS) | (LAUGHS if laughs else 0)
        letters = len(word) if word.isalpha() else sum(map(str.isalpha, word))
        capitals = 0 if low == word else 1 if word[1:] == low[1:] else sum(map(str.isupper, word))
        if capitals > 1:
            kinds |= CAPITALS
        if low.startswith("clip"):
            kinds |= SAYS_CLIP
        self[word] = read = (root, kinds, letters, capitals)
        return read


WORDS: Final = Words()
"""What is known of words: a chat that is read while it goes by is read again once it is over."""


class _Vocabulary(dict[str, tuple[str, int, int, int]]):
    """The same for one stream, whose names tell no topic."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, word: str) -> tuple[str, int, int, int]:
        read = WORDS[word]
        if read[0] and word.lower() in self._names:
            read = ("", *read[1:])
        self[word] = read
        return read


def kinds_of(message: Message) -> int:
    """Return ``Line.kinds`` of a message, without reading what it is about."""
    kinds, typed = _typed(message.text, message.emotes)
    for word in typed:
        kinds |= WORDS[word][1]
    if kinds == SPEAKS and not message.emotes and message.text.isascii():
        return kinds  # as of most lines: nothing more is to be seen
    return _seen_as_a_whole(kinds, typed, message, WORDS)


def _read(message: Message, text: str, seconds: float, known: dict[str, tuple[str, int, int, int]]) -> Line:
    """Return a message as a line; what most lines have not is looked for only where a sign of it stands."""
    roots: list[str] = []
    kinds, typed = _typed(text, message.emotes)
    for word in typed:
        root, kind, _, _ = known[word]
        kinds |= kind
        if root:
            roots.append(root)
    if kinds != SPEAKS or message.emotes or not text.isascii():
        kinds = _seen_as_a_whole(kinds, typed, message, known)
    stems = tuple(dict.fromkeys(roots)) if len(roots) > 1 else tuple(roots)
    return Line(message, seconds, message.login or chatter_of(message), stems, len(typed), kinds)


def _typed(text: str, emotes: tuple[str, ...]) -> tuple[int, list[str]]:
    """Return whether a text links, and its words but for links, mentions and tagged emotes."""
    if len(text) > LONGEST_READ:
        text = text[:LONGEST_READ]
    kinds = 0
    if text.replace(" ", "").isalnum():  # six lines in ten (measured): to cut these is quick
        typed = text.split()
    else:
        if "." in text and has_link(text):
            kinds = LINKS
        typed = WORD.findall(text if kinds == 0 and "@" not in text else without_links_and_mentions(text))
    return kinds, [word for word in typed if word not in emotes] if emotes else typed


def _seen_as_a_whole(
    kinds: int, typed: list[str], message: Message, known: dict[str, tuple[str, int, int, int]]
) -> int:
    """Return the kinds of a line's words, and what only all of it tells."""
    if message.emotes or (typed and not kinds & SPEAKS):
        kinds |= HAS_EMOTE
    if not message.text.isascii() and has_laughing_sign(message.text[:LONGEST_READ]):
        kinds |= LAUGHS
    if kinds & CAPITALS and _is_shouting(typed, known):
        kinds |= SHOUTS
    return kinds


def _is_shouting(typed: Sequence[str], known: dict[str, tuple[str, int, int, int]]) -> bool:
    letters = capitals = longest = 0
    for word in typed:
        _, kind, size, upper = known[word]
        if kind & SPEAKS:
            letters += size
            capitals += upper
            longest = max(longest, len(word))
    return shouts(letters, capitals, longest)


def shouts(letters: int, capitals: int, longest: int) -> bool:
    """Return whether so many letters, of which so many are capitals, are shouted."""
    return letters >= CAPITALS_FROM and longest >= CAPITALS_FROM - 1 and capitals >= CAPITALS_SHARE * letters


def _read_part(message: Message) -> str:
    text = message.text
    return text if len(text) <= LONGEST_READ else text[:LONGEST_READ]
