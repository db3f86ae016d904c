"""The rim: carries actions out and brings their outcomes back as events.

Decides which adapter an action goes to and what follows when a model fails (the written
lines take over). Leaves when to act to ``agent`` and how to each adapter.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Final

from chronicler.agent import hearthkeeper, live_gate
from chronicler.agent.hearth import MODE as HEARTHKEEPER
from chronicler.agent.state import State
from chronicler.domain.actions import Action, DraftLine, MakeClip, MarkStream, ReadContext, Recall, SendLine
from chronicler.domain.events import (
    Candidate,
    ContextRead,
    Event,
    LineDrafted,
    MemoryRead,
)
from chronicler.errors import ModelError, VaultError
from chronicler.ports import Clock, LineWriter
from chronicler.runtime.outbox import Outbox
from chronicler.runtime.requests import Requests

LOG: Final = logging.getLogger(__name__)

Report = Callable[[Event], None]
ContextReader = Callable[[Sequence[str]], Awaitable[tuple[Sequence[str], Sequence[str]]]]
"""Sentences of the linked notes, and the links that lead nowhere."""


MemoryReader = Callable[[Recall], Awaitable[Sequence[str]]]
"""Sentences about earlier evenings near a theme."""


class Executor:
    """Carries out one action at a time; call it from as many tasks as there are actions."""

    def __init__(
        self,
        *,
        writers: Iterable[LineWriter],
        outbox: Outbox,
        requests: Requests,
        read_context: ContextReader,
        recall: MemoryReader,
        state: Callable[[], State],
        clock: Clock,
        report: Report,
    ) -> None:
        """Join the adapters.

        Args:
            writers: who finds words, in order, asked for anew each time; the next where one fails.
            outbox: the one way into chat.
            requests: asks for markers and clips.
            read_context: reads linked notes.
            recall: finds earlier evenings near a theme; nothing where there is no archive.
            state: returns the present state, to check again before a line leaves.
            clock: stamps outcomes.
            report: takes each outcome back in.
        """
        self._writers = writers
        self._outbox = outbox
        self._requests = requests
        self._read_context = read_context
        self._recall = recall
        self._state = state
        self._clock = clock
        self._report = report

    def carry_out(self, action: Action) -> Coroutine[Any, Any, None]:
        """Do what was asked and report what became of it; never raises for an outcome.

        The stream that is on as it is called is the one it is done for.
        """
        return self._carry_out(action, self._session_id())

    async def _carry_out(self, action: Action, session_id: str) -> None:
        match action:
            case DraftLine():
                await self._draft(action)
            case SendLine():
                await self._outbox.deliver(action, lambda: self._dropped_because(action, session_id))
            case ReadContext():
                await self._read(action)
            case Recall():
                sentences = await self._recall(action)
                self._report(MemoryRead(self._clock.now(), tuple(sentences)))
            case MarkStream():
                await self._requests.mark(action, session_id)
            case MakeClip():
                await self._requests.clip(action, session_id)

    def _session_id(self) -> str:
        session = self._state().session
        return session.session_id if session else ""

    async def _draft(self, request: DraftLine) -> None:
        candidates: list[Candidate] = []
        errors: list[str] = []
        for writer in self._writers:
            try:
                candidates.extend(await writer.draft(request))
            except ModelError as error:
                LOG.warning("No words from the model: %s", error)
                errors.append(str(error))
        trouble = "" if candidates else "; ".join(errors)
        self._report(LineDrafted(self._clock.now(), request.draft_id, tuple(candidates), trouble))

    async def _read(self, request: ReadContext) -> None:
        try:
            sentences, missing = await self._read_context(request.links)
        except VaultError as error:
            LOG.warning("The context notes could not be read: %s", error)
            sentences, missing = (), request.links
        self._report(ContextRead(self._clock.now(), tuple(sentences), tuple(missing)))

    def _dropped_because(self, line: SendLine, session_id: str) -> str | None:
        state, now = self._state(), self._clock.now()
        if self._session_id() not in ("", session_id):
            return "another_stream"
        if line.mode == HEARTHKEEPER:
            return hearthkeeper.dropped_because(state, line, now)
        return live_gate.closed_because(state, now)
