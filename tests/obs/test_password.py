"""The password of OBS: readable by its owner alone, replaced whole, never spelled out."""

import stat
from pathlib import Path

import pytest

from chronicler.errors import ObsError
from chronicler.obs.connection import ObsConfig
from chronicler.obs.password import VARIABLE, PasswordStore

SECRET = "fog-over-the-harbour"  # noqa: S105 - made up


def test_it_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    store = PasswordStore(tmp_path / "home", {})
    assert store.read() == ""
    store.save(SECRET)
    store.save(SECRET + "-2")
    assert store.read() == SECRET + "-2"
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert [path.name for path in store.path.parent.iterdir()] == ["obs-password"]


def test_the_environment_wins(tmp_path: Path) -> None:
    PasswordStore(tmp_path, {}).save("of the file")
    assert PasswordStore(tmp_path, {VARIABLE: SECRET}).read() == SECRET


def test_it_can_be_forgotten(tmp_path: Path) -> None:
    store = PasswordStore(tmp_path, {})
    store.save(SECRET)
    assert (store.remove(), store.remove(), store.read()) == (True, False, "")


def test_one_typed_into_the_file_by_hand_may_end_in_a_line_break(tmp_path: Path) -> None:
    (tmp_path / "obs-password").write_text(f"{SECRET}\n", encoding="utf-8")
    assert PasswordStore(tmp_path, {}).read() == SECRET


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "obs-password").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ObsError, match="chronicler obs login"):
        PasswordStore(tmp_path, {}).read()


def test_a_place_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ObsError, match="could not be saved") as caught:
        PasswordStore(tmp_path / "file", {}).save(SECRET)
    assert SECRET not in str(caught.value)


def test_a_config_does_not_spell_it_out() -> None:
    assert SECRET not in repr(ObsConfig("ws://localhost:4455", SECRET))
