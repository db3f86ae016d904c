"""Every call of a model is taken down where it is made, whatever becomes of it."""

import asyncio
import re

import httpx
import pytest

from chronicler.domain.events import ModelOutcome
from chronicler.errors import ModelError
from chronicler.llm.metered import MeteredModel, Spent
from chronicler.llm.ollama import OllamaModel
from chronicler.llm.openai_compatible import OpenAICompatibleModel
from chronicler.ports import Call, ChatModel, ModelRequest
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.llm.quick import QUICK, SCHEMA, request, run


class Account:
    """A meter that keeps what it is told, and allows so many calls."""

    def __init__(self, left: int | None = None) -> None:
        self.calls: list[Call] = []
        self.left = left

    def calls_left(self) -> int | None:
        return self.left

    def called(self, call: Call) -> None:
        self.calls.append(call)


def metered(server: OllamaServer, account: Account, name: str = MODEL, provider: str = "ollama") -> ChatModel:
    if provider == "openai":
        return MeteredModel(OpenAICompatibleModel(name, f"{server.url}/v1", patience=QUICK), account)
    return MeteredModel(OllamaModel(name, server.url, patience=QUICK), account)


def asked(deadline: float = 5.0) -> ModelRequest:
    plain = request(deadline)
    return ModelRequest(plain.system, plain.prompt, deadline, purpose="hearthkeeper")


@pytest.mark.parametrize("provider", ["ollama", "openai"])
def test_an_answer_is_taken_down_with_its_purpose_and_cost(provider: str) -> None:
    account = Account()
    with OllamaServer(double.answers("Still water.")) as server:
        run(metered(server, account, provider=provider).generate(asked()))
    (call,) = account.calls
    assert (call.purpose, call.model, call.outcome) == ("hearthkeeper", MODEL, ModelOutcome.ANSWERED)
    assert (call.prompt_tokens, call.answer_tokens, call.trouble) == (21, 2, "")
    assert call.seconds > 0


@pytest.mark.parametrize("provider", ["ollama", "openai"])
def test_an_answer_of_the_wrong_form_costs_what_it_cost(provider: str) -> None:
    account = Account()
    with OllamaServer(double.answers("no json")) as server, pytest.raises(ModelError):
        run(metered(server, account, provider=provider).generate_object(asked(), SCHEMA))
    (call,) = account.calls
    assert (call.outcome, call.answer_tokens) == (ModelOutcome.UNFIT, 2)
    assert "wrote freely" in call.trouble


def test_an_answer_that_ran_out_of_room_costs_what_it_cost() -> None:
    account = Account()
    with OllamaServer(double.runs_out_of_room("on and on and on")) as server, pytest.raises(ModelError):
        run(metered(server, account).generate(asked()))
    (call,) = account.calls
    assert (call.outcome, call.answer_tokens) == (ModelOutcome.UNFIT, 5)


def test_nothing_of_question_or_answer_is_taken_down() -> None:
    account = Account()
    with OllamaServer(double.answers("A SECRET thought"), double.answers("ANOTHER one")) as server:
        model = metered(server, account)
        run(model.generate(ModelRequest("the WHISPERED system", "what CHAT said", 5, purpose="steward")))
        with pytest.raises(ModelError):
            run(model.generate_object(asked(), SCHEMA))
    told = str(account.calls)
    assert not any(word in told for word in ("SECRET", "WHISPERED", "CHAT", "ANOTHER"))


def test_a_failure_is_taken_down_with_what_to_do() -> None:
    account = Account()
    with OllamaServer(double.breaks_off("Half a")) as server, pytest.raises(ModelError):
        run(metered(server, account).generate(asked()))
    (call,) = account.calls
    assert call.outcome is ModelOutcome.FAILED
    assert "look at Ollama's log" in call.trouble


def test_a_late_answer_is_taken_down_as_late() -> None:
    account = Account()
    with OllamaServer(double.drips("slow " * 50, 0.02)) as server, pytest.raises(ModelError):
        run(metered(server, account).generate(asked(0.2)))
    assert [call.outcome for call in account.calls] == [ModelOutcome.LATE]


def test_a_call_that_nobody_waits_for_any_longer_is_taken_down_too() -> None:
    async def given_up(model: ChatModel) -> None:
        turn = asyncio.create_task(model.generate(asked()))
        await asyncio.to_thread(server.heard.wait, 2)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)

    account = Account()
    with OllamaServer(double.drips("never heard out", 0.05)) as server:
        run(given_up(metered(server, account)))
    assert [call.outcome for call in account.calls] == [ModelOutcome.LATE]
    assert re.fullmatch(
        r"it had not answered after \d+ s, and nobody waited any longer", account.calls[0].trouble
    )


def test_while_the_circuit_is_open_nothing_is_asked_and_that_is_told() -> None:
    account = Account()
    with OllamaServer(double.breaks_off("x")) as server:
        model = metered(server, account)
        for _ in range(5):
            with pytest.raises(ModelError):
                run(model.generate(asked()))
        assert len(server.chats) == 3
    assert [call.outcome.value for call in account.calls] == ["failed"] * 3 + ["resting"] * 2


def test_once_the_hours_calls_are_spent_nothing_is_asked() -> None:
    account = Account(left=0)
    with OllamaServer() as server:
        with pytest.raises(Spent, match="model_calls_per_hour"):
            run(metered(server, account).generate(asked()))
        assert server.requests == []
    assert [call.outcome for call in account.calls] == [ModelOutcome.SPENT]


def test_a_key_that_a_server_gives_back_is_not_told() -> None:
    account = Account()
    with OllamaServer(double.fails(400, "no such organisation for key sk-12345")) as server:
        provider = OpenAICompatibleModel(MODEL, httpx.URL(f"{server.url}/v1"), key="sk-12345", patience=QUICK)
        with pytest.raises(ModelError) as caught:
            run(MeteredModel(provider, account).generate(asked()))
    assert "sk-12345" not in str(caught.value) + account.calls[0].trouble
