"""The hearth: what the Hearthkeeper said, is about to say, and how loud that makes it.

Decides what is remembered of its lines and switches; leaves whether it may speak to
``agent.hearthkeeper.quiet``, ``agent.live_gate`` and ``agent.hearthkeeper.hearthkeeper``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from chronicler.domain.actions import DraftLine, SendLine
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    ChannelNoticed,
    ChatterCleared,
    DeliveryReported,
    DeliveryState,
    EarlierLine,
    EarlierLinesRead,
    Event,
    HearthSwitched,
    HushChanged,
    LineDrafted,
    LineShadowed,
    MessageDeleted,
    MessageReceived,
    ProgramStarted,
    QuietEnded,
    SendAttempted,
)
from chronicler.domain.record import ANSWER_WINDOW, Prompt

MODE: Final = "hearthkeeper"
_HEARD: Final = (DeliveryState.SENT, DeliveryState.UNKNOWN)
HEARS: Final = frozenset(
    {
        MessageReceived, QuietEnded, ActionQueued, LineDrafted, SendAttempted,
        DeliveryReported, LineShadowed, HushChanged, HearthSwitched, ProgramStarted,
        MessageDeleted, ChatterCleared, ChannelNoticed, EarlierLinesRead,
    }
)  # fmt: skip
"""The types of event that change the hearth."""


@dataclass(slots=True)
class Hearth:
    """Everything the loudness rules need."""

    prompts: list[Prompt] = field(default_factory=list)
    """All lines queued this session, with their delivery (bounded by the ceiling)."""
    earlier: tuple[EarlierLine, ...] = ()
    """Lines of the streams just before, which chat has seen as well."""
    shadows: list[LineShadowed] = field(default_factory=list)
    last_delivered_at: datetime | None = None
    unanswered: int = 0
    """Lines delivered since a human last wrote."""
    drafting: DraftLine | None = None
    """The draft that is waited for."""
    answered: DraftLine | None = None
    """The draft whose words came last."""
    sending: SendLine | None = None
    attempted: set[str] = field(default_factory=set)
    """Lines whose sending had begun."""
    fruitless_at: datetime | None = None
    """When a draft or a delivery last came to nothing."""
    tried: tuple[str, ...] = ()
    """What called for a line in this lull and was answered by a draft, with or without words."""
    has_lull_ended: bool = False
    """Whether a human wrote since the draft under way was asked for."""
    drafts: int = 0
    answered_lines: set[str] = field(default_factory=set)
    """Ids of the lines after which a human wrote within :data:`ANSWER_WINDOW`."""
    lines: int = 0
    hush_until: datetime | None = None
    is_on: bool = True
    """The switch of ``!hearth on|off``."""
    has_shadowed: bool = False
    """Whether this quiet already has its shadow line."""
    own_login: str = ""
    """Whose account its lines are said from, once one was heard."""
    gone: set[str] = field(default_factory=set)
    """Messages deleted while a line was on its way: its id may be among them."""
    reason_in_quiet: str = ""
    """Why the present quiet has been left silent, or ``spoke``."""

    def apply(self, event: Event) -> None:
        """Fold one event into the hearth; events that are not its business change nothing."""
        match event:
            case MessageReceived() if event.message.is_human:
                if self.unanswered:
                    self._answer(event.at)
                self.has_shadowed, self.tried, self.has_lull_ended = False, (), True
            case QuietEnded():
                self.reason_in_quiet = ""
            case ActionQueued():
                self._queue(event)
            case LineDrafted():
                self._drafted(event)
            case SendAttempted():
                self.attempted.add(event.line_id)
            case DeliveryReported():
                self._deliver(event)
            case LineShadowed():
                self.shadows.append(event)
            case HushChanged():
                self.hush_until = event.until
            case HearthSwitched():
                self.is_on = event.is_on
            case ProgramStarted():
                self.drafting = None
            case _:
                self._learn(event)

    def _remember(self, read: EarlierLinesRead) -> None:
        """Take over what was said before this stream: the cooldown runs on from the last of it."""
        self.earlier = read.lines
        times = [line.at for line in read.lines]
        self.last_delivered_at = max(filter(None, (self.last_delivered_at, *times)), default=None)

    def _learn(self, event: Event) -> None:
        """Learn what was said before and whose account speaks, and mark what a moderator took out of chat.

        The words are kept here, so that they are not said again; no note shows them.
        """
        match event:
            case EarlierLinesRead():
                self._remember(event)
            case MessageReceived() if event.message.is_own:
                self.own_login = event.message.login
            case MessageDeleted():
                self._take_back(lambda prompt: prompt.message_id == event.message_id)
                if self.sending:
                    self.gone.add(event.message_id)
            case ChatterCleared() if event.login == self.own_login:
                self._take_back(lambda _: True)
            case ChannelNoticed(kind=kind) if kind == CHAT_CLEARED:
                self._take_back(lambda _: True)
            case _:
                pass

    def _take_back(self, is_meant: Callable[[Prompt], bool]) -> None:
        for index, prompt in enumerate(self.prompts):
            if prompt.state in _HEARD and is_meant(prompt):
                self.prompts[index] = replace(prompt, is_removed=True)

    def _answer(self, at: datetime) -> None:
        """Remember which of the lines that nobody had answered this line came soon after."""
        for prompt in self.prompts:
            if prompt.at < at <= prompt.at + ANSWER_WINDOW and prompt.state in _HEARD:
                self.answered_lines.add(prompt.line_id)
        self.unanswered = 0

    def _queue(self, queued: ActionQueued) -> None:
        match queued.action:
            case DraftLine() as draft:
                self.drafting, self.has_lull_ended = draft, False
                self.drafts += 1
                if draft.purpose == "shadow":
                    self.has_shadowed = True
            case SendLine(mode="hearthkeeper") as line:
                self.sending = line
                self.lines += 1
                self.prompts.append(
                    Prompt(
                        line.line_id,
                        queued.at,
                        line.text,
                        line.source,
                        trigger=line.trigger,
                        drawn=line.drawn,
                    )
                )
            case _:
                pass

    def _drafted(self, drafted: LineDrafted) -> None:
        if self.drafting and self.drafting.draft_id == drafted.draft_id:
            if trigger := self.drafting.brief.trigger:
                self.tried = self.tried if self.has_lull_ended else (*self.tried, trigger)
            elif self.drafting.purpose == "prompt":
                self.fruitless_at = drafted.at
            self.answered, self.drafting = self.drafting, None
        else:
            self.answered = None

    def _deliver(self, report: DeliveryReported) -> None:
        self.attempted.discard(report.line_id)
        for index, prompt in enumerate(self.prompts):
            if prompt.line_id == report.line_id:
                self.prompts[index] = replace(
                    prompt,
                    state=report.state,
                    at=report.at,
                    message_id=report.message_id,
                    reason=report.reason,
                    is_removed=report.message_id in self.gone,
                )
        self.gone.clear()
        if self.sending is None or self.sending.line_id != report.line_id:
            return
        self.sending = None
        if report.state in (DeliveryState.SENT, DeliveryState.UNKNOWN):
            self.last_delivered_at = report.at
            self.unanswered += 1
            self.fruitless_at = None
        else:
            self.fruitless_at = report.at

    @property
    def said(self) -> tuple[str, ...]:
        """The lines that were, or may have been, said: also in the streams just before."""
        heard = (DeliveryState.SENT, DeliveryState.UNKNOWN, None)
        here = (p.text for p in self.prompts if p.state in heard)
        return (*(line.text for line in self.earlier), *here)
