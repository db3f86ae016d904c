"""What the Hearthkeeper would say right now, without saying it.

Decides on which state a preview rests: the running session's, folded from its journal, else
an imagined quiet with tonight's dashboard. Leaves rules, words and verdicts to their rooms.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chronicler.agent import brief, court
from chronicler.agent.hearthkeeper import held_back_by
from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.archive.journal import read_journal, unfinished_session
from chronicler.domain.actions import DraftLine
from chronicler.domain.events import Event, LiveStatusChecked, SessionStarted, SettingsSaved
from chronicler.domain.note import NoteContent
from chronicler.errors import ModelError
from chronicler.llm.selection import make_writers
from chronicler.runtime.context import context_reader
from chronicler.runtime.dashboards import opening_events
from chronicler.runtime.house import House


@dataclass(frozen=True, slots=True)
class Offered:
    """One line that might be said, with the court's verdict."""

    text: str
    source: str
    refused_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Whether it would speak now, and what it would choose from."""

    is_running: bool
    held_back_by: str | None
    lines: tuple[Offered, ...]
    trouble: str = ""


async def preview(house: House, note: NoteContent | None, now: datetime, most: int) -> Preview:
    """Return what the Hearthkeeper would do at ``now``, with up to ``most`` lines.

    Raises:
        ArchiveError: the running session's journal cannot be read.
    """
    path = unfinished_session(house.journals)
    state = State.fold(e for _, e in read_journal(path)) if path else _imagined(house, note, now)
    writers = make_writers(house.settings())
    known = brief.make(state, now)
    if path is None:
        known = replace(known, elapsed_seconds=None)
    if path is None and state.desk.dashboard:
        sentences, _ = await context_reader(house)(state.desk.dashboard.context)
        known = replace(known, context=tuple(sentences))
    lines, trouble = list[Offered](), ""
    for number in range(most):
        request = DraftLine(f"preview-{number}", "prompt", known)
        for writer in writers:
            try:
                offered = await writer.draft(request)
            except ModelError as error:
                trouble = str(error)
                continue
            lines += [_judged(state, c.text, c.source) for c in offered]
    return Preview(path is not None, held_back_by(state, now), _distinct(lines)[:most], trouble)


def _judged(state: State, text: str, source: str) -> Offered:
    is_own_words = source == "kindling"
    profile = court.Profile.KINDLING if is_own_words else court.Profile.HEARTH
    ruling = court.judge(text, profile, brief.case_for(state))
    refused = ruling.broken if ruling.forbids(is_own_words=is_own_words) else ()
    return Offered(ruling.text, source, refused)


def _distinct(lines: Sequence[Offered]) -> tuple[Offered, ...]:
    return tuple({line.text: line for line in lines}.values())


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
