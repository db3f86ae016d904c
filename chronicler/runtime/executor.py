"""The rim: carries actions out and brings their outcomes back as events.

Decides which adapter an action goes to and what follows when a model fails (the written
lines take over). Leaves when to act to ``agent`` and how to each adapter.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chronicler.agent.hearthkeeper import hearthkeeper
from chronicler.agent.hearthkeeper.hearth import MODE as HEARTHKEEPER
from chronicler.agent.state import State
from chronicler.agent.steward import answering
from chronicler.domain.actions import (
    Action,
    DraftAnswer,
    DraftLine,
    KeepOptOut,
    MakeClip,
    MarkStream,
    ReadContext,
    Recall,
    SendLine,
)
from chronicler.domain.chat import OPTED_OUT
from chronicler.domain.events import (
    AnswerDrafted,
    Candidate,
    ChatterCleared,
    ContextRead,
    EarlierMoment,
    Event,
    LineDrafted,
    MemoryRead,
    OptOutKept,
    OwnPassage,
)
from chronicler.errors import ArchiveError, ModelError, VaultError
from chronicler.ports import Clock, LineWriter
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.live.outbox import Outbox
from chronicler.runtime.live.requests import Requests

LOG: Final = logging.getLogger(__name__)

NO_MODEL: Final = "no language model can be asked; look at the setting model"
Report = Callable[[Event], None]
ContextReader = Callable[[Sequence[str]], Awaitable[tuple[Sequence[str], Sequence[str]]]]
"""Sentences of the linked notes, and the links that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What memory tells of a theme."""

    sentences: Sequence[str] = ()
    moments: Sequence[EarlierMoment] = ()
    passages: Sequence[OwnPassage] = ()
    """Of the streamer's own notes; these are shown on Tonight and said to nobody."""


MemoryReader = Callable[[Recall], Awaitable[Recalled]]
"""Returns sentences about earlier evenings near a theme, and places where it was touched."""


Answerer = Callable[[DraftAnswer], Awaitable[AnswerDrafted]]
"""What a model answers, with all it looked up; never raises."""


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
        opt_outs: OptOuts | None = None,
        answer: Answerer | None = None,
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
            opt_outs: keeps whose words are not kept; by default for this run only.
            answer: puts a question to the language model; by default there is none.
        """
        self._writers = writers
        self._outbox = outbox
        self._requests = requests
        self._read_context = read_context
        self._recall = recall
        self._state = state
        self._clock = clock
        self._report = report
        self._ask = answer
        self._opt_outs = opt_outs or OptOuts()

    def carry_out(self, action: Action) -> Coroutine[Any, Any, None]:
        """Do what was asked and report what became of it; never raises for an outcome.

        The stream that is on as it is called is the one it is done for.
        """
        if isinstance(action, KeepOptOut):
            self._opt_outs.change(
                action, self._session_id(), self._clock.now()
            )  # the very next line is theirs already
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
                found = await self._recall(action)
                told = tuple(found.sentences), tuple(found.moments), tuple(found.passages)
                self._report(MemoryRead(self._clock.now(), *told))
            case MarkStream():
                await self._requests.mark(action, session_id)
            case MakeClip():
                await self._requests.clip(action, session_id)
            case KeepOptOut():
                await self._keep_opt_out(action, session_id)
            case DraftAnswer():
                self._report(await self._answer(action))

    async def _answer(self, wanted: DraftAnswer) -> AnswerDrafted:
        if self._ask is None:
            return AnswerDrafted(self._clock.now(), wanted.question_id, error=NO_MODEL)
        return await self._ask(wanted)

    async def _keep_opt_out(self, wish: KeepOptOut, session_id: str) -> None:
        name, problem = wish.login, ""
        if wish.is_out:
            name = self._opt_outs.neutral(wish.login, wish.chatter_id, session_id)
            self._report(ChatterCleared(self._clock.now(), wish.login, OPTED_OUT))
        try:
            await asyncio.to_thread(self._opt_outs.keep)
        except ArchiveError as error:
            LOG.warning("An opt-out counts until this program ends, and no longer: %s", error)
            problem = str(error)
        self._report(OptOutKept(self._clock.now(), wish.message_id, wish.is_out, name, problem))

    def _session_id(self) -> str:
        session = self._state().session
        return session.session_id if session else ""

    async def _draft(self, request: DraftLine) -> None:
        candidates: list[Candidate] = []
        errors: list[str] = []
        # Whoever asks a model first loads its library, which takes a second and must not hold the loop.
        for writer in await asyncio.to_thread(tuple, self._writers):
            try:
                candidates.extend(await writer.draft(request))
            except ModelError as error:
                LOG.info("No words from the model: %s", error)  # the meter tells of it once
                errors.append(str(error))
        self._report(LineDrafted(self._clock.now(), request.draft_id, tuple(candidates), "; ".join(errors)))

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
        return answering.dropped_because(state, line, now)
