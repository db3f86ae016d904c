"""Where the cost of a language model is written down.

Decides that each call enters the journal that is open as it ends, and that the hour's calls are
counted by stream time. Leaves the sums to ``agent.prompts.metering``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chronicler.agent.state import State
from chronicler.domain.events import Event, ModelCalled
from chronicler.ports import Call, Clock


@dataclass(frozen=True, slots=True)
class JournalMeter:
    """Takes calls down in the journal that is open."""

    clock: Clock
    report: Callable[[Event], object]
    """Takes an event in."""
    state: Callable[[], State]

    def calls_left(self) -> int | None:
        """Return how many more calls this hour allows; see :class:`chronicler.ports.Meter`."""
        state = self.state()
        return state.metering.calls_left(state.settings, self.clock.now())

    def called(self, call: Call) -> None:
        """Take down one call."""
        self.report(as_event(call, self.clock.now()))


def as_event(call: Call, at: datetime) -> ModelCalled:
    """Return what the journal keeps of a call that was over at ``at``."""
    return ModelCalled(
        at,
        call.purpose,
        call.model,
        call.outcome,
        call.seconds,
        call.prompt_tokens,
        call.answer_tokens,
        call.trouble,
    )
