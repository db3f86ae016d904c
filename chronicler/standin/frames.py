"""What EventSub says, as JSON.

Decides the shape of envelopes and events, every nullable key present, after Twitch's
published reference; leaves who hears them to ``eventsub``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from chronicler.standin.world import Account, World, stamp

Json = dict[str, Any]

NOTICE_DETAILS: Final = (
    "sub", "resub", "sub_gift", "community_sub_gift", "gift_paid_upgrade", "prime_paid_upgrade",
    "pay_it_forward", "raid", "unraid", "announcement", "bits_badge_tier", "charity_donation",
    "shared_chat_sub", "shared_chat_resub", "shared_chat_sub_gift", "shared_chat_community_sub_gift",
    "shared_chat_gift_paid_upgrade", "shared_chat_prime_paid_upgrade", "shared_chat_pay_it_forward",
    "shared_chat_raid", "shared_chat_announcement", "watch_streak",
)  # fmt: skip
"""Keys of a chat notification, one of which is filled."""
NOTICE_NUMBERS: Final = {
    "sub": "duration_months",
    "resub": "cumulative_months",
    "sub_gift": "duration_months",
    "community_sub_gift": "total",
    "bits_badge_tier": "tier",
    "watch_streak": "streak_count",
}
"""Where a notification's own number stands, by its kind."""


def envelope(world: World, kind: str, payload: Mapping[str, object], at: datetime) -> Json:
    """Return one websocket message."""
    metadata = {
        "message_id": world.next_id("envelope"),
        "message_type": kind,
        "message_timestamp": stamp(at),
    }
    return {"metadata": metadata, "payload": dict(payload)}


def notification(world: World, subscription: Mapping[str, object], event: Json, at: datetime) -> Json:
    """Return the envelope of one event."""
    frame = envelope(world, "notification", {"subscription": dict(subscription), "event": event}, at)
    frame["metadata"]["subscription_type"] = subscription["type"]
    frame["metadata"]["subscription_version"] = subscription["version"]
    return frame


def session(session_id: str, status: str, keepalive: int | None, at: datetime, url: str | None) -> Json:
    """Return the ``session`` object of welcome and reconnect messages."""
    told = {"id": session_id, "status": status, "keepalive_timeout_seconds": keepalive}
    return {"session": {**told, "reconnect_url": url, "connected_at": stamp(at), "recovery_url": None}}


def person(prefix: str, account: Account) -> Json:
    """Return an account's three keys, as in ``PREFIX_user_id``."""
    names = {"id": account.user_id, "login": account.login, "name": account.display_name}
    return {f"{prefix}user_{key}": value for key, value in names.items()}


def here(world: World) -> Json:
    """Return the three keys that name the channel; all that an offline event has."""
    return person("broadcaster_", world.broadcaster)


def online(world: World) -> Json:
    """Return a ``stream.online`` event of the stream that is on."""
    if world.stream is None:
        return here(world)
    began = stamp(world.stream.started_at)
    return {**here(world), "id": world.stream.stream_id, "type": "live", "started_at": began}


def channel_update(world: World) -> Json:
    """Return a ``channel.update`` event with title and category as they are."""
    return {
        **here(world),
        "title": world.title,
        "language": "en",
        "category_id": "1" if world.category else "",
        "category_name": world.category,
        "content_classification_labels": [],
    }


def raid(world: World, raider: Account, viewers: int) -> Json:
    """Return a ``channel.raid`` event of an incoming raid."""
    sides = {**person("from_broadcaster_", raider), **person("to_broadcaster_", world.broadcaster)}
    return {**sides, "viewers": viewers}


def follow(world: World, follower: Account, at: datetime) -> Json:
    """Return a ``channel.follow`` event."""
    return {**person("", follower), **here(world), "followed_at": stamp(at)}


def badges(names: Iterable[str]) -> list[Json]:
    """Return badges by their set names."""
    return [{"set_id": name, "id": "1", "info": ""} for name in names]


def body(text: str, emotes: Sequence[str] = ()) -> Json:
    """Return a message's text with its fragments, the named emotes cut out of it in their order.

    Each name stands for one place in the text.
    """
    if not emotes:
        return {"text": text, "fragments": [_fragment(text, "")] if text else []}
    return {"text": text, "fragments": [_fragment(piece, emote) for piece, emote in _pieces(text, emotes)]}


def _pieces(text: str, emotes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces, with the emote that each is, or nothing."""
    done = 0
    for name in emotes:
        word = re.compile(rf"(?<!\S){re.escape(name)}(?!\S)").search(text, done)
        begin = word.start() if word else text.find(name, done)
        if begin < 0:
            continue
        if begin > done:
            yield text[done:begin], ""
        yield name, name
        done = begin + len(name)
    if done < len(text):
        yield text[done:], ""


def _fragment(text: str, emote: str) -> Json:
    found = {"id": f"emote-{emote}", "emote_set_id": "0", "owner_id": "0", "format": ["static"]}
    return {
        "type": "emote" if emote else "text",
        "text": text,
        "cheermote": None,
        "emote": found if emote else None,
        "mention": None,
    }


def chat_message(
    world: World,
    chatter: Account,
    text: str,
    *,
    message_id: str,
    badge_names: Sequence[str] = (),
    emotes: Sequence[str] = (),
    reply_to: str | None = None,
    source: Account | None = None,
    bits: int = 0,
    is_introduction: bool = False,
) -> Json:
    """Return a ``channel.chat.message`` event."""
    return {
        **here(world),
        **person("chatter_", chatter),
        "message_id": message_id,
        "message": body(text, emotes),
        "message_type": "user_intro" if is_introduction else "text",
        "badges": badges(badge_names),
        "cheer": {"bits": bits} if bits else None,
        "color": "",
        "reply": _reply(reply_to, chatter) if reply_to else None,
        "channel_points_custom_reward_id": None,
        "channel_points_animation_id": None,
        **_source(source, message_id),
        "is_source_only": False if source else None,
    }


def _reply(parent: str, chatter: Account) -> Json:
    said = {"parent_message_id": parent, "parent_message_body": "", "thread_message_id": parent}
    return {**said, **person("parent_", chatter), **person("thread_", chatter)}


def _source(source: Account | None, message_id: str) -> Json:
    whose = person("source_broadcaster_", source) if source else {}
    keys = ("id", "login", "name")
    return {
        **{f"source_broadcaster_user_{key}": whose.get(f"source_broadcaster_user_{key}") for key in keys},
        "source_message_id": f"{message_id}-there" if source else None,
        "source_badges": [] if source else None,
    }


def chat_notice(
    world: World,
    chatter: Account,
    kind: str,
    details: Mapping[str, object],
    *,
    message_id: str,
    text: str = "",
    system: str = "",
    badge_names: Sequence[str] = (),
    emotes: Sequence[str] = (),
    source: Account | None = None,
) -> Json:
    """Return a ``channel.chat.notification`` event."""
    return {
        **here(world),
        **person("chatter_", chatter),
        "chatter_is_anonymous": False,
        "color": "",
        "badges": badges(badge_names),
        "system_message": system,
        "message_id": message_id,
        "message": body(text, emotes),
        "notice_type": kind,
        **dict.fromkeys(NOTICE_DETAILS),
        kind: dict(details),
        **_source(source, message_id),
    }
