"""``chronicler twitch login`` at the terminal, over the wire against the stand-in."""

import threading
from urllib.request import urlopen

import pytest

from chronicler.runtime.logins.credentials import APPLICATION
from chronicler.standin.faults import Fault
from chronicler.twitch.scopes import Role, of_role
from tests.cli.terminal import Terminal
from tests.cli.twitch_desk import NOWHERE, desk, log_both_in, logins, mode, store, twitch
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer
from tests.scenarios.evening import tree
from tests.twitch.test_web_login import free_port

__all__ = ["desk", "twitch"]


def test_each_account_is_asked_for_what_its_role_needs_and_named(desk: Terminal) -> None:
    said = desk.ok("twitch", "login", "--as", "bot").out
    assert "type this code:\n\n  STANDIN-CODE" in said
    assert "https://www.twitch.tv/activate" in said
    assert f"{BOT} is the bot's account" in said
    assert f"/mod {BOT}" in said
    said = desk.ok("twitch", "login", "--as", "streamer").out
    assert f"{CHANNEL} is your own account" in said
    kept = logins(desk)
    assert set(kept[BOT].scopes) == {scope.name for scope in of_role(Role.BOT)}
    assert set(kept[CHANNEL].scopes) == {scope.name for scope in of_role(Role.STREAMER)}


def test_one_account_for_both_is_told_to_be_marked(desk: Terminal) -> None:
    said = desk.ok("twitch", "login").out
    assert f"{CHANNEL} does everything. Every line is marked" in said
    assert set(logins(desk)) == {CHANNEL}
    assert desk.ok("twitch", "status", "--json").json["shared_account"] is True


def test_a_streamer_alone_is_told_that_the_bot_is_missing(desk: Terminal) -> None:
    assert "twitch login --as bot" in desk.ok("twitch", "login", "--as", "streamer").out
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert "missing  user:read:chat" in answer.out
    assert "the bot is deaf, and waits for a login that grants it" in answer.out


@pytest.mark.parametrize(
    ("role", "agrees", "words"),
    [
        ("bot", CHANNEL, "the channel's own account"),
        ("streamer", BOT, f"the channel in Settings is {CHANNEL}"),
        ("both", "moss_friend", f"the channel in Settings is {CHANNEL}"),
    ],
)
def test_the_wrong_account_is_turned_away_and_its_token_ended(
    twitch: TwitchServer, desk: Terminal, role: str, agrees: str, words: str
) -> None:
    twitch.standin.seat(lambda _: agrees)
    answer = desk.run("twitch", "login", "--as", role)
    assert answer.code == 2
    assert words in answer.err
    assert store(desk).accounts() == ()
    assert twitch.standin.requests[-1] == "POST oauth2/revoke"


def test_who_says_no_and_who_cannot_be_recognised_leave_nothing_behind(
    twitch: TwitchServer, desk: Terminal
) -> None:
    twitch.standin.seat(lambda _: "")
    assert "nobody is logged in" in desk.run("twitch", "login").err
    twitch.standin.seat(lambda _: CHANNEL)
    for fault in (401, 500, Fault(200, "<html>"), Fault(200, "{}")):
        twitch.standin.fail("GET oauth2/validate", fault)
        assert "Twitch" in desk.run("twitch", "login").err
    assert store(desk).accounts() == ()


def test_a_new_bot_takes_the_place_of_the_one_before(twitch: TwitchServer, desk: Terminal) -> None:
    log_both_in(desk)
    twitch.standin.seat(lambda _: "new_steward")
    said = desk.ok("twitch", "login", "--as", "bot").out
    assert f"{BOT} was the bot's account before and is logged out" in said
    assert set(logins(desk)) == {"new_steward", CHANNEL}


def test_no_network_is_told_in_a_line(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHRONICLER_TWITCH_ENDPOINTS", NOWHERE)
    answer = desk.run("twitch", "login")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "could not be reached" in answer.err


def test_an_unwritable_folder_is_told_before_anybody_takes_pains(
    twitch: TwitchServer, desk: Terminal
) -> None:
    (desk.home / "tokens").write_text("in the way", encoding="utf-8")
    answer = desk.run("twitch", "login")
    assert answer.code == 2
    assert "No login could be saved" in answer.err
    assert twitch.standin.requests == []


def test_without_a_channel_it_says_where_to_name_one(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHRONICLER_CHANNEL")
    assert "under channel" in desk.refused("twitch", "login")
    assert "Write your channel's login name" in desk.run("twitch", "status").out


# The application ---------------------------------------------------------------------------


def test_without_a_terminal_it_tells_how_to_register_and_what_to_give(
    twitch: TwitchServer, desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHRONICLER_TWITCH_CLIENT_ID")
    said = desk.refused("twitch", "login")
    assert "dev.twitch.tv/console" in said
    assert "Public" in said
    assert "--client-id" in said
    assert twitch.standin.requests == []


def test_a_client_id_is_asked_for_once_and_kept_outside_the_vault(
    twitch: TwitchServer, desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHRONICLER_TWITCH_CLIENT_ID")
    before = tree(desk.folder / "vault")
    desk.ok("twitch", "login", "--client-id", twitch.standin.client_id)
    assert desk.ok("twitch", "status").code == 0
    desk.ok("twitch", "login")
    assert tree(desk.folder / "vault") == before
    assert mode(desk.home / APPLICATION) == 0o600


def test_a_client_id_that_twitch_does_not_know_is_not_kept(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHRONICLER_TWITCH_CLIENT_ID")
    assert "no application of that client id" in desk.run("twitch", "login", "--client-id", "mistyped").err
    assert "no client id" in desk.refused("twitch", "login", "--client-id", "two words")
    assert not (desk.home / APPLICATION).exists()


def test_the_web_flow_without_a_terminal_names_the_variable(desk: Terminal) -> None:
    assert "CHRONICLER_TWITCH_CLIENT_SECRET" in desk.refused("twitch", "login", "--web")


def test_in_the_web_flow_a_secret_from_the_environment_is_used_and_not_kept(
    twitch: TwitchServer, desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.delenv("CHRONICLER_TWITCH_CLIENT_ID")
    monkeypatch.setenv("CHRONICLER_TWITCH_CLIENT_SECRET", twitch.standin.client_secret)
    twitch.standin.register(f"http://localhost:{port}")
    asked = ("twitch", "login", "--web", "--port", str(port), "--client-id", twitch.standin.client_id)
    browsing: list[threading.Thread] = []

    def open_page(address: str) -> None:
        browsing.append(threading.Thread(target=urlopen, args=(address,)))
        browsing[0].start()

    monkeypatch.setattr("chronicler.cli.twitch._show_address", open_page)
    said = desk.ok(*asked)
    browsing[0].join()
    assert f"{CHANNEL} does everything" in said.out
    kept = (desk.home / APPLICATION).read_text(encoding="utf-8")
    assert twitch.standin.client_id in kept
    assert twitch.standin.client_secret not in kept + said.out + said.err


def test_address_and_code_stand_alone_on_a_line_each(desk: Terminal) -> None:
    lines = desk.ok("twitch", "login", "--as", "bot").out.splitlines()
    (address,) = [line.strip() for line in lines if "http" in line]
    code = address.partition("device-code=")[2]
    assert " " not in address
    assert f"  {code}" in lines


def test_the_address_to_register_at_stands_alone_on_a_line(terminal: Terminal) -> None:
    terminal.vault()
    said = terminal.run("twitch", "login", "--set", "channel=lantern_keeper").err
    assert [line for line in said.splitlines() if "http" in line] == [
        "     https://dev.twitch.tv/console/apps/create",
        "     http://localhost:17563",
    ]
