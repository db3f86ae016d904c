"""Real recordings as rooms: found by name, thinned, and played to the real engine.

Decides which recordings, which dashboards and how they are joined; the recordings
themselves are never part of the project. ``tests/bench/quiet_sources.tsv`` names each by
repository, path and commit, with the sha256 of the file as it is looked for below
``CHRONICLER_TEST_DATA``.
"""

import asyncio
import csv
import hashlib
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import REHEARSAL_GROUP_SECONDS, Header, Journal
from chronicler.domain.actions import Recall
from chronicler.domain.events import (
    Event,
    LiveStatusChecked,
    MessageReceived,
    ProgramStarted,
    SessionStarted,
    SettingsSaved,
    StreamerSpoke,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.llm.written_lines import WrittenLines
from chronicler.runtime.clock import StreamClock
from chronicler.runtime.dashboard.saves import opening_events
from chronicler.runtime.engine import Engine
from chronicler.runtime.executor import Recalled
from chronicler.runtime.rehearsing import schedule
from chronicler.runtime.rehearsing.rehearsal import ends_at
from chronicler.runtime.stage import Stage
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.thinning import Thinning, thinned
from chronicler.transcripts.transcript import Transcript
from chronicler.vault.frontmatter import read_note
from tests.quiet.told import Story, read_journal

VARIABLE: Final = "CHRONICLER_TEST_DATA"
BENCH: Final = Path(__file__).parent.parent / "bench"
DASHBOARDS: Final = BENCH / "dashboards"
SOURCES: Final = BENCH / "quiet_sources.tsv"


@dataclass(frozen=True)
class Source:
    """Where a recording comes from."""

    file: str
    """Below the data folder."""
    repository: str
    path: str
    commit: str
    sha256: str

    @property
    def channel(self) -> str:
        """Whose stream it was."""
        return self.name.split(" ")[0]

    @property
    def name(self) -> str:
        """A short name for tables."""
        channel, stem = Path(self.file).parts[-2:]
        if stem == "verbose_chat.json.gz":
            channel, stem = Path(self.file).parts[-3:-1]
        return f"{channel} {stem[:16].strip()}"


@dataclass(frozen=True)
class Recording:
    """A recording in memory."""

    source: Source
    transcript: Transcript
    events: tuple[Event, ...]


def sources() -> tuple[Source, ...]:
    """Return every recording the benchmark knows of, here or not."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        return tuple(Source(**row) for row in csv.DictReader(file, delimiter="\t"))


def is_here(source: Source) -> bool:
    """Return whether the very file of a source is in the data folder."""
    path = Path(os.environ.get(VARIABLE, "."), source.file)
    return bool(os.environ.get(VARIABLE)) and path.is_file() and _sha256(path) == source.sha256


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def recording(source: Source) -> Recording:
    """Return a recording, read whole."""
    transcript = open_transcript(Path(os.environ[VARIABLE], source.file))
    return Recording(source, transcript, tuple(transcript.events()))


def dashboards() -> tuple[Path, ...]:
    """Return the benchmark's dashboards by name."""
    return tuple(sorted(DASHBOARDS.glob("*.md")))


@dataclass(frozen=True)
class Room:
    """One recording, made as small as it shall be, with one evening's dashboard."""

    recording: Recording
    dashboard: Path
    share: float = 1.0
    seed: int = 1
    settings: tuple[tuple[str, object], ...] = ()
    memory: tuple[str, ...] = ()
    has_speech: bool = False
    """Whether the streamer is heard speaking, in made-up stretches of a fixed seed."""

    def events(self) -> Iterator[Event]:
        """Yield the recording's events, thinned, with speech where it is wanted."""
        kept: Iterator[Event] = iter(self.recording.events)
        if self.share < 1:
            kept = thinned(kept, Thinning(self.share, self.seed))
        return schedule.merged(kept, self._speech()) if self.has_speech else kept

    def human_times(self) -> list[datetime]:
        """Return when people wrote."""
        return [e.at for e in self.events() if isinstance(e, MessageReceived) and e.message.is_human]

    def _speech(self) -> Iterator[Event]:
        """Yield stretches of talk and of silence: some 20 minutes of each, sentence by sentence."""
        rest = random.Random(f"{self.recording.source.sha256}/{self.seed}")
        at, end = self.recording.transcript.started_at, self._end()
        while at < end:
            until = at + timedelta(minutes=rest.expovariate(1 / 20))
            while at < min(until, end):
                length = rest.uniform(1, 9)
                yield StreamerSpoke(at, round(length, 1))
                at += timedelta(seconds=round(length + rest.uniform(0, 25), 1))
            at += timedelta(minutes=round(rest.expovariate(1 / 20), 2))

    def _end(self) -> datetime:
        last = self.recording.events[-1].at
        return max(ends_at(self.recording.transcript) or last, last)

    def play(self, journal: Path) -> Story:
        """Let the evening run through the real engine, and return the story its journal tells."""
        journal.unlink(missing_ok=True)
        asyncio.run(self._run(journal))
        return read_journal(journal)

    async def _run(self, path: Path) -> None:
        transcript = self.recording.transcript
        session = f"bench-{path.stem}"
        header = Header("bench", session, Origin.REHEARSAL, transcript.channel)
        engine = Engine(
            Journal.open(path, header, group_seconds=REHEARSAL_GROUP_SECONDS), batch=schedule.AT_ONCE
        )
        clock = StreamClock(transcript.started_at)

        async def recall(wanted: Recall) -> Recalled:
            del wanted
            return Recalled(self.memory)

        stage = Stage(engine, clock, (WrittenLines(),), _context, recall)
        at = transcript.started_at
        opening: list[Event] = [
            SessionStarted(at, session, transcript.channel, Origin.REHEARSAL, title=transcript.title),
            ProgramStarted(at, "bench"),
            SettingsSaved(at, {"timezone": "UTC", **dict(self.settings)}),
            LiveStatusChecked(at, is_live=True),
            *opening_events(note_of(self.dashboard), at, is_bound=True),
        ]
        try:
            row = schedule.woven(at, self.events(), ends_at(transcript))
            for event in schedule.read_ahead(chain(opening, row)):
                if stage.hear(event):
                    await stage.see_through()
        finally:
            engine.close()


def note_of(path: Path) -> NoteContent:
    """Return a dashboard's note."""
    return read_note(path.read_bytes(), path.name)


async def _context(links: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the sentences of linked notes, one a line in the benchmark's own."""
    found: list[str] = []
    missing: list[str] = []
    for link in links:
        name = link.split("|")[0].strip("[] ")
        file = DASHBOARDS / "context" / f"{name}.md"
        if file.is_file():
            found += file.read_text(encoding="utf-8").split("\n")
        else:
            missing.append(link)
    return [sentence for sentence in found if sentence.strip()], missing
