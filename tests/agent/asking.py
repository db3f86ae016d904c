"""A model by script and a memory by hand, for tests of the Steward's turns."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from chronicler.agent.steward.lookups import PastStream
from chronicler.domain.actions import DraftAnswer
from chronicler.domain.events import AnswerDrafted
from chronicler.llm.schema import Unfit, violations
from chronicler.ports import ChatModel, Completion, ModelRequest, Remembered
from chronicler.runtime.live.steward_rim import StewardRim
from tests.agent.evening import Evening
from tests.fakes import START, FakeClock, after

Step = Mapping[str, object]


def use(tool: str, **arguments: object) -> Step:
    """Return a step that calls a tool."""
    return {"thought": "", "step": tool, "arguments": arguments, "answer": "", "links": []}


def say(answer: str, *links: str) -> Step:
    """Return the step that ends a turn."""
    return {"thought": "", "step": "answer", "arguments": {}, "answer": answer, "links": list(links)}


class ScriptedModel:
    """Takes the steps of its script, the last one for ever; held to a schema only where told."""

    def __init__(self, *script: Step | Exception, keeps_to_schema: bool = False) -> None:
        self.script = list(script)
        self.requests: list[ModelRequest] = []
        self.schemas: list[Mapping[str, Any]] = []
        self._keeps_to_schema = keeps_to_schema

    async def generate(self, request: ModelRequest) -> Completion:
        raise AssertionError(request)

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        self.requests.append(request)
        self.schemas.append(schema)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        if self._keeps_to_schema:
            step = _filled(step, schema)
        if self._keeps_to_schema and (wrong := violations(dict(step), schema)):
            raise Unfit(f"the model's answer does not fit: {wrong[0]}")
        return step


def _filled(step: Step, schema: Mapping[str, Any]) -> Step:
    """Return a step with every argument of the form, as a model that keeps to it writes one."""
    arguments = step.get("arguments")
    if not isinstance(arguments, Mapping):
        return step
    form = dict.fromkeys(schema["properties"]["arguments"]["properties"], "")
    return {**step, "arguments": {**form, **arguments}}


class FakeMemory:
    """Remembers what it was given, whatever is asked."""

    def __init__(self, *lines: Remembered) -> None:
        self.lines = lines
        self.asked: list[str] = []

    async def find(self, query: str, limit: int = 5) -> Sequence[Remembered]:
        self.asked.append(query)
        return self.lines[:limit]


def remembered(text: str, login: str = "maren", **rest: Any) -> Remembered:
    """Return a line of an earlier stream."""
    return Remembered(
        "20251002T193000Z-lantern", "lantern", date(2025, 10, 2), START, 60.0, login, login, text, **rest
    )


async def past() -> Sequence[PastStream]:
    """Return two earlier streams."""
    return (
        PastStream(date(2026, 3, 4), "The salt stair", "Saltmarch"),
        PastStream(date(2026, 2, 27), "Fog", "Orrow"),
    )


def rim(tonight: Evening, model: ChatModel | None, memory: FakeMemory | None = None) -> StewardRim:
    """Return the Steward's rim over an evening's state."""
    return StewardRim(
        lambda: model,
        lambda: tonight.orchestrator.state,
        FakeClock(after(60)),
        memory=memory or FakeMemory(),
        past=past,
        deadline_seconds=5,
    )


def answering(
    tonight: Evening, model: ChatModel, memory: FakeMemory | None = None
) -> Callable[[DraftAnswer], AnswerDrafted]:
    """Return what answers an evening's questions: the real turn with a model by script."""
    at = rim(tonight, model, memory)
    return lambda wanted: asyncio.run(at.answer(wanted))
