"""What every server of language models has in common here.

Decides that a model is asked in one way, with a schema or without, and what there is to know
about its server; leaves wire formats to ``ollama`` and ``openai_compatible`` and what an
answer costs to ``metered``.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from chronicler.llm.schema import Schema, parse_object
from chronicler.ports import Completion, ModelRequest


@dataclass(frozen=True, slots=True)
class Health:
    """What a server says about itself and the model."""

    is_up: bool = False
    """Whether something answered as such a server does."""
    is_silent: bool = False
    """Whether it took the connection and then said nothing in time."""
    version: str = ""
    """As far as it tells."""
    has_model: bool = False
    runs_elsewhere: bool = False
    """Whether the model answers from another host."""
    can_think: bool = False
    detail: str = ""
    """What to do next, where something is missing."""
    models: tuple[str, ...] = ()
    """The models the server has, as far as it lists them."""

    @property
    def is_well(self) -> bool:
        """Whether a request could be put to the model."""
        return self.is_up and self.has_model and not self.detail


class Provider(ABC):
    """One model of one server."""

    name: str
    """As the server knows it."""

    @abstractmethod
    async def complete(self, request: ModelRequest, schema: Schema | None = None) -> Completion:
        """Return the whole answer, asked for in the form of ``schema`` where there is one.

        Raises:
            ModelError: unreachable, absent, cut short, or past its deadline.
        """

    @abstractmethod
    async def health(self) -> Health:
        """Return what the server says about itself and the model; never raises."""

    async def generate(self, request: ModelRequest) -> Completion:
        """Return the answer as text; see :class:`chronicler.ports.ChatModel`."""
        return await self.complete(request)

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return an answer that fits the schema; see :class:`chronicler.ports.ChatModel`."""
        return parse_object((await self.complete(request, schema)).text, schema)
