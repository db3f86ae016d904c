"""Bringing a model onto this machine, by Ollama.

Decides what of Ollama's account of a pull is progress, and what its faults mean. Ollama keeps
what has come of a model, so that a pull that was stopped goes on where it was.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final, cast

import httpx
import ollama
import pydantic

from chronicler.errors import ModelError
from chronicler.llm.addresses import transport
from chronicler.llm.ollama import absent

_SUCCESS: Final = "success"
_SILENT_FOR: Final = 300.0
"""Seconds: a large file is checked for minutes without a word."""
_AGAIN: Final = "run the same command again, it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a pull is."""

    status: str
    """In Ollama's words."""
    done: int
    """Bytes."""
    of: int
    """Bytes known to be needed so far; 0 at first."""


@dataclass(slots=True)
class _Layers:
    """The parts of a model, each with what has come of it and its size."""

    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)

    def step(self, part: ollama.ProgressResponse) -> Step:
        if part.digest and part.total:
            self.sizes[part.digest] = (part.completed or 0, part.total)
        done, of = (sum(each) for each in zip(*self.sizes.values(), strict=True)) if self.sizes else (0, 0)
        return Step(part.status or "", done, of)


async def pull(name: str, address: str) -> AsyncIterator[Step]:
    """Pull a model and yield how far it is, until it is there.

    Raises:
        ModelError: no server, no such model, no room, or it broke off.
    """
    layers, last, url = _Layers(), "", httpx.URL(address)
    try:
        async with ollama.AsyncClient(str(url), **transport(url, connect=5.0, read=_SILENT_FOR)) as client:
            stream = await client.pull(name, stream=True)
            # As with chat, the client returns a generator that must be closed.
            async with aclosing(cast("AsyncGenerator[ollama.ProgressResponse]", stream)) as parts:
                async for part in parts:
                    last = part.status or ""
                    yield layers.step(part)
    except ollama.ResponseError as error:
        raise ModelError(_meaning(name, error.error)) from error
    except (ConnectionError, httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise ModelError(absent(url)) from error
    except httpx.HTTPError as error:
        raise ModelError(f"the connection to Ollama broke; {_AGAIN}") from error
    except (json.JSONDecodeError, pydantic.ValidationError, TypeError, AttributeError) as error:
        msg = f"what answers at {url} does not speak Ollama's language; check model_url"
        raise ModelError(msg) from error
    if last != _SUCCESS:
        raise ModelError(f"the pull of {name} stopped before its end; {_AGAIN}")


def _meaning(name: str, said: str) -> str:
    """Return what Ollama's own words for a failed pull ask the person to do."""
    lowered = said.lower()
    if "file does not exist" in lowered or "not found" in lowered or "invalid model name" in lowered:
        return f"there is no model called {name} to pull ({said}); look at the names on ollama.com/library"
    if "no space left" in lowered or "not enough space" in lowered or "disk" in lowered:
        return f"there is no room for {name} ({said}); free some on the disk where Ollama keeps its models"
    if "newer version" in lowered:
        return f"{name} needs a newer Ollama ({said}); update Ollama"
    return f"Ollama could not pull {name} ({said}); {_AGAIN}"
