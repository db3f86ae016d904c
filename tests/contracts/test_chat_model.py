"""What every chat model promises, run on both providers against the same loopback server."""

import pytest

from chronicler.errors import ModelError
from chronicler.llm.ollama import OllamaModel
from chronicler.llm.openai_compatible import OpenAICompatibleModel
from chronicler.llm.turns import Patience
from chronicler.ports import ChatModel
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.llm.quick import IMPATIENT, QUICK, SCHEMA, request, run

PROVIDERS = ["ollama", "openai"]


def model_of(provider: str, server: OllamaServer, patience: Patience = QUICK) -> ChatModel:
    if provider == "ollama":
        return OllamaModel(MODEL, server.url, patience=patience)
    return OpenAICompatibleModel(MODEL, f"{server.url}/v1", patience=patience)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_is_whole_and_names_its_model(provider: str) -> None:
    with OllamaServer(double.answers("Salt on every sill.")) as server:
        completion = run(model_of(provider, server).generate(request()))
    assert (completion.text, completion.model) == ("Salt on every sill.", MODEL)
    assert completion.seconds >= 0
    assert completion.answer_tokens > 0


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_object_fits_its_schema(provider: str) -> None:
    with OllamaServer(double.answers_object({"line": "Salt."})) as server:
        assert run(model_of(provider, server).generate_object(request(), SCHEMA)) == {"line": "Salt."}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "reply",
    [
        double.fails(404),
        double.fails(503),
        double.breaks_off("Sal"),
        double.is_cut("Sal"),
        double.ends_without_done("Sal"),
        double.falls_silent("Sal"),
        double.runs_out_of_room("Sal"),
        double.speaks_nonsense(),
    ],
    ids=["404", "503", "error", "cut", "no_done", "silent", "length", "nonsense"],
)
def test_whatever_goes_wrong_is_a_model_error_with_advice(provider: str, reply: double.Reply) -> None:
    with OllamaServer(reply) as server, pytest.raises(ModelError, match=r"\w+"):
        run(model_of(provider, server, IMPATIENT).generate(request()))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_deadline_is_kept(provider: str) -> None:
    with OllamaServer(double.drips("slow " * 50, 0.02)) as server, pytest.raises(ModelError, match=r"0\.1 s"):
        run(model_of(provider, server).generate(request(0.1)))
