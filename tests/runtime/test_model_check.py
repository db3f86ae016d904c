"""A look at the model in plain words: each thing that can be wrong, with its next step."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from chronicler.domain.events import ModelOutcome
from chronicler.domain.settings import UNREADABLE, Settings, parse_settings
from chronicler.llm.selection import KEY_VARIABLE
from chronicler.runtime.models.check import ModelCheck, check_model, near_names
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.llm.test_metered import Account

CLOUD: Mapping[str, Mapping[str, object]] = {"far": {"remote_host": "https://ollama.com"}}


def look(
    account: Account | None = None, environ: Mapping[str, str] | None = None, **settings: Any
) -> ModelCheck:
    return asyncio.run(check_model(Settings(**settings), account or Account(), environ or {}))


def at(server: OllamaServer, provider: str = "ollama", name: str = MODEL, **more: Any) -> dict[str, Any]:
    url = server.url if provider == "ollama" else f"{server.url}/v1"
    return {"model": f"{provider}/{name}", "model_url": url, **more}


def told(found: ModelCheck) -> str:
    return "\n".join(f"{each.text} | {each.next_step}" for each in found.findings)


@pytest.mark.parametrize("provider", ["ollama", "openai"])
def test_a_model_that_is_there_is_asked_one_small_thing_and_timed(provider: str) -> None:
    account = Account()
    with OllamaServer(double.drips("A lighthouse warns the ships.", 0.01)) as server:
        found = look(account, **at(server, provider))
        assert len(server.chats) == 1
    assert found.is_well
    assert "It has the model small:1b." in told(found)
    assert "tokens a second" in told(found)
    assert "Nothing leaves this machine." in told(found)
    (call,) = account.calls
    assert (call.purpose, call.outcome) == ("check", ModelOutcome.ANSWERED)


def test_the_servers_version_is_told() -> None:
    with OllamaServer() as server:
        assert f"({double.VERSION})" in told(look(**at(server)))


@pytest.mark.parametrize(("provider", "step"), [("ollama", "ollama serve"), ("openai", "its own program")])
def test_a_server_that_is_not_there_is_to_be_started(provider: str, step: str) -> None:
    with OllamaServer() as server:
        settings = at(server, provider)
    found = look(**settings)
    assert not found.is_well
    assert not found.is_up
    assert step in told(found)


def test_a_missing_model_names_those_that_may_be_meant_and_how_to_pull_it() -> None:
    models: dict[str, dict[str, object]] = {"wise:4b": {}, "other:2b": {}, "wide:9b": {}}
    with OllamaServer(models=models) as server:
        found = look(**at(server, name="wise:8b"))
        assert server.chats == []
    assert not found.is_well
    assert "It has no model wise:8b. It has wise:4b, wide:9b and other:2b." in told(found)
    assert "chronicler model pull wise:8b, or write model: ollama/wise:4b" in told(found)


def test_the_likeliest_name_comes_first() -> None:
    assert near_names("qwen3:8b", ("llama3:8b", "qwen3:4b", "gemma"))[0] == "qwen3:4b"
    assert near_names("x", ()) == ()


def test_a_server_that_answers_to_a_name_it_does_not_list_can_be_used() -> None:
    """llama.cpp answers to any name with the one model it has loaded."""
    with OllamaServer(double.answers("Ships."), double.answers("Ships.")) as server:
        server.listed = ("loaded.gguf",)
        found = look(**at(server, "openai"))
    assert found.is_well
    assert "answers to the name small:1b, though it does not list it" in told(found)


def test_a_model_elsewhere_is_told_loudly_and_not_asked() -> None:
    with OllamaServer(models=CLOUD) as server:
        found = look(**at(server, name="far"))
        assert server.chats == []
    assert not found.is_well
    assert "LEAVES THIS MACHINE, to be answered elsewhere. It is not allowed." in told(found)


def test_a_model_elsewhere_that_is_allowed_is_told_all_the_same() -> None:
    with OllamaServer(double.answers("Ships."), models=CLOUD) as server:
        found = look(**at(server, name="far", allow_remote_model=True))
    assert found.is_well
    assert "LEAVES THIS MACHINE, to be answered elsewhere. You allowed it" in told(found)


def test_an_address_that_leads_elsewhere_is_refused_without_asking_anybody() -> None:
    found = look(model="openai/x", model_url="https://example.com/v1")
    assert not found.is_well
    assert "allow_remote_model" in told(found)


@pytest.mark.parametrize("model", ["qwen3", "claude/x", "ollama/"])
def test_what_names_no_model_says_what_to_write(model: str) -> None:
    found = look(model=model)
    assert not found.is_well
    assert "ollama/NAME or openai/NAME" in told(found)


def test_a_setting_that_cannot_be_read_is_not_taken_for_no_model() -> None:
    settings = parse_settings({UNREADABLE: ("model: the bracket is never closed",)})
    found = asyncio.run(check_model(settings, Account(), {}))
    assert not found.is_well
    assert "the bracket is never closed. | mend it in the Settings note" in told(found)
    assert "No language model is chosen" not in told(found)


def test_a_bare_name_is_given_back_as_it_is_to_be_written() -> None:
    assert "such as ollama/qwen3:4b" in told(look(model="qwen3:4b"))
    assert "such as" not in told(look(model="claude/x"))


def test_no_model_is_well() -> None:
    found = look(model="none")
    assert found.is_well
    assert "No language model is chosen" in told(found)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (double.fails(503), "503"),
        (double.breaks_off("Half a"), "broke off"),
        (double.speaks_nonsense(), "check model_url"),
        (double.is_cut("A torn"), "connection"),
    ],
)
def test_a_model_that_gives_no_answer_says_why(reply: double.Reply, words: str) -> None:
    with OllamaServer(reply) as server:
        found = look(**at(server))
    assert not found.is_well
    assert words in told(found)


def test_a_model_that_does_not_answer_in_time_is_waited_for_no_longer() -> None:
    account = Account()
    with OllamaServer(double.falls_silent("A light")) as server:
        settings = Settings(**at(server))
        found = asyncio.run(check_model(settings, account, {}, within_seconds=0.3))
    assert not found.is_well
    assert found.answer is None
    assert [call.outcome for call in account.calls] == [ModelOutcome.LATE]
    assert "had not answered after 0.3 s; try a smaller model" in told(found)


def test_a_model_that_answers_nothing_is_of_no_use() -> None:
    with OllamaServer(double.answers("")) as server:
        found = look(**at(server))
    assert not found.is_well
    assert "answered nothing, so it is of no use here" in told(found)


def test_a_model_of_ollamas_cloud_leaves_this_machine_before_it_is_pulled_too() -> None:
    with OllamaServer() as server:
        found = look(**at(server, name="big:120b-cloud", allow_remote_model=True))
    assert "Nothing leaves this machine" not in told(found)
    assert "LEAVES THIS MACHINE" in told(found)


def test_a_server_that_fails_is_not_told_to_be_absent() -> None:
    with OllamaServer(show_status=500) as server:
        found = look(**at(server))
    assert not found.is_well
    assert "could not answer (500)" in told(found)
    assert "ollama serve" not in told(found)
    assert "no model" not in told(found)


def test_a_server_that_is_stuck_is_not_told_to_be_started() -> None:
    with OllamaServer() as server:
        server.is_mute = True
        found = asyncio.run(check_model(Settings(**at(server, "openai")), Account(), {}))
    assert not found.is_well
    assert "does not answer in time. | stop it and start it anew" in told(found)


def test_a_list_that_is_refused_does_not_make_the_model_missing() -> None:
    with OllamaServer(double.fails(401, "no such key")) as server:
        server.list_status = 401
        found = look(**at(server, "openai"))
    assert "It has no model" not in told(found)
    assert told(found).count("refused the key (401)") == 1


def test_a_key_is_told_to_be_set_and_never_shown() -> None:
    environ = {KEY_VARIABLE: "sk-very-secret"}
    with OllamaServer(double.fails(401, "bad key sk-very-secret")) as server:
        found = look(environ=environ, **at(server, "openai"))
    assert "The key (CHRONICLER_MODEL_KEY) is set." in told(found)
    shown = told(found) + json.dumps(found.as_json()) + repr(found)
    assert "sk-very-secret" not in shown
    assert found.as_json()["key_is_set"] is True


def test_the_json_says_the_same() -> None:
    with OllamaServer(double.drips("A lighthouse warns the ships.", 0.01)) as server:
        said = look(**at(server)).as_json()
    assert (said["is_well"], said["is_up"], said["has_model"], said["stays_on_this_machine"]) == (True,) * 4
    assert said["first_token_seconds"] > 0
    assert said["tokens_per_second"] > 0
