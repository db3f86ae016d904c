"""The chat-completions protocol and its faults, on loopback through the real HTTP client."""

from collections.abc import AsyncIterator

import pytest

from chronicler.errors import ModelError
from chronicler.llm.openai_compatible import OpenAICompatibleModel, _pieces
from chronicler.llm.turns import Patience, ServerFailed
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.llm.quick import IMPATIENT, QUICK, SCHEMA, request, run


def model_of(
    server: OllamaServer, name: str = MODEL, key: str = "", patience: Patience = QUICK
) -> OpenAICompatibleModel:
    return OpenAICompatibleModel(name, f"{server.url}/v1", key=key, patience=patience)


def failure(
    server: OllamaServer, name: str = MODEL, deadline: float = 5.0, patience: Patience = QUICK
) -> ModelError:
    with pytest.raises(ModelError) as caught:
        run(model_of(server, name, patience=patience).generate(request(deadline)))
    return caught.value


def test_a_streamed_answer_is_returned_whole_with_its_cost() -> None:
    with OllamaServer(double.answers("The sea keeps its own time.")) as server:
        completion = run(model_of(server).generate(request()))
    assert completion.text == "The sea keeps its own time."
    assert (completion.prompt_tokens, completion.answer_tokens) == (21, 6)


def test_an_object_is_asked_for_by_its_schema_and_checked() -> None:
    with OllamaServer(double.answers_object({"line": "Still water."}), double.answers("{}")) as server:
        model = model_of(server)
        assert run(model.generate_object(request(), SCHEMA)) == {"line": "Still water."}
        with pytest.raises(ModelError, match="lacks line"):
            run(model.generate_object(request(), SCHEMA))
    form = server.chats[0]["response_format"]
    assert (form["type"], form["json_schema"]["schema"]) == ("json_schema", SCHEMA)


def test_the_key_goes_into_the_header_and_nowhere_else() -> None:
    with OllamaServer() as server:
        run(model_of(server, key="secret-key").generate(request()))
    assert server.headers[0]["Authorization"] == "Bearer secret-key"
    assert "secret-key" not in str(server.chats)


def test_without_a_key_no_header_is_sent() -> None:
    with OllamaServer() as server:
        run(model_of(server).generate(request()))
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again_before_the_first_token(status: int) -> None:
    with OllamaServer(double.fails(status), double.answers("Here now.")) as server:
        assert run(model_of(server).generate(request())).text == "Here now."
    assert len(server.chats) == 2


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (double.fails(401, "bad key"), "CHRONICLER_MODEL_KEY"),
        (double.fails(400, "bad schema"), "bad schema"),
        (double.breaks_off("Half a"), "broke off in mid-answer"),
        (double.ends_without_done("It merely"), "before its end"),
        (double.is_cut("A torn"), "connection"),
        (double.falls_silent("And then"), "fell silent for 0.4 s"),
        (double.falls_silent(), "fell silent for 0.5 s"),
        (double.runs_out_of_room("It goes"), "ran out of room"),
        (double.speaks_nonsense("data: <html>\n\n"), "check model_url"),
        (double.speaks_nonsense("data: [1]\n\n"), "check model_url"),
        (double.speaks_nonsense('data: {"choices": [3]}\n\n'), "check model_url"),
        (double.speaks_nonsense("<html>\n"), "before its end"),
    ],
)
def test_each_fault_is_named_and_not_repeated(reply: double.Reply, words: str) -> None:
    with OllamaServer(reply) as server:
        patience = IMPATIENT if "silent" in words else QUICK
        assert words in str(failure(server, patience=patience))
    assert len(server.chats) == 1


def test_a_missing_model_is_named() -> None:
    with OllamaServer() as server:
        assert "absent" in str(failure(server, "absent"))


def test_an_absent_server_says_what_to_do() -> None:
    with OllamaServer() as server:
        url = server.url
    with pytest.raises(ServerFailed, match="start it or set model_url"):
        run(OpenAICompatibleModel(MODEL, url, patience=QUICK).generate(request()))


def test_the_deadline_holds_over_a_slow_drip() -> None:
    with OllamaServer(double.drips("one two three four five six " * 9, 0.02)) as server:
        assert "had not answered after 0.2 s" in str(failure(server, deadline=0.2))
        assert server.abandoned.wait(2)


@pytest.mark.parametrize(
    "data",
    [
        '{"choices": [{"delta": {"content": ["no", "text"]}}]}', "[" * 100_000, '{"n": ' + "9" * 5000 + "}",
        '{"choices": 7}', "[]", '{"choices": [{"delta": "x"}]}', '{"choices": ["x"]}',
    ],
)  # fmt: skip
def test_a_stream_of_another_form_is_a_failure_of_the_server(data: str) -> None:
    async def lines() -> AsyncIterator[str]:
        yield f"data: {data}"
        yield 'data: {"choices": [], "usage": {"prompt_tokens": "many"}}'
        yield "data: [DONE]"

    async def whole() -> str:
        return "".join([piece.text async for piece in _pieces(lines())])

    with pytest.raises((ValueError, AttributeError, LookupError, TypeError)):
        run(whole())
