"""Plays recorded events through the stand-in, as if they happened again.

Decides when each is due on the given clock and what of it a Twitch would send; leaves
reading logs to ``transcripts`` and the notes to whoever listens. What no Twitch sends
(captions, vault saves) is left out and counted.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
    SessionEnded,
    SessionStarted,
)
from chronicler.ports import Clock
from chronicler.standin.frames import NOTICE_DETAILS, NOTICE_NUMBERS
from chronicler.standin.server import StandIn

LONGEST_NAP = 0.05
"""Seconds of sleep at a time, so that a clock that jumps is noticed."""
CHEER: Final = "cheer"
"""The notice that a line with bits brings along; Twitch sends both in one."""
FOLLOW: Final = "follow"
CHAT_CLEARED: Final = "chat_cleared"
_TOLD_OTHERWISE: Final = frozenset({"raid", "unraid", "announcement"})
_CELEBRATED: Final = frozenset(k for k in NOTICE_DETAILS if not k.startswith("shared_")) - _TOLD_OTHERWISE
"""Kinds that Twitch celebrates in a chat notification."""


@dataclass(slots=True)
class Played:
    """What became of the recording."""

    events: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    """Type names of events that Twitch would not send, with their numbers."""


async def play(
    standin: StandIn,
    events: Iterable[Event],
    clock: Clock,
    *,
    speed: float,
    title: str = "",
    category: str = "",
) -> Played:
    """Go live, let everything happen at its time, go offline, and return what was played.

    ``clock`` is the stand-in's own, running ``speed`` times as fast as the wall's; events
    come in order of time. An infinite speed waits for nothing.
    """
    played = Played()
    is_live = False
    for together in in_frames(events):
        event = together[0]
        await _wait(clock, event.at, speed)
        if isinstance(event, SessionStarted):
            await _begin(standin, event, title, category)
        elif not is_live:
            await standin.go_live(title, category, started_at=event.at)
        is_live = True
        if await happen(standin, together) or isinstance(event, SessionStarted | SessionEnded):
            played.events += len(together)
        else:
            played.left_out[type(event).__name__] += 1
    await standin.go_offline()
    return played


async def _wait(clock: Clock, at: datetime, speed: float) -> None:
    while True:
        rest = at - clock.now()
        if rest <= timedelta(0) or speed == float("inf"):
            return
        await asyncio.sleep(min(LONGEST_NAP, rest.total_seconds() / speed))


async def _begin(standin: StandIn, event: SessionStarted, title: str, category: str) -> None:
    await standin.go_live(
        event.title or title,
        event.category or category,
        stream_id=event.stream_id or "",
        started_at=event.at,
    )


# What Twitch sends at once -------------------------------------------------------------


def in_frames(events: Iterable[Event]) -> Iterator[tuple[Event, ...]]:
    """Yield events one by one, but together what Twitch tells in one message.

    That is a line and the cheer in it, and a celebration and the words its person wrote
    with it, in whichever order they were recorded.
    """
    held: Event | None = None
    for event in events:
        if held is not None and _is_one_frame(held, event):
            yield held, event
            held = None
            continue
        if held is not None:
            yield (held,)
        held = event
    if held is not None:
        yield (held,)


def _is_one_frame(first: Event, second: Event) -> bool:
    match first, second:
        case MessageReceived(message=line), ChannelNoticed() as notice:
            pass
        case ChannelNoticed() as notice, MessageReceived(message=line):
            pass
        case _:
            return False
    if (first.at, line.login) != (second.at, notice.login) or line.source_channel:
        return False
    if notice.kind == CHEER:
        return first is not notice and 0 < line.bits == notice.amount and not notice.text
    is_plain = not (line.bits or line.reply_to or line.is_first)  # a notification has no place for these
    return notice.kind in _CELEBRATED and bool(line.text) and is_plain


async def happen(standin: StandIn, together: tuple[Event, ...]) -> bool:
    """Let the stand-in tell what happened, in one message; false where no Twitch would tell it."""
    lines = [event.message for event in together if isinstance(event, MessageReceived)]
    notices = [event for event in together if isinstance(event, ChannelNoticed)]
    if notices and not (lines and notices[0].kind == CHEER):
        return await _notice(standin, notices[0], lines[0] if lines else None)
    if lines:
        await _say(standin, lines[0])
        return True
    return await _else(standin, together[0])


async def _else(standin: StandIn, event: Event) -> bool:
    match event:
        case MessageDeleted():
            await standin.delete(event.message_id, at=event.at)
        case ChatterCleared():
            await standin.clear_user(event.login, at=event.at)
        case RaidReceived():
            await standin.raid(event.from_channel, event.viewers, at=event.at)
        case ChannelUpdated():
            await standin.update_channel(event.title, event.category)
        case _:
            return False
    return True


async def _say(standin: StandIn, message: Message) -> None:
    await standin.say(
        message.login or "somebody",
        message.text,
        display_name=message.display_name,
        chatter_id=message.chatter_id,
        message_id=message.message_id,
        badges=_badges(message),
        emotes=message.emotes,
        reply_to=message.reply_to,
        source_channel=message.source_channel,
        bits=message.bits,
        is_introduction=message.is_first,
        at=message.at,
    )


def _badges(message: Message) -> list[str]:
    names = [*message.badges]
    for is_held, name in (
        (message.is_broadcaster, "broadcaster"),
        (message.is_mod, "moderator"),
        (message.is_vip, "vip"),
    ):
        if is_held and name not in names:
            names.append(name)
    return names


async def _notice(standin: StandIn, notice: ChannelNoticed, line: Message | None) -> bool:
    if notice.kind == CHAT_CLEARED:
        await standin.clear_chat(at=notice.at)
    elif notice.kind == FOLLOW and notice.login:
        await standin.follow(notice.login, at=notice.at)
    elif notice.kind in _CELEBRATED and notice.login:
        number = NOTICE_NUMBERS.get(notice.kind)
        await standin.notice(
            notice.login,
            notice.kind,
            {number: notice.amount} if number else {},
            text=line.text if line else "",
            system=notice.text,
            display_name=line.display_name if line else "",
            chatter_id=line.chatter_id if line else "",
            message_id=line.message_id if line else "",
            badges=_badges(line) if line else (),
            emotes=line.emotes if line else (),
            at=notice.at,
        )
    else:
        return False
    return True
