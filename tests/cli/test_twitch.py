"""Login, logout and status at the terminal, over the wire against the stand-in."""

import json
import logging
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from chronicler.runtime.credentials import APPLICATION
from chronicler.standin.faults import Fault
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token, TokenStore
from tests.cli.terminal import Terminal
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer
from tests.scenarios.evening import tree
from tests.twitch.test_web_login import free_port

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


# Logging in --------------------------------------------------------------------------------


def test_each_account_is_asked_for_what_its_role_needs_and_named(desk: Terminal) -> None:
    said = desk.ok("twitch", "login", "--as", "bot").out
    assert "Code   STANDIN-CODE" in said
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
    assert "the bot is deaf and does not start" in answer.out


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


# Logging out -------------------------------------------------------------------------------


def test_a_role_is_logged_out_here_and_at_twitch(twitch: TwitchServer, desk: Terminal) -> None:
    log_both_in(desk)
    assert f"{BOT} is logged out, here and at Twitch" in desk.ok("twitch", "logout", "--as", "bot").out
    assert set(logins(desk)) == {CHANNEL}
    assert twitch.standin.requests[-1] == "POST oauth2/revoke"
    assert "the bot's account is not logged in" in desk.refused("twitch", "logout", "--as", "bot")


def test_which_of_two_is_meant_must_be_said(desk: Terminal) -> None:
    log_both_in(desk)
    assert "--as bot, --as streamer or --all" in desk.refused("twitch", "logout")
    assert "exclude each other" in desk.refused("twitch", "logout", "--as", "bot", "--all")
    desk.ok("twitch", "logout", "--account", BOT)
    desk.ok("twitch", "logout")
    assert store(desk).accounts() == ()


@pytest.mark.parametrize("fault", [500, Fault(is_cut=True), Fault(404, "{}"), Fault(403, "<html>")])
def test_a_login_that_twitch_did_not_end_is_removed_all_the_same_and_told(
    twitch: TwitchServer, desk: Terminal, fault: int | Fault
) -> None:
    desk.ok("twitch", "login")
    twitch.standin.fail("POST oauth2/revoke", fault)
    said = desk.ok("twitch", "logout").out
    assert "Twitch did not end it" in said
    assert "Disconnect" in said
    assert store(desk).accounts() == ()


def test_everybody_is_logged_out_offline_damaged_files_too(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_both_in(desk)
    store(desk).path("77").write_text("{", encoding="utf-8")
    monkeypatch.setenv("CHRONICLER_TWITCH_ENDPOINTS", NOWHERE)
    said = desk.ok("twitch", "logout", "--all").out
    assert "Removed 77.json" in said
    assert said.count("Twitch did not end it") == 2
    assert store(desk).accounts() == ()
    assert "Nobody is logged in any more" in desk.ok("twitch", "logout", "--all").out


# Status ------------------------------------------------------------------------------------


def test_all_is_well_when_both_are_logged_in_and_the_bot_moderates(desk: Terminal) -> None:
    log_both_in(desk)
    said = desk.ok("twitch", "status").out
    assert f"Bot's      {BOT}: logged in" in said
    assert f"Yours      {CHANNEL}: logged in" in said
    assert "Moderator  yes" in said
    told = desk.ok("twitch", "status", "--json").json
    assert (told["moderator"], told["shared_account"], told["to_do"]) == (True, False, [])


def test_a_bot_that_is_no_moderator_is_told_with_the_words_to_write(
    twitch: TwitchServer, desk: Terminal
) -> None:
    log_both_in(desk)
    twitch.standin.set_moderator(is_moderator=False)
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert f"/mod {BOT}" in answer.out


def test_a_missing_permission_names_who_must_grant_it_and_what_does_not_work(
    twitch: TwitchServer, desk: Terminal
) -> None:
    log_both_in(desk)
    for login, scopes in {BOT: ("user:read:chat", "user:write:chat"), CHANNEL: ("clips:edit",)}.items():
        grant = twitch.standin.grant(login, scopes)
        assert grant.account
        store(desk).save(Token(grant.account.user_id, login, grant.access, grant.refresh, scopes))
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert "missing  channel:manage:broadcast" in answer.out
    assert "without it no stream markers" in answer.out
    assert f"{CHANNEL} must grant channel:manage:broadcast" in answer.out
    assert "Moderator  unknown: the bot's login lacks the permission to ask" in answer.out
    assert f"As {BOT}: chronicler twitch login --as bot" in answer.out


def test_a_login_that_ran_out_is_renewed_and_saved_where_no_bot_runs(
    twitch: TwitchServer, desk: Terminal
) -> None:
    desk.ok("twitch", "login")
    before = logins(desk)[CHANNEL]
    twitch.standin.expire(before.access)
    desk.ok("twitch", "status")
    assert logins(desk)[CHANNEL].refresh != before.refresh
    desk.ok("twitch", "status")


def test_a_login_that_twitch_took_back_must_be_made_anew(twitch: TwitchServer, desk: Terminal) -> None:
    log_both_in(desk)
    twitch.standin.withdraw(BOT)
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert f"no longer accepts the login of {BOT}" in answer.out
    assert "chronicler twitch login --as bot" in answer.out


def test_a_login_of_another_application_is_told(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("twitch", "login")
    monkeypatch.setenv("CHRONICLER_TWITCH_CLIENT_ID", "another-application")
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert "another application" in answer.out


@pytest.mark.parametrize(
    "fault", [500, 429, Fault(200, "<html>"), Fault(200, "[]"), Fault(200, "{}"), Fault(is_cut=True)]
)
def test_what_twitch_cannot_answer_now_is_told_and_nothing_is_lost(
    twitch: TwitchServer, desk: Terminal, fault: int | Fault
) -> None:
    log_both_in(desk)
    before = logins(desk)
    twitch.standin.fail("GET oauth2/validate", *[fault] * 4)
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert "could not be checked" in answer.out
    assert logins(desk) == before


@pytest.mark.parametrize("fault", [500, Fault(200, "<html>"), Fault(200, "{}"), Fault(200, '{"data": [7]}')])
def test_whether_the_bot_moderates_may_stay_unknown(
    twitch: TwitchServer, desk: Terminal, fault: int | Fault
) -> None:
    log_both_in(desk)
    twitch.standin.fail("GET moderation/channels", fault)
    said = desk.ok("twitch", "status").out
    assert "Moderator  unknown: Twitch" in said
    assert f"/mod {BOT}" in said


def test_a_damaged_file_is_told_with_what_to_do(desk: Terminal) -> None:
    desk.ok("twitch", "login")
    store(desk).path(store(desk).accounts()[0]).write_text("{", encoding="utf-8")
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert "cannot be read" in answer.out
    (desk.home / APPLICATION).write_text("[", encoding="utf-8")
    assert "Remove that file" in desk.refused("twitch", "status")


def test_before_anything_the_first_step_is_told(desk: Terminal) -> None:
    answer = desk.run("twitch", "status")
    assert answer.code == 1
    assert "chronicler twitch login --as bot" in answer.out


# Secrets and rights ------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_logins_are_their_owners_alone_and_outside_the_vault(desk: Terminal) -> None:
    log_both_in(desk)
    assert {mode(path) for path in (desk.home / "tokens").iterdir()} == {0o600}
    assert mode(desk.home / "tokens") == 0o700
    vault = b"".join(path.read_bytes() for path in (desk.folder / "vault").rglob("*") if path.is_file())
    secrets = [s for token in logins(desk).values() for s in (token.access, token.refresh)]
    assert [s for s in secrets if s.encode() in vault] == []


def test_no_secret_is_ever_printed_or_logged(
    twitch: TwitchServer, desk: Terminal, caplog: pytest.LogCaptureFixture
) -> None:
    """Every failure is provoked, and everything that was said is searched."""
    said: list[str] = []
    secrets: set[str] = set()

    def run(*arguments: str) -> None:
        secrets.update(s for t in logins(desk).values() for s in (t.access, t.refresh))
        answer = desk.run("-v", *arguments)
        said.append(answer.out + answer.err)
        secrets.update(s for t in logins(desk).values() for s in (t.access, t.refresh))

    with caplog.at_level(logging.DEBUG):
        run("twitch", "login", "--as", "bot")
        run("twitch", "login", "--as", "streamer")
        for route in ("POST oauth2/device", "POST oauth2/token", "GET oauth2/validate"):
            for fault in (400, 500, Fault(200, "<html>")):
                twitch.standin.fail(route, fault)
                run("twitch", "login", "--as", "bot")
        twitch.standin.fail("GET oauth2/validate", Fault(200, "{}"), 403)
        run("twitch", "status", "--json")
        twitch.standin.expire(logins(desk)[CHANNEL].access)
        twitch.standin.fail("POST oauth2/token", Fault(200, json.dumps({"access_token": "half-a-secret"})))
        run("twitch", "status")
        run("twitch", "logout", "--all")
    shown = "".join(said) + caplog.text
    assert secrets
    assert [s for s in (*secrets, "half-a-secret", "device-STANDIN") if s in shown] == []
