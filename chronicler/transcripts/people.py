"""Who wrote a logged line: their badges turned into the flags that decisions rest on.

Decides which badge makes a moderator, a bot or a first-time chatter, the sentences Twitch
itself puts in a chatter's mouth, and how raw text is cleaned; leaves where badges and text
stand in a line to each format.
"""

import re
from datetime import datetime
from typing import Final, NamedTuple

from chronicler.domain.chat import Message, is_known_bot, made_up_message_id
from chronicler.domain.events import ChannelNoticed
from chronicler.transcripts.transcript import LONGEST_TEXT, Notes, Opened

_BROADCASTER: Final = "broadcaster"
_MODERATORS: Final = frozenset({"moderator", "lead_moderator", "global_mod", "admin", "staff"})
_BOT: Final = "bot-badge"
_BREAK: Final = re.compile(r"[\r\n]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_KNOWN: Final = 5_000
"""Authors remembered at a time, so that memory stays flat."""
NOTICES: Final = (
    ("sub", re.compile(r"subscribed (?:with|at) ")),
    ("community_sub_gift", re.compile(r"is gifting (?P<amount>\d+) Tier ")),
    ("sub_gift", re.compile(r"gifted a Tier ")),
    ("watch_streak", re.compile(r"watched (?P<amount>\d+) consecutive streams ")),
)
"""What Twitch writes after the chatter's name; the kinds are EventSub's notice types."""


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

    def __init__(self, opened: Opened) -> None:
        """Begin a log."""
        self.seen: Final[dict[object, Author]] = {}
        """Those judged before, under whatever key a format tells them apart by."""
        self._opened = opened

    def see(
        self, key: object, name: str, badges: tuple[str, ...] = (), login: str = "", chatter_id: str = ""
    ) -> Author:
        """Judge somebody and remember them under ``key``; the login falls back to the display name."""
        if len(self.seen) >= _KNOWN:
            self.seen.clear()
        author = self.seen[key] = self._judge(name, badges, (login or name).lower(), chatter_id)
        return author

    def _judge(self, name: str, badges: tuple[str, ...], login: str, chatter_id: str) -> Author:
        is_owner = login != "" and login == self._opened.channel
        return Author(
            login=login,
            display_name=name or login,
            chatter_id=chatter_id,
            badges=badges,
            is_bot=_BOT in badges or is_known_bot(login, self._opened.known_bots),
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


def notice_in(message: Message) -> ChannelNoticed | None:
    """Return what a line announces where Twitch wrote it in the chatter's name, else ``None``.

    Recordings keep "NAME subscribed at Tier 1. …" as if it had been said; the line stays a
    line, and the notice is told besides.
    """
    name = message.display_name
    if not name or not message.text.startswith(name):
        return None
    rest = message.text[len(name) :].lstrip(" ")
    for kind, pattern in NOTICES:
        if match := pattern.match(rest):
            amount = int(match.groupdict().get("amount") or 0)
            return ChannelNoticed(message.at, kind, message.login, message.text.strip(), amount)
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
            notes.warn(f"{self.count:,} lines stood there twice and were read once")
