"""A model behind the chat-completions protocol that many servers speak.

Decides what such a request looks like and what its faults mean: LM Studio, the llama.cpp
server, vLLM, Ollama's own ``/v1`` and OpenAI, over plain httpx. Leaves patience and
retries to ``turns``, and whether an address may be used at all to ``selection``.
"""

import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import httpx

from chronicler.errors import ModelError
from chronicler.llm.addresses import transport
from chronicler.llm.circuit import Monotonic
from chronicler.llm.schema import parse_object
from chronicler.llm.turns import PATIENT, Patience, Piece, Pieces, ServerFailed, Turns
from chronicler.ports import Completion, ModelRequest

USUAL_URL: Final = "http://127.0.0.1:1234/v1"
"""LM Studio's; the others must be named in ``model_url``."""
_LONGEST_ANSWER: Final = 2048
_REFUSED: Final = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)


class OpenAICompatibleModel:
    """One model of one server that speaks chat completions."""

    def __init__(
        self,
        name: str,
        url: httpx.URL | str = USUAL_URL,
        *,
        key: str = "",
        patience: Patience = PATIENT,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        """Take the model's name as the server lists it; nothing is asked yet."""
        self.name = name
        self._url = httpx.URL(url)
        self._key = key
        self._patience = patience
        self._turns = Turns(patience, monotonic)

    async def generate(self, request: ModelRequest) -> Completion:
        """Return the answer as text; see :class:`chronicler.ports.ChatModel`."""
        return await self._turns.take(request, self.name, lambda: self._ask(request, None))

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return an answer that fits the schema; see :class:`chronicler.ports.ChatModel`."""
        completion = await self._turns.take(request, self.name, lambda: self._ask(request, schema))
        return parse_object(completion.text, schema)

    async def _ask(self, request: ModelRequest, schema: Mapping[str, object] | None) -> Pieces:
        address = f"{str(self._url).rstrip('/')}/chat/completions"
        try:
            async with (
                httpx.AsyncClient(**self._transport()) as client,
                client.stream("POST", address, json=_body(self.name, request, schema)) as response,
            ):
                await self._check(response)
                async for piece in _pieces(response.aiter_lines()):
                    yield piece
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ServerFailed(
                f"no model server answers at {self._url}; start it or set model_url", may_ask_again=True
            ) from error
        except httpx.HTTPError as error:
            raise ServerFailed(
                f"the connection to the model server broke ({type(error).__name__}); ask again"
            ) from error
        except (json.JSONDecodeError, AttributeError, LookupError, TypeError) as error:
            raise ServerFailed(
                f"what answers at {self._url} does not speak chat completions; check model_url"
            ) from error

    def _transport(self) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        limits = {"connect": self._patience.connect, "read": self._patience.transport}
        return {"headers": headers, **transport(self._url, **limits)}

    async def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == httpx.codes.OK:
            return
        said = (await response.aread()).decode("utf-8", "replace")[:200]
        if status in _REFUSED:
            raise ModelError(f"the model server refused the key ({status}); set CHRONICLER_MODEL_KEY")
        if status == httpx.codes.NOT_FOUND:
            raise ModelError(f"the model server has no model {self.name} or no such address: {said}")
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ServerFailed(f"the model server could not answer ({status}: {said})", may_ask_again=True)
        raise ModelError(f"the model server refused the request ({status}: {said})")


def _body(name: str, request: ModelRequest, schema: Mapping[str, object] | None) -> dict[str, object]:
    body: dict[str, object] = {
        "model": name,
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.prompt},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": request.temperature,
        "max_tokens": _LONGEST_ANSWER,
    }
    if request.seed is not None:
        body["seed"] = request.seed
    if schema is not None:
        form = {"name": "answer", "schema": schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    return body


async def _pieces(lines: AsyncIterator[str]) -> Pieces:
    """Yield the pieces of a server-sent event stream; the counts come after the reason."""
    stopped_by = ""
    tokens: dict[str, int] = {}
    async for line in lines:
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:"):
            continue
        if data == "[DONE]":
            yield Piece(
                "", True, stopped_by, tokens.get("prompt_tokens", 0), tokens.get("completion_tokens", 0)
            )
            return
        part = json.loads(data)
        if error := part.get("error"):
            raise ServerFailed(f"the model broke off in mid-answer ({error})")
        tokens = part.get("usage") or tokens
        for choice in part.get("choices", ()):
            stopped_by = choice.get("finish_reason") or stopped_by
            yield Piece((choice.get("delta") or {}).get("content") or "")
