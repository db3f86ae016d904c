"""Who wrote a logged line: their badges turned into the flags that decisions rest on.

Decides which badge makes a moderator, a bot or a first-time chatter, the sentences Twitch
itself puts in a chatter's mouth, and how raw text is cleaned; leaves where badges and text
stand in a line to each format.
"""

import re
from datetime import datetime
from typing import Final

from chronicler.domain.chat import Message, is_known_bot, made_up_message_id
from chronicler.domain.events import ChannelNoticed
from chronicler.transcripts.transcript import Opened

_BROADCASTER: Final = "broadcaster"
_MODERATORS: Final = frozenset({"moderator", "lead_moderator", "global_mod", "admin", "staff"})
_BOT: Final = "bot-badge"
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_NOTICES: Final = (
    ("sub", re.compile(r"subscribed (?:with|at) ")),
    ("community_sub_gift", re.compile(r"is gifting (?P<amount>\d+) Tier ")),
    ("sub_gift", re.compile(r"gifted a Tier ")),
    ("watch_streak", re.compile(r"watched (?P<amount>\d+) consecutive streams ")),
)
"""What Twitch writes after the chatter's name; the kinds are EventSub's notice types."""


def make_message(
    opened: Opened, at: datetime, message_id: str, name: str, text: str, *, login: str | None = None,
    chatter_id: str = "", badges: tuple[str, ...] = (), emotes: tuple[str, ...] = (), bits: int = 0,
) -> Message:  # fmt: skip
    """Return a logged line with its author's flags; ``login`` falls back to the display name."""
    login = name.lower() if login is None else login
    return Message(
        message_id=message_id,
        at=at,
        login=login,
        display_name=name,
        text=text,
        chatter_id=chatter_id,
        badges=badges,
        emotes=emotes,
        bits=bits,
        is_bot=_BOT in badges or is_known_bot(login, opened.known_bots),
        is_broadcaster=_BROADCASTER in badges or (login != "" and login == opened.channel),
        is_mod=not _MODERATORS.isdisjoint(badges),
        is_vip="vip" in badges,
    )


def notice_in(message: Message) -> ChannelNoticed | None:
    """Return what a line announces where Twitch wrote it in the chatter's name, else ``None``.

    Recordings keep "NAME subscribed at Tier 1. …" as if it had been said; the line stays a
    line, and the notice is told besides.
    """
    name = message.display_name
    if not name or not message.text.startswith(name):
        return None
    rest = message.text[len(name) :].lstrip(" ")
    for kind, pattern in _NOTICES:
        if match := pattern.match(rest):
            amount = int(match.groupdict().get("amount") or 0)
            return ChannelNoticed(message.at, kind, message.login, message.text.strip(), amount)
    return None


def clean(text: str) -> str:
    """Return a text as chat shows it: on one line, and of characters that can be written to a file."""
    if "\n" in text or "\r" in text:
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
        occurrence = self._seen.get((login, text), 0)
        self._seen[login, text] = occurrence + 1
        return made_up_message_id(seconds, login, text, occurrence)
