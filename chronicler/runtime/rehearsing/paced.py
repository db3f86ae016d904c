"""Rehearsing at a chosen multiple of real time, with the vault watched as on a live stream.

Decides only how a recorded stream is put in Twitch's place; everything else is the live
bot. Byte-identity is promised at full speed, not here.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent.state import BEFORE_ALL, State
from chronicler.archive.journal.writing import journal_path, unfinished_session
from chronicler.domain.events import ChannelUpdated, DashboardSaved, Event, LiveStatusChecked, SessionEnded
from chronicler.errors import UserError
from chronicler.notes import paths
from chronicler.runtime import aftermath
from chronicler.runtime.clock import Stopwatch, StreamClock, stopwatch
from chronicler.runtime.engine import Engine, Observer, watch_nothing
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.tonight_writing import end_on_tonight
from chronicler.runtime.live.vault_ears import Bound
from chronicler.runtime.rehearsing import schedule
from chronicler.runtime.rehearsing.rehearsal import Plan, ends_at, result_of
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.stage import RehearsalSender


class PacedClock:
    """Stream time that runs ``speed`` times as fast as the wall's."""

    def __init__(self, start: datetime, speed: float, elapsed: Stopwatch = stopwatch) -> None:
        """Begin at ``start`` now."""
        self._start = start
        self._speed = speed
        self._elapsed = elapsed
        self._began = elapsed()
        self._is_held = False
        self._latest: datetime | None = None

    def now(self) -> datetime:
        """Return the present in stream time."""
        if self._is_held:
            return self._start
        at = self._start + timedelta(seconds=(self._elapsed() - self._began) * self._speed)
        if self._latest is None or at <= self._latest:
            return at
        self._began += (at - self._latest).total_seconds() / self._speed
        return self._latest

    def hold(self) -> None:
        """Stand at the start until :meth:`go`, as long as somebody is not ready to hear."""
        self._is_held = True

    def wait_at(self, latest: datetime | None) -> None:
        """Run no further than ``latest`` until told otherwise: at any speed, an answer is waited for."""
        self._latest = latest

    def go(self) -> None:
        """Run from the start, now; does nothing while it runs."""
        if self._is_held:
            self._is_held, self._began = False, self._elapsed()


@dataclass(slots=True)
class LogSource:
    """A recorded stream that reports its events when they are due."""

    plan: Plan
    clock: PacedClock
    speed: float

    async def run(self, report: Callable[[Event], None]) -> None:
        """Report everything in the log, with live checks between."""
        transcript = self.plan.transcript
        report(ChannelUpdated(transcript.started_at, transcript.title, transcript.category))
        for event in self._events():
            await self._until(event.at)
            if isinstance(event, DashboardSaved):
                await asyncio.to_thread(self.plan.dashboard.write, event)
            else:
                report(event)

    def _events(self) -> Iterator[Event]:
        transcript = self.plan.transcript
        saves = (e for e in self.plan.dashboard.events(transcript.edits(), timedelta(0)) if _is_save(e))
        row = schedule.woven(
            transcript.started_at, schedule.merged(saves, transcript.events()), ends_at(transcript)
        )
        yield LiveStatusChecked(transcript.started_at, is_live=True, started_at=transcript.started_at)
        yield from (e for e in row if not isinstance(e, schedule.MADE_BY_THE_BOT))

    async def _until(self, at: datetime) -> None:
        wait = (at - self.clock.now()).total_seconds() / self.speed
        if wait > 0:
            await asyncio.sleep(wait)


def _is_save(event: Event) -> bool:
    """A real watcher hears the file; rests and jottings follow from that."""
    return isinstance(event, DashboardSaved)


def make_way(house: House, session_id: str) -> None:
    """Remove what an earlier rehearsal of the same log left, and end any that was broken off.

    A live bot goes on with what it finds unfinished; the next rehearsal must not. A test off air
    that crashed is over on the real Tonight too.

    Raises:
        ArchiveError: a journal cannot be read or written.
        VaultError: the vault is gone or cannot be written.
    """
    journal_path(house.journals, session_id).unlink(missing_ok=True)
    while (left := unfinished_session(house.journals)) is not None:
        engine = Engine.resume(left, StreamClock(BEFORE_ALL))
        engine.feed(SessionEnded(engine.state.now, "broken_off"))
        engine.close()
        for refused in end_on_tonight(house, left, ""):
            LOG.warning("%s", refused)


LOG: Final = logging.getLogger(__name__)
STOPPED: Final = "The rehearsal was stopped before the log's end, so no notes were written of it."


async def rehearse(plan: Plan, speed: float, watch: Observer = watch_nothing, *, again: str = "") -> Result:
    """Run the log at ``speed`` times real time and return what came of it.

    Stopped before its end it names ``again``, the command that begins it anew.

    Raises:
        UserError: the log cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    began = stopwatch()
    make_way(plan.house, plan.session_id)
    clock = PacedClock(plan.transcript.started_at, speed)
    rim = Rim(LogSource(plan, clock, speed), RehearsalSender(), clock, speed)
    kept: list[aftermath.Kept] = []
    bot = Bot(
        plan.house,
        plan.transcript.channel,
        rim,
        bound=_bound(plan),
        watch=_in_session(watch),
        on_kept=kept.append,
    )
    await bot.run()
    if not kept:
        raise UserError(f"{STOPPED} To begin it anew: {again}" if again else STOPPED)
    tonight = paths.tonight(plan.house.vault.folder, plan.house.origin)
    return result_of(plan, kept[-1], stopwatch() - began, tonight)


def _in_session(watch: Observer) -> Observer:
    """What happens around the recorded stream is nobody's business."""

    def watched(event: Event, derived: Sequence[Event], state: State) -> None:
        if state.session is not None:
            watch(event, derived, state)

    return watched


def _bound(plan: Plan) -> Bound | None:
    if plan.note is None or plan.dashboard_file is None:
        return None
    file, path = plan.dashboard_file, plan.note.path
    return Bound(path, file)
