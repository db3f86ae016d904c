"""A file that another program holds is waited for on Windows, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chronicler import disk


class Held:
    """A file system on which a file is held for so many looks."""

    def __init__(self, looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looks, self.waited = looks, list[float]()
        monkeypatch.setattr(disk, "sleep", self.waited.append)
        for name in ("replace", "unlink"):
            monkeypatch.setattr(Path, name, self._unless_held(getattr(Path, name)))

    def _unless_held(self, step: Callable[..., object]) -> Callable[..., object]:
        def held(*arguments: object) -> object:
            if self.looks:
                self.looks -= 1
                raise PermissionError(13, "The process cannot access the file")
            return step(*arguments)

        return held


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    half, whole = tmp_path / "half", tmp_path / "whole"
    half.write_text("new", encoding="utf-8")
    whole.write_text("old", encoding="utf-8")
    return half, whole


def test_on_windows_a_held_file_is_replaced_once_it_is_let_go(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "SYSTEM", "win32")
    held = Held(3, monkeypatch)
    disk.replace(*files)
    assert held.waited == list(disk.WAITS[:3])
    assert (files[0].exists(), files[1].read_text(encoding="utf-8")) == (False, "new")


def test_on_windows_a_held_file_is_removed_once_it_is_let_go(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "SYSTEM", "win32")
    Held(1, monkeypatch)
    disk.remove(files[1])
    assert not files[1].exists()


def test_a_file_that_is_never_let_go_is_told_of_within_a_second_and_stands_as_it_was(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "SYSTEM", "win32")
    held = Held(99, monkeypatch)
    with pytest.raises(PermissionError):
        disk.replace(*files)
    assert sum(held.waited) < 1
    assert files[1].read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_elsewhere_a_lack_of_rights_is_told_at_once(
    system: str, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "SYSTEM", system)
    held = Held(1, monkeypatch)
    with pytest.raises(PermissionError):
        disk.replace(*files)
    assert held.waited == []


def test_what_is_no_lack_of_rights_is_never_waited_for(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "SYSTEM", "win32")
    held = Held(0, monkeypatch)
    files[0].unlink()
    with pytest.raises(FileNotFoundError):
        disk.replace(*files)
    assert held.waited == []


def test_windows_opens_no_folder_and_is_asked_to_open_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(FileNotFoundError):
        disk.sync_folder(gone)
    monkeypatch.setattr(disk, "SYSTEM", "win32")
    disk.sync_folder(gone)
