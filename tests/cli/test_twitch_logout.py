"""``chronicler twitch logout``: here and at Twitch, or here alone where Twitch does not answer."""

import pytest

from chronicler.standin.faults import Fault
from tests.cli.terminal import Terminal
from tests.cli.twitch_desk import NOWHERE, desk, log_both_in, logins, store, twitch
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer

__all__ = ["desk", "twitch"]


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
