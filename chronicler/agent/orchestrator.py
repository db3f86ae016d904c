"""From one event to everything decided about it.

Decides the order in which the modes are asked and which decisions are worth a journal
line: one where a mode acts or its reason differs from its last; repeats are counted and
carried by the next line. Leaves folding to ``agent.state`` and each judgement to its mode.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from chronicler.agent import announcing, control, theme
from chronicler.agent.hearthkeeper import hearthkeeper, silence
from chronicler.agent.hearthkeeper.hearth import MODE as HEARTHKEEPER
from chronicler.agent.moments import moments
from chronicler.agent.state import State
from chronicler.agent.steward import steward
from chronicler.agent.warden import watch
from chronicler.domain.events import DecisionMade, Event, SessionEnded

Decide = Callable[[State, Event], Iterable[Event]]


BEFORE: Final = (silence, control)
"""Asked before the event is folded: they judge what it puts an end to."""
MODES: Final = (theme, announcing, steward, watch, moments, hearthkeeper)
"""Asked once the event is folded, in this order; each sees what those before it derived."""
_NOBODY: Final[tuple[tuple[Decide, ...], tuple[Decide, ...]]] = ((), ())
_ASKED: Final[dict[type[Event], tuple[tuple[Decide, ...], tuple[Decide, ...]]]] = {
    heard: (
        tuple(mode.decide for mode in BEFORE if heard in mode.HEARS),
        tuple(mode.decide for mode in MODES if heard in mode.HEARS),
    )
    for heard in frozenset().union(*(mode.HEARS for mode in (*BEFORE, *MODES)))
}
"""Who is asked about each type of event, before it is folded and after."""


class Orchestrator:
    """Folds inputs into a state and returns what the modes derive from each."""

    def __init__(self, state: State | None = None) -> None:
        """Begin with an empty state, or with one folded from a journal."""
        self.state = state or State()

    def handle(self, event: Event) -> list[Event]:
        """Fold an input and return the derived events, already folded, in order."""
        state = self.state
        first, then = _ASKED.get(type(event), _NOBODY)
        derived: list[Event] = []
        for decide in first:
            if found := decide(state, event):
                self._take(found, derived)
        state.apply(event)
        for decide in then:
            if found := decide(state, event):
                self._take(found, derived)
        if isinstance(event, SessionEnded):
            self._take(self._closing_decisions(event), derived)
        return derived

    def _take(self, events: Iterable[Event], derived: list[Event]) -> None:
        for event in events:
            if not isinstance(event, DecisionMade):
                self._keep(event, derived)
            elif (noted := self._noteworthy(event)) is not None:
                self._keep(noted, derived)

    def _keep(self, event: Event, derived: list[Event]) -> None:
        self.state.apply(event)
        derived.append(event)

    def _noteworthy(self, decision: DecisionMade) -> DecisionMade | None:
        last = self.state.reasons.get(decision.mode)
        if last is None:
            return decision
        is_presumed = decision.mode == HEARTHKEEPER and self.state.has_presumed
        if is_presumed and last.reason == decision.reason and not decision.detail:
            return None  # the state has counted it with the tick
        return replace(decision, repeats=self.state.repeats_of(decision.mode))

    def _closing_decisions(self, ended: SessionEnded) -> Iterable[Event]:
        return [DecisionMade(ended.at, mode, "session_ended") for mode in sorted(self.state.reasons)]
