"""Saves of tonight's dashboard, on the way from a file to events.

Decides when a save has rested, and what a scripted edit does to the file; leaves watching
the folder to ``vault.watcher`` and adopting to ``agent.theme``. A real save rests in wall
time, a scripted one in stream time.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.domain.dashboard import jottings_in
from chronicler.domain.events import DashboardRested, DashboardSaved, Event, JottingsRead
from chronicler.domain.note import NoteContent
from chronicler.ports import Clock
from chronicler.transcripts.transcript import Edit
from chronicler.vault.frontmatter import read_note

JOTTINGS_HEADING: Final = "## During the stream"
_FENCE: Final = "---"


def opening_events(note: NoteContent | None, at: datetime, *, is_bound: bool) -> list[Event]:
    """Return the events by which a stream begins with a dashboard already at rest."""
    if note is None:
        return []
    return [DashboardSaved(at, note, is_bound=is_bound), *rested(note, at)]


def rested(note: NoteContent, at: datetime) -> list[Event]:
    """Return what follows once a save has rested."""
    return [DashboardRested(at, note.revision), jotted(note, at)]


def jotted(note: NoteContent, at: datetime) -> JottingsRead:
    """Return what stands under ``## During the stream`` in a note."""
    return JottingsRead(at, note.path, jottings_in(note.body))


@dataclass(slots=True)
class ScriptedDashboard:
    """Tonight's dashboard in a run whose edits come from a stream script."""

    file: Path
    path: str
    """Vault-relative."""
    text: str = ""
    is_bound: bool = False
    follows_script: bool = True
    """Off where the streamer's own dashboard is in use: the script's saves belong to another."""
    _texts: dict[str, str] = field(default_factory=dict)

    def events(self, edits: Sequence[Edit], settle: timedelta) -> Iterator[Event]:
        """Yield each edit as a save, and its rest unless the next save comes before it.

        Where there is no dashboard yet, a jotting is only a jotting.
        """
        if not self.follows_script:
            return
        for index, (edit, text) in enumerate(zip(edits, self._after_each(edits), strict=True)):
            note = read_note(text.encode("utf-8"), self.path)
            rests_at = edit.at + settle
            if is_dashboard := text.startswith(_FENCE):
                self._texts[note.revision] = text
                yield DashboardSaved(edit.at, note, is_bound=self.is_bound)
            if index + 1 == len(edits) or edits[index + 1].at > rests_at:
                yield from rested(note, rests_at) if is_dashboard else (jotted(note, rests_at),)

    def all_texts(self, edits: Sequence[Edit]) -> frozenset[str]:
        """Return every text the file has in the course of the script."""
        return frozenset({self.text, *self._after_each(edits)})

    def _after_each(self, edits: Sequence[Edit]) -> Iterator[str]:
        text = self.text
        for edit in edits:
            text = edit.text if edit.kind == "dashboard" else with_jotting(text, edit.text)
            yield text

    def write(self, saved: DashboardSaved) -> None:
        """Save the file as the script's streamer would, where the event came from the script.

        Once a person has written into it, the file is theirs and the script's saves end.
        """
        text = self._texts.get(saved.note.revision)
        if text is not None and self.is_as_scripted:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_bytes(text.encode("utf-8"))

    @property
    def is_as_scripted(self) -> bool:
        """Whether nobody but the script has written into the file, or it is not there."""
        ours = {text.encode("utf-8") for text in (self.text, *self._texts.values())}
        return not self.file.exists() or self.file.read_bytes() in ours


def with_jotting(text: str, line: str) -> str:
    """Return a note's text with one line added under ``## During the stream``."""
    head, heading, below = text.partition(JOTTINGS_HEADING)
    if not heading:
        return f"{text.rstrip()}\n\n{JOTTINGS_HEADING}\n\n- {line}\n"
    section, mark, rest = below.partition("\n## ")
    return f"{head}{heading}{section.rstrip()}\n- {line}\n" + (f"\n## {rest}" if mark else "")


class Resting:
    """Tells when a note that keeps being saved has come to rest, in wall time."""

    def __init__(self, clock: Clock, report: Callable[[Event], None]) -> None:
        """Report saves and rests as events stamped by ``clock``."""
        self._clock = clock
        self._report = report
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def saved(self, note: NoteContent, settle_seconds: float, *, is_bound: bool) -> None:
        """Take in one save; call it on the event loop."""
        self._report(DashboardSaved(self._clock.now(), note, is_bound=is_bound))
        self.after_rest(note.path, settle_seconds, lambda: self._rest(note))

    def after_rest(self, path: str, settle_seconds: float, then: Callable[[], None]) -> None:
        """Call ``then`` unless the note at ``path`` is saved again within ``settle_seconds``."""
        if timer := self._timers.pop(path, None):
            timer.cancel()
        self._timers[path] = asyncio.get_running_loop().call_later(settle_seconds, then)

    def _rest(self, note: NoteContent) -> None:
        for event in rested(note, self._clock.now()):
            self._report(event)

    def stop(self) -> None:
        """Forget every save that has not rested yet."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
