"""What lies beside logs is passed over, and every file is looked at once."""

import os
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.runtime.importing.finding import find_logs


def lay(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def found(folder: Path, *named: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_logs(named or (folder,)).logs]


def test_folders_are_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    lay(tmp_path, "b/c/z.txt", "b/a.json.gz", "a.log", ".git/config", ".hidden.txt")
    assert found(tmp_path) == ["a.log", "b/a.json.gz", "b/c/z.txt"]


def test_companions_and_media_are_no_logs(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "chat.json",
        "vod.json",
        "VOD.json",
        "chat.srt",
        "chat.en.vtt",
        "chat.srt.gz",
        "vod.mp4",
        "a.PNG",
    )
    assert found(tmp_path) == ["chat.json"]
    assert find_logs((tmp_path,)).media == 2


def test_captions_of_no_log_are_recordings_of_their_own(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "alone/x.vtt",
        "alone/x.de.vtt",
        "alone/x.mp4",
        "both/chat.txt",
        "both/2026-05-01 eve.srt.gz",
    )
    assert found(tmp_path) == ["alone/x.vtt", "both/2026-05-01 eve.srt.gz", "both/chat.txt"]


def test_captions_beside_logs_that_nothing_dates_are_named_and_left(tmp_path: Path) -> None:
    lay(tmp_path, "chat.txt", "chat.live_chat.json", "chat.en.vtt", "eve.stream", "eve.srt", "speech.srt")
    assert found(tmp_path) == ["chat.live_chat.json", "chat.txt", "eve.stream"]
    assert [path.name for path in find_logs((tmp_path,)).captions] == ["speech.srt"]
    assert found(tmp_path, tmp_path / "speech.srt") == ["speech.srt"]


def test_what_is_named_is_looked_at_whatever_its_ending_and_only_once(tmp_path: Path) -> None:
    lay(tmp_path, "odd.png", "chat.txt")
    assert found(tmp_path, tmp_path / "odd.png", tmp_path, tmp_path / "chat.txt") == ["chat.txt", "odd.png"]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    lay(tmp_path, "a/chat.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "same.txt").symlink_to(tmp_path / "a" / "chat.txt")
    assert len(found(tmp_path)) == 1


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not there"):
        find_logs((tmp_path / "gone",))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path) -> None:
    lay(tmp_path, "closed/chat.txt")
    (tmp_path / "closed").chmod(0)
    try:
        assert [path.name for path, _ in find_logs((tmp_path,)).unreadable] == ["closed"]
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="no pipes among files there")
def test_what_is_no_file_is_named_and_costs_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, "chat.txt")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    found_here = find_logs((tmp_path,))
    assert [path.name for path in found_here.logs] == ["chat.txt"]
    assert sorted(path.name for path, _ in found_here.unreadable) == ["gone.txt", "loop", "pipe.txt"]
    assert "pipe" in find_logs((tmp_path / "pipe.txt",)).unreadable[0][1]
