"""What the setting ``model`` may say, and that words stay here unless they may leave."""

import httpx
import pytest

from chronicler.domain.settings import Settings
from chronicler.errors import ConfigError
from chronicler.llm.addresses import base_url, is_loopback
from chronicler.llm.model_lines import ModelLines
from chronicler.llm.ollama import OllamaModel
from chronicler.llm.openai_compatible import OpenAICompatibleModel
from chronicler.llm.selection import KEY_VARIABLE, make_model, model_problems
from chronicler.llm.writers import make_writers
from chronicler.llm.written_lines import WrittenLines
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.llm.quick import request, run


@pytest.mark.parametrize("model", ["none", "None", "", "  "])
def test_no_model_is_a_choice_and_the_written_lines_serve_it(model: str) -> None:
    settings = Settings(model=model)
    assert make_model(settings) is None
    assert [type(writer) for writer in make_writers(settings, None)] == [WrittenLines]
    assert model_problems(settings) == ()


def test_a_model_is_chosen_by_provider_and_name_which_may_hold_slashes() -> None:
    ollama = make_model(Settings(model="ollama/hf.co/someone/small:Q4"))
    other = make_model(Settings(model="openai/local-model"))
    assert isinstance(ollama, OllamaModel)
    assert ollama.name == "hf.co/someone/small:Q4"
    assert isinstance(other, OpenAICompatibleModel)


@pytest.mark.parametrize("model", ["qwen3:8b", "ollama/", "ollama", "claude/x", "/x"])
def test_an_unknown_choice_says_what_to_write(model: str) -> None:
    settings = Settings(model=model)
    with pytest.raises(ConfigError, match="write none, ollama/NAME or openai/NAME"):
        make_model(settings)
    (problem,) = model_problems(settings)
    assert problem.field == "model"


@pytest.mark.parametrize("provider", ["ollama", "openai"])
@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.5:11434",
        "http://example.com",
        "https://api.openai.com/v1",
        "http://127.0.0.1@example.com",
        "http://localhost.example.com",
        "http://0.0.0.0:11434",
        "example.com",
    ],
)
def test_an_address_off_this_machine_is_refused_unless_words_may_leave(provider: str, url: str) -> None:
    with pytest.raises(ConfigError, match="allow_remote_model"):
        make_model(Settings(model=f"{provider}/x", model_url=url))
    assert make_model(Settings(model=f"{provider}/x", model_url=url, allow_remote_model=True)) is not None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://127.0.0.1:1234/v1",
        "localhost:11434",
        "http://[::1]:8080",
        "127.0.0.53",
        "http://LOCALHOST",
    ],
)
def test_loopback_needs_no_permission(url: str) -> None:
    assert make_model(Settings(model="ollama/x", model_url=url)) is not None


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://", "http://[::", "file:///etc/passwd"])
def test_what_is_no_address_says_so(url: str) -> None:
    with pytest.raises(ConfigError, match="is no address"):
        make_model(Settings(model="ollama/x", model_url=url))


def test_a_cloud_model_behind_a_local_server_is_refused_unless_words_may_leave() -> None:
    with pytest.raises(ConfigError, match="cloud"):
        make_model(Settings(model="ollama/big:120b-cloud"))
    assert make_model(Settings(model="ollama/big:120b-cloud", allow_remote_model=True)) is not None


def test_the_key_comes_from_the_environment() -> None:
    with OllamaServer() as server:
        settings = Settings(model=f"openai/{MODEL}", model_url=f"{server.url}/v1")
        model = make_model(settings, environ={KEY_VARIABLE: "k-1"})
        assert model is not None
        run(model.generate(request()))
    assert server.headers[0]["Authorization"] == "Bearer k-1"


def test_a_models_lines_have_the_written_ones_behind_them() -> None:
    settings = Settings(model="ollama/x", banned_words=("spoiler",))
    model_lines, written = make_writers(settings, make_model(settings))
    assert isinstance(model_lines, ModelLines)
    assert model_lines.banned == ("spoiler",)
    assert isinstance(written, WrittenLines)


def test_an_address_without_a_scheme_is_completed() -> None:
    assert str(base_url("localhost:11434", "http://unused")) == "http://localhost:11434"
    assert str(base_url(" ", "http://127.0.0.1:1")) == "http://127.0.0.1:1"


def test_an_address_in_another_family_may_still_be_loopback() -> None:
    assert is_loopback(httpx.URL("http://[::1]"))
    assert not is_loopback(httpx.URL("http://[fe80::1]"))
