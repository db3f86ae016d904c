"""Lines of chat as most formats keep them, into messages and what they announce.

Decides that a line without an id gets a made-up one, that a repeated id is read once, and
which notices a line brings along, and that what Twitch wrote in a chatter's name is none of
their words; leaves taking a line apart to each format.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from chronicler.domain.events import (
    ChannelNoticed,
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.transcripts.limits import (
    LONGEST_EMOTE,
    LONGEST_ID,
    LONGEST_NAME,
    MOST_EMOTES,
    TOO_LONG,
    short_list,
)
from chronicler.transcripts.ordering import in_time_order
from chronicler.transcripts.people import (
    OPENINGS,
    PLAIN,
    RAID,
    Announcement,
    Author,
    Extras,
    MadeUpIds,
    Repeats,
    announcement,
    cut,
    make_message,
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
    "rewardgift": "reward_gift",
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
        extras = extras if extras is PLAIN else _believable(extras, notes)
        if message_id := extras.message_id:
            if repeats.has(message_id):
                continue
        else:
            message_id = made_up.give(seconds, author.login, text)
        if len(text) > LONGEST_TEXT:
            text = cut(text, notes)
        announced = None
        name, login = author.display_name, author.login
        # One by one: a tuple made for every line of every log takes longer.
        if text.startswith(name) or text.startswith(login) or text.startswith(OPENINGS):  # noqa: PIE810
            announced = announcement(text, author)
        if announced is not None:
            text = announced.words
        if text or not (announced or extras.notice):
            yield MessageReceived(at, make_message(author, at, message_id, text, extras))
        else:
            notes.announced += 1
        if announced is not None or extras is not PLAIN:
            yield from _announced(at, author, text, extras, announced)
    repeats.tell(notes)


def _believable(extras: Extras, notes: Notes) -> Extras:
    """Return what is told of a line without what no chat allows; a line of such an id gets another."""
    message_id, emotes, _, reply_to, source_channel, _, notice, _ = extras
    is_long = len(message_id) > LONGEST_ID or len(reply_to or "") > LONGEST_ID
    is_named_long = len(source_channel or "") > LONGEST_NAME or len(notice) > LONGEST_NAME
    few = short_list(emotes, LONGEST_EMOTE, MOST_EMOTES) if emotes else emotes
    if not (is_long or is_named_long or len(few) < len(emotes)):
        return extras
    notes.warn(TOO_LONG)
    return extras._replace(
        message_id=message_id if len(message_id) <= LONGEST_ID else "",
        emotes=few,
        reply_to=reply_to if reply_to and len(reply_to) <= LONGEST_ID else None,
        source_channel=source_channel and source_channel[:LONGEST_NAME],
        notice=notice if len(notice) <= LONGEST_NAME else "",
    )


def _announced(
    at: datetime, author: Author, text: str, extras: Extras, announced: Announcement | None
) -> Iterator[Event]:
    """Yield what a line tells besides its words: bits given, a subscription, a streak, a raid."""
    if extras.bits and not extras.source_channel:
        yield ChannelNoticed(at, "cheer", author.login, amount=extras.bits)
    if announced is None:
        if extras.notice:
            yield ChannelNoticed(at, KINDS.get(extras.notice, extras.notice), author.login, text)
    elif announced.kind == RAID:
        yield RaidReceived(at, author.login, announced.amount)
    else:
        yield ChannelNoticed(at, announced.kind, author.login, announced.sentence, announced.amount)


def deleted(message_id: str) -> Happened:
    """Return that a line was removed."""
    return partial(_deleted, message_id[:LONGEST_ID])


def cleared(login: str, seconds: int | None = None, reason: str = "") -> Happened:
    """Return that all of somebody's lines were removed, with a timeout of so many seconds if any."""
    reason = reason if seconds is None else f"timed out for {seconds} seconds"
    return partial(_cleared, login.lower()[:LONGEST_NAME], reason[:LONGEST_TEXT])


def noticed(kind: str, login: str = "", text: str = "", amount: int = 0) -> Happened:
    """Return that Twitch announced something; a kind is taken in either spelling."""
    kind = KINDS.get(kind, kind)[:LONGEST_NAME]
    return partial(_noticed, kind, login.lower()[:LONGEST_NAME], text[:LONGEST_TEXT], amount)


def raided(channel: str, viewers: int) -> Happened:
    """Return that another channel sent its viewers over."""
    return partial(_raided, channel.lower()[:LONGEST_NAME], viewers)


def _deleted(message_id: str, at: datetime) -> Event:
    return MessageDeleted(at, message_id)


def _cleared(login: str, reason: str, at: datetime) -> Event:
    return ChatterCleared(at, login, reason)


def _noticed(kind: str, login: str, text: str, amount: int, at: datetime) -> Event:
    return ChannelNoticed(at, kind, login, text, amount)


def _raided(channel: str, viewers: int, at: datetime) -> Event:
    return RaidReceived(at, channel, viewers)
