"""Pictures are written where they differ, and only there."""

from pathlib import Path

import pytest

from chronicler.charts.pictures import save_picture
from chronicler.errors import UserError


def test_a_picture_is_written_into_a_folder_made_for_it(tmp_path: Path) -> None:
    path = save_picture(b"<svg/>", tmp_path / "new" / "folder", "talk.svg")
    assert path == tmp_path / "new" / "folder" / "talk.svg"
    assert path.read_bytes() == b"<svg/>"


def test_the_same_picture_is_not_written_again(tmp_path: Path) -> None:
    path = save_picture(b"<svg/>", tmp_path, "talk.svg")
    assert path is not None
    before = path.stat().st_mtime_ns
    save_picture(b"<svg/>", tmp_path, "talk.svg")
    assert path.stat().st_mtime_ns == before
    save_picture(b"<svg>2</svg>", tmp_path, "talk.svg")
    assert path.read_bytes() == b"<svg>2</svg>"


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert save_picture(b"<svg/>", "", "talk.svg") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Name a folder you may write to"):
        save_picture(b"<svg/>", tmp_path / "file", "talk.svg")
