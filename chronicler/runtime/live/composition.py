"""The composition root of a live evening: which parts there are, and which knows which.

Decides the order in which they are made (a journal is opened as the sessions are, and asks
the vault and OBS for its first events). Leaves running them to ``runtime.live.bot``, and what each
does to the part.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chronicler.agent.state import State
from chronicler.archive.journal.header_mending import mend_headers
from chronicler.domain.events import Event
from chronicler.notes.tonight.view import TonightView
from chronicler.obs.service import ObsService
from chronicler.runtime import aftermath
from chronicler.runtime.blog.wishes import BlogWishes
from chronicler.runtime.clips.pending import PendingClips
from chronicler.runtime.dashboard.context import context_reader
from chronicler.runtime.engine import Observer
from chronicler.runtime.executor import Executor
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.house import House
from chronicler.runtime.live import tonight
from chronicler.runtime.live.afterwards import Afterwards
from chronicler.runtime.live.first_here import FirstHere
from chronicler.runtime.live.late import LateEvents
from chronicler.runtime.live.memory import memory_reader
from chronicler.runtime.live.obs_rim import make_obs
from chronicler.runtime.live.outbox import Outbox
from chronicler.runtime.live.present import Present
from chronicler.runtime.live.requests import Requests
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.sessions import Sessions
from chronicler.runtime.live.steward_rim import steward_rim
from chronicler.runtime.live.tonight_writing import TonightWriting
from chronicler.runtime.live.vault_ears import Bound, VaultEars
from chronicler.runtime.models.metering import JournalMeter
from chronicler.runtime.models.writers import ModelInForce, WritersInForce


@dataclass(frozen=True, slots=True)
class Evening:
    """What is given to a live evening from outside."""

    house: House
    channel: str
    rim: Rim
    bound: Bound | None
    """A dashboard that is in force whatever its date and status."""
    test_beside: House | None
    """The house of real streams, where this evening only tests off air, in a house of its own."""
    watch: Observer
    """Sees every event."""
    on_kept: Callable[[aftermath.Kept], None]
    on_trouble: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ways:
    """What the parts set going in the bot that runs them."""

    report: Callable[[Event], None]
    """Takes an event in."""
    start: Callable[[str, Coroutine[Any, Any, None]], None]
    """Runs a task beside the events."""
    rest: Callable[[float], Awaitable[bool]]
    """Waits so much stream time; false where it is time to stop."""
    shown: Callable[[TonightView], TonightView]
    """Returns what stands on Tonight."""


class Parts:
    """The parts of a live evening, each of which knows only what it is given here."""

    def __init__(self, evening: Evening, ways: Ways) -> None:
        """Make every part, and open the journal."""
        self._evening, self._ways = evening, ways
        house, rim = evening.house, evening.rim
        self.first_here = FirstHere(house, evening.channel)
        shown_in = evening.test_beside or house
        self.opt_outs = OptOuts.of(shown_in)
        self.tonight = TonightWriting(tonight.Keeper(shown_in), shown_in.origin, evening.on_trouble)
        self.afterwards = self._make_afterwards()
        self.late = LateEvents(self.afterwards, rest=ways.rest, start=ways.start)
        self.blog = BlogWishes(house, rim.clock, evening.on_trouble)
        self.ears = VaultEars(
            house,
            rim.clock,
            ways.report,
            evening.bound,
            newcomers=lambda: self.present.state().room.newcomers,
            on_wish=self.blog.hear,
            is_test=evening.test_beside is not None,
        )
        self.obs = self._make_obs(rim.obs_password) if rim.obs_password else None
        self._mend_journals()
        self.sessions = self._make_sessions()
        self.present = Present(self.sessions, rim)
        self.requests = self._make_requests()
        self.clips = PendingClips(
            self.requests, self.afterwards, rim.clock, start=ways.start, on_trouble=evening.on_trouble
        )
        self.model = ModelInForce(
            lambda: self.present.state().settings, JournalMeter(rim.clock, ways.report, self.present.state)
        )
        """The one model of the evening, for whoever asks one."""
        self.executor = self._make_executor()

    def _mend_journals(self) -> None:
        """Let no damaged first line keep an evening from beginning."""
        house = self._evening.house
        for told in mend_headers(house.journals, house.origin) if house.origin.is_real else ():
            self._evening.on_trouble(told)

    def _make_afterwards(self) -> Afterwards:
        house, shown = self._evening.house, self._ways.shown
        return Afterwards(
            house,
            self._evening.channel,
            shown=lambda state: shown(tonight.view_of(house, state)),
            on_kept=self._evening.on_kept,
            on_trouble=self._evening.on_trouble,
        )

    def _make_obs(self, password: Callable[[], str]) -> ObsService:
        rim = self._evening.rim
        return make_obs(
            lambda: self.sessions.engine.state,
            password,
            self._ways.report,
            rim.clock,
            on_trouble=self._evening.on_trouble,
            speed=rim.speed,
            elapsed=rim.elapsed,
        )

    def _make_sessions(self) -> Sessions:
        house = self._evening.house
        return Sessions(
            house.journals,
            self._evening.channel,
            house.origin,
            self._evening.rim.clock,
            opening=self._opening,
            on_ended=self._ended,
            watch=self._evening.watch,
            is_test=self._evening.test_beside is not None,
            admit=self.opt_outs.admit,
        )

    def _make_requests(self) -> Requests:
        return Requests(
            self._evening.rim.highlighting,
            self._evening.rim.clock,
            report=self._report_of,
            make_durable=self.present.make_durable,
            held_because=self.present.held_because,
            rest=self._ways.rest,
            words=self.present.words_of,
        )

    def _make_executor(self) -> Executor:
        house, clock = self._evening.house, self._evening.rim.clock
        return Executor(
            writers=WritersInForce(lambda: self.present.state().settings, self.model),
            outbox=self._make_outbox(),
            requests=self.requests,
            read_context=context_reader(house),
            recall=memory_reader(house, clock),
            state=self.present.state,
            clock=clock,
            report=self._ways.report,
            answer=steward_rim(house, self.model, self.present.state, clock).answer,
            opt_outs=self.opt_outs,
        )

    def _make_outbox(self) -> Outbox:
        rim = self._evening.rim
        return Outbox(
            rim.sender,
            rim.clock,
            report=self._ways.report,
            make_durable=self.present.make_durable,
            is_moderator=rim.is_moderator,
            is_shared_account=self.present.is_shared_account,
            pause=lambda seconds: asyncio.sleep(seconds / rim.speed),
        )

    # What one part tells another -------------------------------------------------------

    def _opening(self, at: datetime) -> Iterator[Event]:
        yield from self.ears.opening(at)
        if self.obs:
            yield from self.obs.opening(at)

    def _ended(self, journal: Path, state: State) -> None:
        self.first_here.one_more()
        self.ears.stream_over(state)
        self.afterwards.ended(journal, state)
        self._ways.start("after the stream", self.afterwards.keep(journal, state.settings))

    def _report_of(self, session_id: str, event: Event) -> None:
        """Take in what became of a request made for a stream, which may be over by now."""
        if session_id in ("", self.present.session_id()):
            self._ways.report(event)
        else:
            self._ways.start("after the stream", self.afterwards.add(session_id, event))
