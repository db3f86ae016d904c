"""Plays recorded events through the stand-in, as if they happened again.

Decides when each is due on the given clock and what of it a Twitch would send; leaves
reading logs to ``transcripts`` and the notes to whoever listens. What no Twitch sends
(captions, vault saves) is left out and counted.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chronicler.domain.chat import Message
from chronicler.domain.events import (
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
from chronicler.standin.server import StandIn

LONGEST_NAP = 0.05
"""Seconds of sleep at a time, so that a clock that jumps is noticed."""


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
    for event in events:
        await _wait(clock, event.at, speed)
        if not (is_live or isinstance(event, SessionStarted)):
            await standin.go_live(title, category, started_at=event.at)
        is_live = True
        if await _happen(standin, event, title, category):
            played.events += 1
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


async def _happen(standin: StandIn, event: Event, title: str, category: str) -> bool:
    match event:
        case SessionStarted():
            await standin.go_live(
                event.title or title,
                event.category or category,
                stream_id=event.stream_id or "",
                started_at=event.at,
            )
        case MessageReceived():
            await _say(standin, event.message)
        case MessageDeleted():
            await standin.delete(event.message_id, at=event.at)
        case ChatterCleared():
            await standin.clear_user(event.login, at=event.at)
        case RaidReceived():
            await standin.raid(event.from_channel, event.viewers, at=event.at)
        case ChannelUpdated():
            await standin.update_channel(event.title, event.category)
        case SessionEnded():
            pass
        case _:
            return False
    return True


async def _say(standin: StandIn, message: Message) -> None:
    names = [*message.badges]
    for is_held, name in (
        (message.is_broadcaster, "broadcaster"),
        (message.is_mod, "moderator"),
        (message.is_vip, "vip"),
    ):
        if is_held and name not in names:
            names.append(name)
    await standin.say(
        message.login or "somebody",
        message.text,
        display_name=message.display_name,
        message_id=message.message_id,
        badges=names,
        emotes=message.emotes,
        reply_to=message.reply_to,
        source_channel=message.source_channel,
        bits=message.bits,
        is_introduction=message.is_first,
        at=message.at,
    )
