"""``chronicler twitch status`` at the terminal: what is well, what is missing, and what to do."""

import pytest

from chronicler.runtime.logins.credentials import APPLICATION
from chronicler.standin.faults import Fault
from chronicler.twitch.tokens import Token
from tests.cli.terminal import Terminal
from tests.cli.twitch_desk import desk, log_both_in, logins, store, twitch
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer

__all__ = ["desk", "twitch"]


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


def test_what_must_be_done_stands_first_and_else_that_all_is_well(desk: Terminal) -> None:
    assert desk.run("twitch", "status").out.startswith("To do      Nobody is logged in.")
    log_both_in(desk)
    assert desk.ok("twitch", "status").out.startswith("All is well. Next: chronicler run\n")
