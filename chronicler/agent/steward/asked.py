"""What people asked the Steward for, and what became of its answers.

Decides what is remembered so that it does not answer twice and asks Twitch for nothing
twice: when each person was last answered, which question a model is looking at, which answers
are on their way and to whom, when a clip or a marker was last asked for. Leaves deciding to
``agent.steward.steward``, ``agent.steward.answering`` and ``agent.steward.about``.
"""

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from chronicler.domain.actions import DraftAnswer, KeepOptOut, MakeClip, SendLine
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    AnswerDrafted,
    ChannelNoticed,
    ChatterCleared,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    Event,
    MessageDeleted,
    OptOutKept,
    ProgramStarted,
)

MODE: Final = "steward"
ABOUT: Final = "about"
UNKNOWN: Final = "unknown"
"""The source of a line that says that something is not known."""
MODEL: Final = "model"
"""The source of a line in a model's words."""
LOOKED_UP: Final = "looked_up"
"""The source of a line in which code tells what a model had looked up."""
ANSWERED: Final = frozenset(
    {ABOUT, UNKNOWN, "links", "title", "uptime", "schedule", "theme", MODEL, LOOKED_UP, "looking"}
)
"""Reasons of decisions that name, as their detail, who is answered."""
_NO_ANSWERS: Final = frozenset({"test", "opt_out"})
"""Sources of lines that answer no question: nobody waits longer for them."""
_MOST_PEOPLE: Final = 500
_MOST_SAID: Final = 100
_MOST_REPEATS: Final = 10
HEARS: Final = frozenset(
    {
        ActionQueued, DecisionMade, DeliveryReported, AnswerDrafted, ProgramStarted, OptOutKept,
        MessageDeleted, ChatterCleared, ChannelNoticed,
    }
)  # fmt: skip
"""The types of event that change it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a model is looking at."""

    question_id: str
    message_id: str
    login: str
    at: datetime
    is_removed: bool = False
    """Whether the line that asked was taken out of chat meanwhile."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way."""

    login: str | None
    """Of whom it answers; ``None`` where it answers no question."""
    message_id: str | None
    source: str
    text: str
    is_removed: bool = False


@dataclass(slots=True)
class Times:
    """When answers of one kind were last said, or may have been."""

    at: datetime | None = None
    by_login: dict[str, datetime] = field(default_factory=dict)

    def note(self, login: str, at: datetime) -> None:
        """Note an answer to somebody."""
        self.at = at
        self.by_login.pop(login, None)
        self.by_login[login] = at
        if len(self.by_login) > _MOST_PEOPLE:
            del self.by_login[next(iter(self.by_login))]


@dataclass(slots=True)
class Asked:
    """The Steward's memory of this evening."""

    lines: int = 0
    """Answers queued; names the next."""
    questions: int = 0
    """Questions put to a model; names the next."""
    on_their_way: dict[str, Reply] = field(default_factory=dict)
    """Answers on their way, by line id."""
    pending: Question | None = None
    """The question a model is looking at."""
    answered: Question | None = None
    """The question whose answer came last."""
    about: Times = field(default_factory=Times)
    """Answers on what it is."""
    others: Times = field(default_factory=Times)
    """All other answers."""
    unknown_at: datetime | None = None
    """When it last said that it does not know."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """How many answers came to what, as ``source.state``."""
    failed_at: datetime | None = None
    """When an answer last came to nothing."""
    said: dict[str, None] = field(default_factory=dict)
    """Message ids of the latest answers."""
    latest_texts: deque[tuple[datetime, str]] = field(default_factory=lambda: deque(maxlen=_MOST_REPEATS))
    clip_at: datetime | None = None
    marker_at: datetime | None = None
    """Of markers only those that somebody asked for: one set by itself must not swallow their words."""
    opting: dict[str, KeepOptOut] = field(default_factory=dict)
    """Wishes about people's own words that are not known to be kept yet, by the line that asked."""
    opted_at: datetime | None = None
    """When such a wish was last answered."""
    told: set[str] = field(default_factory=set)
    """Whose wishes were answered, and which: nobody is told the same twice in a stream."""
    not_kept: str = ""
    """Why the latest wish could not be kept beyond this run."""
    latest: SendLine | None = None
    """The answer queued last."""
    _asker: str = ""

    @property
    def answers(self) -> int:
        """How many were surely said."""
        return self._came_to(DeliveryState.SENT)

    @property
    def unsure(self) -> int:
        """Of how many nobody knows whether they were said."""
        return self._came_to(DeliveryState.UNKNOWN)

    def _came_to(self, state: DeliveryState) -> int:
        return sum(times for code, times in self.outcomes.items() if code.endswith(f".{state.value}"))

    @property
    def answered_at(self) -> datetime | None:
        """When an answer of any kind was last said, or may have been."""
        return max(filter(None, (self.about.at, self.others.at)), default=None)

    def apply(self, event: Event) -> None:
        """Fold one event; those that are not its business change nothing."""
        match event:
            case DecisionMade(mode="steward", reason=reason) if reason in ANSWERED:
                self._asker = event.detail
            case DecisionMade(mode="steward", reason="marker"):
                self.marker_at = event.at
            case DecisionMade(mode="steward", reason="opted_out" | "opted_in"):
                self.opted_at = event.at
                self.told.add(f"{event.reason} {event.detail}")
            case OptOutKept():
                self.opting.pop(event.message_id, None)
                self.not_kept = event.problem
            case ActionQueued():
                self._queue(event)
            case DeliveryReported() if event.line_id in self.on_their_way:
                self._deliver(event)
            case AnswerDrafted():
                is_waited_for = self.pending is not None and self.pending.question_id == event.question_id
                self.answered = self.pending if is_waited_for else None
                self.pending = None if is_waited_for else self.pending
            case ProgramStarted():
                self.pending = None
            case _:
                self._lose(event)

    def _queue(self, queued: ActionQueued) -> None:
        match queued.action:
            case SendLine(mode="steward") as line:
                login = None if line.source in _NO_ANSWERS else self._asker
                self.on_their_way[line.line_id] = Reply(login, line.reply_to, line.source, line.text)
                self.lines += line.source != "test"
                self.latest = line
            case DraftAnswer() as wanted:
                self.questions += 1
                self.pending = Question(wanted.question_id, wanted.message_id, self._asker, queued.at)
            case MakeClip():
                self.clip_at = queued.at
            case KeepOptOut() as wish:
                self.opting[wish.message_id] = wish
            case _:
                pass

    def _deliver(self, report: DeliveryReported) -> None:
        reply = self.on_their_way.pop(report.line_id)
        if reply.login is None:
            return
        self.outcomes[f"{reply.source}.{report.state.value}"] += 1
        if report.state not in (DeliveryState.SENT, DeliveryState.UNKNOWN):
            self.failed_at = report.at
            return
        (self.about if reply.source == ABOUT else self.others).note(reply.login, report.at)
        if reply.source == UNKNOWN:
            self.unknown_at = report.at
        self.latest_texts.append((report.at, reply.text))
        if report.message_id:
            self.said[report.message_id] = None
            if len(self.said) > _MOST_SAID:
                del self.said[next(iter(self.said))]

    def _lose(self, event: Event) -> None:
        """Note that a line that asked is gone: nobody is answered to it any more."""
        match event:
            case MessageDeleted(message_id=gone):
                self._remove(message_id=gone)
            case ChatterCleared(login=login):
                self._remove(login=login)
            case ChannelNoticed(kind=kind) if kind == CHAT_CLEARED:
                self._remove()
            case _:
                pass

    def _remove(self, *, message_id: str | None = None, login: str | None = None) -> None:
        def is_meant(asked: Question | Reply) -> bool:
            return message_id in (None, asked.message_id) and login in (None, asked.login)

        if self.pending and is_meant(self.pending):
            self.pending = replace(self.pending, is_removed=True)
        for line_id, reply in self.on_their_way.items():
            if reply.login is not None and is_meant(reply):
                self.on_their_way[line_id] = replace(reply, is_removed=True)
