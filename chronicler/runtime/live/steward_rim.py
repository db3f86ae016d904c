"""The Steward's way to a language model: a question goes out, an answer with all it rests on comes back.

Decides which archive the tools ask and that a question whose line is gone is put to nobody.
Leaves the turn to ``llm.tool_turn``, the tools to ``agent.steward.lookups`` and whether the answer
is said to the agent, which judges it once it is an event.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from chronicler.agent.prompts import steward as prompts_steward
from chronicler.agent.state import State
from chronicler.agent.steward import commands
from chronicler.agent.steward.lookups import PastStream, PastStreams, tools_for
from chronicler.agent.steward.tools import Toolbox
from chronicler.archive.asking.queries import sessions
from chronicler.archive.connect import connect
from chronicler.domain.actions import DraftAnswer
from chronicler.domain.chat import Message
from chronicler.domain.events import AnswerDrafted
from chronicler.domain.session import stream_date
from chronicler.errors import ArchiveError
from chronicler.llm.tool_turn import DEADLINE_SECONDS, Turned, turn
from chronicler.ports import ChatModel, Clock, Memory
from chronicler.runtime.executor import NO_MODEL
from chronicler.runtime.house import House
from chronicler.runtime.recalling.recollection import Recollection, begin_of_evening

LOG: Final = logging.getLogger(__name__)
MOST_PAST: Final = 4
GONE: Final = "the line that asked is gone"


class StewardRim:
    """Puts questions to the model of the evening."""

    def __init__(
        self,
        model: Callable[[], ChatModel | None],
        state: Callable[[], State],
        clock: Clock,
        *,
        memory: Memory,
        past: PastStreams,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        """Ask ``model`` and ``state`` anew for each question, ``memory`` and ``past`` of earlier streams."""
        self._model, self._state, self._clock = model, state, clock
        self._memory, self._past = memory, past
        self._deadline = deadline_seconds

    async def answer(self, wanted: DraftAnswer) -> AnswerDrafted:
        """Return what the model answers, with all it looked up; never raises."""
        state = self._state()
        line = next((m for m in reversed(state.room.recent) if m.message_id == wanted.message_id), None)
        turned = await self.turn(line, state) if line and line.text else Turned(error=GONE)
        return AnswerDrafted(
            self._clock.now(), wanted.question_id, turned.text, turned.links, turned.used, turned.error
        )

    async def turn(self, line: Message, state: State) -> Turned:
        """Return what comes of one turn on a line's question; never raises."""
        # Whoever asks a model first loads its library, which takes a second and must not hold the loop.
        model = await asyncio.to_thread(self._model)
        if model is None:
            return Turned(error=NO_MODEL)
        tools = tools_for(state, self._clock.now(), self._memory, self._past)
        toolbox = Toolbox(tools, commands.role_of(line))
        return await turn(
            model, toolbox, prompts_steward.material(state, line), deadline_seconds=self._deadline
        )


def steward_rim(
    house: House, model: Callable[[], ChatModel | None], state: Callable[[], State], clock: Clock
) -> StewardRim:
    """Return the Steward's rim in a house."""
    return StewardRim(
        model, state, clock, memory=Recollection(house, clock), past=lambda: past_streams(house, clock.now())
    )


async def past_streams(house: House, now: datetime) -> Sequence[PastStream]:
    """Return the latest real streams before this evening, the latest first; never raises."""
    return await asyncio.to_thread(_past_streams, house, now)


def _past_streams(house: House, now: datetime) -> Sequence[PastStream]:
    zone, before = house.settings().timezone, begin_of_evening(now, house)
    try:
        with connect(house.vault.data) as archive:
            rows = [row for row in sessions(archive) if row.is_real and row.title and row.started_at < before]
    except ArchiveError as error:
        LOG.info("No earlier titles are known: %s", error)
        return ()
    rows.sort(key=lambda row: row.started_at, reverse=True)
    return [PastStream(stream_date(r.started_at, zone), r.title, r.category) for r in rows[:MOST_PAST]]
