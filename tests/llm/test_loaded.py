"""A model's first request loads nothing on the event loop: chat is heard there."""

import subprocess
import sys

import pytest

from tests.doubles.ollama_server import MODEL, OllamaServer, answers

FIRST_REQUEST = """
import asyncio, sys, threading
from chronicler.llm.ollama import OllamaModel
from chronicler.llm.openai_compatible import OpenAICompatibleModel
from chronicler.ports import ModelRequest

on_the_loop = []
kind, name, url = sys.argv[1:]
model = {"ollama": OllamaModel, "openai": OpenAICompatibleModel}[kind](name, url)

class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread() and is_begun:
            on_the_loop.append(name)
        return None

is_begun = False
sys.meta_path.insert(0, Watch())

async def main():
    global is_begun
    await asyncio.sleep(0)
    is_begun = True
    await model.complete(ModelRequest("be brief", "who built the lighthouse?", 60))

asyncio.run(main())
print([name for name in on_the_loop if name.split(".")[0] in ("anyio", "httpx", "httpcore", "ollama", "pydantic")])
"""


@pytest.mark.parametrize("kind", ["ollama", "openai"])
def test_a_first_request_loads_no_client_on_the_loop(kind: str) -> None:
    with OllamaServer(answers("The keeper did.")) as server:
        url = server.url if kind == "ollama" else f"{server.url}/v1"
        ran = subprocess.run(
            [sys.executable, "-c", FIRST_REQUEST, kind, MODEL, url],
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ran.stderr, ran.stdout) == ("", "[]\n")
