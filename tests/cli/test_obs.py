"""``chronicler obs`` as a person uses it, against the double on a thread of its own."""

import asyncio
import io
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.terminal import Answer, Terminal
from tests.doubles.obs_server import MIC, ObsServer

SECRET = "salt-on-the-stairs"  # noqa: S105 - made up


@contextmanager
def obs(server: ObsServer, voice: float = -20.0) -> Iterator[ObsServer]:
    """Run the double beside the command: whoever comes is spoken to at once."""
    ready, loop, stopping = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with server:
            ready.set()
            while not stopping.is_set():
                await server.meter(mic=voice, desktop=-50.0)
                await asyncio.sleep(0.01)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)
        loop.close()


def check(terminal: Terminal, server: ObsServer, *more: str) -> Answer:
    terminal.run("init", "vault")
    return terminal.run(
        "--vault", "vault", "obs", "check", "--seconds", "0.8", "--set", f"obs_url={server.url}", *more
    )


def log_in(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, typed: str = SECRET) -> Answer:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    return terminal.run("obs", "login")


def test_the_password_is_kept_apart_from_the_vault_and_never_shown(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = log_in(terminal, monkeypatch)
    kept = terminal.home / "obs-password"
    assert (answer.code, kept.read_text(encoding="utf-8")) == (0, SECRET)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert SECRET not in answer.out + answer.err
    assert terminal.run("obs", "logout").out == "The password is forgotten.\n"
    assert terminal.run("obs", "logout").out == "No password was kept.\n"


def test_no_password_is_no_password(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_in(terminal, monkeypatch, "").code == 2


def test_check_says_that_the_password_is_right_and_what_counts_as_speech(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(terminal, monkeypatch)
    with obs(ObsServer(SECRET)) as server:
        answer = check(terminal, server)
    assert answer.code == 0, answer.err
    assert "took yours" in answer.out
    assert "OBS does not send the stream." in answer.out
    assert f"* {MIC} is your microphone: 0." in answer.out
    assert "-20.0 dB [" in answer.out
    assert SECRET not in answer.out + answer.err


def test_check_says_what_to_do_about_a_threshold_that_is_too_high(terminal: Terminal) -> None:
    with obs(ObsServer(""), voice=-45.0) as server:
        answer = check(terminal, server)
    assert "set obs_speech_db some 10 dB below your loudest, -45 dB" in answer.out


@pytest.mark.parametrize(
    ("server", "more", "said"),
    [
        (ObsServer("", muted={MIC}), (), "it is muted in OBS"),
        (ObsServer(""), ("--set", "obs_input=Yeti"), "`chronicler obs check` lists them"),
    ],
)
def test_check_says_why_nothing_is_heard(
    terminal: Terminal, server: ObsServer, more: tuple[str, ...], said: str
) -> None:
    with obs(server):
        assert said in check(terminal, server, *more).out


def test_check_for_scripts(terminal: Terminal) -> None:
    with obs(ObsServer("")) as server:
        told = check(terminal, server, "--json").json
    assert (told["microphone"], told["why_none"], told["sends_the_stream"]) == (MIC, None, False)
    assert {each["name"]: each["loudest_db"] for each in told["inputs"]}[MIC] == pytest.approx(-20, abs=0.1)


def test_a_wrong_password_says_so(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(terminal, monkeypatch, "of-yesterday")
    with obs(ObsServer(SECRET)) as server:
        answer = check(terminal, server)
    assert (answer.code, "chronicler obs login" in answer.err) == (2, True)
    assert "of-yesterday" not in answer.out + answer.err


def test_an_obs_that_is_switched_off_in_settings_says_how_to_switch_it_on(terminal: Terminal) -> None:
    terminal.run("init", "vault")
    answer = terminal.run("--vault", "vault", "obs", "check")
    assert (answer.code, "--set obs_url=localhost:4455" in answer.err) == (2, True)


def test_without_the_extra_the_way_out_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "simpleobsws", None)
    terminal.run("init", "vault")
    answer = terminal.run("--vault", "vault", "obs", "check", "--set", "obs_url=localhost:1")
    assert (answer.code, 'pip install -e ".[obs]"' in answer.err) == (2, True)
    assert "Listening" not in answer.err


def test_it_says_that_it_listens_only_once_obs_has_answered(terminal: Terminal) -> None:
    terminal.run("init", "vault")
    answer = terminal.run("--vault", "vault", "obs", "check", "--set", "obs_url=localhost:1")
    assert (answer.code, "Listening" in answer.err) == (2, False)
