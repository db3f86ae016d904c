"""Recorded events happen again, in order and on time."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from chronicler.domain.events import (
    ChannelUpdated,
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    StreamerSpoke,
)
from chronicler.domain.session import Origin
from chronicler.standin.player import play
from tests.fakes import START, FakeClock, after, message
from tests.standin.caller import Caller, Ear, Json, calling

KINDS = (
    "stream.online", "stream.offline", "channel.chat.message", "channel.chat.message_delete",
    "channel.chat.clear_user_messages", "channel.raid", "channel.update",
)  # fmt: skip
AT_ONCE = float("inf")


class FastClock:
    """A clock that runs many times as fast as the wall's."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._began = time.monotonic()

    def now(self) -> datetime:
        return START + timedelta(seconds=(time.monotonic() - self._began) * self._speed)


@asynccontextmanager
async def audience() -> AsyncIterator[tuple[Caller, Ear]]:
    async with calling() as caller, caller.socket() as ear:
        for kind in KINDS:
            assert await ear.subscribe(kind) == 202
        yield caller, ear


async def _heard(ear: Ear, count: int) -> list[Json]:
    return [await ear.hear() for _ in range(count)]


def test_everything_a_twitch_would_send_is_sent_in_order_and_the_rest_is_counted() -> None:
    line = message(5, "moss_friend", "Hello there", badges=("vip",), is_mod=True, is_vip=True)
    events: list[Event] = [
        SessionStarted(after(0), "s", "lantern_keeper", Origin.REHEARSAL, "s-7", "Slow rivers", "A game"),
        MessageReceived(after(5), line),
        StreamerSpoke(after(6), 2.0, "Welcome in."),
        MessageDeleted(after(7), line.message_id),
        ChatterCleared(after(8), "moss_friend"),
        RaidReceived(after(9), "far_channel", 12),
        ChannelUpdated(after(10), "Slower rivers", "A game"),
        SessionEnded(after(11), "log_ended"),
    ]

    async def scenario() -> None:
        async with audience() as (caller, ear):
            played = await play(caller.standin, events, FakeClock(), speed=AT_ONCE)
            heard = await _heard(ear, 7)
            kinds = [frame["metadata"]["subscription_type"] for frame in heard]
            assert kinds == [
                "stream.online", "channel.chat.message", "channel.chat.message_delete",
                "channel.chat.clear_user_messages", "channel.raid", "channel.update", "stream.offline",
            ]  # fmt: skip
            assert heard[0]["payload"]["event"]["id"] == "s-7"
            said = heard[1]["payload"]["event"]
            assert (said["message_id"], said["message"]["text"]) == (line.message_id, "Hello there")
            assert [badge["set_id"] for badge in said["badges"]] == ["vip", "moderator"]
            assert heard[1]["metadata"]["message_timestamp"] == "2026-03-06T19:30:05.000000000Z"
            assert (played.events, dict(played.left_out)) == (7, {"StreamerSpoke": 1})

    asyncio.run(scenario())


def test_a_log_that_only_has_lines_goes_live_once_with_the_title_it_was_given() -> None:
    lines = [MessageReceived(after(n), message(n, "moss_friend", f"line {n}")) for n in range(3)]

    async def scenario() -> None:
        async with audience() as (caller, ear):
            speech = StreamerSpoke(after(0), 1.0)
            played = await play(
                caller.standin,
                [speech, *lines],
                FakeClock(),
                speed=AT_ONCE,
                title="A title",
                category="A game",
            )
            heard = await _heard(ear, 5)
            kinds = [frame["metadata"]["subscription_type"] for frame in heard]
            assert kinds == ["stream.online", *["channel.chat.message"] * 3, "stream.offline"]
            assert played.events == 3

    asyncio.run(scenario())


def test_events_wait_for_their_time_on_the_clock() -> None:
    lines = [MessageReceived(after(n * 60), message(n * 60, "moss_friend", f"line {n}")) for n in range(3)]

    async def scenario() -> None:
        clock = FastClock(6000)
        async with audience() as (caller, _):
            await play(caller.standin, lines, clock, speed=6000)
            assert clock.now() >= after(120)

    asyncio.run(scenario())
