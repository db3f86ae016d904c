"""Lines of chat as most formats keep them, into messages and what they announce.

Decides that a line without an id gets a made-up one, that a repeated id is read once, and
which notices a line brings along; leaves taking a line apart to each format.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ChannelNoticed,
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.transcripts.ordering import in_time_order
from chronicler.transcripts.people import (
    PLAIN,
    Author,
    Extras,
    MadeUpIds,
    Repeats,
    cut,
    make_message,
    notice_in,
)
from chronicler.transcripts.transcript import LONGEST_TEXT, Notes, Opened

KINDS: Final = {
    "subgift": "sub_gift",
    "submysterygift": "community_sub_gift",
    "giftpaidupgrade": "gift_paid_upgrade",
    "anongiftpaidupgrade": "gift_paid_upgrade",
    "primepaidupgrade": "prime_paid_upgrade",
    "standardpayforward": "pay_it_forward",
    "communitypayforward": "pay_it_forward",
    "bitsbadgetier": "bits_badge_tier",
    "charitydonation": "charity_donation",
    "viewermilestone": "watch_streak",
}
"""Chat's notice ids to EventSub's notice types, where the two differ."""


Said = tuple[Author, str, Extras]
"""Who said it, the text, cleaned, and what else is known."""
Happened = Callable[[datetime], Event]
"""What else may stand among lines of chat: told when it happened, it gives the event."""


def told(lines: Iterator[tuple[float, Said | Happened]], opened: Opened, notes: Notes) -> Iterator[Event]:
    """Yield lines, given with their offsets in seconds, as messages in order of time."""
    made_up, repeats = MadeUpIds(), Repeats()
    present, at = -1.0, opened.started_at
    for seconds, said in in_time_order(lines, notes):
        if seconds != present:
            present, at = seconds, opened.started_at + timedelta(0, seconds)
        if not isinstance(said, tuple):
            yield said(at)
            continue
        author, text, extras = said
        if message_id := extras.message_id:
            if repeats.has(message_id):
                continue
        else:
            message_id = made_up.give(seconds, author.login, text)
        if len(text) > LONGEST_TEXT:
            text = cut(text, notes)
        message = make_message(author, at, message_id, text, extras)
        yield MessageReceived(at, message)
        if extras is not PLAIN or text.startswith(author.display_name):
            yield from announced(message, extras.notice)
    repeats.tell(notes)


def announced(message: Message, kind: str) -> Iterator[ChannelNoticed]:
    """Yield what a line tells besides its words: bits given, a subscription, a streak."""
    if message.bits and not message.source_channel:
        yield ChannelNoticed(message.at, "cheer", message.login, amount=message.bits)
    if notice := notice_in(message):
        yield notice
    elif kind:
        yield ChannelNoticed(message.at, KINDS.get(kind, kind), message.login, message.text)


def deleted(message_id: str) -> Happened:
    """Return that a line was removed."""
    return partial(_deleted, message_id)


def cleared(login: str, seconds: int | None = None, reason: str = "") -> Happened:
    """Return that all of somebody's lines were removed, with a timeout of so many seconds if any."""
    reason = reason if seconds is None else f"timed out for {seconds} seconds"
    return partial(_cleared, login.lower(), reason)


def noticed(kind: str, login: str = "", text: str = "", amount: int = 0) -> Happened:
    """Return that Twitch announced something; a kind is taken in either spelling."""
    return partial(_noticed, KINDS.get(kind, kind), login.lower(), text, amount)


def raided(channel: str, viewers: int) -> Happened:
    """Return that another channel sent its viewers over."""
    return partial(_raided, channel.lower(), viewers)


CHAT_CLEARED: Final = "chat_cleared"
"""The kind of notice the live adapter gives a chat that was emptied."""


def _deleted(message_id: str, at: datetime) -> Event:
    return MessageDeleted(at, message_id)


def _cleared(login: str, reason: str, at: datetime) -> Event:
    return ChatterCleared(at, login, reason)


def _noticed(kind: str, login: str, text: str, amount: int, at: datetime) -> Event:
    return ChannelNoticed(at, kind, login, text, amount)


def _raided(channel: str, viewers: int, at: datetime) -> Event:
    return RaidReceived(at, channel, viewers)
