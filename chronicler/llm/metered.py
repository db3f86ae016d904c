"""A language model whose every call is taken down, whatever became of it.

Decides what one call is, how its outcome is named and that none is made once the hour's calls
are spent. Leaves the account, and how much an hour allows, to the meter.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from chronicler.domain.events import ModelOutcome
from chronicler.errors import ModelError
from chronicler.llm.circuit import Monotonic, Resting
from chronicler.llm.provider import Provider
from chronicler.llm.schema import Unfit, parse_object
from chronicler.llm.turns import TooLate
from chronicler.ports import Call, Completion, Meter, ModelRequest

_LONGEST_TROUBLE: Final = 300


class Spent(ModelError):  # noqa: N818 - told as it stands
    """The calls that Settings allow an hour are used up; nothing was asked."""


@dataclass(slots=True)
class _Taken:
    """What is known of one call while it is made."""

    outcome: ModelOutcome = ModelOutcome.LATE  # until it ends by itself: whoever asked went away
    answer: Completion | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """Asks a provider, and tells the meter."""

    provider: Provider
    meter: Meter
    monotonic: Monotonic = field(default=time.monotonic)

    async def generate(self, request: ModelRequest) -> Completion:
        """Return the answer as text; see :class:`chronicler.ports.ChatModel`."""
        with self._metered(request) as taken:
            taken.answer = await self.provider.complete(request)
            return taken.answer

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return an answer that fits the schema; see :class:`chronicler.ports.ChatModel`."""
        with self._metered(request) as taken:
            taken.answer = await self.provider.complete(request, schema)
            return parse_object(taken.answer.text, schema)

    @contextmanager
    def _metered(self, request: ModelRequest) -> Iterator[_Taken]:
        taken, began = _Taken(), self.monotonic()
        try:
            self._require_budget()
            yield taken
            taken.outcome, taken.trouble = ModelOutcome.ANSWERED, ""
        except ModelError as error:
            taken.outcome, taken.trouble = _outcome_of(error), str(error)
            if isinstance(error, Unfit):
                taken.answer = error.answer or taken.answer
            raise
        finally:
            self.meter.called(self._call(request, taken, self.monotonic() - began))

    def _require_budget(self) -> None:
        if self.meter.calls_left() == 0:
            raise Spent(
                "the model's calls for this hour are used up; raise model_calls_per_hour in Settings,"
                " or leave it to your own lines"
            )

    def _call(self, request: ModelRequest, taken: _Taken, seconds: float) -> Call:
        return Call(
            purpose=request.purpose,
            model=self.provider.name,
            outcome=taken.outcome,
            seconds=round(seconds, 3),
            prompt_tokens=taken.answer.prompt_tokens if taken.answer else 0,
            answer_tokens=taken.answer.answer_tokens if taken.answer else 0,
            trouble=_trouble(taken, seconds)[:_LONGEST_TROUBLE],
        )


def _trouble(taken: _Taken, seconds: float) -> str:
    if taken.outcome is ModelOutcome.LATE and not taken.trouble:
        return f"it had not answered after {seconds:.0f} s, and nobody waited any longer"
    return taken.trouble


def _outcome_of(error: ModelError) -> ModelOutcome:
    match error:
        case Unfit():
            return ModelOutcome.UNFIT
        case TooLate():
            return ModelOutcome.LATE
        case Resting():
            return ModelOutcome.RESTING
        case Spent():
            return ModelOutcome.SPENT
        case _:
            return ModelOutcome.FAILED
