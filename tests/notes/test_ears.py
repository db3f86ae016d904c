"""Every reason for not hearing the streamer has its sentence, and names from outside stay harmless."""

import ast
from datetime import UTC
from pathlib import Path

import pytest

from chronicler.domain.events import BroadcastObserved, SpeechSignalChanged
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import TonightView
from chronicler.notes.untrusted import clean
from chronicler.notes.words.ears import both, has_ear_sentence, sending, signal, why_deaf_to_streamer
from chronicler.notes.words.happenings import Teller
from chronicler.obs.connection import ObsConfig, failure
from tests.fakes import START

PACKAGE = Path(__file__).resolve().parents[2] / "chronicler"


def _codes() -> set[str]:
    """Return what stands as a reason in the adapter, in its errors and in the fold."""
    found = {"switched_off", "not_connected"}
    for path in (*PACKAGE.glob("obs/*.py"), PACKAGE / "agent/ears.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "reason":
                found |= {str(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant)}
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "failure":
                last = node.args[-1]
                found |= {str(last.value)} if isinstance(last, ast.Constant) else set()
    return found - {""}


def test_the_walk_finds_what_is_known_to_be_there() -> None:
    assert {"unreachable", "malformed", "no_meters", "input_inactive", "which_input"} <= _codes()


@pytest.mark.parametrize("code", sorted(_codes() | {"lost", "refused", "wrong_password", "wrong_version"}))
def test_every_reason_has_its_sentence(code: str) -> None:
    assert has_ear_sentence(code)
    assert "_" not in why_deaf_to_streamer(code).replace("obs_url", "").replace("obs_input", "")


@pytest.mark.parametrize("reason", ["not_installed", "wrong_password", "unreachable", "no_meters", "lost"])
def test_an_error_names_the_address_and_what_to_do(reason: str) -> None:
    error = failure(ObsConfig("ws://localhost:4455", "a-secret-of-the-fog"), reason)
    assert str(error).startswith("OBS at ws://localhost:4455: ")
    assert error.reason == reason
    assert "secret" not in str(error)


def test_both_are_told_in_one_clause() -> None:
    hears = SpeechSignalChanged(START, is_present=True, source="Mic/Aux")
    deaf = SpeechSignalChanged(START, is_present=False, reason="which_input")
    on, off, unknown = (BroadcastObserved(START, is_on) for is_on in (True, False, None))
    assert both(hears, on) == "it hears you on Mic/Aux and sends the stream"
    assert both(hears, off) == "it hears you on Mic/Aux and does not send the stream"
    assert both(hears, None) == "it hears you on Mic/Aux"
    assert both(deaf, on).startswith(
        "it sends the stream, but it does not tell when you speak: it has several"
    )
    assert both(deaf, unknown).startswith("it does not tell when you speak")
    assert [sending(seen) for seen in (on, off)] == ["it sends the stream", "it does not send the stream"]


def test_an_input_with_a_hostile_name_commands_no_terminal() -> None:
    heard = SpeechSignalChanged(START, is_present=True, source="Mic\x1b[2J\nx")
    assert signal(heard, clean).isprintable()


def test_before_a_stream_tonight_warns_of_an_obs_that_is_not_heard() -> None:
    deaf = SpeechSignalChanged(START, is_present=False, reason="wrong_password")
    body = render(TonightView(signal=deaf)).body
    assert "> - OBS does not tell when you speak: it refuses the password" in body


def test_an_obs_that_is_heard_is_no_warning() -> None:
    hears = SpeechSignalChanged(START, is_present=True, source="Mic")
    assert "OBS" not in render(TonightView(signal=hears)).body


def test_what_obs_told_stands_in_an_account() -> None:
    teller = Teller(UTC, lambda _: None)
    told = [
        teller.tell(event)
        for event in (
            SpeechSignalChanged(START, is_present=False, reason="lost"),
            BroadcastObserved(START, is_on=False),
            BroadcastObserved(START, is_on=None, reason="lost"),
        )
    ]
    assert [each.words if each else None for each in told] == [
        "It does not tell when you speak: the connection to it was lost; it is tried again.",
        "It does not send the stream.",
        None,
    ]
