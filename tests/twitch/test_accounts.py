"""Whose login is whose follows from the channel, whatever order they were made in."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.errors import TwitchError
from chronicler.twitch.accounts import sort_logins, stored_accounts
from chronicler.twitch.scopes import Role, of_role
from chronicler.twitch.tokens import Token, TokenStore


def login(user_id: str, name: str, role: Role) -> Token:
    return Token(user_id, name, f"access-{user_id}", f"refresh-{user_id}", _scopes(role))


def _scopes(role: Role) -> tuple[str, ...]:
    return tuple(scope.name for scope in of_role(role))


BOT = login("2", "hearth_steward", Role.BOT)
STREAMER = login("1", "lantern_keeper", Role.STREAMER)
SHARED = login("1", "lantern_keeper", Role.BOTH)
ELSEWHERE = login("3", "moss_friend", Role.BOTH)


@given(st.permutations([BOT, STREAMER, ELSEWHERE]))
@settings(max_examples=6, deadline=None)
def test_the_order_of_logins_does_not_matter(tokens: list[Token]) -> None:
    found = sort_logins(tokens, "Lantern_Keeper")
    assert (found.bot, found.streamer, found.others) == (BOT, STREAMER, (ELSEWHERE,))
    assert found.speaker == BOT
    assert not found.is_shared
    assert [found.role_of(t) for t in found.known()] == [Role.BOT, Role.STREAMER]


def test_the_channels_own_login_alone_is_the_shared_account() -> None:
    found = sort_logins([SHARED], "lantern_keeper")
    assert (found.speaker, found.is_shared, found.role_of(SHARED)) == (SHARED, True, Role.BOTH)


def test_a_bot_alone_speaks_and_is_not_shared() -> None:
    found = sort_logins([BOT], "lantern_keeper")
    assert (found.speaker, found.streamer, found.is_shared) == (BOT, None, False)


def test_another_channels_streamer_is_never_the_bot() -> None:
    found = sort_logins([ELSEWHERE], "lantern_keeper")
    assert (found.speaker, found.others) == (None, (ELSEWHERE,))


def test_the_channel_may_be_named_by_its_id() -> None:
    assert sort_logins([STREAMER, BOT], "1").streamer == STREAMER


def test_two_possible_bots_are_told_rather_than_chosen_from() -> None:
    other = login("9", "old_steward", Role.BOT)
    with pytest.raises(TwitchError, match="chronicler twitch logout --account"):
        sort_logins([BOT, other], "lantern_keeper")
    assert sort_logins([BOT, other], "lantern_keeper", bot_id="9").bot == other


def test_a_login_that_cannot_be_read_is_told_with_its_file(tmp_path: Path) -> None:
    store = TokenStore(tmp_path)
    store.save(BOT)
    store.path("1").write_text("{", encoding="utf-8")
    with pytest.raises(TwitchError, match=r"1\.json cannot be read"):
        stored_accounts(store, "lantern_keeper")
