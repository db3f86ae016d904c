"""A look at the model in passing: short, and true now."""

from dataclasses import replace

from chronicler.domain.settings import Settings
from chronicler.runtime.models.health import BY_MEANING, BY_WORDS, Glance, glance, glance_at_memory
from tests.doubles.ollama_server import MODEL, OllamaServer


def settings(server: OllamaServer, name: str = MODEL) -> Settings:
    return Settings(model=f"ollama/{name}", model_url=server.url)


def test_without_a_model_nobody_is_asked() -> None:
    assert glance(Settings()) is None


def test_a_server_that_died_a_moment_ago_is_not_said_to_be_there() -> None:
    with OllamaServer() as server:
        found = glance(settings(server))
    assert found is not None
    assert found.is_well
    gone = glance(settings(server))
    assert gone is not None
    assert not gone.is_well
    assert gone.words == f"no Ollama answers at {server.url}; start it (ollama serve) or set model_url"


def test_what_is_missing_is_said_with_what_to_do() -> None:
    with OllamaServer() as server:
        found = glance(settings(server, "absent"))
    assert found is not None
    assert not found.is_well
    assert "chronicler model pull absent" in found.words


def test_a_choice_that_cannot_be_used_says_so() -> None:
    found = glance(Settings(model="qwen"))
    assert found is not None
    assert not found.is_well


# What searches earlier streams ----------------------------------------------------------------


def test_an_embedder_whose_server_is_away_is_told_with_what_to_do() -> None:
    with OllamaServer() as server:
        there = glance_at_memory(replace(settings(server), embedder=f"ollama/{MODEL}"))
        absent = glance_at_memory(replace(settings(server), embedder="ollama/absent"))
    away = glance_at_memory(replace(settings(server), embedder=f"ollama/{MODEL}"))
    assert there.is_well
    assert there.words.startswith(BY_MEANING)
    assert (absent.is_well, away.is_well) == (False, False)
    assert "chronicler model pull absent" in absent.words
    assert "start it (ollama serve)" in away.words


def test_without_an_embedder_words_serve_and_nothing_is_to_be_mended() -> None:
    assert glance_at_memory(Settings(embedder="none")) == Glance(is_well=True, words=BY_WORDS)
    assert not glance_at_memory(Settings(embedder="elmo")).is_well
