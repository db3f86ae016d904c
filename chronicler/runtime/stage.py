"""One session on its way: events in, actions out, outcomes back in, one after another.

Decides that every outcome is taken in before the next event of a rehearsal, so that two
rehearsals of a log are the same; leaves pacing to whoever calls.
"""

from collections import deque
from collections.abc import Iterable

from chronicler.domain.actions import Action
from chronicler.domain.events import DeliveryState, Event
from chronicler.ports import ChatSender, Delivery, LineWriter
from chronicler.runtime.clock import StreamClock
from chronicler.runtime.engine import Engine
from chronicler.runtime.executor import Answerer, ContextReader, Executor, MemoryReader
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.live.outbox import Outbox
from chronicler.runtime.live.requests import Requests


class RehearsalSender:
    """A chat that takes every line and shows it to nobody."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._said = 0

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        """Take one line."""
        del text, reply_to
        self._said += 1
        return Delivery(DeliveryState.SENT, message_id=f"rehearsed-{self._said}")


class Stage:
    """Carries a rehearsal's events through the engine and its actions to their outcomes."""

    def __init__(
        self,
        engine: Engine,
        clock: StreamClock,
        writers: Iterable[LineWriter],
        read_context: ContextReader,
        recall: MemoryReader,
        *,
        answer: Answerer | None = None,
        sender: ChatSender | None = None,
        opt_outs: OptOuts | None = None,
    ) -> None:
        """Join an engine with a rim; without a ``sender`` every line is delivered at once."""
        self._engine = engine
        self.clock = clock
        self._waiting: deque[Action] = deque()
        outbox = Outbox(sender or RehearsalSender(), clock, report=self._report, make_durable=_at_once)
        self._executor = Executor(
            writers=writers,
            outbox=outbox,
            requests=Requests(
                None,
                clock,
                report=lambda _session_id, event: self._report(event),
                make_durable=_at_once,
                held_because=lambda _session_id: None,
                rest=_never,
            ),
            read_context=read_context,
            recall=recall,
            state=lambda: engine.state,
            clock=clock,
            report=self._report,
            answer=answer,
            opt_outs=opt_outs,
        )

    def hear(self, event: Event) -> bool:
        """Feed one event and return whether anything is to be done about it."""
        self.clock.move_to(event.at)
        if actions := self._engine.feed(event):
            self._waiting.extend(actions)
        return bool(self._waiting)

    async def see_through(self) -> None:
        """Carry out every action that waits, and those that follow from its outcome."""
        while self._waiting:
            await self._executor.carry_out(self._waiting.popleft())

    def _report(self, event: Event) -> None:
        self._waiting.extend(self._engine.feed(event))


async def _never(seconds: float) -> bool:
    """Wait for no clip: a rehearsal makes none."""
    del seconds
    return False


async def _at_once() -> None:
    """Wait for nothing: a rehearsal that crashes is rehearsed again."""
