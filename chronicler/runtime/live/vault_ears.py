"""What the vault says while the bot runs: dashboards, Settings, watch list, links, jottings.

Decides which saved note means what, and which dashboard is tonight's; leaves watching the
folder to ``vault.watcher`` and resting to ``runtime.dashboard.saves``.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.agent.room import Newcomer
from chronicler.agent.state import State
from chronicler.domain.dashboard import jottings_in
from chronicler.domain.events import (
    DashboardRemoved,
    Event,
    JottingsRead,
    LinksSaved,
    NewcomersTicked,
    SettingsSaved,
    WatchListSaved,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import stream_date
from chronicler.errors import UserError, VaultError
from chronicler.notes import paths
from chronicler.notes.tonight.note import newcomer_block
from chronicler.ports import Clock
from chronicler.runtime.blog.notes import wants_draft
from chronicler.runtime.clips import marks as clip_marks
from chronicler.runtime.dashboard.saves import Resting, opening_events
from chronicler.runtime.house import LINKS_NOTE, SETTINGS_NOTE, WATCH_LIST_NOTE, House
from chronicler.runtime.live.jotted import jotted_before
from chronicler.runtime.live.settings_reading import SettingsReading
from chronicler.vault.dashboards import is_dashboard, tonights_dashboard
from chronicler.vault.frontmatter import read_note
from chronicler.vault.merge import lines_of, marks_in
from chronicler.vault.watcher import VaultWatcher

LOOK_SECONDS: Final = 0.25
SETTINGS_REST_SECONDS: Final = 0.4
"""A switch is to act within a second of its save, of which the watcher takes a quarter."""
LOG: Final = logging.getLogger(__name__)


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
        self,
        house: House,
        clock: Clock,
        report: Callable[[Event], None],
        bound: Bound | None = None,
        *,
        newcomers: Callable[[], Mapping[str, Newcomer]] = dict,
        on_wish: Callable[[], None] = lambda: None,
        is_test: bool = False,
    ) -> None:
        """Listen in ``house`` and report on the event loop; ``newcomers`` may be ticked on Tonight.

        ``on_wish`` is called when a blog seed came to rest whose status asks for a draft.

        A test off air takes for jotted only what is written while it lasts: what stands there
        already belongs to the real stream.
        """
        self._is_test = is_test
        self._newcomers, self._on_wish = newcomers, on_wish
        self._house, self._clock, self._report, self._bound = house, clock, report, bound
        self._jotted_before = jotted_before(house.journals) if house.origin.is_real else {}
        self._resting = Resting(clock, lambda event: report(self._marked(event)))
        self._settings = SettingsReading(house)
        self._reading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._current = bound.path if bound else ""

    # At the beginning ------------------------------------------------------------------

    def opening(self, at: datetime) -> Iterable[Event]:
        """Return what is known when a journal is begun: settings, and tonight's dashboard."""
        yield from self._settings.opening(at)
        yield from self._lists(at)
        note = self._tonights_if_readable()
        self._current = note.path if note else self._current
        if note and self._is_test:
            self._jotted_before[note.path] = jottings_in(note.body)
        yield from map(self._marked, opening_events(note, at, is_bound=self._bound is not None))

    def stream_over(self, state: State) -> None:
        """Remember what was jotted during a stream that is over: none of it belongs to the next."""
        self._jotted_before |= state.desk.jotted

    def _marked(self, event: Event) -> Event:
        """Return a reading of jottings with those named that an earlier stream told."""
        before = self._jotted_before.get(event.path, ()) if isinstance(event, JottingsRead) else ()
        if not (before and isinstance(event, JottingsRead)):
            return event
        return replace(event, known=tuple(line for line in event.lines if line in before))

    def _tonights_if_readable(self) -> NoteContent | None:
        try:
            return self.tonights()
        except VaultError as error:
            LOG.warning("Tonight's dashboard was not read: %s", error)
            return None

    def _lists(self, at: datetime) -> list[Event]:
        try:
            marks = clip_marks.opening(self._house, self._house.settings().channel, at)
            return [*self._house.watch_list(at), *self._house.links(at), *marks]
        except VaultError as error:
            LOG.warning("The watch list or the links were not read: %s", error)
            return []

    def tonights(self) -> NoteContent | None:
        """Return the dashboard that belongs to the stream of this moment, if there is one."""
        if self._bound:
            return self._bound.read()
        date = stream_date(self._clock.now(), self._settings.in_force.timezone)
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
        watcher = VaultWatcher(vault.root, vault.folder, on_saved=saved, on_removed=removed)
        watcher.start()
        try:
            if self._bound and not self._is_watched(self._bound):
                await self._look_at(self._bound)
            await asyncio.Event().wait()  # until cancelled
        finally:
            self._resting.stop()
            for task in self._tasks:
                task.cancel()
            await asyncio.to_thread(watcher.stop)

    def _is_watched(self, bound: Bound) -> bool:
        """Whether a dashboard named on the command line stands in our folder."""
        ours = self._house.vault.root / self._house.vault.folder
        return bound.file.resolve().is_relative_to(ours.resolve())

    async def _look_at(self, bound: Bound) -> None:
        """Watch the one file by looking: its folder may hold anything, even a whole home.

        A save counts once two looks in a row saw the same bytes.
        """
        known = seen = await asyncio.to_thread(_bytes_of, bound.file)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = await asyncio.to_thread(_bytes_of, bound.file)
            if now is not None and now == seen and now != known:
                known = now
                self._saved(read_note(now, bound.path))
            seen = now

    def _saved(self, note: NoteContent) -> None:
        folder = PurePosixPath(self._house.vault.folder)
        settle = self._settings.in_force.settle_seconds
        if note.path == str(folder / SETTINGS_NOTE):
            self._resting.after_rest(note.path, SETTINGS_REST_SECONDS, self._settings_rested)
        elif note.path == str(folder / WATCH_LIST_NOTE):
            self._resting.after_rest(note.path, settle, lambda: self._listed(note))
        elif note.path == str(folder / LINKS_NOTE):
            self._resting.after_rest(
                note.path, settle, lambda: self._report(LinksSaved(self._clock.now(), note))
            )
        elif note.path == paths.tonight(self._house.vault.folder, self._house.origin):
            self._resting.after_rest(note.path, settle, lambda: self.take_rested(note))
        elif wants_draft(note):
            self._resting.after_rest(note.path, settle, self._on_wish)
        elif self._is_tonights(note):
            self._current = note.path
            self._resting.saved(note, settle, is_bound=self._bound is not None)

    def _is_tonights(self, note: NoteContent) -> bool:
        if self._bound:
            return note.path == self._bound.path  # heard twice where it stands in our folder: no change
        if note.path == self._current:
            return True
        if not is_dashboard(note):
            return False
        tonights = self._tonights_if_readable()
        return tonights is not None and tonights.path == note.path

    def _settings_rested(self) -> None:
        task = asyncio.create_task(self._read_settings(), name="reading Settings")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read_settings(self) -> None:
        async with self._reading:  # of two saves the later one counts
            values = await asyncio.to_thread(self._settings.read)
            self._report(SettingsSaved(self._clock.now(), values))

    def _listed(self, note: NoteContent) -> None:
        self._report(WatchListSaved(self._clock.now(), note))

    def take_rested(self, note: NoteContent) -> None:
        """Report what the streamer jotted on Tonight, once it has rested, and whom they ticked there."""
        self._jotted(note)
        marks = marks_in(lines_of(note.body))
        blocks = {block for block, mark in marks.items() if mark in "xX"}
        known = self._newcomers().values()
        read = {n.message.message_id for n in known if newcomer_block(n.message.message_id) in blocks}
        if read != {n.message.message_id for n in known if n.is_ticked}:
            self._report(NewcomersTicked(self._clock.now(), tuple(sorted(read))))

    def _jotted(self, note: NoteContent) -> None:
        self._report(self._marked(JottingsRead(self._clock.now(), note.path, jottings_in(note.body))))

    def _removed(self, path: str) -> None:
        if path == self._current:
            self._report(DashboardRemoved(self._clock.now(), path))
        elif path == str(PurePosixPath(self._house.vault.folder) / WATCH_LIST_NOTE):
            self._listed(NoteContent(path))
        elif path == str(PurePosixPath(self._house.vault.folder) / LINKS_NOTE):
            self._report(LinksSaved(self._clock.now(), NoteContent(path)))
        elif path == str(PurePosixPath(self._house.vault.folder) / SETTINGS_NOTE):
            self._resting.after_rest(path, SETTINGS_REST_SECONDS, self._settings_rested)


def _bytes_of(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
