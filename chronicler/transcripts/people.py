"""Who wrote a logged line: their badges turned into the flags that decisions rest on.

Decides which badge makes a moderator, a bot or a first-time chatter, the sentences Twitch
itself puts in a chatter's mouth, and how raw text is cleaned; leaves where badges and text
stand in a line to each format.
"""

import re
from datetime import datetime
from typing import Final, NamedTuple

from chronicler.domain.chat import Message, is_known_bot, made_up_message_id
from chronicler.domain.counted import counted
from chronicler.transcripts.limits import (
    LONGEST_BADGE,
    LONGEST_ID,
    LONGEST_NAME,
    MOST_BADGES,
    TOO_LONG,
    amount,
    short_list,
)
from chronicler.transcripts.transcript import LONGEST_TEXT, Notes, Opened

_BROADCASTER: Final = "broadcaster"
_MODERATORS: Final = frozenset({"moderator", "lead_moderator", "global_mod", "admin", "staff"})
_BOT: Final = "bot-badge"
_BREAK: Final = re.compile(r"[\r\n]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_KNOWN: Final = 5_000
"""Authors remembered at a time, so that memory stays flat."""
_MONTHS: Final = r"(?: They've subscribed for \d+ months?(?:, currently on an? \d+ month streak)?!)?"
_TIER: Final = r"Tier \d"
NOTICES: Final = (
    (
        "sub",
        re.compile(rf" subscribed (?:with (?:Twitch )?Prime|at {_TIER})\.{_MONTHS}(?P<words>.*)", re.DOTALL),
    ),
    (
        "watch_streak",
        re.compile(
            r" watched (?P<amount>\d+) consecutive streams(?: this month)? and sparked a watch streak!"
            r"(?P<words>.*)",
            re.DOTALL,
        ),
    ),
    ("community_sub_gift", re.compile(rf" is gifting (?P<amount>\d+) {_TIER} Subs? to \S+ community!.*")),
    ("sub_gift", re.compile(rf" gifted (?:a|\d+ months? of) {_TIER} (?:[Ss]ub )?to \S+!.*")),
    ("reward_gift", re.compile(r"'s (?:Sub|Gift|Cheer) shared rewards to (?P<amount>\d+) others? in Chat!")),
    ("gift_paid_upgrade", re.compile(r" is continuing the Gift Sub they got from .+!")),
    ("pay_it_forward", re.compile(r" is paying forward the Gift they got from .+!")),
    ("prime_paid_upgrade", re.compile(rf" converted from a Prime sub to a {_TIER} sub!")),
)
"""What Twitch writes after the chatter's name, whole; the kinds are EventSub's notice types.

Behind a subscription and a streak, the chatter's own words may follow.
"""
RAID: Final = "raid"
_RAID: Final = re.compile(r"(?P<viewers>\d[\d,]*) raiders? from (?P<channel>\w+) ha(?:ve|s) joined!")
_ANONYMOUS: Final = "An anonymous user"
_ANONYMOUS_LOGIN: Final = "ananonymousgifter"
OPENINGS: Final = (_ANONYMOUS, *"123456789")
"""What a sentence of Twitch's begins with where it does not begin with the chatter's name."""


class Announcement(NamedTuple):
    """What Twitch said in a chatter's name, and what they said themselves behind it."""

    kind: str
    """A notice type of EventSub's, or :data:`RAID`."""
    sentence: str
    words: str = ""
    amount: int = 0
    """Gifts, streams of a streak or viewers of a raid."""


class Extras(NamedTuple):
    """What richer formats tell of a line."""

    message_id: str = ""
    """Empty where the log carries none."""
    emotes: tuple[str, ...] = ()
    bits: int = 0
    reply_to: str | None = None
    source_channel: str | None = None
    is_first: bool = False
    notice: str = ""
    """The kind of what Twitch announced with this line, in chat's spelling."""
    is_own: bool = False
    """A line of the Chronicler's."""


PLAIN: Final = Extras()


class Author(NamedTuple):
    """Somebody as a line names them, judged once."""

    login: str
    display_name: str
    chatter_id: str
    badges: tuple[str, ...]
    is_bot: bool
    is_broadcaster: bool
    is_mod: bool
    is_vip: bool


NOBODY: Final = Author("", "", "", (), is_bot=False, is_broadcaster=False, is_mod=False, is_vip=False)


class Authors:
    """The people of one log; whoever is named in the same way again is judged once."""

    def __init__(self, opened: Opened, notes: Notes | None = None) -> None:
        """Begin a log; ``notes`` hear of names that are longer than any."""
        self.seen: Final[dict[object, Author]] = {}
        """Those judged before, under whatever key a format tells them apart by."""
        self._opened = opened
        self._notes = notes or Notes()

    def see(
        self, key: object, name: str, badges: tuple[str, ...] = (), login: str = "", chatter_id: str = ""
    ) -> Author:
        """Judge somebody and remember them under ``key``; the login falls back to the display name."""
        if len(self.seen) >= _KNOWN:
            self.seen.clear()
        login = login or name
        is_long = max(len(name), len(login)) > LONGEST_NAME or len(chatter_id) > LONGEST_ID
        few = short_list(badges, LONGEST_BADGE, MOST_BADGES) if badges else ()
        if is_long or len(few) < len(badges):
            # Not remembered either: keys of a megabyte would fill the memory.
            self._notes.warn(TOO_LONG)
            name, login, chatter_id = name[:LONGEST_NAME], login[:LONGEST_NAME], chatter_id[:LONGEST_ID]
            return self._judge(name, few, login.lower(), chatter_id)
        author = self.seen[key] = self._judge(name, badges, login.lower(), chatter_id)
        return author

    def _judge(self, name: str, badges: tuple[str, ...], login: str, chatter_id: str) -> Author:
        is_owner = login != "" and login == self._opened.channel
        return Author(
            login=login,
            display_name=name or login,
            chatter_id=chatter_id,
            badges=badges,
            is_bot=_BOT in badges or is_known_bot(login, self._opened.known_bots, self._opened.channel),
            is_broadcaster=is_owner or _BROADCASTER in badges,
            is_mod=not _MODERATORS.isdisjoint(badges),
            is_vip="vip" in badges,
        )


def cut(text: str, notes: Notes) -> str:
    """Return as much of a text as any chat allows; where it is longer, ``notes`` say so."""
    if len(text) > LONGEST_TEXT:
        notes.warn("lines longer than any chat allows were cut")
    return text[:LONGEST_TEXT]


def make_message(author: Author, at: datetime, message_id: str, text: str, extras: Extras) -> Message:
    """Return a logged line."""
    login, display_name, chatter_id, badges, is_bot, is_broadcaster, is_mod, is_vip = author
    _, emotes, bits, reply_to, source_channel, is_first, _, is_own = extras
    # By place: by name takes a quarter longer, and this runs for every line of every log.
    return Message(
        message_id, at, login, display_name, text, chatter_id, badges, emotes, reply_to, source_channel,
        bits, is_bot, is_own, is_broadcaster, is_mod, is_vip, is_first,
    )  # fmt: skip


def announcement(text: str, author: Author) -> Announcement | None:
    """Return what Twitch announced where it wrote the line in the chatter's name, else ``None``.

    Recordings keep "NAME subscribed at Tier 1. …" as if it had been said. A raid counts only
    in the name of the channel that raids, for anybody could type the sentence.
    """
    text, name = text.strip(), author.display_name
    if match := _RAID.fullmatch(text):
        is_theirs = match["channel"].lower() in (author.login, name.lower())
        viewers = amount(match["viewers"].replace(",", ""))
        return Announcement(RAID, text, amount=viewers) if is_theirs and viewers is not None else None
    if author.login == _ANONYMOUS_LOGIN and text.startswith(_ANONYMOUS):
        name = _ANONYMOUS
    name = name if text.startswith(name) else author.login
    return noticed_of(name, text) if name and text.startswith(name) else None


def noticed_of(name: str, text: str) -> Announcement | None:
    """Return what ``text``, which begins with ``name``, announces of them, else ``None``."""
    for kind, pattern in NOTICES:
        if match := pattern.fullmatch(text, len(name)):
            parts = match.groupdict()
            words = parts.get("words") or ""
            if (number := amount(parts.get("amount") or "0")) is None:
                return None  # anybody can type the sentence with a number of thirty digits
            sentence = text[: len(text) - len(words)].strip()
            return Announcement(kind, sentence, words.strip(), number)
    return None


def clean(text: str) -> str:
    """Return a text as chat shows it: on one line, and of characters that can be written to a file."""
    if text.isprintable():
        return text
    if _BREAK.search(text):
        text = " ".join(text.split())
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class MadeUpIds:
    """Ids for the lines of a log that carries none.

    Lines must come in order of time: only the present moment's lines are remembered, so
    memory stays flat.
    """

    def __init__(self) -> None:
        """Begin a log."""
        self._seconds = -1.0
        self._seen: dict[tuple[str, str], int] = {}

    def give(self, seconds: float, login: str, text: str) -> str:
        """Return the next line's id."""
        if seconds != self._seconds:
            self._seconds, self._seen = seconds, {}
        key = login, text
        occurrence = self._seen.get(key, 0)
        self._seen[key] = occurrence + 1
        return made_up_message_id(seconds, login, text, occurrence)


class Repeats:
    """Knows the latest ids: recordings that were taken up again overlap."""

    MOST: Final = 400
    """At least so many are known, and at most twice as many; in order of time repeats stand close."""

    def __init__(self) -> None:
        """Begin a log."""
        self.count = 0
        self._seen: set[str] = set()
        self._before: set[str] = set()

    def has(self, message_id: str) -> bool:
        """Return whether a line stood there before, and remember it."""
        if message_id in self._seen or message_id in self._before:
            self.count += 1
            return True
        if len(self._seen) >= self.MOST:
            self._before, self._seen = self._seen, set()
        self._seen.add(message_id)
        return False

    def tell(self, notes: Notes) -> None:
        """Say how many lines were left out because they stood there twice."""
        if self.count:
            once = "line stood there twice and was read once"
            notes.warn(counted(self.count, once, "lines stood there twice and were read once"))
