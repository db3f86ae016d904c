"""Every measured fault of an Ollama server, provoked on loopback through the real client."""

import asyncio
import socket

import pytest

from chronicler.errors import ModelError
from chronicler.llm.circuit import REST_SECONDS
from chronicler.llm.ollama import HEALTH_SECONDS, OllamaModel
from chronicler.llm.turns import MOST_PIECES, Patience, ServerFailed
from tests.doubles import ollama_server as double
from tests.doubles.ollama_server import MODEL, OllamaServer
from tests.llm.quick import IMPATIENT, QUICK, SCHEMA, HandClock, request, run


def model_of(
    server: OllamaServer, name: str = MODEL, patience: Patience = QUICK, **rest: object
) -> OllamaModel:
    return OllamaModel(name, server.url, patience=patience, **rest)  # type: ignore[arg-type]


def failure(server: OllamaServer, deadline: float = 5.0, **rest: object) -> ModelError:
    """Return the error that one turn ends in."""
    with pytest.raises(ModelError) as caught:
        run(model_of(server, **rest).generate(request(deadline)))  # type: ignore[arg-type]
    return caught.value


def test_a_streamed_answer_is_returned_whole_with_its_cost() -> None:
    with OllamaServer(double.answers("The sea keeps its own time.")) as server:
        completion = run(model_of(server).generate(request()))
    assert completion.text == "The sea keeps its own time."
    assert (completion.model, completion.prompt_tokens, completion.answer_tokens) == (MODEL, 21, 6)


def test_every_request_streams_and_carries_temperature_and_seed() -> None:
    with OllamaServer() as server:
        run(model_of(server).generate(request()))
    (body,) = server.chats
    assert body["stream"] is True
    assert body["options"]["temperature"] == 0.2
    assert body["options"]["seed"] == 7
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert "format" not in body


def test_an_object_is_always_asked_for_by_its_schema_and_never_as_mere_json() -> None:
    with OllamaServer(double.answers_object({"line": "Still water."})) as server:
        answer = run(model_of(server).generate_object(request(), SCHEMA))
    assert answer == {"line": "Still water."}
    assert server.chats[0]["format"] == SCHEMA


@pytest.mark.parametrize("text", ["not json", "[]", '{"line": 3}', '{"other": "x"}', '{"line": "a", "b": 1}'])
def test_an_object_that_does_not_fit_is_a_model_error(text: str) -> None:
    with OllamaServer(double.answers(text)) as server, pytest.raises(ModelError, match="another model"):
        run(model_of(server).generate_object(request(), SCHEMA))


def test_what_a_reasoning_model_thinks_before_an_object_is_no_part_of_it() -> None:
    thought = 'Perhaps {"line": "no"}?'
    with OllamaServer(double.answers(f'<think>{thought}</think>\n{{"line": "The fire is low."}}')) as server:
        answer = run(model_of(server).generate_object(request(), SCHEMA))
    assert answer == {"line": "The fire is low."}


def test_a_missing_model_says_how_to_pull_it() -> None:
    with OllamaServer() as server:
        error = failure(server, name="large:70b")
    assert "chronicler model pull large:70b" in str(error)
    assert server.chats == []


def test_a_model_removed_since_it_was_last_seen_says_how_to_pull_it() -> None:
    with OllamaServer(double.fails(404, "model not found")) as server:
        error = failure(server)
    assert f"chronicler model pull {MODEL}" in str(error)
    assert len(server.chats) == 1


def test_an_absent_server_says_how_to_start_it_and_is_asked_again_first() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(ServerFailed, match="ollama serve") as caught:
            run(OllamaModel(MODEL, url, patience=QUICK).generate(request()))
    assert url in str(caught.value)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again_before_the_first_token(status: int) -> None:
    with OllamaServer(double.fails(status), double.fails(status), double.answers("Here now.")) as server:
        completion = run(model_of(server).generate(request()))
    assert completion.text == "Here now."
    assert len(server.chats) == 3


def test_a_server_that_stays_busy_is_given_up_after_three_attempts() -> None:
    with OllamaServer(double.fails(503)) as server:
        error = failure(server)
    assert "503" in str(error)
    assert len(server.chats) == 3


def test_a_request_the_server_refuses_is_not_repeated() -> None:
    with OllamaServer(double.fails(400, "invalid format")) as server:
        error = failure(server)
    assert "invalid format" in str(error)
    assert len(server.chats) == 1


def test_an_error_in_mid_stream_is_not_repeated_since_words_had_come() -> None:
    with OllamaServer(double.breaks_off("Half a thou")) as server:
        error = failure(server)
    assert "runner process has terminated" in str(error)
    assert len(server.chats) == 1


def test_a_stream_that_ends_without_done_is_no_answer() -> None:
    with OllamaServer(double.ends_without_done("It merely")) as server:
        error = failure(server)
    assert "before its end" in str(error)
    assert len(server.chats) == 1


@pytest.mark.parametrize("text", ["", "A torn sen"])
def test_a_torn_connection_is_a_model_error(text: str) -> None:
    with OllamaServer(double.is_cut(text)) as server:
        error = failure(server)
    assert "broke" in str(error)
    assert len(server.chats) == 1


def test_an_answer_cut_at_its_limit_is_no_answer_but_no_fault_of_the_server() -> None:
    with OllamaServer(double.runs_out_of_room("It goes on and")) as server:
        error = failure(server)
    assert "ran out of room" in str(error)
    assert not isinstance(error, ServerFailed)


def test_an_answer_without_end_is_left_and_no_fault_of_the_server() -> None:
    with OllamaServer(double.answers("on " * (MOST_PIECES + 50))) as server:
        error = failure(server, 30.0)
    assert "without end" in str(error)
    assert not isinstance(error, ServerFailed)


def test_pieces_that_lie_ready_let_others_have_their_turn() -> None:
    async def beside() -> int:
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        await model_of(server).generate(request())
        counting.cancel()
        return turns

    with OllamaServer(double.answers("on " * 500)) as server:
        assert run(beside()) > 500


def test_a_server_that_never_begins_is_left_after_the_first_limit() -> None:
    with OllamaServer(double.falls_silent()) as server:
        error = failure(server, patience=IMPATIENT)
    assert "fell silent for 0.5 s" in str(error)


def test_a_server_that_falls_silent_in_mid_answer_is_left_and_the_request_closed() -> None:
    with OllamaServer(double.falls_silent("And then")) as server:
        error = failure(server, patience=IMPATIENT)
        assert "fell silent for 0.4 s" in str(error)
        assert server.abandoned.wait(2)


def test_a_slow_drip_is_no_silence_but_the_deadline_holds_and_closes_the_request() -> None:
    with OllamaServer(double.drips("one two three four five six seven eight nine ten " * 5, 0.02)) as server:
        error = failure(server, 0.2)
        assert "had not answered after 0.2 s" in str(error)
        assert server.abandoned.wait(2)


def test_a_drip_within_the_deadline_is_heard_out() -> None:
    with OllamaServer(double.drips("slow but sure", 0.02)) as server:
        assert run(model_of(server).generate(request())).text == "slow but sure"


@pytest.mark.parametrize("raw", ["<html>It works</html>\n", "[1]\n", '{"message": 5, "done": true}\n', "\n"])
def test_something_else_on_that_port_is_named_as_such(raw: str) -> None:
    with OllamaServer(double.speaks_nonsense(raw)) as server:
        error = failure(server)
    assert "check model_url" in str(error)


def test_a_redirect_is_not_followed_off_this_machine() -> None:
    with OllamaServer() as elsewhere, OllamaServer(double.redirects(f"{elsewhere.url}/api/chat")) as server:
        error = failure(server)
    assert "307" in str(error)
    assert elsewhere.requests == []


def test_a_proxy_from_the_environment_never_sees_a_loopback_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """The HTTP client would send http://127.0.0.1 through HTTP_PROXY, and chat with it."""
    with OllamaServer() as proxy, OllamaServer() as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        run(model_of(server).generate(request()))
    assert proxy.requests == []


# Models elsewhere --------------------------------------------------------------------------------

CLOUD = {"remote-one": {"remote_host": "https://ollama.com:443", "remote_model": "big", "capabilities": []}}


def test_a_model_that_answers_from_elsewhere_is_refused_before_it_hears_a_word() -> None:
    with OllamaServer(models=CLOUD) as server:
        error = failure(server, name="remote-one")
    assert "allow_remote_model" in str(error)
    assert server.chats == []


@pytest.mark.parametrize("name", ["big:120b-cloud", "big-cloud", "glm:cloud"])
def test_a_cloud_name_is_refused_without_asking_anybody(name: str) -> None:
    with OllamaServer(models={name: {}}) as server:
        error = failure(server, name=name)
    assert "answers from another machine" in str(error)
    assert server.requests == []


def test_a_model_elsewhere_answers_once_it_is_allowed() -> None:
    with OllamaServer(models=CLOUD) as server:
        completion = run(model_of(server, "remote-one", allow_remote=True).generate(request()))
    assert completion.text


def test_a_server_that_will_not_say_where_a_model_runs_is_asked_for_nothing() -> None:
    with OllamaServer(show_status=500) as server:
        failure(server)
    assert server.chats == []


def test_a_thinking_model_is_asked_not_to_think_aloud_and_others_are_not_asked() -> None:
    with OllamaServer(models={"deep": {"capabilities": ["completion", "thinking"]}, MODEL: {}}) as server:
        run(model_of(server, "deep").generate(request()))
        run(model_of(server).generate(request()))
    assert server.chats[0]["think"] is False
    assert "think" not in server.chats[1]


# One at a time, health, and the circuit ----------------------------------------------------------


def test_one_request_at_a_time_and_waiting_counts_against_the_deadline() -> None:
    async def both() -> tuple[object, object]:
        model = model_of(server)
        first = asyncio.create_task(model.generate(request()))
        second = asyncio.create_task(model.generate(request(0.1)))
        return await first, (await asyncio.gather(second, return_exceptions=True))[0]

    with OllamaServer(double.drips("one two three four five six", 0.04)) as server:
        first, second = run(both())
    assert server.most_at_once == 1
    assert first is not None
    assert isinstance(second, ModelError)
    assert len(server.chats) == 1


def test_health_tells_version_and_model_and_is_believed_for_half_a_minute() -> None:
    clock = HandClock()
    with OllamaServer() as server:
        model = model_of(server, monotonic=clock)
        first = run(model.health())
        clock.seconds = HEALTH_SECONDS - 1
        run(model.health())
        assert server.paths("/api/version") == 1
        clock.seconds = HEALTH_SECONDS
        run(model.health())
        assert server.paths("/api/version") == 2
    assert (first.version, first.has_model, first.runs_elsewhere) == (double.VERSION, True, False)


def test_bad_health_is_asked_anew_so_that_a_pulled_model_is_found_at_once() -> None:
    with OllamaServer(models={}) as server:
        model = model_of(server)
        before = run(model.health())
        server.models = {MODEL: {}}
        after = run(model.health())
    assert not before.has_model
    assert "model pull" in before.detail
    assert after.has_model


def test_three_failures_open_the_circuit_for_a_minute_and_then_it_is_tried_again() -> None:
    clock = HandClock()
    with OllamaServer(double.breaks_off("x")) as server:
        model = model_of(server, monotonic=clock)
        for _ in range(3):
            with pytest.raises(ServerFailed):
                run(model.generate(request()))
        with pytest.raises(ModelError, match="3 times in a row"):
            run(model.generate(request()))
        assert len(server.chats) == 3
        clock.seconds = REST_SECONDS
        server.script = [double.answers("Back.")]
        assert run(model.generate(request())).text == "Back."


def test_an_answer_in_between_forgets_earlier_failures() -> None:
    bad, good = double.breaks_off("x"), double.answers("y")
    with OllamaServer(bad, bad, good, bad, bad, good) as server:
        model = model_of(server)
        outcomes = [run(_outcome(model)) for _ in range(6)]
    assert outcomes == ["failed", "failed", "y", "failed", "failed", "y"]


async def _outcome(model: OllamaModel) -> str:
    try:
        return (await model.generate(request())).text
    except ServerFailed:
        return "failed"


def test_a_missing_model_never_opens_the_circuit_since_the_server_is_well() -> None:
    with OllamaServer() as server:
        model = model_of(server, "absent")
        for _ in range(5):
            with pytest.raises(ModelError, match="model pull"):
                run(model.generate(request()))


def test_a_cancelled_turn_closes_its_request_and_frees_the_model() -> None:
    async def cancelled_then_asked() -> str:
        model = model_of(server)
        turn = asyncio.create_task(model.generate(request()))
        await asyncio.to_thread(server.heard.wait, 2)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
        return (await model.generate(request())).text

    with OllamaServer(double.drips("never heard out", 0.05), double.answers("Free again.")) as server:
        assert run(cancelled_then_asked()) == "Free again."
        assert server.abandoned.wait(2)
