"""What the tests of ``chronicler twitch`` share: a terminal at which Twitch's stand-in answers."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicler.twitch.tokens import Token, TokenStore
from tests.cli.terminal import Terminal
from tests.doubles.twitch_server import TwitchServer

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def twitch(monkeypatch: pytest.MonkeyPatch) -> Iterator[TwitchServer]:
    with TwitchServer() as server:
        for key, value in server.environment.items():
            monkeypatch.setenv(key, value)
        yield server


@pytest.fixture
def desk(twitch: TwitchServer, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in a vault, at which Twitch's stand-in answers."""
    for key, value in twitch.environment.items():
        monkeypatch.setenv(key, value)  # the terminal begins without them
    terminal.vault()
    return terminal


def store(terminal: Terminal) -> TokenStore:
    return TokenStore(terminal.home / "tokens")


def logins(terminal: Terminal) -> dict[str, Token]:
    tokens = [store(terminal).load(user_id) for user_id in store(terminal).accounts()]
    return {token.login: token for token in tokens if token}


def log_both_in(terminal: Terminal) -> None:
    terminal.ok("twitch", "login", "--as", "bot")
    terminal.ok("twitch", "login", "--as", "streamer")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
