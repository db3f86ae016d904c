"""What the vault says while the bot runs: dashboards, Settings, jottings.

Decides which saved note means what, and which dashboard is tonight's; leaves watching the
folder to ``vault.watcher`` and resting to ``runtime.dashboards``.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.domain.dashboard import jottings_in
from chronicler.domain.events import DashboardRemoved, Event, JottingsRead, SettingsSaved
from chronicler.domain.note import KIND_PROPERTY, NoteContent, NoteKind
from chronicler.domain.session import stream_date
from chronicler.errors import UserError, VaultError
from chronicler.ports import Clock
from chronicler.runtime.dashboards import Resting, opening_events
from chronicler.runtime.house import SETTINGS_NOTE, House
from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.frontmatter import read_note
from chronicler.vault.watcher import VaultWatcher

DASHBOARDS: Final = "Dashboards"
TONIGHT_NOTE: Final = "Tonight.md"


@dataclass(frozen=True, slots=True)
class Bound:
    """A dashboard named on the command line: in force whatever its date and status."""

    path: str
    """Vault-relative, or the file's name where it stands outside the vault."""
    file: Path

    def read(self) -> NoteContent:
        """Return the note as it stands.

        Raises:
            VaultError: it is gone or cannot be read.
        """
        try:
            return read_note(self.file.read_bytes(), self.path)
        except OSError as error:
            raise VaultError(f"{self.file} could not be read ({error.strerror})") from error


def bound_to(house: House, file: Path | None) -> Bound | None:
    """Return the dashboard that ``--dashboard`` names, ``None`` where it names none.

    Raises:
        UserError: it cannot be read.
    """
    if file is None:
        return None
    if not file.is_file():
        raise UserError(f"{file} is no file; check --dashboard")
    root = house.vault.root.resolve()
    inside = file.resolve().is_relative_to(root)
    path = file.resolve().relative_to(root).as_posix() if inside else file.name
    return Bound(path, file)


class VaultEars:
    """Listens to the vault and reports what it hears as events."""

    def __init__(
        self, house: House, clock: Clock, report: Callable[[Event], None], bound: Bound | None = None
    ) -> None:
        """Listen in ``house`` and report on the event loop."""
        self._house, self._clock, self._report, self._bound = house, clock, report, bound
        self._resting = Resting(clock, report)
        self._current = bound.path if bound else ""

    # At the beginning ------------------------------------------------------------------

    def opening(self, at: datetime) -> Iterable[Event]:
        """Return what is known when a journal is begun: settings, and tonight's dashboard."""
        yield SettingsSaved(at, self._house.setting_values())
        note = self.tonights()
        self._current = note.path if note else self._current
        yield from opening_events(note, at, is_bound=self._bound is not None)

    def tonights(self) -> NoteContent | None:
        """Return the dashboard that belongs to the stream of this moment, if there is one."""
        if self._bound:
            return self._bound.read()
        date = stream_date(self._clock.now(), self._house.settings().timezone)
        return tonights_dashboard(self._house.vault, date).note

    # While it runs ---------------------------------------------------------------------

    async def listen(self) -> None:
        """Watch the vault until cancelled."""
        loop = asyncio.get_running_loop()

        def saved(note: NoteContent) -> None:
            loop.call_soon_threadsafe(self._saved, note)

        def removed(path: str) -> None:
            loop.call_soon_threadsafe(self._removed, path)

        vault = self._house.vault
        watchers = [VaultWatcher(vault.root, vault.folder, on_saved=saved, on_removed=removed)]
        if self._bound:
            watchers.append(self._watcher_of(self._bound, saved, removed))
        for watcher in watchers:
            watcher.start()
        try:
            await asyncio.Event().wait()  # until cancelled
        finally:
            self._resting.stop()
            for watcher in watchers:
                await asyncio.to_thread(watcher.stop)

    @staticmethod
    def _watcher_of(
        bound: Bound, saved: Callable[[NoteContent], None], removed: Callable[[str], None]
    ) -> VaultWatcher:
        """A dashboard named on the command line may stand anywhere."""
        folder = bound.file.resolve().parent
        return VaultWatcher(
            folder.parent,
            folder.name,
            on_saved=lambda note: saved(replace(note, path=bound.path)),
            on_removed=lambda _: removed(bound.path),
            is_relevant=lambda path: path.name == bound.file.name,
        )

    def _saved(self, note: NoteContent) -> None:
        folder = PurePosixPath(self._house.vault.folder)
        settle = self._house.settings().settle_seconds
        if note.path == str(folder / SETTINGS_NOTE):
            self._resting.after_rest(note.path, settle, self._settings_rested)
        elif note.path == str(folder / TONIGHT_NOTE):
            self._resting.after_rest(note.path, settle, lambda: self._jotted(note))
        elif self._is_tonights(note):
            self._current = note.path
            self._resting.saved(note, settle, is_bound=self._bound is not None)

    def _is_tonights(self, note: NoteContent) -> bool:
        if self._bound:
            return note.path == self._bound.path  # heard twice where it stands in our folder: no change
        if note.path == self._current:
            return True
        if note.properties.get(KIND_PROPERTY) != NoteKind.DASHBOARD:
            return False
        tonights = self.tonights()
        return tonights is not None and tonights.path == note.path

    def _settings_rested(self) -> None:
        self._report(SettingsSaved(self._clock.now(), self._house.setting_values()))

    def _jotted(self, note: NoteContent) -> None:
        self._report(JottingsRead(self._clock.now(), note.path, jottings_in(note.body)))

    def _removed(self, path: str) -> None:
        if path == self._current:
            self._report(DashboardRemoved(self._clock.now(), path))
