"""``say --test`` at the terminal: one line in chat, and each step of its way in plain words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicler.runtime.asking.say_test import Patience
from chronicler.runtime.lock import hold_lock
from tests.cli.terminal import Terminal
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer
from tests.scenarios.evening import tree


@pytest.fixture
def twitch() -> Iterator[TwitchServer]:
    with TwitchServer() as server:
        yield server


@pytest.fixture
def desk(twitch: TwitchServer, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in a vault whose bot is logged in to the stand-in."""
    for key, value in twitch.environment.items():
        monkeypatch.setenv(key, value)
    terminal.vault()
    terminal.ok("twitch", "login", "--as", "bot")
    return terminal


def test_an_hour_before_the_stream_it_shows_that_everything_would_work(
    desk: Terminal, twitch: TwitchServer
) -> None:
    before = tree(desk.folder / "vault"), tree(desk.house_data(desk.folder / "vault"))
    said = desk.ok("say", "--test").out.splitlines()
    (line,) = twitch.standin.sent
    assert [each.split()[:2] for each in said[:5]] == [
        ["✓", "login"], ["✓", "chat"], ["✓", "gate"], ["✓", "line"], ["✓", "echo"],
    ]  # fmt: skip
    assert f"Twitch accepts {BOT}" in said[0]
    assert line.text in said[3]
    assert said[5] == "It works: this is how a line reaches your chat."
    after = tree(desk.folder / "vault"), tree(desk.house_data(desk.folder / "vault"))
    assert after[0] == before[0]
    assert {path for path in after[1] if path not in before[1]} <= {"lock"}


def test_a_script_gets_one_object(desk: Terminal, twitch: TwitchServer) -> None:
    told = desk.ok("say", "--test", "--json").json
    assert told["said"] is True
    assert (told["channel"], told["account"], told["beside_a_running_bot"]) == (CHANNEL, BOT, False)
    assert told["text"] == twitch.standin.sent[0].text
    assert [(step["step"], step["ok"], step["reason"]) for step in told["steps"]] == [
        (name, True, None) for name in ("login", "chat", "gate", "line", "echo")
    ]


def test_what_twitch_drops_exits_1_with_its_words(desk: Terminal, twitch: TwitchServer) -> None:
    twitch.standin.refuse_next("msg_rejected", "Held by AutoMod.")
    answer = desk.run("say", "--test")
    assert answer.code == 1
    assert "✗ line   not said: Twitch said: “msg_rejected: Held by AutoMod.”" in answer.out
    assert answer.out.splitlines()[-1] == "Next: chronicler twitch status"


def test_without_a_login_it_says_how_to_get_one(desk: Terminal, twitch: TwitchServer) -> None:
    desk.ok("twitch", "logout", "--all")
    answer = desk.run("say", "--test", "--json")
    (step,) = answer.json["steps"]
    assert (answer.code, step["step"], step["reason"]) == (1, "login", "not_configured")
    assert "chronicler twitch login" in step["words"]
    assert not twitch.standin.sent


def test_a_channel_that_does_not_exist_is_named(desk: Terminal) -> None:
    answer = desk.run("say", "--test", "--set", "channel=lantern_kepeer")
    assert answer.code == 1
    assert "Twitch knows no channel called lantern_kepeer" in answer.out


def test_nothing_else_can_be_said_by_command(desk: Terminal) -> None:
    assert "add --test" in desk.refused("say")


def test_a_vault_held_by_what_is_no_bot_says_so(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    data: Path = desk.house_data(desk.folder / "vault")
    monkeypatch.setattr("chronicler.cli.work.saying.PATIENCE", Patience(order=0.2))
    with hold_lock(data):
        answer = desk.run("say", "--test", "--json")
    (step,) = answer.json["steps"]
    assert (answer.code, step["step"], step["reason"]) == (1, "bot", "not_taken")
    assert list((data / "orders").iterdir()) == [], "an order that nobody took is taken back"
