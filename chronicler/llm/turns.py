"""One turn with a streaming model, and how long it is waited for.

Decides deadline, patience between pieces, when asking again is safe, and what counts as a
whole answer; the same for every provider. Leaves the wire format to ``ollama`` and
``openai_compatible``, which only yield pieces and raise :class:`ServerFailed`.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from chronicler.domain.thinking import without_thinking
from chronicler.errors import ModelError
from chronicler.llm.circuit import Circuit, Monotonic
from chronicler.llm.schema import Unfit
from chronicler.ports import Completion, ModelRequest


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a model server is waited for, in seconds."""

    connect: float = 5.0
    first_piece: float = 300.0
    """A large model may take minutes to load and to read its prompt."""
    idle: float = 30.0
    """Between two pieces, once it speaks."""
    pauses: tuple[float, ...] = (0.5, 2.0)
    """Before asking again; their number is the number of further attempts."""

    @property
    def transport(self) -> float:
        """The HTTP client's own limit a gap: a little longer, so that the ones above speak first."""
        return max(self.first_piece, self.idle) + 1.0


PATIENT: Final = Patience()
MOST_PIECES: Final = 8192
"""Four times the tokens that are asked for; a server that ignores that number is left."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer as it streams in."""

    text: str = ""
    is_last: bool = False
    stopped_by: str = ""
    """The server's reason for the end; ``length`` means it was cut."""
    prompt_tokens: int = 0
    answer_tokens: int = 0


Pieces = AsyncGenerator[Piece, None]


class ServerFailed(ModelError):  # noqa: N818 - past tense like the rest of the tree's messages
    """The server failed rather than refused: the circuit counts it."""

    def __init__(self, message: str, *, may_ask_again: bool = False) -> None:
        """Say what happened, and whether the same request may be put again."""
        super().__init__(message)
        self.may_ask_again = may_ask_again


class TooLate(ModelError):  # noqa: N818 - told as it stands
    """The time that the request allowed was over before the answer was whole."""


@dataclass(slots=True)
class Turns:
    """Takes one turn at a time with one server."""

    patience: Patience = PATIENT
    monotonic: Monotonic = time.monotonic
    circuit: Circuit = field(init=False)
    _one_at_a_time: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        """Share the one source of time with the circuit."""
        self.circuit = Circuit(self.monotonic)

    async def take(self, request: ModelRequest, model: str, ask: Callable[[], Pieces]) -> Completion:
        """Return the whole answer that ``ask`` streams, within the request's deadline.

        Waiting for an earlier turn to end counts against the deadline: a late line is
        worthless however it came to be late.

        Raises:
            ModelError: the server failed, was too slow or stopped short.
        """
        self.circuit.check()
        try:
            async with asyncio.timeout(request.deadline_seconds), self._one_at_a_time:
                completion = await self._ask_again_if_safe(model, ask)
        except TimeoutError as error:
            self.circuit.failed()
            raise TooLate(
                f"{model} had not answered after {request.deadline_seconds:g} s; try a smaller model"
            ) from error
        except ServerFailed:
            self.circuit.failed()
            raise
        self.circuit.succeeded()
        return completion

    async def _ask_again_if_safe(self, model: str, ask: Callable[[], Pieces]) -> Completion:
        for pause in self.patience.pauses:
            try:
                return await self._whole_answer(model, ask())
            except ServerFailed as error:
                if not error.may_ask_again:
                    raise
            await asyncio.sleep(pause)
        return await self._whole_answer(model, ask())

    async def _whole_answer(self, model: str, pieces: Pieces) -> Completion:
        began = self.monotonic()
        texts: list[str] = []
        first_seconds = 0.0
        last = Piece()
        # aclosing: leaving the loop early would otherwise keep the request open.
        async with aclosing(pieces):
            while not last.is_last:
                try:
                    last = await self._next_piece(pieces, is_first=not any(texts))
                except ServerFailed as error:
                    raise ServerFailed(
                        str(error), may_ask_again=error.may_ask_again and not any(texts)
                    ) from error
                if last.text and not any(texts):
                    first_seconds = self.monotonic() - began
                texts.append(last.text)
                if len(texts) > MOST_PIECES:
                    raise Unfit(f"{model} went on without end; try another model")
                await asyncio.sleep(0)  # many pieces may lie ready at once, and others wait for their turn
        seconds = self.monotonic() - began
        text = without_thinking("".join(texts))
        answer = Completion(text, model, last.prompt_tokens, last.answer_tokens, seconds, first_seconds)
        if last.stopped_by == "length":
            raise Unfit(f"{model} ran out of room in the middle of its answer; ask for less at once", answer)
        return answer

    async def _next_piece(self, pieces: Pieces, *, is_first: bool) -> Piece:
        limit = self.patience.first_piece if is_first else self.patience.idle
        try:
            async with asyncio.timeout(limit) as within:
                return await anext(pieces)
        except StopAsyncIteration as error:
            raise ServerFailed("the model's answer stopped before its end; ask again") from error
        except TimeoutError as error:
            if not within.expired():
                raise
            raise ServerFailed(f"the model fell silent for {limit:g} s in mid-answer; ask again") from error
