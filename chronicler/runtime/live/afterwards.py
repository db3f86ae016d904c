"""After the stream: its notes are written, and written again when more of it comes to light.

Decides that whatever belongs to a stream that is over, such as a clip that took minutes to
exist, goes into that stream's own journal and notes, one change at a time; and what the last
start left open of the stream that ended last. Leaves writing notes to ``runtime.aftermath``
and asking Twitch to ``runtime.live.requests``.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.agent.moments.highlights import Highlights, after_crash
from chronicler.agent.state import State
from chronicler.archive.journal.folder import is_finished
from chronicler.archive.journal.reading import events_naming, read_header
from chronicler.archive.journal.writing import Journal, journal_path, session_journals
from chronicler.domain.events import Event
from chronicler.domain.record import Clip
from chronicler.domain.settings import Settings
from chronicler.errors import ChroniclerError
from chronicler.notes.tonight.view import TonightView
from chronicler.runtime import aftermath
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_collected
from chronicler.runtime.live.ended import EndedSessions, Removal
from chronicler.runtime.live.tonight_writing import ended

LOOKED_FOR_WITHIN: Final = timedelta(days=1)
"""A clip asked for longer ago is not looked for again: so long can it be trimmed at Twitch."""

NOT_TAKEN_OUT: Final = "What a moderator removed after a stream is not taken out of its notes yet"


class Afterwards:
    """Keeps each session that ended, and keeps it again when something of it comes later."""

    def __init__(
        self,
        house: House,
        channel: str = "",
        *,
        shown: Callable[[State], TonightView],
        on_kept: Callable[[aftermath.Kept], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        """Keep sessions in ``house``.

        Args:
            house: vault and data.
            channel: login of the channel whose streams removals reach.
            shown: returns what Tonight shows of a state.
            on_kept: told what was kept; of a session kept again, only the notes that changed.
            on_trouble: told, in one sentence, what went wrong.
        """
        self._house, self._shown = house, shown
        self._sessions = EndedSessions(
            house.journals, channel, lambda journal: aftermath.is_kept(house, journal)
        )
        self._on_kept, self._on_trouble = on_kept, on_trouble
        self._turn = asyncio.Lock()
        self._last: tuple[Path, State] | None = None
        self.view: TonightView | None = None
        """What Tonight shows of the stream that ended last; ``None`` before one did."""

    def ended(self, journal: Path, state: State) -> None:
        """Take note of a session that is over, before its notes are written."""
        self._last = (journal, state)
        self.view = self._shown(state)

    async def keep(self, journal: Path, settings: Settings) -> None:
        """Write the notes of a session that is over."""
        async with self._turn:
            with nothing_collected():
                if kept := await self._keep(journal, settings):
                    self._on_kept(kept)
                del kept  # before the next search for garbage: a whole stream hangs on it

    async def add(self, session_id: str, *events: Event) -> None:
        """Take what came after a session's end into its journal, and write its notes again."""
        journal = journal_path(self._house.journals, session_id)
        async with self._turn:
            try:
                await asyncio.to_thread(append, journal, events)
            except ChroniclerError as error:
                self._on_trouble(f"Something that came after the stream could not be kept: {error}")
                return
            await self._write_again(journal, events)

    async def remove(self, removals: Sequence[Removal]) -> list[Path]:
        """Take removals into the ended streams that they belong to; return those, to be kept again."""
        async with self._turn:
            try:
                added = await asyncio.to_thread(self._sessions.take, removals)
            except (ChroniclerError, OSError) as error:
                self._on_trouble(f"{NOT_TAKEN_OUT}: {error}. It is tried again at the next start.")
                return []
            for journal, events in added.items():
                self._learn(journal, events)
        return list(added)

    async def left_behind(self, now: datetime) -> list[Path]:
        """Return the ended streams whose notes are not whole, or may show what was removed since."""
        async with self._turn:
            try:
                return await asyncio.to_thread(self._sessions.catch_up, now)
            except (ChroniclerError, OSError) as error:
                self._on_trouble(f"{NOT_TAKEN_OUT}: {error}. It is tried again at the next start.")
                return []

    async def keep_again(self, journal: Path) -> None:
        """Write the notes of a session that is over once more; told only where one changed."""
        async with self._turn:
            await self._write_again(journal, ())

    async def _write_again(self, journal: Path, events: Sequence[Event]) -> None:
        with nothing_collected():  # nothing may hold on to the stream when this ends
            self._tell_changed(await self._keep(journal, self._learn(journal, events)))

    def _tell_changed(self, kept: aftermath.Kept | None) -> None:
        if kept and (changed := [w for w in kept.written if w.outcome != "unchanged"]):
            self._on_kept(replace(kept, written=tuple(changed)))

    def _learn(self, journal: Path, events: Sequence[Event]) -> Settings:
        """Let Tonight show what came later, and return the settings that were in force."""
        if self._last is None or self._last[0] != journal:
            return self._house.settings()
        state, ledger = self._last[1], self.view.ledger if self.view else ""
        for event in events:
            state.apply(event)
        self.view = replace(self._shown(state), ledger=ledger)
        return state.settings

    async def _keep(self, journal: Path, settings: Settings) -> aftermath.Kept | None:
        found: list[aftermath.Kept] = []  # a future would hold it until the next search for garbage

        def keep() -> None:
            if self._house.notes(journal.stem).is_undone:
                aftermath.keep_without_notes(self._house, journal)
            else:
                found.append(aftermath.keep_session(self._house, journal, settings))

        try:
            await asyncio.to_thread(keep)
        except ChroniclerError as error:
            which = journal.stem if self._house.origin.is_real else f"{journal.stem} --rehearsals"
            self._on_trouble(
                f"The notes of this stream are not written yet: {ended(str(error))} Its journal is safe; "
                f"once that is mended, write them with: chronicler ledger {which}"
            )
            return None
        if not found:
            return None
        kept = found.pop()
        if self.view and self._last and self._last[0] == journal:
            warnings = tuple(dict.fromkeys((*self.view.warnings, *kept.warnings)))
            self.view = replace(self.view, ledger=kept.ledger or "", warnings=warnings)
        return kept


def append(journal: Path, events: Sequence[Event]) -> None:
    """Append events to the journal of a session that is over; on disk when it returns.

    Raises:
        ArchiveError: the journal cannot be read or written.
    """
    with Journal.open(journal, read_header(journal)) as opened:
        opened.append(events)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What the last start left open of the stream that ended last."""

    session_id: str
    told: tuple[Event, ...]
    """What is to be said of requests whose outcome went down with the program."""
    pending: tuple[Clip, ...]
    """Clips that were still being made."""


def left_open(journals: Path, now: datetime) -> LeftOpen | None:
    """Return what was left open of the stream that ended last, ``None`` where there is nothing.

    Blocking.

    Raises:
        ArchiveError: its journal cannot be read.
    """
    journal = next((path for path in reversed(session_journals(journals)) if is_finished(path)), None)
    if journal is None:
        return None
    highlights = Highlights()
    for event in events_naming(journal, "request_id"):
        highlights.apply(event)
    pending = tuple(clip for clip in highlights.pending if now - clip.at < LOOKED_FOR_WITHIN)
    told = tuple(after_crash(highlights, now))
    return LeftOpen(journal.stem, told, pending) if told or pending else None
