"""A bounded turn of a language model with tools: look up, look up again, answer.

Decides how many steps there are and that one deadline holds for all of them, that arguments fit
their tool's schema, and that whatever goes wrong with a call is a result the model can reason
about. Works by one schema a step, so that it is the same for every provider. Leaves the tools to
``agent.steward.tools``, the words to ``agent.prompts.steward`` and judging the answer to the agent.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from chronicler.agent.prompts import steward as prompts_steward
from chronicler.agent.steward.tools import LONGEST_RESULT, Toolbox, arguments_of
from chronicler.domain.events import ToolUsed
from chronicler.errors import ModelError
from chronicler.llm.circuit import Monotonic
from chronicler.llm.schema import Unfit, violations
from chronicler.ports import ChatModel

MOST_STEPS: Final = 5
"""The last of them can only answer."""
DEADLINE_SECONDS: Final = 40.0
MOST_UNREAD: Final = 2
"""Steps in a row that cannot be read, after which nothing better is expected."""
UNREADABLE: Final = "the model twice in a row wrote no step that could be read; try another model"


@dataclass(frozen=True, slots=True)
class Turned:
    """What came of a turn."""

    text: str = ""
    """Empty where it is not known."""
    links: tuple[str, ...] = ()
    used: tuple[ToolUsed, ...] = ()
    error: str = ""


@dataclass(slots=True)
class _Turn:
    model: ChatModel
    toolbox: Toolbox
    material: str
    until: float
    monotonic: Monotonic
    used: list[ToolUsed]

    async def take(self) -> Turned:
        for number in range(1, MOST_STEPS + 1):
            step = await self._step(may_use_tools=number < MOST_STEPS)
            if step is None:
                if self._is_unreadable():
                    return Turned(used=tuple(self.used), error=UNREADABLE)
                continue
            if step["step"] == prompts_steward.ANSWER:
                return Turned(str(step["answer"]).strip(), _names(step.get("links")), tuple(self.used))
            given = _meant(step.get("arguments"), str(step["step"]), self.toolbox)
            self.used.append(await call(self.toolbox, str(step["step"]), given, self.used))
        return Turned(used=tuple(self.used), error="the model came to no answer in its steps")

    def _is_unreadable(self) -> bool:
        """Whether the last steps could not be read: a model that cannot keep the form is asked no more."""
        last = self.used[-MOST_UNREAD:]
        return len(last) == MOST_UNREAD and not any(used.tool for used in last)

    async def _step(self, *, may_use_tools: bool) -> Mapping[str, object] | None:
        """Return the model's next step; one that does not fit is a result, and costs a step."""
        left = max(0.1, self.until - self.monotonic())
        request = prompts_steward.request(self.material, self.toolbox, self.used, deadline_seconds=left)
        form = prompts_steward.schema(self.toolbox, may_use_tools=may_use_tools)
        try:
            return await self.model.generate_object(request, form)
        except Unfit as error:
            self.used.append(ToolUsed("", "{}", _unread(error), is_refused=True))
            return None


async def turn(
    model: ChatModel,
    toolbox: Toolbox,
    material: str,
    *,
    deadline_seconds: float = DEADLINE_SECONDS,
    monotonic: Monotonic = time.monotonic,
) -> Turned:
    """Return what a model answers within its steps and its deadline; never raises."""
    taking = _Turn(model, toolbox, material, monotonic() + deadline_seconds, monotonic, [])
    try:
        async with asyncio.timeout(deadline_seconds):
            return await taking.take()
    except TimeoutError:
        error = f"the model had not answered after {deadline_seconds:g} s; try a smaller model"
        return Turned(used=tuple(taking.used), error=error)
    except ModelError as error:
        return Turned(used=tuple(taking.used), error=str(error))


async def call(
    toolbox: Toolbox, name: str, arguments: Mapping[str, object], before: list[ToolUsed]
) -> ToolUsed:
    """Return what a tool said, or why it was not used, as the model is told it; never raises."""
    spelled = prompts_steward.spelled(arguments)
    tool = toolbox.by_name.get(name)
    if tool is None:
        known = ", ".join(toolbox.by_name)
        return ToolUsed(name[:40], spelled, f"There is no such tool; there are {known}.", is_refused=True)
    if wrong := violations(dict(arguments), tool.schema, "arguments"):
        return ToolUsed(name, spelled, f"Not used: {'; '.join(wrong)[:300]}.", is_refused=True)
    if any((each.tool, each.arguments) == (name, spelled) for each in before):
        return ToolUsed(name, spelled, "You have used it so already; finish with answer.", is_refused=True)
    found = await tool.run(arguments)
    return ToolUsed(name, spelled, found.text[:LONGEST_RESULT], people=found.people)


def _unread(error: Unfit) -> str:
    """Return why a step could not be read; the advice behind it is for people."""
    return shorten(f"That step could not be read: {str(error).split(';')[0]}", 300, placeholder=" …")


def _meant(filled: object, name: str, toolbox: Toolbox) -> Mapping[str, object]:
    """Return the arguments that were meant: a form holds those of every tool, and empty means none."""
    tool = toolbox.by_name.get(name)
    others = set(toolbox.fields) - set(arguments_of(tool) if tool else ())
    given = filled if isinstance(filled, Mapping) else {}
    return {str(key): value for key, value in given.items() if value != "" and key not in others}


def _names(links: object) -> tuple[str, ...]:
    return tuple(map(str, links)) if isinstance(links, list | tuple) else ()
