"""What the Hearthkeeper would say right now, without saying it.

Decides on which state a preview rests: the running session's, folded from its journal, else
an imagined quiet with tonight's dashboard. Leaves rules, words and verdicts to their rooms.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from chronicler.agent.hearthkeeper.hearthkeeper import KINDLING, held_back_by, ruling_on, trigger_of
from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.prompts import brief
from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal, unfinished_session
from chronicler.domain.actions import NOT_DRAWN, Brief, DraftLine, Drawn, Recall
from chronicler.domain.events import Candidate, Event, LiveStatusChecked, SessionStarted, SettingsSaved
from chronicler.domain.note import NoteContent
from chronicler.errors import ModelError
from chronicler.runtime.dashboard.context import context_reader
from chronicler.runtime.dashboard.saves import opening_events
from chronicler.runtime.house import House
from chronicler.runtime.live.memory import recall
from chronicler.runtime.models.off_air_meter import OffAirMeter
from chronicler.runtime.models.writers import ModelInForce, WritersInForce


@dataclass(frozen=True, slots=True)
class Offered:
    """One line that might be said, with the court's verdict."""

    text: str
    source: str
    refused_for: tuple[str, ...] = ()
    """Codes of the court's rules; empty for a line that may be said."""
    remarks: tuple[str, ...] = ()
    """The same in sentences."""
    is_chosen: bool = False
    """Whether it is the one that would be said, were a line said now."""
    drawn: Drawn = NOT_DRAWN


@dataclass(frozen=True, slots=True)
class Preview:
    """Whether it would speak now, and what it would choose from."""

    is_running: bool
    held_back_by: str | None
    lines: tuple[Offered, ...]
    """In the order in which they would be taken."""
    trouble: str = ""
    """Why the language model gave nothing."""
    trigger: str = ""
    """What calls for a line now, or was imagined to."""


async def preview(
    house: House, note: NoteContent | None, now: datetime, most: int, *, trigger: str = ""
) -> Preview:
    """Return what the Hearthkeeper would do at ``now``, with up to ``most`` lines.

    ``trigger`` imagines that this called for a line. Nothing is sent or journaled.

    Raises:
        ArchiveError: the running session's journal cannot be read.
    """
    path = unfinished_session(house.journals)
    state = State.fold(e for _, e in read_journal(path)) if path else _imagined(house, note, now)
    trigger = trigger or trigger_of(state, now)
    known = brief.make(state, now, trigger)
    if path is None:
        known = await _as_if_running(house, state, known, now)
    lines, trouble = await _offers(house, state, known, most)
    return Preview(path is not None, held_back_by(state, now), lines, trouble, trigger)


async def _as_if_running(house: House, state: State, known: Brief, now: datetime) -> Brief:
    """Return the brief with what a stream would have read when it began."""
    known = replace(known, elapsed_seconds=None)
    dashboard = state.desk.dashboard
    if dashboard is None:
        return known
    sentences, _ = await context_reader(house)(dashboard.context)
    memory = await asyncio.to_thread(recall, house, Recall(dashboard.theme, dashboard.topics), now)
    return replace(known, context=tuple(sentences), memory=tuple(memory))


async def _offers(house: House, state: State, known: Brief, most: int) -> tuple[tuple[Offered, ...], str]:
    settings = house.settings()
    writers = WritersInForce(lambda: settings, ModelInForce(lambda: settings, OffAirMeter(house)))
    lines, trouble = dict[str, Offered](), ""
    for number in range(most):
        request = DraftLine(f"preview-{number}", "prompt", known)
        for writer in writers:
            try:
                offered = await writer.draft(request)
            except ModelError as error:
                trouble = str(error)
                continue
            for candidate in offered:
                judged = _judged(state, candidate)
                lines.setdefault(judged.text, judged)
        if trouble or len(lines) >= most:
            break  # a model that failed once is not waited for again
    return _shown(list(lines.values()), most), trouble


def _judged(state: State, candidate: Candidate) -> Offered:
    ruling = ruling_on(state, candidate)
    if not ruling.forbids(is_own_words=candidate.source == KINDLING):
        return Offered(ruling.text, candidate.source, drawn=candidate.drawn)
    return Offered(ruling.text, candidate.source, ruling.broken, ruling.remarks, drawn=candidate.drawn)


def _shown(lines: list[Offered], most: int) -> tuple[Offered, ...]:
    """Return the first lines, the one that would be taken among them and marked."""
    place = next((n for n, line in enumerate(lines) if not line.refused_for), None)
    if place is None:
        return tuple(lines[:most])
    chosen = replace(lines[place], is_chosen=True)
    if place < most:
        return (*lines[:place], chosen, *lines[place + 1 : most])
    return (*lines[: most - 1], chosen)


def _imagined(house: House, note: NoteContent | None, now: datetime) -> State:
    orchestrator = Orchestrator()
    began: list[Event] = [
        SessionStarted(now, "preview", house.settings().channel or "preview", house.origin),
        SettingsSaved(now, house.setting_values()),
        LiveStatusChecked(now, is_live=None, reason="not_running"),
        *opening_events(note, now, is_bound=True),
    ]
    for event in began:
        orchestrator.handle(event)
    return orchestrator.state
