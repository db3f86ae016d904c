"""The stream as it goes by, one line a happening, on the terminal.

Decides what is worth a line and how it is coloured; colours and pauses only on a terminal.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import click

from chronicler.agent.state import State
from chronicler.domain.events import (
    DashboardAdopted,
    DashboardCleared,
    DashboardRefused,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    HearthSwitched,
    HushChanged,
    JottingSeen,
    LineShadowed,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    MomentSeen,
    QuietEnded,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsTaken,
    StreamerSpoke,
)
from chronicler.domain.session import offset_label
from chronicler.notes.highlight_words import moment_told
from chronicler.notes.reasons import why_silent

CHAT_PAUSE = 0.012
EVENT_PAUSE = 0.12
"""Seconds a line stands before the next, so that a person can follow; the demo stays under 15 s."""
_FLAGGED = "  (the Warden flags {which}: {severity}; {evidence})"
_LONGEST_QUOTE = 60


class StageView:
    """Prints events as they are fed; give it to an engine as its observer."""

    def __init__(self, *, shows_chat: bool = True, paced: bool = False) -> None:
        """Show with or without chat; ``paced`` waits a little on a terminal."""
        self._shows_chat = shows_chat
        self._pause: Callable[[float], None] = time.sleep if paced and sys.stderr.isatty() else _no_pause

    def __call__(self, event: Event, derived: Sequence[Event], state: State) -> None:
        """Show an input and what was derived from it."""
        for happening in (event, *derived):
            self._show(happening, state)

    def _show(self, event: Event, state: State) -> None:
        if isinstance(event, MessageReceived):
            if self._shows_chat and event.message.text:
                who = click.style(event.message.display_name, bold=True)
                self._line(event.at, state, f"{who}: {_tidy(event.message.text)}", CHAT_PAUSE, dim=True)
        elif isinstance(event, StreamerSpoke):
            if self._shows_chat and event.text:
                self._line(event.at, state, f"({_tidy(event.text)})", CHAT_PAUSE, dim=True)
        elif isinstance(event, MessageFlagged):
            which = "the line above" if self._shows_chat else _line_of(event, state)
            evidence = ", ".join(event.evidence)
            text = _FLAGGED.format(which=which, severity=event.severity, evidence=evidence)
            self._line(event.at, state, text, EVENT_PAUSE)
        elif text := _told(event, state):
            self._line(event.at, state, text, EVENT_PAUSE)

    def _line(self, at: datetime, state: State, text: str, pause: float, *, dim: bool = False) -> None:
        began = state.session.started_at if state.session else at
        offset = click.style(f"{offset_label((at - began).total_seconds()):>9}", dim=True)
        click.echo(f"{offset}  {text if dim else click.style(text, fg='yellow')}", err=True)
        self._pause(pause)


def _told(event: Event, state: State) -> str:
    match event:
        case SessionStarted():
            return f"Live: {event.title or event.channel}"
        case SessionEnded():
            return "The stream is over."
        case DeliveryReported(state=DeliveryState.SENT):
            return _said(state, event.line_id)
        case DeliveryReported():
            return f"A line was not said ({event.state.value}: {event.reason})"
        case _:
            return _told_of_the_notes(event) or _told_of_the_room(event)


def _told_of_the_notes(event: Event) -> str:
    match event:
        case DashboardAdopted():
            return f"Dashboard in force. Theme: {event.theme_to or 'none'}"
        case DashboardRefused():
            return f"Dashboard not taken over: {'; '.join(event.reasons)}"
        case DashboardCleared():
            return "No dashboard is in force any more."
        case SettingsTaken():
            refused = [f"not taken over: {each}" for each in event.refused]
            return f"Settings: {'; '.join((*event.changes, *refused))}"
        case MomentSeen():
            return f"A moment: {moment_told(event)}"
        case JottingSeen():
            return f"Jotted: {event.text}"
        case _:
            return ""


def _told_of_the_room(event: Event) -> str:
    match event:
        case RaidReceived():
            return f"Raid from {event.from_channel} with {event.viewers}."
        case MessageDeleted():
            return "A line was deleted; its words are gone here too."
        case HearthSwitched():
            return f"The Hearthkeeper is switched {'on' if event.is_on else 'off'} by {event.by}."
        case HushChanged():
            return f"Hushed by {event.by}." if event.until else f"The hush is lifted by {event.by}."
        case QuietEnded():
            minutes = (event.at - event.began_at).total_seconds() / 60
            left = "it had spoken into it" if event.outcome == "spoke" else why_silent(event.reason)
            return f"A quiet of {minutes:.0f} min is over: {left}"
        case LineShadowed():
            return f"What it would have said ({why_silent(event.held_by)}): {event.text}"
        case HearingGapRecorded():
            return f"Chat may have been missed: {event.reason}"
        case _:
            return ""


def _line_of(event: MessageFlagged, state: State) -> str:
    """Return who wrote a flagged line, and what, for a reader who did not see it go by."""
    flagged = (each.message for each in reversed(state.room.flagged))
    message = next((m for m in flagged if m.message_id == event.message_id), None)
    if message is None:
        return "a line"
    text = _tidy(message.text)
    shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()} …"
    return f"{message.display_name or 'somebody'}'s “{shown}”"


def _said(state: State, line_id: str) -> str:
    answer = state.asked.latest
    if answer and answer.line_id == line_id:
        return f"Steward (AI): {answer.text}"
    line = next((p.text for p in state.hearth.prompts if p.line_id == line_id), "")
    return f"Hearthkeeper (AI): {line}"


def _tidy(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _no_pause(seconds: float) -> None:
    """Wait for nothing."""
