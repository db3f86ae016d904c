"""How long ``chronicler why`` takes over the longest evening: 35,000 messages, their ticks and decisions."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from chronicler.agent.orchestrator import Orchestrator
from chronicler.archive.journal.writing import (
    REHEARSAL_GROUP_SECONDS,
    Header,
    Journal,
    journal_path,
    read_journal,
)
from chronicler.domain.events import (
    Event,
    LiveStatusChecked,
    MessageReceived,
    SessionEnded,
    SessionStarted,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.runtime.asking.why import Question, explain
from chronicler.runtime.asking.why_json import as_json
from chronicler.runtime.house import House
from tests.bench.figures import Figure, best_seconds
from tests.bench.journal import chat
from tests.fakes import START, after
from tests.scenarios.evening import lay_vault

MESSAGES = 35_000
HOURS = 8
SESSION = "20260306T193000Z-bench"
ALLOWED = 2.0
"""Seconds that an answer may take."""


def run() -> Iterator[Figure]:
    """Measure an answer about the last decision, and one about a time in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(lay_vault(Path(folder)), Origin.LIVE, {"timezone": "UTC"})
        path = journal_path(house.journals, SESSION)
        house.journals.mkdir(parents=True)
        header = Header("bench", SESSION, Origin.LIVE, "bench")
        with Journal.open(path, header, group_seconds=REHEARSAL_GROUP_SECONDS) as journal:
            journal.append(list(_evening()))
        reading = best_seconds(lambda: [event for _, event in read_journal(path)])
        for what, question in (("the latest", Question()), ("four hours in", Question("4h"))):
            seconds = best_seconds(lambda q=question: as_json(explain(house, q)))  # type: ignore[misc]
            yield Figure(f"an account, {what}", seconds, "s", reading, "reading the journal alone")
        yield Figure("of the time an answer may take", seconds / ALLOWED, "")


def _evening() -> Iterator[Event]:
    """Yield inputs and what was decided about them, spread over eight hours."""
    orchestrator = Orchestrator()
    for event in _inputs():
        yield event
        yield from orchestrator.handle(event)


def _inputs() -> Iterator[Event]:
    yield SessionStarted(START, SESSION, "bench", Origin.LIVE, title="A long evening")
    yield LiveStatusChecked(START, is_live=True)
    every = timedelta(hours=HOURS) / MESSAGES
    ticked = START
    for number, said in enumerate(chat(MESSAGES)):
        at = START + number * every
        while ticked + timedelta(seconds=10) <= at:
            ticked += timedelta(seconds=10)
            yield LiveStatusChecked(ticked, is_live=True)
            yield Ticked(ticked)
        yield MessageReceived(at, replace(said.message, at=at))
    yield SessionEnded(after(HOURS * 3600), "offline")
