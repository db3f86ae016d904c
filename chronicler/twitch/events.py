"""EventSub's messages turned into events of ours.

Decides what each kind of notification means for the room, when it happened, and which are
repeats; leaves the socket to ``sockets`` and what follows from an event to the agent.
Frames that cannot be read, or are of no interest, are counted and never raise.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chronicler.domain.chat import Message, is_known_bot
from chronicler.domain.events import (
    CHAT_CLEARED,
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    Event,
    LiveStatusChecked,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.ports import Clock
from chronicler.twitch.recent import OwnLines, RecentIds

LOG: Final = logging.getLogger(__name__)

Json = Mapping[str, Any]
CLOCKS_MAY_DIFFER: Final = timedelta(seconds=5)
"""Twitch's stamp is kept where it is this close to our clock; else ours is used, so that a
machine whose clock is wrong still measures quiet rightly."""
MODERATORS: Final = frozenset({"moderator", "lead_moderator", "global_mod", "admin", "staff"})
AMOUNTS: Final = {
    "sub": "duration_months",
    "resub": "cumulative_months",
    "sub_gift": "duration_months",
    "community_sub_gift": "total",
    "bits_badge_tier": "tier",
    "watch_streak": "streak_count",
    "modiversary": "months",
}
"""The number worth keeping of each notice."""
SILENT_NOTICES: Final = frozenset({"raid", "unraid", "announcement"})
"""Raids have an event of their own; an announcement is a line like any other."""
MOST: Final = 2**31 - 1
"""No count of bits, months or viewers is larger; what claims to be is none."""
_ACTION: Final = re.compile(r"^\x01ACTION (.*?)\x01?$", re.DOTALL)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class EventReader:
    """Reads one channel's EventSub messages."""

    def __init__(
        self, clock: Clock, own: OwnLines | None = None, is_bot: Callable[[str], bool] = is_known_bot
    ) -> None:
        """Read with our clock beside Twitch's; ``is_bot`` tells bots by login."""
        self._clock = clock
        self._own = own or OwnLines()
        self._is_bot = is_bot
        self._seen_frames = RecentIds()
        self._seen_messages = RecentIds()
        self.counts: Counter[str] = Counter()
        """How many frames were ``read``, ``repeated``, ``unreadable`` or ``not for us``."""
        self._readers: dict[str, Callable[[Json, datetime], Sequence[Event]]] = {
            "channel.chat.message": self._message,
            "channel.chat.message_delete": self._deleted,
            "channel.chat.clear_user_messages": self._cleared,
            "channel.chat.clear": self._chat_cleared,
            "channel.chat.notification": self._notice,
            "stream.online": self._online,
            "stream.offline": self._offline,
            "channel.update": self._updated,
            "channel.raid": self._raid,
            "channel.follow": self._follow,
        }

    def read(self, frame: object) -> Sequence[Event]:
        """Return what a websocket message, or a bare notification, tells; often one event."""
        if not isinstance(frame, Mapping):
            self.counts["unreadable"] += 1
            return ()
        metadata, payload = _object(frame, "metadata"), _object(frame, "payload") or frame
        kind = _text(_object(payload, "subscription"), "type") or _text(metadata, "subscription_type")
        event, envelope = _object(payload, "event"), _text(metadata, "message_id")
        reader = self._readers.get(kind)
        if reader is None or not event:
            self.counts["not for us"] += 1
            return ()
        if envelope and not self._seen_frames.is_new(envelope):
            self.counts["repeated"] += 1
            return ()
        try:
            events = reader(event, self._when(metadata))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            LOG.warning("A %s notification from Twitch could not be read: %r", kind, error)
            self.counts["unreadable"] += 1
            return ()
        self.counts["read"] += 1
        return events

    def _when(self, metadata: Json) -> datetime:
        now, stamped = self._clock.now(), _time(_text(metadata, "message_timestamp"))
        return stamped if stamped and abs(stamped - now) <= CLOCKS_MAY_DIFFER else now

    # Chat ------------------------------------------------------------------------------

    def _message(self, event: Json, at: datetime) -> Sequence[Event]:
        message = self._line(event, at)
        if not self._seen_messages.is_new(message.message_id):
            return ()
        events: list[Event] = [MessageReceived(at, message)]
        if message.bits and not message.source_channel:
            events.append(ChannelNoticed(at, "cheer", message.login, amount=message.bits))
        return events

    def _line(self, event: Json, at: datetime) -> Message:
        message_id, login = _needed(event, "message_id"), _text(event, "chatter_user_login").lower()
        said = _object(event, "message")
        text, chatter_id = _clean(_text(said, "text")), _text(event, "chatter_user_id")
        badges = tuple(_text(badge, "set_id") for badge in _objects(event, "badges"))
        return Message(
            message_id=message_id,
            at=at,
            login=login,
            display_name=_text(event, "chatter_user_name") or login,
            text=text,
            chatter_id=chatter_id,
            badges=badges,
            emotes=tuple(_text(f, "text") for f in _objects(said, "fragments") if f.get("type") == "emote"),
            reply_to=_text(_object(event, "reply"), "parent_message_id") or None,
            source_channel=_source(event),
            bits=_number(_object(event, "cheer"), "bits"),
            is_bot="bot-badge" in badges or self._is_bot(login),
            is_own=self._own.is_own(message_id, chatter_id, text),
            is_broadcaster="broadcaster" in badges or chatter_id == event.get("broadcaster_user_id"),
            is_mod=not MODERATORS.isdisjoint(badges),
            is_vip="vip" in badges,
            is_first=event.get("message_type") == "user_intro",
        )

    def _deleted(self, event: Json, at: datetime) -> Sequence[Event]:
        return (MessageDeleted(at, _needed(event, "message_id")),)

    def _cleared(self, event: Json, at: datetime) -> Sequence[Event]:
        return (ChatterCleared(at, _needed(event, "target_user_login").lower()),)

    def _chat_cleared(self, _event: Json, at: datetime) -> Sequence[Event]:
        return (ChannelNoticed(at, CHAT_CLEARED, ""),)

    def _notice(self, event: Json, at: datetime) -> Sequence[Event]:
        """A celebration, and the words its person wrote with it: those are a line of chat."""
        kind, source = _needed(event, "notice_type"), _source(event)
        line = self._line({**event, "cheer": None, "reply": None}, at)
        if not self._seen_messages.is_new(line.message_id):
            return ()
        events: list[Event] = []
        if kind not in SILENT_NOTICES and source is None and not kind.startswith("shared_chat_"):
            amount = _number(_object(event, kind), AMOUNTS.get(kind, ""))
            events.append(
                ChannelNoticed(at, kind, line.login, _clean(_text(event, "system_message")), amount)
            )
        if line.text:
            events.append(MessageReceived(at, line))
        return events

    # The channel -----------------------------------------------------------------------

    def _online(self, event: Json, at: datetime) -> Sequence[Event]:
        return (
            LiveStatusChecked(
                at,
                is_live=True,
                stream_id=_text(event, "id") or None,
                started_at=_time(_text(event, "started_at")),
            ),
        )

    def _offline(self, _event: Json, at: datetime) -> Sequence[Event]:
        return (LiveStatusChecked(at, is_live=False),)

    def _updated(self, event: Json, at: datetime) -> Sequence[Event]:
        return (ChannelUpdated(at, _clean(_given(event, "title")), _text(event, "category_name")),)

    def _raid(self, event: Json, at: datetime) -> Sequence[Event]:
        return (RaidReceived(at, _needed(event, "from_broadcaster_user_login"), _number(event, "viewers")),)

    def _follow(self, event: Json, at: datetime) -> Sequence[Event]:
        return (ChannelNoticed(at, "follow", _needed(event, "user_login").lower()),)


def _source(event: Json) -> str | None:
    """Return the other channel of a shared chat, ``None`` for a line of our own channel."""
    if event.get("source_broadcaster_user_id") == event.get("broadcaster_user_id"):
        return None
    return _text(event, "source_broadcaster_user_login").lower() or None


def _clean(text: str) -> str:
    """Return a text as chat shows it: without the frame of ``/me``, on one line."""
    if action := _ACTION.match(text):
        text = action[1]
    if "\n" in text or "\r" in text:
        text = " ".join(text.split())
    return text


def _time(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _object(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _objects(data: Json, key: str) -> Sequence[Json]:
    value = data.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else ()


def _given(data: Json, key: str) -> str:
    """Return a text that must be there, if only empty.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(data.get(key), str):
        raise TypeError(f"{key} is no text")
    return _text(data, key)


def _needed(data: Json, key: str) -> str:
    """Return a text without which the event tells nothing.

    Raises:
        TypeError, ValueError: there is none.
    """
    if not (text := _given(data, key)):
        raise ValueError(f"{key} is empty")
    return text


def _text(data: Json, key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        return ""
    return _encodable(value) if _SURROGATE.search(value) else value


def _encodable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(data: Json, key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if 0 <= value <= MOST else 0
