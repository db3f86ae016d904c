"""A model that is given up once it let the whole of its time pass.

Decides that where everything waits for a model, as in a rehearsal whose clock stands still
meanwhile, one that hangs or drips costs its time once and not at every line. A stream does
not wait and asks again: there the circuit of ``turns`` rests it for a while.
"""

import asyncio

from chronicler.llm.circuit import Resting
from chronicler.llm.provider import Health, Provider
from chronicler.llm.schema import Schema
from chronicler.llm.turns import TooLate
from chronicler.ports import Completion, ModelRequest

GIVEN_UP = "the model let its whole time pass and is not asked again in this rehearsal; try a smaller model"


class OnceLate(Provider):
    """Asks a provider until it is late for the first time."""

    def __init__(self, provider: Provider) -> None:
        """Ask ``provider``, which has not been late yet."""
        self.name = provider.name
        self._provider = provider
        self._is_given_up = False

    async def complete(self, request: ModelRequest, schema: Schema | None = None) -> Completion:
        """Return the whole answer; see :class:`Provider`.

        Raises:
            ModelError: as the provider, and at once after it was late.
        """
        if self._is_given_up:
            raise Resting(GIVEN_UP)
        try:
            return await self._provider.complete(request, schema)
        except (TooLate, asyncio.CancelledError):  # cancelled: whoever asked waited no longer
            self._is_given_up = True
            raise

    async def health(self) -> Health:
        """Return what the server says about itself and the model."""
        return await self._provider.health()
