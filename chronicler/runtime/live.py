"""The running bot: services around one way in.

Decides which services run, in which order they start and stop, and that actions are carried
out beside the events, so that a slow model never delays chat, journal or a reload. Leaves
sessions to ``runtime.sessions``, the vault to ``runtime.vault_ears``, hearing to the source
and speaking to the outbox.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from chronicler.agent import live_gate
from chronicler.agent.state import State
from chronicler.domain.actions import MarkStream
from chronicler.domain.events import Event, LiveStatusChecked, MessageReceived, Ticked
from chronicler.domain.session import stream_date
from chronicler.errors import ArchiveError, VaultError
from chronicler.notes.tonight_view import TonightView
from chronicler.obs.service import ObsService
from chronicler.ports import ChatSender, Clock, Highlighting
from chronicler.runtime import aftermath, orders, schedule, tonight
from chronicler.runtime.afterwards import Afterwards
from chronicler.runtime.clock import Stopwatch, stopwatch
from chronicler.runtime.context import context_reader
from chronicler.runtime.engine import Observer, watch_nothing
from chronicler.runtime.executor import Executor
from chronicler.runtime.first_here import FirstHere
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_old_searched
from chronicler.runtime.late import LateEvents
from chronicler.runtime.memory import memory_reader
from chronicler.runtime.obs_rim import make_obs
from chronicler.runtime.outbox import Outbox
from chronicler.runtime.pending_clips import PendingClips
from chronicler.runtime.requests import Requests
from chronicler.runtime.sessions import Sessions
from chronicler.runtime.supervisor import Service, Supervisor, stop_on_signals
from chronicler.runtime.vault_ears import Bound, VaultEars
from chronicler.runtime.who_speaks import Standing
from chronicler.runtime.writers import WritersInForce

LOG: Final = logging.getLogger(__name__)
LOAD_EVERY_SECONDS: Final = 60.0


WITHOUT_DASHBOARD: Final = (
    "You are live without an approved dashboard; the Hearthkeeper knows Settings and tonight's "
    "talk only. Set status to approved on tonight's dashboard and it takes effect at once."
)
WITHOUT_DASHBOARD_YET: Final = (
    "No dashboard is approved for tonight yet. Make one with: chronicler dashboard new; set its status to "
    "approved before you go live. Without one the Hearthkeeper will know Settings and tonight's talk only."
)


class Source(Protocol):
    """Where a stream is heard: Twitch, its stand-in, or a log on a running clock."""

    async def run(self, report: Callable[[Event], None]) -> None:
        """Report events until cancelled; returning means that there is nothing more to hear."""
        ...


@dataclass(frozen=True, slots=True)
class Rim:
    """What the bot hears and speaks through."""

    source: Source
    sender: ChatSender
    clock: Clock
    """The present, in stream time."""
    speed: float = 1.0
    """Stream seconds a wall second."""
    highlighting: Highlighting | None = None
    """Makes markers and clips; ``None`` where nothing is broadcast."""
    is_moderator: Callable[[], bool] = lambda: False
    """Whether the login in use is known to be a moderator's or the streamer's own."""
    obs_password: Callable[[], str] | None = None
    """Asks for OBS's password, blocking; ``None`` where nobody speaks, as in a recording."""
    elapsed: Stopwatch = stopwatch
    """Wall seconds, by which speech is measured."""
    standing: Callable[[], Standing] = Standing
    """Which accounts are used, and what will not work with them."""
    is_shared_account: Callable[[], bool] = lambda: False
    """Whether the login in use is the streamer's own."""


class Bot:
    """Everything that runs while the streamer streams."""

    def __init__(
        self,
        house: House,
        channel: str,
        rim: Rim,
        *,
        bound: Bound | None = None,
        test_beside: House | None = None,
        watch: Observer = watch_nothing,
        on_kept: Callable[[aftermath.Kept], None] = lambda _: None,
        on_trouble: Callable[[str], None] = LOG.warning,
    ) -> None:
        """Join the house with a rim.

        Args:
            house: vault, data and settings.
            channel: login of the channel.
            rim: what the bot hears and speaks through.
            bound: a dashboard that is in force whatever its date and status.
            test_beside: the house of real streams, where this bot only tests off air, in a house
                of its own; it ends as soon as the stream goes live.
            watch: sees every event.
            on_kept: told what was kept of each session that ended.
            on_trouble: told, in one sentence, what went wrong.
        """
        self._house, self._rim, self._on_trouble = house, rim, on_trouble
        self._fatal: ArchiveError | None = None
        self._warned_of: str | None = None
        """The stream, or none yet (empty), for which a missing dashboard was told."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._remarked: set[str] = set()
        """What was told of the accounts."""
        self._test_beside = test_beside
        self.went_live = False
        """Whether a test ended because the stream went live."""
        self._first_here = FirstHere(house, channel)
        self._tonight = tonight.Keeper(test_beside or house)
        self._afterwards = Afterwards(
            house,
            channel,
            shown=lambda state: self._shown(tonight.view_of(house, state)),
            on_kept=on_kept,
            on_trouble=on_trouble,
        )
        self._late = LateEvents(self._afterwards, rest=self._rest, start=self._start)
        self._ears = VaultEars(
            house, rim.clock, self.report, bound, newcomers=lambda: self.sessions.engine.state.room.newcomers
        )
        self._obs = self._make_obs(rim.obs_password) if rim.obs_password else None
        self.sessions = Sessions(
            house.journals,
            channel,
            house.origin,
            rim.clock,
            opening=self._opening,
            on_ended=self._session_ended,
            watch=watch,
            is_test=test_beside is not None,
        )
        outbox = Outbox(
            rim.sender,
            rim.clock,
            report=self.report,
            make_durable=self._make_durable,
            is_moderator=rim.is_moderator,
            is_shared_account=self._is_shared_account,
            pause=lambda seconds: asyncio.sleep(seconds / rim.speed),
        )
        self._requests = Requests(
            rim.highlighting,
            rim.clock,
            report=self._report_of,
            make_durable=self._make_durable,
            held_because=self._held_because,
            rest=self._rest,
            words=self._words_of,
        )
        self._clips = PendingClips(
            self._requests, self._afterwards, rim.clock, start=self._start, on_trouble=on_trouble
        )
        self._executor = Executor(
            writers=WritersInForce(lambda: self.sessions.engine.state.settings),
            outbox=outbox,
            requests=self._requests,
            read_context=context_reader(house),
            recall=memory_reader(house, rim.clock),
            state=lambda: self.sessions.engine.state,
            clock=rim.clock,
            report=self.report,
        )
        self.supervisor = Supervisor(self._services(), self._service_failed)

    def _make_obs(self, password: Callable[[], str]) -> ObsService:
        return make_obs(
            lambda: self.sessions.engine.state,
            password,
            self.report,
            self._rim.clock,
            on_trouble=self._on_trouble,
            speed=self._rim.speed,
            elapsed=self._rim.elapsed,
        )

    def _opening(self, at: datetime) -> Iterator[Event]:
        yield from self._ears.opening(at)
        if self._obs:
            yield from self._obs.opening(at)

    async def run(self) -> None:
        """Run until a signal, or until there is nothing more to hear; then stop in order.

        Raises:
            ArchiveError: no journal could be opened, so nothing more could be kept.
        """
        with stop_on_signals(self.supervisor.stopping), nothing_old_searched():
            await self.supervisor.run()
        await self._finish()  # what is on its way is told while its journal is open
        self.sessions.close()  # on the loop: a session that ends here has its notes written by a task
        await self._finish()
        try:
            await asyncio.to_thread(self._tonight.write, self._view())
        except VaultError as error:
            self._on_trouble(f"Tonight could not be written: {error}")
        if self._fatal:
            raise self._fatal

    def report(self, event: Event) -> None:
        """Take an event in, and start what is to be done about it; call it on the event loop."""
        if self._test_beside and isinstance(event, LiveStatusChecked) and event.is_live:
            self.went_live = True
            self.supervisor.stopping.set()
            return
        if isinstance(event, MessageReceived) and self.sessions.engine.state.is_running:
            event = self._first_here.marked(event)
        try:
            actions = self.sessions.feed(event)
        except ArchiveError as error:
            # No journal can be opened: nothing would be kept, so going on would be a lie.
            self._fatal = error
            self.supervisor.stopping.set()
            return
        self._late.hear(event, self._session_id())
        self._warn_without_dashboard()
        for action in actions:
            self._start(f"action {type(action).__name__}", self._executor.carry_out(action))

    def _report_of(self, session_id: str, event: Event) -> None:
        """Take in what became of a request made for a stream, which may be over by now."""
        if session_id in ("", self._session_id()):
            self.report(event)
        else:
            self._start("after the stream", self._afterwards.add(session_id, event))

    def _session_id(self) -> str:
        session = self.sessions.engine.state.session
        return session.session_id if session else ""

    def _held_because(self, session_id: str) -> str | None:
        """Return why nothing may be asked of Twitch for a stream: it is over, or not live now."""
        if session_id != self._session_id():
            return live_gate.NOT_LIVE
        return live_gate.off_air_because(self.sessions.engine.state, self._rim.clock.now())

    def _words_of(self, wanted: MarkStream) -> str:
        marker = self.sessions.engine.state.highlights.markers.get(wanted.request_id)
        return marker.description if marker else wanted.description

    def _warn_without_dashboard(self) -> None:
        """Say it before the stream, as soon as it begins without one, and where one is taken back."""
        state = self.sessions.engine.state
        session = state.session.session_id if state.is_running and state.session else ""
        if state.desk.dashboard is not None or state.desk.pending:
            self._warned_of = None
        elif self._warned_of != session and (session or self._afterwards.view is None):
            self._warned_of = session
            self._on_trouble(WITHOUT_DASHBOARD if session else WITHOUT_DASHBOARD_YET)

    # Services, in the order in which they start ----------------------------------------

    def _services(self) -> list[Service]:
        return [
            Service("vault", self._ears.listen),
            Service("tick", self._tick),
            Service("orders", self._heed_orders),
            Service("tonight", self._keep_tonight),
            Service("archive", self._load),
            *([Service("obs", self._obs.run)] if self._obs else []),
            Service("source", self._listen),
        ]

    async def _heed_orders(self) -> None:
        # Where another terminal looks for the running bot: beside its lock.
        await orders.heed((self._test_beside or self._house).data, self._rim.clock, self.report)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(schedule.TICK.total_seconds() / self._rim.speed)
            if self.sessions.engine.state.is_running:
                self.report(Ticked(self._rim.clock.now()))

    def _remark(self) -> None:
        """Tell each thing that will not work with these accounts, once."""
        for remark in self._rim.standing().remarks:
            if remark not in self._remarked:
                self._remarked.add(remark)
                self._on_trouble(remark)

    async def _keep_tonight(self) -> None:
        while True:
            self._remark()
            await asyncio.sleep(tonight.LOOK_EVERY_SECONDS)
            view = self._view()
            if self._tonight.is_due(view):
                await asyncio.to_thread(self._tonight.write, view)

    def _view(self) -> TonightView:
        engine = self.sessions.engine
        standing = self._rim.standing()
        warnings = (*((engine.trouble,) if engine.trouble else ()), *standing.remarks)
        ended = self._afterwards.view
        if not engine.state.is_running and ended and self._is_tonight(ended):
            receipts = (*ended.settings_receipts, *tonight.settings_receipts(engine.state))
            return replace(
                ended,
                settings_receipts=receipts,
                is_offline_test=engine.state.settings.offline_test,
            )
        view = tonight.view_of(self._house, engine.state, warnings=warnings)
        return self._shown(replace(view, accounts=standing.words))

    def _shown(self, view: TonightView) -> TonightView:
        """Return what stands on Tonight: a test off air is shown where the streamer looks."""
        if self._test_beside is None or view.session is None:
            return view
        origin = self._test_beside.origin
        return replace(view, session=replace(view.session, origin=origin), origin=origin)

    def _is_tonight(self, ended: TonightView) -> bool:
        """Whether a stream that is over still belongs to the evening of this moment."""
        zone = ended.timezone
        began_at = ended.session.started_at if ended.session else self._rim.clock.now()
        return stream_date(began_at, zone) == stream_date(self._rim.clock.now(), zone)

    async def _load(self) -> None:
        while True:
            await asyncio.sleep(LOAD_EVERY_SECONDS)
            await asyncio.to_thread(aftermath.load, self._house)

    async def _listen(self) -> None:
        await self._late.catch_up(self._rim.clock.now())
        await self._look_for_clips()
        await self._first_here.learn(self._session_id())
        await self._rim.source.run(self.report)
        await self._finish()
        self.sessions.end_now("log_ended")
        self.supervisor.stopping.set()

    async def _look_for_clips(self) -> None:
        """Go on looking for the clips that were being made when the program stopped."""
        self._clips.look(self._session_id(), self.sessions.engine.state.highlights.pending)
        if self._rim.highlighting and not self._test_beside:
            await self._clips.look_back(self._house.journals)

    async def _rest(self, seconds: float) -> bool:
        """Wait so much stream time; return false at once where it is time to stop."""
        stopping = asyncio.create_task(self.supervisor.stopping.wait(), name="until stopping")
        await asyncio.wait({stopping}, timeout=seconds / self._rim.speed)
        stopping.cancel()
        return not self.supervisor.stopping.is_set()

    # Beside the events -----------------------------------------------------------------

    async def _make_durable(self) -> None:
        engine = self.sessions.engine
        await asyncio.to_thread(engine.journal.sync)
        if engine.trouble:
            # What the journal refused is in memory only, even if there is room again by now.
            raise ArchiveError(engine.trouble)

    def _is_shared_account(self) -> bool:
        """Whether lines must be marked: by Settings, or because the login is the streamer's own."""
        return self.sessions.engine.state.settings.shared_account or self._rim.is_shared_account()

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_trouble(f"{task.get_name()} failed: {error}")

    async def _finish(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _session_ended(self, journal: Path, state: State) -> None:
        self._first_here.one_more()
        self._afterwards.ended(journal, state)
        self._start("after the stream", self._afterwards.keep(journal, state.settings))

    def _service_failed(self, service: Service) -> None:
        self._on_trouble(f"{service.name} stopped ({service.last_error}) and starts again")
