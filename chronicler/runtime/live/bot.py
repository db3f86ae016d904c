"""The running bot: services around one way in.

Decides which services run, in which order they start and stop, and that actions are carried
out beside the events. Leaves making the parts to ``runtime.live.composition``, sessions to
``runtime.live.sessions``, the vault to ``runtime.live.vault_ears``, hearing to the source and speaking
to the outbox.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from chronicler.agent import announcing
from chronicler.domain.actions import DraftAnswer, DraftLine, Recall
from chronicler.domain.chat import OPTED_OUT
from chronicler.domain.events import (
    ChatterCleared,
    Event,
    LiveStatusChecked,
    MessageReceived,
    SettingsSaved,
    Ticked,
)
from chronicler.domain.late_pattern import compile_all
from chronicler.domain.session import Origin, stream_date
from chronicler.domain.settings import Settings
from chronicler.errors import ArchiveError
from chronicler.notes.tonight.view import TonightView
from chronicler.runtime import aftermath, orders
from chronicler.runtime.engine import Observer, watch_nothing
from chronicler.runtime.forgetting import operation as forgetting
from chronicler.runtime.forgetting.beside import ForgetOnRequest
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_old_searched
from chronicler.runtime.live import tonight
from chronicler.runtime.live.before_stream import BeforeStream
from chronicler.runtime.live.beside import Beside
from chronicler.runtime.live.composition import Evening, Parts, Ways
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.sessions import Sessions
from chronicler.runtime.live.supervisor import Service, Supervisor, stop_on_signals
from chronicler.runtime.live.vault_ears import Bound
from chronicler.runtime.lock import beat
from chronicler.runtime.logins.who_speaks import Remarks
from chronicler.runtime.models.health import glance
from chronicler.runtime.recalling.remembering import embedded_stamp
from chronicler.runtime.rehearsing import schedule

LOG: Final = logging.getLogger(__name__)
LOAD_EVERY_SECONDS: Final = 60.0
BEAT_SECONDS: Final = 15.0
"""How often the bot shows that its event loop still turns."""


WITHOUT_DASHBOARD: Final = (
    "You are live without an approved dashboard; the Hearthkeeper knows Settings and tonight's "
    "talk only. Set status to approved on tonight's dashboard and it takes effect at once."
)
WITHOUT_DASHBOARD_YET: Final = (
    "No dashboard is approved for tonight yet. Make one with: chronicler dashboard new; set its status to "
    "approved before you go live. Without one the Hearthkeeper will know Settings and tonight's talk only."
)
MEANWHILE: Final = "Your own lines and silence do meanwhile; chronicler model check tells more."
PLAYED_WITHOUT_DASHBOARD: Final = (
    "No dashboard is approved for the evening that is played; the Hearthkeeper knows Settings and its talk "
    "only. --dashboard PATH plays it with one, whatever its date and status."
)


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
        self._remarks = Remarks(rim.standing, on_trouble)
        self._test_beside = test_beside
        settings = house.settings()
        self._model = (settings.model, settings.model_url)
        self._embedded = embedded_stamp(house)
        self._listed: set[tuple[str, str]] = set()
        """Stream and login of whom Settings opted out and whose earlier lines are taken out."""
        self.went_live = False
        """Whether a test ended because the stream went live."""
        self._beside = Beside(on_trouble)
        self._before = BeforeStream(house, rim.clock)
        self.parts = Parts(
            Evening(house, channel, rim, bound, test_beside, watch, on_kept, on_trouble),
            Ways(self.report, self._beside.start, self._rest, self._shown),
        )
        self._forget = ForgetOnRequest(
            house,
            rim.clock,
            self.parts.opt_outs,
            feed=self._forget_in_journal,
            make_durable=self.parts.present.make_durable,
        )
        self.supervisor = Supervisor(self._services(), self._service_failed)

    @property
    def sessions(self) -> Sessions:
        """The one open journal, and the way from one to the next."""
        return self.parts.sessions

    async def run(self) -> None:
        """Run until a signal, or until there is nothing more to hear; then stop in order.

        Raises:
            ArchiveError: no journal could be opened, so nothing more could be kept.
        """
        try:
            with stop_on_signals(self.supervisor.stopping), nothing_old_searched():
                await self.supervisor.run()
            self._beside.let_go()
            await self._beside.finish()  # what is on its way is told while its journal is open
            self.sessions.close()  # on the loop: a session that ends here has its notes written by a task
            await self._beside.finish()
        finally:  # also where it is stopped in the midst of stopping, or its journal could not be closed
            await self._tell_stopped()
        if self._fatal:
            raise self._fatal

    async def _tell_stopped(self) -> None:
        """Let Tonight say that nothing in it changes any more."""
        view = replace(self._view(), stopped_at=self._rim.clock.now())
        await self.parts.tonight.write(view, is_last=True)

    def report(self, event: Event) -> None:
        """Take an event in, and start what is to be done about it; call it on the event loop."""
        if self._test_beside and isinstance(event, LiveStatusChecked) and event.is_live:
            self.went_live = True
            self.supervisor.stopping.set()
            return
        if isinstance(event, MessageReceived) and self.sessions.engine.state.is_running:
            event = self.parts.first_here.marked(event)
        try:
            actions = self.sessions.feed(event)
        except ArchiveError as error:
            # No journal can be opened: nothing would be kept, so going on would be a lie.
            self._fatal = error
            self.supervisor.stopping.set()
            return
        self.parts.late.hear(event, self.parts.present.session_id())
        if isinstance(event, SettingsSaved):
            self._clear_listed()
            self._look_at_model(self.sessions.engine.state.settings)
        self._warn_without_dashboard()
        for action in actions:
            work = self.parts.executor.carry_out(action)
            is_draft = isinstance(action, DraftLine | DraftAnswer)
            self._beside.start(f"action {type(action).__name__}", work, is_passing=is_draft)

    def _look_at_model(self, settings: Settings) -> None:
        """Say at once where a save names a model that is not there, not when its words are missed."""
        named = (settings.model, settings.model_url)
        if named != self._model:
            self._model = named
            self._beside.start("a look at the model", self._tell_of_model(settings))

    async def _tell_of_model(self, settings: Settings) -> None:
        seen = await asyncio.to_thread(glance, settings)
        if seen is not None and not seen.is_well:
            self._on_trouble(f"The model in Settings, {settings.model}: {seen.words}. {MEANWHILE}")

    def _clear_listed(self) -> None:
        """Take out what people wrote in this stream before they were listed under ``opt_out``."""
        state = self.sessions.engine.state
        for login in state.settings.opt_out:
            if (
                login in state.room.names
                and (here := (self.parts.present.session_id(), login)) not in self._listed
            ):
                self._listed.add(here)
                self.report(ChatterCleared(self._rim.clock.now(), login, OPTED_OUT))

    def _forget_in_journal(self, event: Event) -> None:
        """Take in what a forgetting says; unlike a ban it reaches ended streams by itself."""
        self.sessions.feed(event)

    def _take_up_opt_outs(self) -> None:
        """Keep what was asked for just before the program was killed."""
        for wish in tuple(self.sessions.engine.state.asked.opting.values()):
            self._beside.start("opt-out", self.parts.executor.carry_out(wish))

    def _warn_without_dashboard(self) -> None:
        """Say it before the stream, as soon as it begins without one, and where one is taken back.

        Once while a recorded stream is played: no page made or approved for tonight has a say in it.
        """
        state = self.sessions.engine.state
        session = state.session.session_id if state.is_running and state.session else ""
        if state.desk.dashboard is not None or state.desk.pending:
            self._warned_of = None
        elif self._warned_of != session and (session or self.parts.afterwards.view is None):
            is_first, self._warned_of = self._warned_of is None, session
            if self._house.origin.is_real or self._test_beside:
                self._on_trouble(WITHOUT_DASHBOARD if session else WITHOUT_DASHBOARD_YET)
            elif is_first:
                self._on_trouble(PLAYED_WITHOUT_DASHBOARD)

    # Services, in the order in which they start ----------------------------------------

    def _services(self) -> list[Service]:
        return [
            Service("vault", self.parts.ears.listen),
            Service("tick", self._tick),
            Service("beat", self._beat),
            Service("orders", self._heed_orders),
            *([] if self._house.origin is not Origin.LIVE else [Service("forget", self._forget.heed)]),
            *([] if self._house.origin is not Origin.LIVE else [Service("blog", self.parts.blog.heed)]),
            Service("tonight", self._keep_tonight),
            Service("archive", self._load),
            *([Service("obs", self.parts.obs.run)] if self.parts.obs else []),
            Service("source", self._listen),
        ]

    async def _heed_orders(self) -> None:
        await orders.heed(self._held.data, self._rim.clock, self.report)

    @property
    def _held(self) -> House:
        """The house whose lock is held: where another terminal looks for the running bot."""
        return self._test_beside or self._house

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(schedule.TICK.total_seconds() / self._rim.speed)
            self.tick()

    async def _beat(self) -> None:
        while True:
            beat(self._held.data)
            await asyncio.sleep(BEAT_SECONDS)

    def tick(self) -> None:
        """Let time pass; between streams only where the announcement post falls due."""
        state, now = self.sessions.engine.state, self._rim.clock.now()
        if state.is_running or announcing.due_for(state, now):
            self.report(Ticked(now))
        self._recall_again()

    def _recall_again(self) -> None:
        """Ask again where the theme was touched before, once more was embedded since it was asked."""
        stamp, board = embedded_stamp(self._house), self.sessions.engine.state.desk.dashboard
        if stamp == self._embedded or not self._house.origin.is_real:
            return
        self._embedded = stamp
        if board is not None and board.theme:
            work = self.parts.executor.carry_out(Recall(board.theme, board.topics))
            self._beside.start("a look at memory", work)

    async def _keep_tonight(self) -> None:
        while True:
            self._remarks.look()
            await asyncio.sleep(tonight.LOOK_EVERY_SECONDS)
            if not self.sessions.engine.state.is_running:
                await self._before.look()
            await self.parts.tonight.look(self._view())

    def _view(self) -> TonightView:
        engine = self.sessions.engine
        standing = self._rim.standing()
        warnings = (*((engine.trouble,) if engine.trouble else ()), *standing.remarks)
        ended = self.parts.afterwards.view
        if not engine.state.is_running and ended and self._is_tonight(ended):
            return replace(tonight.after_the_stream(ended, engine.state), drafts=self.parts.blog.receipts)
        view = tonight.view_of(self._house, engine.state, warnings=warnings, now=self._rim.clock.now())
        return self._shown(
            replace(view, accounts=standing.words, memory=self._before.told, drafts=self.parts.blog.receipts)
        )

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
        self._beside.start("patterns", asyncio.to_thread(compile_all), is_passing=True)
        await self.parts.late.catch_up(self._rim.clock.now())
        if await asyncio.to_thread(forgetting.is_cut_short, self._house):
            self._on_trouble(forgetting.CUT_SHORT)
        self._clear_listed()
        self._take_up_opt_outs()
        await self._look_for_clips()
        await self.parts.first_here.learn(self.parts.present.session_id())
        await self._rim.source.run(self.report)
        await self._beside.finish()
        self.sessions.end_now("log_ended")
        self.supervisor.stopping.set()

    async def _look_for_clips(self) -> None:
        """Go on looking for the clips that were being made when the program stopped."""
        self.parts.clips.look(self.parts.present.session_id(), self.sessions.engine.state.highlights.pending)
        if self._rim.highlighting and not self._test_beside:
            await self.parts.clips.look_back(self._house.journals)

    async def _rest(self, seconds: float) -> bool:
        """Wait so much stream time; return false at once where it is time to stop."""
        stopping = asyncio.create_task(self.supervisor.stopping.wait(), name="until stopping")
        await asyncio.wait({stopping}, timeout=seconds / self._rim.speed)
        stopping.cancel()
        return not self.supervisor.stopping.is_set()

    def _service_failed(self, service: Service) -> None:
        self._on_trouble(
            service.last_error
            if service.is_foreseen
            else f"{service.name} stopped ({service.last_error}) and starts again: see chronicler -v run"
        )
