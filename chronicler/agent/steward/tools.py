"""Tools that a language model may call while it looks for an answer.

Decides what a tool is (name, JSON schema, who may use it, what it does to the world) and which
of them somebody in chat is shown: never one that changes anything. Leaves checking and
calling to ``llm.tool_turn`` and the Steward's own tools to ``agent.steward.lookups``.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from chronicler.domain.commands import Role

Arguments = Mapping[str, Any]
NOTHING: Final[Mapping[str, object]] = MappingProxyType(
    {"type": "object", "properties": {}, "additionalProperties": False}
)
"""The schema of a tool that takes no arguments."""
LONGEST_RESULT: Final = 1200
"""Characters of a result that are kept."""


class Effect(StrEnum):
    """What calling a tool does to the world."""

    NONE = "none"
    CHANGES = "changes"
    """Something is other afterwards: said, written, set or deleted."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool says."""

    text: str
    people: tuple[str, ...] = ()
    """Logins of those whose words stand in it."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool."""

    name: str
    does: str
    """What it tells, in words for the model."""
    run: Callable[[Arguments], Awaitable[Found]]
    schema: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    """Of its arguments: an object."""
    role: Role = Role.EVERYBODY
    """The least role of whoever may use it."""
    effect: Effect = Effect.NONE


class Toolbox:
    """The tools that may be used for one question."""

    def __init__(self, tools: Iterable[Tool], role: Role) -> None:
        """Keep those that somebody of ``role`` in chat is shown.

        Raises:
            ValueError: two tools have one name.
        """
        offered = [tool for tool in tools if tool.effect is Effect.NONE and tool.role <= role]
        self.by_name: Mapping[str, Tool] = MappingProxyType({tool.name: tool for tool in offered})
        """What is shown and can be called; nothing else can."""
        if len(self.by_name) != len(offered):
            raise ValueError(f"two tools have one name: {', '.join(tool.name for tool in offered)}")

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of all their arguments: a step's form offers each of them."""
        return tuple(dict.fromkeys(name for tool in self.by_name.values() for name in arguments_of(tool)))


def arguments_of(tool: Tool) -> tuple[str, ...]:
    """Return the names of a tool's arguments."""
    fields = tool.schema.get("properties")
    return tuple(fields) if isinstance(fields, Mapping) else ()
