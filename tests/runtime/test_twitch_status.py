"""What the running bot's journal tells, and that looking never costs it its login."""

import asyncio
import os
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import Header, Journal, off_air_path
from chronicler.domain.events import Event, HearingChanged, LiveStatusChecked, ProgramStarted
from chronicler.domain.session import Origin
from chronicler.runtime.asking.running_bot import connection_of
from chronicler.runtime.house import House
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.logins.credentials import TOKENS
from chronicler.runtime.logins.status import TwitchStatus, look_at_twitch
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token, TokenStore
from chronicler.vault.location import Vault, data_folder, remember
from tests.doubles.twitch_server import BOT, CHANNEL, TwitchServer
from tests.fakes import START, after
from tests.scenarios.evening import lay_vault

STARTED = ProgramStarted(after(0), "0")
HEARS, DEAF = HearingChanged(after(1), is_hearing=True), HearingChanged(after(2), False, "silence")
LACKS = LiveStatusChecked(after(1), is_live=None, reason="not_permitted")
REFUSED = LiveStatusChecked(after(3), is_live=None, reason="needs_login")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), ("starting", "")),
        ((STARTED,), ("starting", "")),
        ((STARTED, HEARS), ("connected", "")),
        ((STARTED, HEARS, DEAF), ("deaf", "silence")),
        ((STARTED, DEAF, HEARS), ("connected", "")),
        ((STARTED, HEARS, REFUSED), ("needs_login", "")),
        ((STARTED, REFUSED, LiveStatusChecked(after(4), is_live=False), HEARS), ("connected", "")),
        ((STARTED, LACKS), ("not_permitted", "")),
        ((STARTED, LACKS, HEARS), ("connected", "")),
        ((STARTED, DEAF, REFUSED, STARTED, HEARS), ("connected", "")),
    ],
)
def test_the_last_word_since_the_last_start_counts(
    events: tuple[Event, ...], expected: tuple[str, str]
) -> None:
    assert connection_of(events) == expected


class Desk:
    """A vault of the channel's, with its data where ``home`` keeps it."""

    def __init__(self, folder: Path, twitch: TwitchServer) -> None:
        self.home, self.twitch = folder / "home", twitch
        laid = lay_vault(folder)
        vault = Vault(laid.root, laid.folder, remember(laid.root, self.home))
        assert vault.data == data_folder(laid.root, self.home)
        self.house = House(vault, Origin.LIVE, {"channel": CHANNEL})

    def log_in(self) -> Token:
        scopes = tuple(scope.name for scope in of_role(Role.BOT))
        grant = self.twitch.standin.grant(BOT, scopes)
        assert grant.account
        token = Token(grant.account.user_id, BOT, grant.access, grant.refresh, scopes)
        TokenStore(self.home / TOKENS).save(token)
        return token

    def look(self) -> TwitchStatus:
        environ = {**os.environ, **self.twitch.environment}
        return asyncio.run(look_at_twitch(self.house, self.home, environ, START))


def test_a_login_that_ran_out_is_never_renewed_beside_a_running_bot(tmp_path: Path) -> None:
    """A renewal is good once: the bot's own would be refused."""
    with TwitchServer() as twitch:
        desk = Desk(tmp_path, twitch)
        token = desk.log_in()
        twitch.standin.expire(token.access)
        with hold_lock(desk.house.data):
            found = desk.look()
            assert "POST oauth2/token" not in twitch.standin.requests
            assert TokenStore(desk.home / TOKENS).load(token.user_id) == token
        assert [login.words for login in found.logins] == [
            "it has run out; the running bot renews it by itself"
        ]
        assert desk.look().logins[0].state == "ok"


def test_a_login_that_the_running_bot_was_refused_must_be_made_anew(tmp_path: Path) -> None:
    """Nothing renews it by itself any more, and which account is meant must be said."""
    with TwitchServer() as twitch:
        desk = Desk(tmp_path, twitch)
        desk.log_in()
        twitch.standin.withdraw(BOT)
        path = off_air_path(desk.house.journals, START)
        with Journal.open(path, Header("0", "", Origin.LIVE, "")) as journal:
            journal.append([STARTED, HEARS, REFUSED])
        with hold_lock(desk.house.data):
            found = desk.look()
        assert found.logins[0].state == "needs_login"
        again = f"As {BOT}: chronicler twitch login --as bot"
        assert found.to_do == (f"Twitch no longer accepts the login of {BOT}. {again}",)


def test_a_deaf_bot_is_told_from_its_journal_between_streams(tmp_path: Path) -> None:
    with TwitchServer() as twitch:
        desk = Desk(tmp_path, twitch)
        desk.log_in()
        path = off_air_path(desk.house.journals, START)
        with Journal.open(path, Header("0", "", Origin.LIVE, "")) as journal:
            journal.append([STARTED, HEARS, DEAF])
        assert desk.look().connection == "not_running"
        with hold_lock(desk.house.data):
            found = desk.look()
        assert (found.connection, found.connection_reason) == ("deaf", "silence")
        assert any("does not hear chat" in step for step in found.to_do)


def test_a_bot_that_is_not_connected_yet_is_not_told_as_well(tmp_path: Path) -> None:
    with TwitchServer() as twitch:
        desk = Desk(tmp_path, twitch)
        desk.log_in()
        with hold_lock(desk.house.data):
            found = desk.look()
        assert found.connection == "starting"
        assert any("not connected to chat yet" in step for step in found.to_do)


@pytest.mark.parametrize("is_wanted", [True, False])
def test_who_wants_markers_is_told_that_their_own_login_is_missing(
    tmp_path: Path, *, is_wanted: bool
) -> None:
    with TwitchServer() as twitch:
        desk = Desk(tmp_path, twitch)
        desk.log_in()
        desk.house = House(desk.house.vault, Origin.LIVE, {"channel": CHANNEL, "stream_markers": is_wanted})
        found = desk.look()
        assert ("your own login is missing" in found.remark) == is_wanted
        assert not any("as streamer" in step for step in found.to_do)


def test_a_bot_among_many_channels_is_found_on_a_later_page(tmp_path: Path) -> None:
    with TwitchServer() as twitch:
        desk = Desk(tmp_path, twitch)
        desk.log_in()
        twitch.standin.moderate_elsewhere(250)
        assert desk.look().is_moderator is True
        assert twitch.standin.requests.count("GET moderation/channels") == 3
