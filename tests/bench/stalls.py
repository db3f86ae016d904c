"""The longest stall of the event loop over the wire, while a language model hangs, drips or is dead.

An hour of chat with two questions for the Steward is rehearsed over the wire, once without a
model and once beside each kind of bad one. A model that hangs is waited for until its deadline,
so this takes some minutes.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.rehearsing.set_up import run as run_prepared
from chronicler.runtime.rehearsing.wish import Wish
from tests.bench.figures import Figure
from tests.doubles.ollama_server import OllamaServer, drips, falls_silent, is_cut

LINES: Final = 1200
_SECONDS: Final = 3
_QUESTIONS: Final = {300: "steward, who built the lighthouse?", 900: "steward, why is the sea so empty?"}
_TALK: Final = (
    "the stair goes down further than it should",
    "does anybody else hear the bell under the water",
    "he kept the lamp lit for nobody in particular",
    "I think the map is older than the village",
)
_MODELS: Final = {
    "none": None,
    "hangs": falls_silent(),
    "drips": drips('{"thought": "' + "salt " * 500, 0.5),
    "dies in mid-answer": is_cut('{"thought": "sa'),
}


def run() -> Iterator[Figure]:
    """Yield the longest stall beside each model, against the one without."""
    baseline = None
    for name, reply in _MODELS.items():
        with OllamaServer(reply) if reply else nullcontext() as server:
            told = _rehearsed(server.url if server else "")
        stall = float(told["longest_stall_ms"])
        yield Figure(f"longest stall, model {name}", stall, "ms", baseline, "without a model")
        baseline = baseline or stall


def _rehearsed(url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "evening.txt"
        log.write_text("\n".join(map(_line, range(LINES))) + "\n", encoding="utf-8")
        model: dict[str, object] = {"model": "ollama/small:1b", "model_url": url} if url else {}
        wish = Wish(
            log=log,
            home=Path(home),
            channel="lantern",
            overrides={"timezone": "UTC", **model},
            is_over_wire=True,
        )
        result = asyncio.run(run_prepared(prepare(wish), lambda *_: None))
        told = result.as_json()["over_wire"]
        assert isinstance(told, dict)
        return told


def _line(number: int) -> str:
    at = number * _SECONDS
    said = _QUESTIONS.get(number, _TALK[number % len(_TALK)])
    return f"[{at // 3600}:{at // 60 % 60:02d}:{at % 60:02d}] <viewer{number % 7}> {said}"
