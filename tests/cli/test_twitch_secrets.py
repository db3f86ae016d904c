"""What the Twitch commands keep is its owner's alone, and nothing secret is ever shown."""

import json
import logging
import os

import pytest

from chronicler.standin.faults import Fault
from tests.cli.terminal import Terminal
from tests.cli.twitch_desk import desk, log_both_in, logins, mode, twitch
from tests.doubles.twitch_server import CHANNEL, TwitchServer

__all__ = ["desk", "twitch"]


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
