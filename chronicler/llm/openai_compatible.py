"""A model behind the chat-completions protocol that many servers speak.

Decides what such a request looks like and what its faults mean: LM Studio, the llama.cpp
server, vLLM, Ollama's own ``/v1`` and OpenAI, over plain httpx. Leaves patience and
retries to ``turns``, and whether an address may be used at all to ``selection``.
"""

import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import httpx

from chronicler.domain.read_json import read_json
from chronicler.errors import ModelError
from chronicler.llm.addresses import is_loopback, loaded, transport
from chronicler.llm.circuit import Monotonic
from chronicler.llm.provider import Health, Provider
from chronicler.llm.schema import Schema
from chronicler.llm.turns import PATIENT, Patience, Piece, Pieces, ServerFailed, Turns
from chronicler.ports import Completion, ModelRequest

USUAL_URL: Final = "http://127.0.0.1:1234/v1"
"""LM Studio's; the others must be named in ``model_url``."""
_LONGEST_ANSWER: Final = 2048
_HEALTH_WITHIN: Final = 5.0
_LISTED: Final = 5
_COUNTED: Final = ("prompt_tokens", "completion_tokens")
_REFUSED: Final = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)


class OpenAICompatibleModel(Provider):
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

    async def complete(self, request: ModelRequest, schema: Schema | None = None) -> Completion:
        """Return the whole answer; see :meth:`chronicler.llm.provider.Provider.complete`."""
        return await self._turns.take(request, self.name, lambda: self._ask(request, schema))

    async def _ask(self, request: ModelRequest, schema: Schema | None) -> Pieces:
        await loaded()
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
            raise ServerFailed(self._absent(), may_ask_again=True) from error
        except httpx.HTTPError as error:
            raise ServerFailed("the connection to the model server broke; ask again") from error
        except (ValueError, AttributeError, LookupError, TypeError) as error:
            raise ServerFailed(self._foreign()) from error

    async def health(self) -> Health:
        """Return what the server says about itself and the model; never raises."""
        within = min(_HEALTH_WITHIN, self._patience.first_piece)
        try:
            async with httpx.AsyncClient(**self._transport(within)) as client:
                response = await client.get(f"{str(self._url).rstrip('/')}/models")
                await self._check(response)
                return self._health_from(response)
        except ModelError as error:
            return Health(is_up=True, detail=str(error))
        except (httpx.ReadTimeout, httpx.WriteTimeout):
            silent = f"the model server at {self._url} took too long to answer; start it anew"
            return Health(is_silent=True, detail=silent)
        except httpx.HTTPError:
            return Health(detail=self._absent())
        except (ValueError, LookupError, TypeError, AttributeError):
            return Health(detail=self._foreign())

    def _health_from(self, response: httpx.Response) -> Health:
        listed = response.json()["data"]
        models = tuple(str(model["id"]) for model in listed)
        known = {*models, *(str(alias) for model in listed for alias in model.get("aliases") or ())}
        detail = "" if self.name in known or not models else self._not_listed(models)
        return Health(
            is_up=True,
            version=response.headers.get("server", ""),
            has_model=not detail,
            runs_elsewhere=not is_loopback(self._url),
            detail=detail,
            models=models,
        )

    def _not_listed(self, models: tuple[str, ...]) -> str:
        listed = ", ".join(models[:_LISTED])
        return f"the server lists no model {self.name}, but {listed}; load it there, or name one of these"

    def _foreign(self) -> str:
        return f"what answers at {self._url} does not speak chat completions; check model_url"

    def _absent(self) -> str:
        return f"no model server answers at {self._url}; start it or set model_url"

    def _transport(self, read: float | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        limits = {"connect": self._patience.connect, "read": read or self._patience.transport}
        return {"headers": headers, **transport(self._url, **limits)}

    async def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == httpx.codes.OK:
            return
        said = self._without_key((await response.aread()).decode("utf-8", "replace"))[:200].strip()
        told = f" ({said})" if said else ""
        of_it = f"{status}: {said}" if said else str(status)
        if status in _REFUSED:
            raise ModelError(f"the model server refused the key ({status}); set CHRONICLER_MODEL_KEY")
        if status == httpx.codes.NOT_FOUND:
            raise ModelError(f"the model server has no model {self.name}, or not this address{told}")
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ServerFailed(f"the model server could not answer ({of_it})", may_ask_again=True)
        raise ModelError(f"the model server refused the request ({of_it})")

    def _without_key(self, said: str) -> str:
        return said.replace(self._key, "***") if self._key else said


def _body(name: str, request: ModelRequest, schema: Schema | None) -> dict[str, object]:
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
    tokens: Mapping[str, object] = {}
    async for line in lines:
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:"):
            continue
        if data == "[DONE]":
            yield Piece("", True, stopped_by, *(_count(tokens, name) for name in _COUNTED))
            return
        part = read_json(data)
        if error := part.get("error"):
            raise ServerFailed(f"the model broke off in mid-answer ({error})")
        tokens = part.get("usage") or tokens
        for choice in part.get("choices", ()):
            stopped_by = str(choice.get("finish_reason") or stopped_by)
            text = (choice.get("delta") or {}).get("content") or ""
            if not isinstance(text, str):
                raise TypeError("a piece of the answer is no text")
            yield Piece(text)


def _count(tokens: Mapping[str, object], name: str) -> int:
    count = tokens.get(name)
    return count if isinstance(count, int) else 0
