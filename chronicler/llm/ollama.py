"""A model served by Ollama, through its own client.

Decides what a request to Ollama looks like and what its faults mean, and refuses models
that would answer from somewhere else. Leaves patience and retries to ``turns``.

Measured on ollama 0.6.3: without a timeout it waits for ever; an absent server raises
``ConnectionError`` for a plain call but ``httpx.ConnectError`` while streaming; a fault in
mid-stream has status -1; a stream that merely ends raises nothing; the client drops
``remote_host`` from every answer and has no ``version()``.
"""

import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final, cast

import httpx
import ollama
import pydantic

from chronicler.errors import ModelError
from chronicler.llm.addresses import loaded, transport
from chronicler.llm.circuit import Monotonic
from chronicler.llm.provider import Health, Provider
from chronicler.llm.schema import Schema
from chronicler.llm.turns import PATIENT, Patience, Piece, Pieces, ServerFailed, Turns
from chronicler.ports import Completion, ModelRequest

USUAL_URL: Final = "http://127.0.0.1:11434"
HEALTH_SECONDS: Final = 30.0
"""How long good news about the server is believed."""
_HEALTH_WITHIN: Final = 5.0
_LONGEST_ANSWER: Final = 2048
"""Tokens; small models held to a schema sometimes go on without end."""
_TOO_MANY_REQUESTS: Final = 429


class OllamaModel(Provider):
    """One model of one Ollama server."""

    def __init__(
        self,
        name: str,
        url: httpx.URL | str = USUAL_URL,
        *,
        allow_remote: bool = False,
        patience: Patience = PATIENT,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        """Take the model's name as ``ollama list`` shows it; nothing is asked yet."""
        self.name = name
        self._url = httpx.URL(url)
        self._allow_remote = allow_remote
        self._patience = patience
        self._monotonic = monotonic
        self._turns = Turns(patience, monotonic)
        self._health: tuple[float, Health] | None = None

    async def complete(self, request: ModelRequest, schema: Schema | None = None) -> Completion:
        """Return the whole answer; see :meth:`chronicler.llm.provider.Provider.complete`."""
        return await self._turns.take(request, self.name, lambda: self._ask(request, schema))

    async def health(self) -> Health:
        """Return what the server says about itself and the model; never raises.

        Only good news is kept, so that a model pulled a moment ago is found at once.
        """
        now = self._monotonic()
        if self._health is not None and now - self._health[0] < HEALTH_SECONDS:
            return self._health[1]
        health = await self._ask_health()
        self._health = (now, health) if health.has_model else None
        return health

    # One turn ------------------------------------------------------------------------------

    async def _ask(self, request: ModelRequest, schema: Schema | None) -> Pieces:
        await loaded()
        can_think = await self._refuse_unless_here()
        try:
            async with ollama.AsyncClient(
                str(self._url), **self._transport(self._patience.first_piece)
            ) as client:
                stream = await client.chat(
                    self.name,
                    messages=[
                        {"role": "system", "content": request.system},
                        {"role": "user", "content": request.prompt},
                    ],
                    stream=True,
                    format=dict(schema) if schema is not None else None,
                    think=False if can_think else None,
                    options=_options(request),
                )
                # The client declares an iterator; it returns a generator that must be closed.
                async with aclosing(cast("AsyncGenerator[ollama.ChatResponse]", stream)) as parts:
                    async for part in parts:
                        yield _piece(part)
        except ollama.ResponseError as error:
            raise self._meaning_of(error) from error
        except (ConnectionError, httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ServerFailed(self._absent(), may_ask_again=True) from error
        except httpx.HTTPError as error:
            raise ServerFailed("the connection to Ollama broke; ask again") from error
        except (json.JSONDecodeError, pydantic.ValidationError, TypeError, AttributeError) as error:
            raise ServerFailed(self._foreign()) from error

    def _transport(self, read: float) -> dict[str, Any]:
        return transport(self._url, connect=self._patience.connect, read=read)

    def _meaning_of(self, error: ollama.ResponseError) -> ModelError:
        if error.status_code == httpx.codes.NOT_FOUND:
            return ModelError(self._missing())
        if error.status_code == _TOO_MANY_REQUESTS or error.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return ServerFailed(
                f"Ollama could not answer ({error.status_code}: {error.error}); look at its log",
                may_ask_again=True,
            )
        if error.status_code < 0:
            return ServerFailed(f"{self.name} broke off in mid-answer ({error.error}); look at Ollama's log")
        return ModelError(f"Ollama refused the request ({error.status_code}: {error.error})")

    def _absent(self) -> str:
        return absent(self._url)

    def _foreign(self) -> str:
        return f"what answers at {self._url} does not speak Ollama's language; check model_url"

    def _missing(self) -> str:
        return f"Ollama has no model {self.name}; run: chronicler model pull {self.name}"

    async def _refuse_unless_here(self) -> bool:
        """Return whether the model can think, having made sure that it answers from here.

        A server that does not say where the model runs is asked for nothing.
        """
        if not self._allow_remote and is_cloud_name(self.name):
            raise ModelError(_elsewhere(self.name))
        health = await self.health()
        if not health.is_up:
            raise ServerFailed(health.detail, may_ask_again=True)
        if not health.has_model or (health.runs_elsewhere and not self._allow_remote):
            raise ModelError(health.detail)
        return health.can_think

    # Health --------------------------------------------------------------------------------

    async def _ask_health(self) -> Health:
        within = min(_HEALTH_WITHIN, self._patience.first_piece)
        try:
            async with httpx.AsyncClient(base_url=self._url, **self._transport(within)) as client:
                version = str((await client.get("/api/version")).raise_for_status().json()["version"])
                shown = await client.post("/api/show", json={"model": self.name})
                listed = await client.get("/api/tags") if shown.status_code == httpx.codes.NOT_FOUND else None
                return self._health_from(version, shown, listed)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            return Health(is_up=True, detail=f"Ollama could not answer ({status}); look at its log")
        except (httpx.ReadTimeout, httpx.WriteTimeout):
            return Health(
                is_silent=True, detail=f"Ollama at {self._url} took too long to answer; start it anew"
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            return Health(detail=self._absent())
        except (ValueError, KeyError, TypeError, AttributeError):
            return Health(detail=self._foreign())

    def _health_from(self, version: str, shown: httpx.Response, listed: httpx.Response | None) -> Health:
        if listed is not None:
            models = tuple(str(m["name"]) for m in listed.raise_for_status().json().get("models") or ())
            return Health(
                is_up=True,
                version=version,
                runs_elsewhere=is_cloud_name(self.name),
                detail=self._missing(),
                models=models,
            )
        about = shown.raise_for_status().json()
        runs_elsewhere = bool(about.get("remote_host")) or is_cloud_name(self.name)
        return Health(
            is_up=True,
            version=version,
            has_model=True,
            runs_elsewhere=runs_elsewhere,
            can_think="thinking" in (about.get("capabilities") or ()),
            detail=_elsewhere(self.name) if runs_elsewhere and not self._allow_remote else "",
        )


def absent(url: httpx.URL) -> str:
    """Return that no Ollama answers at an address, and what to do."""
    return f"no Ollama answers at {url}; start it (ollama serve) or set model_url"


def is_cloud_name(name: str) -> bool:
    """Return whether a model's name says that it runs in Ollama's cloud."""
    return name.endswith("-cloud") or name.rpartition(":")[2] == "cloud"


def _elsewhere(name: str) -> str:
    return (
        f"{name} answers from another machine, so words would leave this one;"
        " choose a local model or set allow_remote_model in Settings"
    )


def _options(request: ModelRequest) -> dict[str, float | int]:
    options: dict[str, float | int] = {
        "temperature": request.temperature,
        "num_predict": _LONGEST_ANSWER,
    }
    return options if request.seed is None else options | {"seed": request.seed}


def _piece(part: ollama.ChatResponse) -> Piece:
    return Piece(
        text=part.message.content or "",
        is_last=bool(part.done),
        stopped_by=part.done_reason or "",
        prompt_tokens=part.prompt_eval_count or 0,
        answer_tokens=part.eval_count or 0,
    )
