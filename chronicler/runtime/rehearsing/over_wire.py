"""Rehearsing over the wire: a recorded stream through the stand-in and the real Twitch adapter.

Decides that stream time stands still while the wire works: each thing Twitch would tell is
sent over the socket at its time and waited for, counted by frames, before the next; every
line leaves through Helix. What no Twitch sends enters as in a plain rehearsal and is
counted. Leaves the row of events to ``schedule`` and notes to ``rehearsal``.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

from chronicler.domain.chat import Message, is_known_bot
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    DashboardSaved,
    DeliveryState,
    Event,
    LiveStatusChecked,
    MessageReceived,
    SessionStarted,
)
from chronicler.errors import TwitchError
from chronicler.ports import Delivery
from chronicler.runtime.clock import StreamClock
from chronicler.runtime.engine import Engine, Observer, watch_nothing
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.live.twitch_rim import STEWARD, config_at
from chronicler.runtime.rehearsing import rehearsal, schedule
from chronicler.runtime.rehearsing.rehearsal import Plan
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.stage import Stage
from chronicler.runtime.stalls import watched
from chronicler.standin.player import happen, in_frames
from chronicler.standin.server import StandIn
from chronicler.twitch.service import TwitchService

PATIENCE_SECONDS: Final = 30.0
"""Wall seconds after which a frame that was sent counts as lost: loopback takes less than one of ours."""
NEVER: Final = 1e9
"""Wall seconds between the adapter's own polls: here they follow stream time."""
NAMELESS: Final = "stand_in"
"""The channel of a log that names none."""
BY_SCRIPT: Final = "log"
"""Why a script says that the stream went off or came back."""


class Wire:
    """The adapter's side of the socket: frames counted, events kept until they are asked for."""

    def __init__(self, standin: StandIn, clock: StreamClock, plan: Plan, folder: Path) -> None:
        """Point the real adapter at the stand-in, logged in as the steward."""
        self._clock = clock
        channel = plan.transcript.channel
        bots = frozenset(plan.settings.known_bots)
        config = config_at(standin, folder, channel or NAMELESS, poll_seconds=NEVER)
        self.service = TwitchService(
            config,
            self._hear,
            clock,
            is_bot=lambda login: is_known_bot(login, bots, channel),
            on_read=self._count,
        )
        self._heard: list[Event] = []
        self._news: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running: asyncio.Task[None] | None = None
        self._taken = 0
        self.frames = 0
        """Notifications read so far."""

    def _hear(self, event: Event) -> None:
        self._heard.append(event)
        self._wake()

    def _count(self) -> None:
        self.frames += 1
        self._wake()

    def _wake(self, *_: object) -> None:
        if not self._news.done():
            self._news.set_result(None)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[ChannelUpdated]:
        """Connect, hear and ask once whether the stream is live; yield the title as Twitch tells it."""
        self._running = asyncio.create_task(self.service.run(), name="over the wire")
        hearing = asyncio.create_task(self.service.until_hearing(), name="until it hears")
        for task in (self._running, hearing):
            task.add_done_callback(self._wake)
        try:
            await self._until(
                lambda: hearing.done() and any(isinstance(e, LiveStatusChecked) for e in self._heard)
            )
            yield self._title()
        finally:
            hearing.cancel()
            self._running.cancel()
            await asyncio.gather(hearing, self._running, return_exceptions=True)

    def _title(self) -> ChannelUpdated:
        told, self._heard = self._heard, []
        titles = [event for event in told if isinstance(event, ChannelUpdated)]
        return titles[-1] if titles else ChannelUpdated(told[-1].at, "")

    async def next(self) -> list[Event]:
        """Wait until one more frame was read, and return what it told.

        What the adapter asked of its own accord when it connected may be answered while stream
        time moved on: no such answer is taken for the present.
        """
        self._taken += 1
        await self._until(lambda: self.frames >= self._taken)
        told, self._heard = self._heard, []
        now = self._clock.now()
        return [event for event in told if not (isinstance(event, LiveStatusChecked) and event.at < now)]

    async def _until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so, or raise where the adapter ended or nothing comes any more.

        Raises:
            TwitchError: the stand-in was not heard.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not is_so():
                    if self._running is None or self._running.done():
                        break
                    await self._news
                    self._news = asyncio.get_running_loop().create_future()
        except TimeoutError as error:
            raise TwitchError("The stand-in of Twitch was no longer heard; rehearse again.") from error
        if self._running and self._running.done():
            self._running.result()


class Mouth:
    """Says lines to the stand-in and waits for their echo."""

    def __init__(self, wire: Wire) -> None:
        """Have said nothing yet."""
        self._wire = wire
        self.hear: Callable[[Event], object] = lambda _: None
        """Takes each echo."""
        self.said = 0

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        """Say one line."""
        delivery = await self._wire.service.send(text, reply_to=reply_to)
        if delivery.state is DeliveryState.SENT:
            self.said += 1
            for event in await self._wire.next():
                self.hear(event)
        return delivery


class Tally:
    """What the wire carried, and what it could not."""

    def __init__(self) -> None:
        """Have carried nothing yet."""
        self.beside: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()

    def enter_beside(self, event: Event) -> None:
        """Count an event that no Twitch tells."""
        match event:
            case MessageReceived(message=line):
                what = "a line of our own in the log" if line.is_own else "a line of an unknown chatter"
            case ChannelNoticed():
                what = f"ChannelNoticed {event.kind}"
            case _:
                what = type(event).__name__
        self.beside[what] += 1

    def compare(self, sent: Iterable[Event], heard: Iterable[Event]) -> None:
        """Count what of ``sent`` came back otherwise."""
        left = list(heard)
        for event in sent:
            twin = next((other for other in left if type(other) is type(event)), None)
            if twin is None:
                self.changed[f"{type(event).__name__} not told"] += 1
                continue
            left.remove(twin)
            if isinstance(event, MessageReceived) and isinstance(twin, MessageReceived):
                self._compare(event.message, twin.message)
                self.changed["is_first told as user_intro"] += (
                    event.message.is_first and twin.message.is_first
                )
            else:
                self._compare(event, twin)

    def _compare(self, sent: Message | Event, heard: Message | Event) -> None:
        for each in fields(sent):
            before, after = getattr(sent, each.name), getattr(heard, each.name)
            if before != after and each.name != "message":
                what = each.name if before else f"{each.name} not in the log"
                self.changed[what] += 1


class Driver:
    """Carries the row of a rehearsal's events over the wire, one after the other."""

    def __init__(self, standin: StandIn, wire: Wire, stage: Stage, tally: Tally) -> None:
        """Join the wire with the stage that decides."""
        self._standin, self._wire, self._stage, self._tally = standin, wire, stage, tally

    async def take(self, together: tuple[Event, ...]) -> None:
        """Let one thing happen at its time, hear it, and see through what follows."""
        self._stage.clock.move_to(together[0].at)
        for event in await self._heard(together):
            if self._stage.hear(event):
                await self._stage.see_through()

    async def _heard(self, together: tuple[Event, ...]) -> Iterable[Event]:
        event = together[0]
        if isinstance(event, LiveStatusChecked):
            return await self._live(event)
        if isinstance(event, schedule.MADE_BY_THE_BOT):
            return together
        if any(self._is_nobodys(each) for each in together) or not await happen(self._standin, together):
            for each in together:
                self._tally.enter_beside(each)
            return together
        heard = await self._wire.next()
        self._tally.compare(together, heard)
        return heard

    def _is_nobodys(self, event: Event) -> bool:
        """Whether it is a line Twitch cannot tell: its chatter is unknown, or it is ours already."""
        if not isinstance(event, MessageReceived):
            return False
        line = event.message
        return not line.login or line.is_own or line.login == self._standin.bot.login

    async def _live(self, status: LiveStatusChecked) -> list[Event]:
        """Hear an edge of the stream, or ask Helix at a beat of stream time."""
        if status.is_live is None:
            self._tally.enter_beside(status)
            return [status]
        if not status.is_live:
            await self._standin.go_offline()
            return await self._wire.next()
        if not self._standin.is_live or status.reason == BY_SCRIPT:
            await self._standin.go_live(*self._standin.named)
            back = await self._wire.next()
            if status.reason == BY_SCRIPT:
                return back
        told = await self._wire.service.check()
        return [replace(status, is_live=told.is_live, reason=told.reason, stream_id=told.stream_id)]


async def rehearse(plan: Plan, watch: Observer = watch_nothing) -> Result:
    """Run the whole log over the wire and return what came of it; the vault then holds its notes.

    Raises:
        UserError: the log cannot be read.
        TwitchError: the stand-in was not heard.
        VaultError: the vault is gone or cannot be written.
        ArchiveError: the journal cannot be written.
    """
    told: dict[str, object] = {}

    async def run(plan: Plan, path: Path, watch: Observer) -> Engine:
        engine, over_wire = await _run(plan, path, watch)
        told.update(over_wire)
        return engine

    result = await rehearsal.rehearsed(plan, watch, run)
    return replace(result, over_wire=told)


async def _run(plan: Plan, path: Path, watch: Observer) -> tuple[Engine, dict[str, object]]:
    clock, transcript = StreamClock(plan.transcript.started_at), plan.transcript
    opt_outs, tally = OptOuts.of(plan.house), Tally()
    engine = rehearsal.begin(plan, path, watch, opt_outs)
    with tempfile.TemporaryDirectory(prefix="chronicler-over-wire-") as folder:
        try:
            async with StandIn(clock, broadcaster=transcript.channel or NAMELESS, bot=STEWARD) as standin:
                await standin.update_channel(transcript.title, transcript.category, is_announced=False)
                wire = Wire(standin, clock, plan, Path(folder))
                mouth = Mouth(wire)
                stage = rehearsal.set_stage(plan, engine, clock, mouth, opt_outs=opt_outs)
                mouth.hear = stage.hear
                async with wire.open() as titled, watched() as stalls:
                    driver = Driver(standin, wire, stage, tally)
                    await _drive(
                        plan, driver, [e async for e in _opening(plan, standin, wire, titled)], stage
                    )
                requests = len(standin.requests)
        finally:
            engine.close()
    return engine, {
        "frames": wire.frames,
        "requests": requests,
        "lines_said": mouth.said,
        "not_told_by_twitch": dict(sorted(tally.beside.items())),
        "changed": dict(sorted((+tally.changed).items())),
        "longest_stall_ms": round(1000 * stalls.longest_seconds, 1),
    }


async def _opening(plan: Plan, standin: StandIn, wire: Wire, titled: ChannelUpdated) -> AsyncIterator[Event]:
    """Yield what is known when the stream begins; that it began is heard over the wire."""
    for event in rehearsal.opening(plan):
        match event:
            case SessionStarted():
                stream_id = await standin.go_live(titled.title, titled.category, started_at=event.at)
                yield replace(event, stream_id=stream_id, title=titled.title, category=titled.category)
            case LiveStatusChecked():
                for told in await wire.next():
                    yield told
            case _:
                yield event


async def _drive(plan: Plan, driver: Driver, opening: Iterable[Event], stage: Stage) -> None:
    for event in opening:
        await _save(plan, event)
        if stage.hear(event):
            await stage.see_through()
    for together in in_frames(schedule.read_ahead(rehearsal.row(plan))):
        await _save(plan, together[0])
        await driver.take(together)


async def _save(plan: Plan, event: Event) -> None:
    if isinstance(event, DashboardSaved):
        await asyncio.to_thread(plan.dashboard.write, event)
