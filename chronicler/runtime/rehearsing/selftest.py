"""The Hearthkeeper tried out on a fake clock: one line, none in the cooldown, one after.

Decides what is tried; the rules and the words are the real ones, with the settings and the
dashboard of the house. Nothing is sent and nothing is written.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from chronicler.agent.orchestrator import Orchestrator
from chronicler.domain.actions import Action, DraftLine, SendLine
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    ActionQueued,
    ContextRead,
    DashboardRested,
    DashboardSaved,
    DeliveryReported,
    DeliveryState,
    Event,
    LineDrafted,
    LiveStatusChecked,
    MessageReceived,
    SendAttempted,
    SessionStarted,
    SettingsSaved,
    Ticked,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.llm.written_lines import WrittenLines
from chronicler.runtime.rehearsing.schedule import TICK

START: Final = datetime(2000, 1, 1, 20, 0, tzinfo=UTC)
_KINDLING: Final = (
    "Some rooms are kept warm for people who have not arrived yet.",
    "What would this road look like to somebody walking it the other way?",
    "Perhaps the map is only patient, and was never finished.",
)
_OFF: Final = {"hearthkeeper": True, "hush_schedule": (), "max_lines_per_stream": 8, "offline_test": False}


@dataclass(frozen=True, slots=True)
class Step:
    """One expectation and what came of it."""

    text: str
    is_met: bool


class _Trial:
    def __init__(self, values: dict[str, object]) -> None:
        self._orchestrator = Orchestrator()
        self._now = START
        self.said: list[datetime] = []
        note = NoteContent(
            "selftest.md", {"status": "approved", "content_angle": "A test", "kindling": _KINDLING}
        )
        for event in (
            SessionStarted(START, "selftest", "selftest", Origin.REHEARSAL),
            SettingsSaved(START, values | _OFF),
            DashboardSaved(START, note, is_bound=True),
            DashboardRested(START, note.revision),
        ):
            self._feed(event)

    def pass_time(self, span: timedelta) -> None:
        until = self._now + span
        while self._now + TICK <= until:
            self._now += TICK
            self._feed(LiveStatusChecked(self._now, is_live=True))
            self._feed(Ticked(self._now))

    def wait_for_a_line(self, most: timedelta) -> None:
        """Pass time until one more line is said, at most ``most``; the one after it is not awaited."""
        said, until = len(self.said), self._now + most
        while len(self.said) == said and self._now + TICK <= until:
            self.pass_time(TICK)

    def somebody_writes(self) -> None:
        line = Message(f"m{self._now:%H%M%S}", self._now, "visitor", "Visitor", "and then what happened?")
        self._feed(MessageReceived(self._now, line))

    @property
    def settings_quiet(self) -> timedelta:
        return self._orchestrator.state.settings.quiet

    @property
    def settings_cooldown(self) -> timedelta:
        return self._orchestrator.state.settings.cooldown

    def _feed(self, event: Event) -> None:
        for derived in self._orchestrator.handle(event):
            if isinstance(derived, ActionQueued):
                for outcome in self._outcomes(derived.action):
                    self._feed(outcome)

    def _outcomes(self, action: Action) -> list[Event]:
        match action:
            case DraftLine():
                words = asyncio.run(WrittenLines().draft(action))
                return [LineDrafted(self._now, action.draft_id, tuple(words))]
            case SendLine():
                self.said.append(self._now)
                sent = DeliveryReported(self._now, action.line_id, DeliveryState.SENT)
                return [SendAttempted(self._now, action.line_id), sent]
            case _:
                return [ContextRead(self._now, ())]


def selftest(values: dict[str, object]) -> tuple[Step, ...]:
    """Try the Hearthkeeper with the given settings and return what came of it, in order."""
    trial = _Trial(values)
    quiet, cooldown = trial.settings_quiet, trial.settings_cooldown
    trial.somebody_writes()
    trial.pass_time(quiet - TICK)
    have = "has" if quiet == timedelta(minutes=1) else "have"
    steps = [Step(f"silent until {_minutes(quiet)} {have} passed", not trial.said)]
    trial.pass_time(2 * TICK)
    steps.append(Step("then exactly one line", len(trial.said) == 1))
    trial.somebody_writes()
    held = max(cooldown, quiet)
    trial.pass_time(held - 4 * TICK)
    steps.append(Step(f"none for the next {_minutes(held)}", len(trial.said) == 1))
    trial.wait_for_a_line(quiet + 6 * TICK)
    steps.append(Step("one more after that", len(trial.said) == 2))  # noqa: PLR2004 - one and one
    return tuple(steps)


def _minutes(span: timedelta) -> str:
    return "1 minute" if span == timedelta(minutes=1) else f"{span.total_seconds() / 60:g} minutes"
