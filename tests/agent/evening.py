"""A driver for tests: an evening on a fake clock, with an executor that always delivers."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chronicler.agent.orchestrator import Orchestrator
from chronicler.domain.actions import (
    Action,
    DraftAnswer,
    DraftLine,
    KeepOptOut,
    MakeClip,
    MarkStream,
    ReadContext,
    Recall,
    SendLine,
)
from chronicler.domain.events import (
    ActionQueued,
    AnswerDrafted,
    Candidate,
    ClipReported,
    ContextRead,
    DashboardRested,
    DashboardSaved,
    DeliveryReported,
    DeliveryState,
    Event,
    LineDrafted,
    LiveStatusChecked,
    MemoryRead,
    MessageReceived,
    RequestState,
    SendAttempted,
    SessionStarted,
    SettingsSaved,
    StreamMarked,
    Ticked,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from tests.fakes import START, after, message

LINES = (
    "Some harbours are only places where nobody has left yet.",
    "Perhaps the lamps are kept lit for whoever walks by without stopping.",
    "A road that ends in water still asks where you meant to go.",
    "Every tower so far has faced away from the thing it guards.",
    "What does the river remember that the village has agreed to forget?",
    "It is strange how small the doors are in the house of giants.",
    "Winter arrives in this valley the way a guest does, slowly and with luggage.",
    "The map grows quieter the more of it we fill in.",
)


class Evening:
    """One stream, fed by hand. Drafts are answered from ``words``, lines are delivered."""

    def __init__(
        self,
        words: Callable[[DraftLine], Sequence[Candidate]] | None = None,
        delivery: DeliveryState = DeliveryState.SENT,
        **settings: object,
    ) -> None:
        self.orchestrator = Orchestrator()
        self.inputs: list[Event] = []
        self.derived: list[Event] = []
        self._delivery = delivery
        self._words = words or self._next_line
        self._drafted = 0
        self.answer: Callable[[DraftAnswer], AnswerDrafted | None] = lambda _: None
        """What a model answers whoever asks; ``None`` while it has not."""
        self._ticked_until = 0.0
        self.feed(SessionStarted(START, "20260306T193000Z-lantern", "lantern", Origin.REHEARSAL))
        self.feed(SettingsSaved(START, settings))
        self.feed(LiveStatusChecked(START, is_live=True))

    def _next_line(self, draft: DraftLine) -> Sequence[Candidate]:
        del draft
        self._drafted += 1
        return (Candidate(LINES[(self._drafted - 1) % len(LINES)], "kindling"),)

    @property
    def said(self) -> list[tuple[float, str]]:
        """Lines delivered, with their offsets in seconds."""
        prompts = self.orchestrator.state.hearth.prompts
        return [(self.seconds(p.at), p.text) for p in prompts if p.state is self._delivery]

    @property
    def answers(self) -> list[tuple[str, str | None]]:
        """Lines the Steward queued, with the message each replies to."""
        queued = [event.action for event in self.derived if isinstance(event, ActionQueued)]
        return [(a.text, a.reply_to) for a in queued if isinstance(a, SendLine) and a.mode == "steward"]

    @staticmethod
    def seconds(at: datetime) -> float:
        return (at - START).total_seconds()

    @property
    def reason(self) -> str:
        """The Hearthkeeper's latest reason."""
        return self.orchestrator.state.reasons["hearthkeeper"].reason

    def feed(self, event: Event) -> None:
        waiting = deque([event])
        while waiting:
            event = waiting.popleft()
            self.inputs.append(event)
            derived = self.orchestrator.handle(event)
            self.derived += derived
            for item in derived:
                if isinstance(item, ActionQueued):
                    waiting.extend(self._outcome(item.action, event.at))

    def _outcome(self, action: Action, at: datetime) -> list[Event]:
        match action:
            case DraftLine():
                return [LineDrafted(at, action.draft_id, tuple(self._words(action)))]
            case SendLine():
                report = DeliveryReported(at, action.line_id, self._delivery, f"m-{action.line_id}")
                return [SendAttempted(at, action.line_id), report]
            case ReadContext():
                return [ContextRead(at, ())]
            case DraftAnswer():
                answer = self.answer(action)
                return [replace(answer, at=at)] if answer else []
            case Recall():
                return [MemoryRead(at, ())]
            case MarkStream():
                return [StreamMarked(at, action.request_id, RequestState.MADE, self.seconds(at))]
            case MakeClip():
                return [ClipReported(at, action.request_id, RequestState.PENDING, f"Clip{action.request_id}")]
            case KeepOptOut():
                return []  # told by hand, where a test is about it

    def say(self, seconds: float, login: str = "maren", text: str = "the sea again", **rest: Any) -> None:
        self.tick_until(seconds)
        self.feed(MessageReceived(after(seconds), message(seconds, login, text, **rest)))

    def tick_until(self, seconds: float, *, live: bool = True) -> None:
        """Tick every ten seconds up to ``seconds``, with a live check each minute."""
        while self._ticked_until + 10 <= seconds:
            self._ticked_until += 10
            at = after(self._ticked_until)
            if live and self._ticked_until % 60 == 0:
                self.feed(LiveStatusChecked(at, is_live=True))
            self.feed(Ticked(at))

    def save(
        self, seconds: float, properties: dict[str, object], *, body: str = "", rest: bool = True
    ) -> None:
        """Save the dashboard, and let it rest five seconds unless told otherwise."""
        self.tick_until(seconds)
        revision = f"revision-{seconds:g}"
        note = NoteContent("Chronicler/Dashboards/2026-03-06.md", properties, body, revision)
        self.feed(DashboardSaved(after(seconds), note))
        if rest:
            self.feed(DashboardRested(after(seconds + 5), revision))


def approved(angle: str = "What the lamps are for", **rest: Any) -> dict[str, object]:
    """Return the properties of an approved dashboard."""
    return {"chronicler": "dashboard", "status": "approved", "content_angle": angle, **rest}
