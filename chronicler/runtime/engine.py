"""One journal, one state, one way in: the same for live, rehearsal and restart.

Decides that every input is folded, judged and journaled together with what was derived
from it, before any of it is acted upon. Leaves judging to ``agent.orchestrator`` and
acting to ``runtime.executor``.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Self

from chronicler import __version__
from chronicler.agent.moments import highlights
from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.archive.journal.writing import Journal, read_journal
from chronicler.domain.actions import Action
from chronicler.domain.events import (
    ActionQueued,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    ProgramStarted,
)
from chronicler.errors import ArchiveError
from chronicler.ports import Clock
from chronicler.runtime.forgetting.opt_outs import Admit, as_it_is

LOG: Final = logging.getLogger(__name__)
NOT_RUNNING: Final = "the Chronicler was not running"
"""Why chat was not heard."""

Observer = Callable[[Event, Sequence[Event], State], None]
"""Called with an input, what was derived from it, and the state after both."""


def watch_nothing(event: Event, derived: Sequence[Event], state: State) -> None:
    """Observe nothing."""


class Engine:
    """Feeds events into a state and its journal."""

    def __init__(
        self,
        journal: Journal,
        state: State | None = None,
        watch: Observer = watch_nothing,
        *,
        batch: int = 1,
        admit: Admit = as_it_is,
    ) -> None:
        """Go on from ``state``, which must be the fold of what the journal holds already.

        Each event is kept as ``admit`` returns it. Events are handed to the journal ``batch`` at a
        time; more than one only where nothing is lost by waiting.
        """
        self.journal = journal
        self.trouble = ""
        """Why the journal cannot be written at present; empty while it can."""
        self._orchestrator = Orchestrator(state)
        self._watch = watch
        self._backlog: list[Event] = []
        self._batch = batch
        self._admit = admit

    @classmethod
    def resume(
        cls, path: Path, clock: Clock, watch: Observer = watch_nothing, *, admit: Admit = as_it_is
    ) -> Self:
        """Take up a journal after a stop or a crash: fold everything, decide nothing.

        A line whose sending had begun but whose outcome is not known becomes ``unknown``:
        it is never sent again, and it starts the cooldown. One that had not begun expires.
        """
        written = read_journal(path)
        state = State.fold(event for _, event in written)
        engine = cls(Journal.open(path, written.header), state, watch, admit=admit)
        last_at = state.now
        now = max(clock.now(), last_at)
        engine.feed(ProgramStarted(now, __version__, is_resumed=True))
        engine.feed(HearingGapRecorded(now, last_at, NOT_RUNNING))
        for prompt in tuple(state.hearth.prompts):
            if prompt.state is None:
                engine.feed(_after_crash(state, prompt.line_id, engine))
        for told in highlights.after_crash(state.highlights, now):
            engine.feed(told)
        for line_id in tuple(state.asked.on_their_way):
            engine.feed(_after_crash(state, line_id, engine))
        return engine

    @property
    def state(self) -> State:
        """The present state; read it, never change it."""
        return self._orchestrator.state

    def feed(self, event: Event) -> list[Action]:
        """Fold an input, journal it with what follows from it, and return what is to be done."""
        event = self._admit(event, self._orchestrator.state)
        derived = self._orchestrator.handle(event)
        self._backlog.append(event)
        self._backlog += derived
        if len(self._backlog) >= self._batch:
            self._write_down()
        self._watch(event, derived, self._orchestrator.state)
        if not derived:
            return []  # as after most lines
        return [d.action for d in derived if isinstance(d, ActionQueued)]

    def _write_down(self) -> None:
        try:
            self.journal.append(self._backlog)
        except ArchiveError as error:
            # Kept in memory and appended again with the next event: a full disk must not
            # stop the room from being heard. Sending waits, since an intent must be durable.
            self.trouble = str(error)
            LOG.warning("%s", error)
        else:
            self._backlog.clear()
            self.trouble = ""

    def close(self) -> None:
        """Write everything down and let go of the journal.

        Raises:
            ArchiveError: it could not be written; closing can be tried again.
        """
        self.journal.sync()
        if self._backlog:
            self.journal.append(self._backlog)
            self._backlog.clear()
        self.journal.close()


def _after_crash(state: State, line_id: str, engine: Engine) -> DeliveryReported:
    was_attempted = line_id in state.hearth.attempted
    outcome = DeliveryState.UNKNOWN if was_attempted else DeliveryState.EXPIRED
    return DeliveryReported(engine.state.now, line_id, outcome, reason="the Chronicler stopped meanwhile")
