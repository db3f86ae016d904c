"""Where everything waits for the model, one that is late is waited for once."""

import asyncio
from dataclasses import replace

import pytest

from chronicler.errors import ModelError
from chronicler.llm.circuit import Resting
from chronicler.llm.once_late import OnceLate
from chronicler.llm.provider import Health, Provider
from chronicler.llm.schema import Schema
from chronicler.llm.turns import ServerFailed, TooLate
from chronicler.ports import Completion, ModelRequest

ASKED = ModelRequest("You are calm.", "A line?", deadline_seconds=60)
ANSWER = Completion("a lamp", "m", 0, 0, 0.0, 0.0)


class _Scripted(Provider):
    name = "m"

    def __init__(self, *outcomes: Completion | Exception | float) -> None:
        self.left = list(outcomes)

    async def complete(self, request: ModelRequest, schema: Schema | None = None) -> Completion:
        del request, schema
        outcome = self.left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, float):
            await asyncio.Event().wait()
        return outcome if isinstance(outcome, Completion) else ANSWER

    async def health(self) -> Health:
        return replace(Health(), is_up=True)


async def outcome_of(model: Provider) -> object:
    try:
        return await model.complete(ASKED)
    except ModelError as error:
        return type(error)


def test_after_it_was_late_it_is_not_asked_again() -> None:
    async def scenario() -> list[object]:
        model = OnceLate(_Scripted(ANSWER, TooLate("after 60 s"), ANSWER))
        assert (await model.health()).is_up
        return [await outcome_of(model) for _ in range(4)]

    assert asyncio.run(scenario()) == [ANSWER, TooLate, Resting, Resting]


def test_one_that_fails_at_once_is_asked_again() -> None:
    async def scenario() -> list[object]:
        model = OnceLate(_Scripted(ServerFailed("gone"), ServerFailed("gone"), ANSWER))
        return [await outcome_of(model) for _ in range(3)]

    assert asyncio.run(scenario()) == [ServerFailed, ServerFailed, ANSWER]


def test_one_that_nobody_waited_for_any_longer_was_late() -> None:
    async def scenario() -> object:
        model = OnceLate(_Scripted(0.0, ANSWER))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await model.complete(ASKED)
        return await outcome_of(model)

    assert asyncio.run(scenario()) is Resting
