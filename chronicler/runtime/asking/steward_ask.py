"""What the Steward would answer right now, without answering anybody.

Decides on which state the try rests: the running session's, folded from its journal, else an
imagined evening with tonight's dashboard and links. Leaves topics, words and verdicts to
``agent`` and the model's turn to ``runtime.live.steward_rim``. Nothing is sent or journaled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.agent.steward import about, answering, answers, questions, topics
from chronicler.agent.steward.topics import Topic
from chronicler.archive.journal.writing import read_journal, unfinished_session
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    AnswerDrafted,
    ContextRead,
    Event,
    LiveStatusChecked,
    MessageReceived,
    SessionStarted,
    SettingsSaved,
    ToolUsed,
)
from chronicler.domain.note import NoteContent
from chronicler.ports import ChatModel
from chronicler.runtime.dashboard.context import context_reader
from chronicler.runtime.dashboard.saves import opening_events
from chronicler.runtime.house import House
from chronicler.runtime.live.steward_rim import steward_rim
from chronicler.runtime.models.off_air_meter import OffAirMeter
from chronicler.runtime.models.writers import ModelInForce

VIEWER: Final = "a_viewer"
ASKED: Final = "asked-in-the-terminal"


@dataclass(frozen=True, slots=True)
class Tried:
    """What would come of a question."""

    is_running: bool
    source: str
    """``links``, ``title`` … for what is known by heart, ``model`` or ``unknown``."""
    text: str
    """What would be said, or a model's words that would not; empty where it found nothing or failed."""
    refused_for: tuple[str, ...] = ()
    """Codes of what keeps it from being said."""
    used: tuple[ToolUsed, ...] = ()
    trouble: str = ""
    """Why the language model gave nothing."""
    instead: str = ""
    """What would be said in its place."""


async def ask(
    house: House,
    note: NoteContent | None,
    question: str,
    now: datetime,
    *,
    model: Callable[[], ChatModel | None] | None = None,
) -> Tried:
    """Return what the Steward would answer a viewer who asks ``question`` at ``now``.

    Raises:
        ArchiveError: the running session's journal cannot be read.
    """
    path = unfinished_session(house.journals)
    if path:
        state = State.fold(event for _, event in read_journal(path))
    else:
        state = await _imagined(house, note, now)
    line = Message(ASKED, now, VIEWER, VIEWER, question)
    state.apply(MessageReceived(now, line))
    topic = topics.topic_of(question, state.shelf.links)
    if topic is Topic.ABOUT:
        ruling = about.ruling(state)
        return Tried(path is not None, "about", ruling.text, ruling.broken)
    if topic and (answer := answers.of(topic, question, state, now)):
        ruling = answering.ruling(state, answer, None)
        return Tried(path is not None, topic.value, ruling.text, ruling.broken)
    if not questions.has_model(state):
        return Tried(path is not None, "unknown", answers.unknown(topic, has_model=False))
    settings = state.settings
    chosen = model or ModelInForce(lambda: settings, OffAirMeter(house))
    turned = await steward_rim(house, chosen, lambda: state, _Stopped(now)).turn(line, state)
    drafted = AnswerDrafted(now, ASKED, turned.text, turned.links, turned.used, turned.error)
    return _from_the_model(state, line, drafted, is_running=path is not None)


def _from_the_model(state: State, line: Message, drafted: AnswerDrafted, *, is_running: bool) -> Tried:
    used, trouble = drafted.used, drafted.error
    if not (drafted.text or drafted.links or (trouble and used)):
        return Tried(is_running, "unknown", "", used=used, trouble=trouble, instead=answers.UNKNOWN)
    found = questions.verdict(state, line, drafted)
    if found.text and not (found.refused or trouble):
        return Tried(is_running, found.source, found.text, used=used)
    instead = found.text or answers.UNKNOWN
    return Tried(is_running, "model", drafted.text, found.refused, used, trouble, instead)


@dataclass(frozen=True, slots=True)
class _Stopped:
    """A clock at one moment."""

    at: datetime

    def now(self) -> datetime:
        return self.at


async def _imagined(house: House, note: NoteContent | None, now: datetime) -> State:
    orchestrator = Orchestrator()
    began: list[Event] = [
        SessionStarted(now, "preview", house.settings().channel or "preview", house.origin),
        SettingsSaved(now, house.setting_values()),
        *house.links(now),
        LiveStatusChecked(now, is_live=None, reason="not_running"),
        *opening_events(note, now, is_bound=True),
    ]
    for event in began:
        orchestrator.handle(event)
    orchestrator.state.session = None  # it was only there for the page to be taken over
    if board := orchestrator.state.desk.dashboard:
        sentences, _ = await context_reader(house)(board.context)
        orchestrator.handle(ContextRead(now, tuple(sentences)))
    return orchestrator.state
