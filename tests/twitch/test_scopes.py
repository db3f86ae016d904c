"""Every permission has one row, and a role asks for no more than is of use to it."""

from chronicler.twitch.scopes import (
    CHANNEL_BOT,
    MAKE_CLIP,
    MARK_STREAM,
    NEEDED,
    READ_CHAT,
    READ_FOLLOWERS,
    TABLE,
    USER_BOT,
    WRITE_CHAT,
    Role,
    is_channel_owners,
    markdown,
    missing,
    of_role,
)


def _names(role: Role) -> set[str]:
    return {scope.name for scope in of_role(role)}


def test_each_permission_stands_once() -> None:
    assert len({scope.name for scope in TABLE}) == len(TABLE)


def test_the_bot_never_asks_for_anything_of_a_channel() -> None:
    assert not any(name.startswith(("channel:", "clips:")) for name in _names(Role.BOT))
    assert not is_channel_owners(_names(Role.BOT))


def test_a_streamer_and_a_shared_account_are_known_by_what_they_granted() -> None:
    assert is_channel_owners(_names(Role.STREAMER))
    assert is_channel_owners(_names(Role.BOTH))


def test_one_account_for_both_asks_for_all_but_what_only_two_accounts_need() -> None:
    assert _names(Role.BOTH) == {READ_CHAT, WRITE_CHAT, READ_FOLLOWERS, MARK_STREAM, MAKE_CLIP}
    assert {CHANNEL_BOT} == _names(Role.STREAMER) - _names(Role.BOTH)
    assert USER_BOT in _names(Role.BOT)


def test_what_is_missing_is_told_by_role() -> None:
    assert missing(Role.BOT, _names(Role.BOT)) == ()
    assert [scope.name for scope in missing(Role.STREAMER, [CHANNEL_BOT])] == [MARK_STREAM, MAKE_CLIP]
    assert set(NEEDED) <= {scope.name for scope in missing(Role.BOTH, [])}


def test_the_table_for_readme_has_a_row_for_each() -> None:
    rows = markdown().splitlines()
    assert len(rows) == len(TABLE) + 2
    assert all(row.count("|") == 5 for row in rows)
