"""A pull: how far it is, and what its faults ask one to do."""

import asyncio

import pytest

from chronicler.errors import ModelError
from chronicler.llm.ollama_pull import Step, pull
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import WHOLE_PULL, OllamaServer
from tests.llm.quick import run


async def steps(server: OllamaServer) -> list[Step]:
    return [step async for step in pull("wise:4b", server.url)]


def failure(reply: double.Reply) -> str:
    with OllamaServer(models={}) as server:
        server.pull = reply
        with pytest.raises(ModelError) as caught:
            run(steps(server))
    return str(caught.value)


def test_all_layers_together_are_the_way_to_go() -> None:
    with OllamaServer(models={}) as server:
        told = run(steps(server))
        assert "wise:4b" in server.models
    ways = [(step.done, step.of) for step in told]
    assert ways == [(0, 0), (0, 900), (300, 900), (900, 900), (1000, 1000), (1000, 1000), (1000, 1000)]
    assert told[-1].status == "success"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("pull model manifest: file does not exist", "there is no model called wise:4b"),
        ("write /models/blobs/x: no space left on device", "there is no room for wise:4b"),
        ("The model you are attempting to pull requires a newer version of Ollama", "update Ollama"),
        ("max retries exceeded: dial tcp: lookup registry", "run the same command again"),
    ],
)
def test_each_fault_in_the_servers_words_becomes_something_to_do(said: str, words: str) -> None:
    assert words in failure(double.pulls(*WHOLE_PULL[:3], {"error": said}))
    assert words in failure(double.fails(500, said))


def test_a_connection_torn_in_mid_pull_says_that_it_goes_on() -> None:
    assert "goes on where it stopped" in failure(double.pulls(*WHOLE_PULL[:3], ending="cut"))


def test_a_pull_that_merely_ends_is_no_success() -> None:
    assert "stopped before its end" in failure(double.pulls(*WHOLE_PULL[:-1]))


def test_something_else_on_that_port_is_named_as_such() -> None:
    assert "check model_url" in failure(double.speaks_nonsense())


def test_an_absent_server_is_to_be_started() -> None:
    with OllamaServer() as server:
        url = server.url
    with pytest.raises(ModelError, match="ollama serve"):
        asyncio.run(anext(aiter(pull("wise:4b", url))))  # type: ignore[arg-type]


def test_a_pull_that_is_stopped_closes_its_request() -> None:
    async def stopped() -> None:
        walk = asyncio.create_task(steps(server))
        await asyncio.to_thread(server.heard.wait, 2)
        walk.cancel()
        await asyncio.gather(walk, return_exceptions=True)

    with OllamaServer(models={}) as server:
        server.pull = double.Reply(raw=double.pulls(*WHOLE_PULL * 20).raw, drip=0.05)
        run(stopped())
        assert server.abandoned.wait(2)
