"""A real folder, saved in every way editors and sync programs know.

Nothing here sleeps blindly: a test waits until the note it saved last is reported, so
everything before it has been reported, or been found not worth reporting, by then.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

from chronicler.domain.note import NoteContent
from chronicler.domain.problem import has_errors
from chronicler.vault.watcher import THREAD_NAME, VaultWatcher

DASHBOARD = "Chronicler/Dashboards/2026-03-06 Dashboard.md"
LAST = "Chronicler/zz last.md"
WAIT_SECONDS = 20.0


class Heard:
    """What the watcher reported, in order, with a way to wait for it."""

    def __init__(self) -> None:
        self.saves: list[NoteContent] = []
        self.removed: list[str] = []
        self.threads: set[str] = set()
        self._changed = threading.Condition()

    def saved(self, note: NoteContent) -> None:
        with self._changed:
            self.saves.append(note)
            self.threads.add(threading.current_thread().name)
            self._changed.notify_all()

    def gone(self, path: str) -> None:
        with self._changed:
            self.removed.append(path)
            self._changed.notify_all()

    def wait(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, WAIT_SECONDS), (self.paths, self.removed)

    @property
    def paths(self) -> list[str]:
        return [note.path for note in self.saves]

    def bodies(self, path: str = DASHBOARD) -> list[str]:
        return [note.body for note in self.saves if note.path == path]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    (vault / DASHBOARD).parent.mkdir(parents=True)
    (vault / DASHBOARD).write_text("before")
    return vault


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watcher(vault: Path, heard: Heard) -> Iterator[VaultWatcher]:
    watcher = VaultWatcher(vault, "Chronicler", heard.saved, heard.gone)
    watcher.start()
    yield watcher
    watcher.stop()


def settle(vault: Path, heard: Heard) -> None:
    """Wait until everything saved so far has been dealt with."""
    count = len(heard.bodies(LAST))
    (vault / LAST).write_text(f"{count}")
    heard.wait(lambda: len(heard.bodies(LAST)) > count)


# Five ways of saving -----------------------------------------------------------------------


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def atomically(file: Path, text: str) -> None:
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_text(text)
    temporary.replace(file)


def from_another_folder(file: Path, text: str) -> None:
    temporary = file.parents[2] / "outside.md"
    temporary.write_text(text)
    temporary.replace(file)


def as_vim_does(file: Path, text: str) -> None:
    backup = file.with_name(file.name + "~")
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def as_syncthing_does(file: Path, text: str) -> None:
    temporary = file.with_name(f".syncthing.{file.name}.tmp")
    half = len(text) // 2
    with temporary.open("w") as out:
        out.write(text[:half])
        out.flush()
        os.fsync(out.fileno())
        out.write(text[half:])
    temporary.rename(file)


@pytest.mark.parametrize("save", [in_place, atomically, from_another_folder, as_vim_does, as_syncthing_does])
@pytest.mark.usefixtures("watcher")
def test_however_it_is_saved_a_note_is_reported_once_and_whole(
    vault: Path, heard: Heard, save: Callable[[Path, str], None]
) -> None:
    text = "the fog came in\n" * 2000
    save(vault / DASHBOARD, text)
    settle(vault, heard)
    assert heard.bodies() == [text]
    assert heard.removed == []
    assert heard.threads == {THREAD_NAME}


@pytest.mark.usefixtures("watcher")
def test_saves_in_quick_succession_are_read_once_they_rest(vault: Path, heard: Heard) -> None:
    for count in range(20):
        (vault / DASHBOARD).write_text(f"{count}")
    settle(vault, heard)
    assert heard.bodies()[-1] == "19"
    assert len(heard.bodies()) < 20


@pytest.mark.usefixtures("watcher")
def test_a_note_that_never_rests_is_read_within_the_cap(vault: Path, heard: Heard) -> None:
    """Each save comes sooner than the debounce; without a cap nothing would ever be read."""
    stop = threading.Event()

    def type_on() -> None:
        count = 0
        while not stop.wait(0.1):
            count += 1
            atomically(vault / DASHBOARD, f"{count}")

    typing = threading.Thread(target=type_on)
    typing.start()
    try:
        heard.wait(lambda: heard.bodies() != [])
    finally:
        stop.set()
        typing.join()
    assert heard.removed == []


# Noise -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("watcher")
def test_reading_touching_and_saving_the_same_again_is_no_save(vault: Path, heard: Heard) -> None:
    for _ in range(3):
        assert (vault / DASHBOARD).read_text() == "before"
        (vault / DASHBOARD).touch()
        atomically(vault / DASHBOARD, "before")
    settle(vault, heard)
    assert heard.paths == [LAST]


NO_NOTES = [
    ".obsidian/workspace.md",
    ".trash/old.md",
    "Templates/Dashboard.md",
    "Dashboards/.syncthing.x.md.tmp",
    "Dashboards/x.sync-conflict-20260306-193000-ABCDEF7.md",
    "Dashboards/x (Conflicted copy laptop 202603061930).md",
    "Dashboards/~x.md",
    "Dashboards/x.md.tmp",
    "Dashboards/.x.md.icloud",
    "picture.png",
]


@pytest.mark.usefixtures("watcher")
def test_what_is_no_note_of_the_streamers_is_never_read(vault: Path, heard: Heard) -> None:
    files = [vault / "Chronicler" / name for name in NO_NOTES]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    settle(vault, heard)
    for file in files:
        file.unlink()
    settle(vault, heard)
    assert (set(heard.paths), heard.removed) == ({LAST}, [])


def test_only_relevant_notes_are_read(vault: Path, heard: Heard) -> None:
    def is_relevant(path: PurePosixPath) -> bool:
        return "Dashboards" not in path.parts

    watcher = VaultWatcher(vault, "Chronicler", heard.saved, heard.gone, is_relevant)
    watcher.start()
    (vault / DASHBOARD).write_text("x")
    settle(vault, heard)
    watcher.stop()
    assert heard.paths == [LAST]


@pytest.mark.usefixtures("watcher")
def test_notes_elsewhere_in_the_vault_are_not_ours_to_watch(vault: Path, heard: Heard) -> None:
    (vault / "Daily").mkdir()
    (vault / "Daily" / "2026-03-06.md").write_text("mine")
    settle(vault, heard)
    assert heard.paths == [LAST]


# Emptied, removed, moved -------------------------------------------------------------------


@pytest.mark.usefixtures("watcher")
@pytest.mark.parametrize("torn", ["", "---\nchronicler: dashboard\n\nthe fence is lost"])
def test_an_emptied_or_torn_note_is_reported_as_such_and_never_as_removed(
    vault: Path, heard: Heard, torn: str
) -> None:
    (vault / DASHBOARD).write_text(torn)
    heard.wait(lambda: DASHBOARD in heard.paths)
    assert has_errors(heard.saves[-1].problems)
    assert heard.removed == []


@pytest.mark.usefixtures("watcher")
def test_a_note_that_is_deleted_and_stays_so_is_removed(vault: Path, heard: Heard) -> None:
    (vault / DASHBOARD).unlink()
    heard.wait(lambda: heard.removed == [DASHBOARD])
    (vault / DASHBOARD).write_text("before")
    heard.wait(lambda: heard.bodies() == ["before"])


@pytest.mark.usefixtures("watcher")
def test_a_renamed_note_is_removed_here_and_saved_there(vault: Path, heard: Heard) -> None:
    renamed = DASHBOARD.replace("2026-03-06", "2026-03-07")
    (vault / DASHBOARD).rename(vault / renamed)
    heard.wait(lambda: heard.removed == [DASHBOARD] and renamed in heard.paths)


@pytest.mark.usefixtures("watcher")
def test_notes_in_a_folder_that_is_moved_in_or_renamed_or_moved_out_are_found(
    vault: Path, heard: Heard
) -> None:
    (vault / "Elsewhere").mkdir()
    (vault / "Elsewhere" / "fog.md").write_text("fog")
    (vault / "Elsewhere").rename(vault / "Chronicler" / "Fogs")
    heard.wait(lambda: "Chronicler/Fogs/fog.md" in heard.paths)
    (vault / "Chronicler" / "Fogs").rename(vault / "Chronicler" / "Mists")
    heard.wait(lambda: "Chronicler/Mists/fog.md" in heard.paths and "Chronicler/Fogs/fog.md" in heard.removed)
    (vault / "Chronicler" / "Mists").rename(vault / "Elsewhere")
    heard.wait(lambda: "Chronicler/Mists/fog.md" in heard.removed)


# The vault goes and comes back -------------------------------------------------------------


@pytest.mark.usefixtures("watcher")
def test_a_vault_that_vanishes_and_returns_is_watched_again_and_removes_nothing(
    vault: Path, heard: Heard
) -> None:
    away = vault.with_name("away")
    vault.rename(away)
    (away / DASHBOARD).write_text("changed while away")
    away.rename(vault)
    settle(vault, heard)
    heard.wait(lambda: heard.bodies() == ["changed while away"])
    copy = vault.with_name("copy")
    shutil.copytree(vault, copy)
    shutil.rmtree(vault)
    (copy / DASHBOARD).write_text("restored from a copy")
    copy.rename(vault)
    heard.wait(lambda: heard.bodies()[-1] == "restored from a copy")
    (vault / DASHBOARD).write_text("and saved again")
    heard.wait(lambda: heard.bodies()[-1] == "and saved again")
    assert DASHBOARD not in heard.removed


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path: Path, heard: Heard) -> None:
    watcher = VaultWatcher(tmp_path, "Chronicler", heard.saved, heard.gone)
    watcher.start()
    try:
        (tmp_path / "Chronicler").mkdir()
        (tmp_path / "Chronicler" / "fog.md").write_text("fog")
        heard.wait(lambda: heard.paths == ["Chronicler/fog.md"])
    finally:
        watcher.stop()


def test_nothing_is_reported_after_stopping(vault: Path, heard: Heard) -> None:
    watcher = VaultWatcher(vault, "Chronicler", heard.saved, heard.gone)
    watcher.start()
    (vault / DASHBOARD).write_text("too late")
    watcher.stop()
    watcher.stop()
    assert heard.saves == []
    assert THREAD_NAME not in {thread.name for thread in threading.enumerate()}
