"""What the language model has cost this stream, and how much of it an hour still allows.

Decides what is remembered of its calls: sums by purpose, the times of an hour, and whether
it answers at present. Leaves making the calls to ``llm`` and the words to ``notes``.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.events import Event, ModelCalled, ModelOutcome
from chronicler.domain.record import ModelUse
from chronicler.domain.settings import BY_KEY, Settings

HOUR: Final = timedelta(hours=1)
HEARS: Final = frozenset({ModelCalled})
"""The types of event that change it."""
NOT_ASKED: Final = frozenset({ModelOutcome.RESTING, ModelOutcome.SPENT})
"""Outcomes of a call that was never made."""
GAVE_WORDS: Final = frozenset({ModelOutcome.ANSWERED, ModelOutcome.UNFIT})
"""Outcomes of a model that is there."""
_MOST_IN_AN_HOUR: Final = int(BY_KEY["model_calls_per_hour"].high or 0)


@dataclass(slots=True)
class Metering:
    """The account of this evening's calls."""

    uses: dict[str, ModelUse] = field(default_factory=dict)
    """By purpose, in the order in which they were first made."""
    made_at: deque[datetime] = field(default_factory=lambda: deque(maxlen=_MOST_IN_AN_HOUR))
    """When the latest calls were over, those not made left out."""
    trouble: str = ""
    """Why it gives no words at present; empty where it does, or was not asked yet."""
    away_since: datetime | None = None
    """Since when it gives none; once it is back, since when it had given none."""
    back_at: datetime | None = None
    """When it gave words again, the last time."""

    def apply(self, event: Event) -> None:
        """Fold one event; those that are not its business change nothing."""
        if isinstance(event, ModelCalled):
            use = self.uses.get(event.purpose) or ModelUse(event.purpose)
            self.uses[event.purpose] = _with(use, event)
            if event.outcome not in NOT_ASKED:
                self.made_at.append(event.at)
            self._note_health(event)

    def _note_health(self, call: ModelCalled) -> None:
        if call.outcome in GAVE_WORDS:
            if self.trouble:
                self.trouble, self.back_at = "", call.at
        elif not self.trouble:
            self.trouble, self.away_since, self.back_at = call.trouble, call.at, None

    def calls_left(self, settings: Settings, now: datetime) -> int | None:
        """Return how often it may still be called within the hour, ``None`` where nothing limits it."""
        if settings.model_calls_per_hour == 0:
            return None
        made = sum(now - at < HOUR for at in self.made_at)
        return max(0, settings.model_calls_per_hour - made)


def _with(use: ModelUse, call: ModelCalled) -> ModelUse:
    return replace(
        use,
        calls=use.calls + (call.outcome not in NOT_ASKED),
        unfit=use.unfit + (call.outcome is ModelOutcome.UNFIT),
        failed=use.failed + (call.outcome in (ModelOutcome.FAILED, ModelOutcome.LATE)),
        not_made=use.not_made + (call.outcome in NOT_ASKED),
        seconds=round(use.seconds + call.seconds, 3),
        prompt_tokens=use.prompt_tokens + call.prompt_tokens,
        answer_tokens=use.answer_tokens + call.answer_tokens,
    )
