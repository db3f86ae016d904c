"""What people asked the Steward for, and what became of its answers.

Decides what is remembered so that it does not answer twice and asks Twitch for nothing
twice: when each person was last answered, which answers are on their way, when a clip or a
marker was last asked for. Leaves deciding to ``agent.steward`` and ``agent.about``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chronicler.domain.actions import MakeClip, SendLine
from chronicler.domain.events import ActionQueued, DecisionMade, DeliveryReported, DeliveryState, Event

MODE: Final = "steward"
ABOUT: Final = "about"
_MOST_PEOPLE: Final = 500
HEARS: Final = frozenset({ActionQueued, DecisionMade, DeliveryReported})
"""The types of event that change it."""


@dataclass(slots=True)
class Asked:
    """The Steward's memory of this evening."""

    lines: int = 0
    """Answers queued; names the next."""
    on_their_way: dict[str, str | None] = field(default_factory=dict)
    """Login of who is being answered, by line id; ``None`` for a test the streamer asked for."""
    answered_at: datetime | None = None
    """When an answer was last said, or may have been."""
    answers: int = 0
    """How many were."""
    failed_at: datetime | None = None
    """When an answer last came to nothing."""
    by_login: dict[str, datetime] = field(default_factory=dict)
    clip_at: datetime | None = None
    marker_at: datetime | None = None
    """Of markers only those that somebody asked for: one set by itself must not swallow their words."""
    latest: SendLine | None = None
    """The answer queued last."""
    _asker: str = ""

    def apply(self, event: Event) -> None:
        """Fold one event; those that are not its business change nothing."""
        match event:
            case DecisionMade(mode="steward", reason="about"):
                self._asker = event.detail
            case DecisionMade(mode="steward", reason="marker"):
                self.marker_at = event.at
            case ActionQueued():
                self._queue(event)
            case DeliveryReported() if event.line_id in self.on_their_way:
                self._deliver(event)
            case _:
                pass

    def _queue(self, queued: ActionQueued) -> None:
        match queued.action:
            case SendLine(mode="steward", source="test") as line:
                self.on_their_way[line.line_id] = None
                self.latest = line
            case SendLine(mode="steward") as line:
                self.lines += 1
                self.on_their_way[line.line_id] = self._asker
                self.latest = line
            case MakeClip():
                self.clip_at = queued.at
            case _:
                pass

    def _deliver(self, report: DeliveryReported) -> None:
        login = self.on_their_way.pop(report.line_id)
        if login is None:
            return  # a test answers nobody, so nobody has to wait longer for an answer
        if report.state not in (DeliveryState.SENT, DeliveryState.UNKNOWN):
            self.failed_at = report.at
            return
        self.answered_at = report.at
        self.answers += 1
        self.by_login.pop(login, None)
        self.by_login[login] = report.at
        if len(self.by_login) > _MOST_PEOPLE:
            del self.by_login[next(iter(self.by_login))]
