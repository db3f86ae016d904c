"""Tells which notes were saved, however they were saved.

Decides when a save is read (250 ms after its last event, at most 1 s after its first),
which events are noise (our own reads, hidden folders, templates, sync and editor
leftovers, saves that change nothing) and when a note is gone (it was deleted or moved away
and is still gone after that time, while its folder is there). Leaves what a note means to
``runtime``.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from chronicler.domain.note import NoteContent
from chronicler.errors import VaultError
from chronicler.vault.folder import is_note, notes_in, read_bytes
from chronicler.vault.frontmatter import read_note, revision_of

THREAD_NAME: Final = "vault-watcher"
DEBOUNCE_SECONDS: Final = 0.25
"""Measured: no torn reads in all five ways of saving; at 50 ms, 23 of 56."""
DEBOUNCE_CAP_SECONDS: Final = 1.0
_ROLL_CALL_SECONDS: Final = 1.0
"""How often to look whether the folder is still the one being watched."""
_TEMPLATES: Final = "Templates"
_TELLING: Final = frozenset({"created", "modified", "moved", "deleted"})
"""Kinds of events that may mean a save; opened and closed also come from our own reads."""
_STOP: Final = ""
LOG: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class _Due:
    """A file with unread events, in monotonic seconds."""

    first: float
    last: float

    @property
    def at(self) -> float:
        return min(self.last + DEBOUNCE_SECONDS, self.first + DEBOUNCE_CAP_SECONDS)


def _any_note(_: PurePosixPath) -> bool:
    return True


class VaultWatcher:
    """Watches our folder in a vault and reports saves and removals.

    Callbacks are called on the thread named ``vault-watcher``, one at a time, with
    vault-relative paths; they must be quick and must not raise.
    """

    def __init__(
        self,
        vault: Path,
        folder: str,
        on_saved: Callable[[NoteContent], None],
        on_removed: Callable[[str], None],
        is_relevant: Callable[[PurePosixPath], bool] = _any_note,
    ) -> None:
        """Watch ``vault/folder``; nothing is reported before :meth:`start`."""
        self._vault, self._folder = vault, folder
        self._on_saved, self._on_removed, self._is_relevant = on_saved, on_removed, is_relevant
        self._events: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._due: dict[str, _Due] = {}
        self._known: dict[str, str] = {}
        self._observer: BaseObserver | None = None
        self._watched: tuple[int, int] | None = None
        self._thread: threading.Thread | None = None

    # Starting and stopping -------------------------------------------------------------

    def start(self) -> None:
        """Begin: what is in the folder now is known, what is saved from now on is reported.

        A folder that is not there yet is waited for.
        """
        self._attach()
        self._known = {path: revision for path, revision in self._scan().items() if revision}
        self._thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; no callback is called after this returns."""
        self._events.put(_STOP)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._detach()

    # The watcher's thread --------------------------------------------------------------

    def _run(self) -> None:
        next_roll_call = time.monotonic() + _ROLL_CALL_SECONDS
        while True:
            wait = min([next_roll_call, *(due.at for due in self._due.values())]) - time.monotonic()
            try:
                path = self._events.get(timeout=max(wait, 0.0))
            except queue.Empty:
                path = None
            if path == _STOP:
                return
            if path is not None:
                self._note(path)
            self._report_rested()
            if time.monotonic() >= next_roll_call:
                self._call_roll()
                next_roll_call = time.monotonic() + _ROLL_CALL_SECONDS

    def _note(self, path: str) -> None:
        now = time.monotonic()
        for note in self._notes_of_folder(path) if path.endswith("/") else (path,):
            self._due.setdefault(note, _Due(now, now)).last = now

    def _notes_of_folder(self, folder: str) -> list[str]:
        """A folder that came or went takes notes along, not always with events of their own."""
        here = {
            str(path) for path, _ in notes_in(self._vault, folder.rstrip("/")) if self._is_ours_to_read(path)
        }
        return sorted(here | {path for path in self._known if path.startswith(folder)})

    def _report_rested(self) -> None:
        now = time.monotonic()
        for path in [path for path, due in self._due.items() if due.at <= now]:
            del self._due[path]
            self._report(path)

    def _report(self, path: str) -> None:
        try:
            raw = read_bytes(self._vault / path)
        except VaultError as error:
            LOG.warning("A saved note was not read: %s", error)
            return
        if raw is None:
            if self._is_watched_folder_there() and self._known.pop(path, None) is not None:
                self._on_removed(path)
            return
        revision = revision_of(raw)
        if self._known.get(path) != revision:
            self._known[path] = revision
            self._on_saved(read_note(raw, path))

    # The folder may go away and come back ----------------------------------------------

    def _call_roll(self) -> None:
        if self._is_watched_folder_there():
            return
        if self._watched is not None:
            LOG.info("The vault's folder %s is gone; waiting for it", self._folder)
        self._detach()
        if self._attach():
            LOG.info("The vault's folder %s is watched again", self._folder)
            for path, revision in self._scan().items():
                if self._known.get(path) != revision:
                    self._note(path)

    def _is_watched_folder_there(self) -> bool:
        return self._watched is not None and self._identity() == self._watched

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = (self._vault / self._folder).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _attach(self) -> bool:
        identity = self._identity()
        if identity is None:
            return False
        observer = Observer()
        observer.name = f"{THREAD_NAME}-events"
        try:
            observer.schedule(_Ears(self._heard), str(self._vault / self._folder), recursive=True)
            observer.start()
        except OSError as error:
            LOG.warning("The vault cannot be watched (%s); trying again", error)
            return False
        self._observer, self._watched = observer, identity
        return True

    def _detach(self) -> None:
        observer, self._observer, self._watched = self._observer, None, None
        if observer is not None:
            observer.stop()
            observer.join()

    def _scan(self) -> dict[str, str]:
        """Return the revision of every relevant note, empty where one cannot be read."""
        found = {}
        for relative, file in notes_in(self._vault, self._folder):
            if self._is_ours_to_read(relative):
                try:
                    raw = read_bytes(file)
                except VaultError:
                    raw = None
                found[str(relative)] = "" if raw is None else revision_of(raw)
        return found

    # The observer's thread -------------------------------------------------------------

    def _heard(self, event: FileSystemEvent) -> None:
        for name in (event.src_path, event.dest_path):
            relative = self._relative(os.fsdecode(name)) if name else None
            if relative is None:
                continue
            if event.is_directory:
                if event.event_type != "modified":
                    self._events.put(f"{relative}/")
            elif self._is_ours_to_read(relative):
                self._events.put(str(relative))

    def _relative(self, name: str) -> PurePosixPath | None:
        try:
            return PurePosixPath(Path(name).relative_to(self._vault).as_posix())
        except ValueError:
            return None

    def _is_ours_to_read(self, relative: PurePosixPath) -> bool:
        inside = relative.parts[len(PurePosixPath(self._folder).parts) :]
        return is_note(relative) and _TEMPLATES not in inside[:-1] and self._is_relevant(relative)


class _Ears(FileSystemEventHandler):
    """Hands on what may be a save; everything else is dropped where it is heard."""

    def __init__(self, heard: Callable[[FileSystemEvent], None]) -> None:
        """Hand telling events to ``heard``."""
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Drop what is no save."""
        if event.event_type in _TELLING:
            self._heard(event)
