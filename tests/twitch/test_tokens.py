"""A stored login is whole, the owner's alone, and never shown."""

import json
import os
import stat
from pathlib import Path

import pytest

from chronicler.errors import TwitchError
from chronicler.twitch.tokens import Token, TokenStore

TOKEN = Token("1001", "hearth_steward", "access-one", "refresh-one", ("user:read:chat",))


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    store = TokenStore(tmp_path / "tokens")
    store.save(TOKEN)
    assert store.load("1001") == TOKEN
    assert store.accounts() == ("1001",)


def test_nobody_is_logged_in_at_first(tmp_path: Path) -> None:
    store = TokenStore(tmp_path / "tokens")
    assert store.load("1001") is None
    assert store.accounts() == ()
    assert not (tmp_path / "tokens").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_file_and_folder_are_the_owners_alone_also_where_they_stood_open(tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    folder.mkdir(mode=0o755)
    (folder / "1001.json").write_text("{}")
    (folder / "1001.json").chmod(0o644)
    store = TokenStore(folder)
    store.save(TOKEN)
    assert (_mode(folder), _mode(store.path("1001"))) == (0o700, 0o600)


def test_a_save_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    store = TokenStore(tmp_path)
    store.save(TOKEN)
    store.save(Token("1001", "hearth_steward", "access-two", "refresh-two"))
    assert json.loads(store.path("1001").read_text())["access"] == "access-two"
    assert [path.name for path in tmp_path.iterdir()] == ["1001.json"]


def test_a_crash_while_writing_leaves_the_login_before_it(tmp_path: Path) -> None:
    """A half-written file from a crash stands beside; the next save sweeps it away."""
    store = TokenStore(tmp_path)
    store.save(TOKEN)
    (tmp_path / "1001.new").write_text('{"user_id": "10')
    assert store.load("1001") == TOKEN
    assert store.accounts() == ("1001",)
    store.save(TOKEN)
    assert [path.name for path in tmp_path.iterdir()] == ["1001.json"]


def test_a_save_that_fails_says_so_and_keeps_the_login_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    folder.write_text("a file where the folder should be")
    with pytest.raises(TwitchError, match="could not be saved"):
        TokenStore(folder).save(TOKEN)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"user_id": 1}', '{"scopes": 7}', "\x00\xff"])
def test_a_damaged_file_says_how_to_mend_it_and_is_left_alone(tmp_path: Path, content: str) -> None:
    """Twitchio crashes at the start over a corrupt token file."""
    store = TokenStore(tmp_path)
    store.path("1001").write_text(content, encoding="latin-1")
    with pytest.raises(TwitchError, match="Log in again: chronicler twitch login"):
        store.load("1001")
    assert store.path("1001").read_text(encoding="latin-1") == content


def test_a_removed_login_is_gone_and_may_be_removed_again(tmp_path: Path) -> None:
    store = TokenStore(tmp_path)
    store.save(TOKEN)
    store.remove("1001")
    store.remove("1001")
    assert store.load("1001") is None


def test_a_token_does_not_show_its_secrets() -> None:
    assert "access-one" not in repr(TOKEN)
    assert "refresh-one" not in repr(TOKEN)
