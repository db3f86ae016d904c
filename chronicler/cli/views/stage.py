"""The stream as it goes by, one line a happening, on the terminal.

Decides what is worth a line and how it is coloured; colours and pauses only on a terminal. Leaves the
words of each happening to ``cli.views.stage_words``.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

import click

from chronicler.agent import live_gate
from chronicler.agent.state import BEFORE_ALL, State
from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.screen import columns, wrapped
from chronicler.cli.views.asked import asked_in_chat
from chronicler.cli.views.stage_words import air, gate_open, line_of, plainly, tidy, told
from chronicler.domain.events import (
    ActionQueued,
    ChannelUpdated,
    ClipReported,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DecisionMade,
    Event,
    HearingChanged,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageFlagged,
    MessageReceived,
    ProgramStarted,
    SessionEnded,
    SessionStarted,
    StreamerSpoke,
    StreamMarked,
)
from chronicler.domain.session import offset_label
from chronicler.notes.wording import span
from chronicler.notes.words.reasons import why_silent_now, why_unheard

CHAT_PAUSE = 0.012
EVENT_PAUSE = 0.12
"""Seconds a line stands before the next, so that a person can follow; the demo stays under 15 s."""
_FLAGGED = "  (the Warden flags {which}: {severity}; {evidence})"


class StageView:
    """Prints events as they are fed; give it to an engine as its observer."""

    def __init__(
        self,
        *,
        shows_chat: bool = True,
        paced: bool = False,
        now: Callable[[], datetime] | None = None,
        is_recorded: bool = False,
        timezone: tzinfo | None = None,
    ) -> None:
        """Show with or without chat; ``paced`` waits a little on a terminal.

        With ``now``, the present in stream time, it is a live stream: times of day stand in front,
        and what the Hearthkeeper decides and why nothing may be said are told whenever they change.
        One that ``is_recorded`` never comes back once it went off the air. The ``timezone`` is
        that of the times of day before a stream's own settings are read.
        """
        self._shows_chat = shows_chat
        self._now = now
        self._is_recorded = is_recorded
        self._timezone = timezone
        self._gate: str | None = None
        self._is_hearing: bool | None = None
        self._gap: HearingGapRecorded | None = None
        """The stretch that was not heard, until it is told with the return."""
        self._back_at: datetime | None = None
        self._latest = BEFORE_ALL
        """The latest time shown: what Twitch stamps and what we stamp come in no order."""
        self._title: tuple[str, str] | None = None
        self._dashboard: DashboardAdopted | DashboardRefused | DashboardMended | DashboardCleared | None = (
            None
        )
        """What was told last of the dashboard; a new journal tells it anew."""
        self._pause: Callable[[float], None] = time.sleep if paced and sys.stderr.isatty() else _no_pause

    def __call__(self, event: Event, derived: Sequence[Event], state: State) -> None:
        """Show an input and what was derived from it."""
        for happening in (event, *derived):
            self._show(happening, state)
        if self._now is not None:
            self._show_gate(event.at, state, self._now())

    def _show_gate(self, at: datetime, state: State, now: datetime) -> None:
        why = live_gate.closed_because(state, now) or ""
        is_ours = why == live_gate.DEAF and state.hearing is not None and state.hearing.reason in _OURS
        if is_ours or why in _TOLD_OTHERWISE or self._is_told_by_hearing(why, now):
            return
        if why == live_gate.NOT_LIVE and state.off_air_since:
            self._gate = why  # that one is offline was told
        if why != self._gate:
            self._gate = why
            text = f"Gate closed: {plainly(why_silent_now(why))}." if why else gate_open(state)
            self._line(at, state, text, EVENT_PAUSE)

    def _is_told_by_hearing(self, why: str, now: datetime) -> bool:
        """Whether a closure only follows from the lost connection, which has its own line.

        Just after the return Twitch has not been asked again yet.
        """
        if why == live_gate.DEAF:
            return self._is_hearing is not None
        is_just_back = self._back_at is not None and now - self._back_at < _SETTLING
        return is_just_back and why.startswith("live_")

    def _show(self, event: Event, state: State) -> None:
        if isinstance(event, MessageReceived):
            if self._is_newcomer(event, state):
                name = tidy(event.message.display_name or event.message.login)
                self._line(event.at, state, f"{name} was not heard here before.", EVENT_PAUSE)
            if self._shows_chat and event.message.text and not event.message.is_own:  # ours is told when sent
                who = click.style(event.message.display_name, bold=True)
                self._line(event.at, state, f"{who}: {tidy(event.message.text)}", CHAT_PAUSE, dim=True)
        elif isinstance(event, StreamerSpoke):
            if self._shows_chat and event.text:
                self._line(event.at, state, f"({tidy(event.text)})", CHAT_PAUSE, dim=True)
        elif isinstance(event, MessageFlagged):
            which = "the line above" if self._shows_chat else line_of(event, state)
            evidence = ", ".join(event.evidence)
            text = _FLAGGED.format(which=which, severity=event.severity, evidence=evidence)
            self._line(event.at, state, text, EVENT_PAUSE)
        elif self._now is not None and isinstance(event, HearingGapRecorded) and self._is_hearing is False:
            self._gap = event  # told with the return, in one line
        elif text := self._told_live(event, state) if self._now else told(event, state):
            self._line(event.at, state, text, EVENT_PAUSE)

    def _is_newcomer(self, event: MessageReceived, state: State) -> bool:
        return (
            self._now is not None and event.message.is_first and event.message.login in state.room.newcomers
        )

    def _told_live(self, event: Event, state: State) -> str:
        """Return what is told of an event on a live stream: what a new journal repeats is left out."""
        match event:
            case SessionStarted() | SessionEnded() | ProgramStarted():
                return self._edge(event, state)
            case LiveStatusChecked():
                return air(event, state, is_recorded=self._is_recorded)
            case DashboardAdopted() | DashboardRefused() | DashboardMended() | DashboardCleared():
                before, self._dashboard = self._dashboard, event
                return "" if before and _is_same(before, event) else told(event, state)
            case DecisionMade(mode="steward") | ActionQueued() | StreamMarked() | ClipReported():
                return asked_in_chat(event, state.highlights)
            case DecisionMade(mode="hearthkeeper") if event.reason not in _TOLD_BY_OTHERS:
                return f"Hearthkeeper: {plainly(why_silent_now(event.reason))}."
            case ChannelUpdated():
                return self._new_title(event)
            case HearingChanged():
                return self._heard(event)
            case _:
                return told(event, state)

    def _edge(self, event: SessionStarted | SessionEnded | ProgramStarted, state: State) -> str:
        """Tell a beginning and an end, which may lie behind, as of now."""
        self._latest = max(self._latest, self._now()) if self._now else self._latest
        at = f"{event.at.astimezone(self._zone(state)):%H:%M}"
        match event:
            case SessionStarted():
                since = f" since {at}" if self._latest - event.at >= _LATE else ""
                is_known = event.title == (self._title[0] if self._title else "")
                self._title = self._title if is_known else (event.title, event.category)
                return f"You are live{since}" + ("." if is_known else f": {tidy(event.title)}")
            case SessionEnded():
                return f"The stream is over; it ran until {at}. Its notes are being written."
            case _:
                if board := state.desk.dashboard:
                    self._dashboard = DashboardAdopted(
                        event.at, board.path, board.revision, "", board.theme, ()
                    )
                began = (
                    state.session.started_at.astimezone(state.settings.timezone) if state.session else None
                )
                resumed = event.is_resumed and began
                return f"The stream begun at {began:%H:%M} is taken up again." if resumed else ""

    def _heard(self, event: HearingChanged) -> str:
        if not event.is_hearing and event.reason in _OURS:
            return ""  # nothing is wrong
        before, self._is_hearing = self._is_hearing, event.is_hearing
        if before is event.is_hearing:
            return ""  # told anew in the next journal
        if not event.is_hearing:
            return f"Chat is NOT heard: {plainly(why_unheard(event.reason))}."
        gap, self._gap, self._back_at = self._gap, None, event.at
        if gap is None:
            return "Chat is heard."
        return f"Chat is heard again; {span((event.at - gap.gap_from).total_seconds())} were not heard."

    def _new_title(self, event: ChannelUpdated) -> str:
        before, self._title = self._title, (event.title, event.category)
        if self._title in (before, ("", "")):
            return ""
        category = f" ({tidy(event.category)})" if event.category else ""
        return f"Title: {tidy(event.title)}{category}"

    def _line(self, at: datetime, state: State, text: str, pause: float, *, dim: bool = False) -> None:
        front = self._front(at, state)
        shown = self._wrapped(text, len(front) + 2)
        tell(f"{click.style(front, dim=True)}  {shown if dim else click.style(shown, fg='yellow')}", err=True)
        self._pause(pause)

    def _front(self, at: datetime, state: State) -> str:
        """Return the time in front of a line; a live view's never runs backwards, nor ahead of now."""
        if self._now is not None:
            self._latest = max(self._latest, min(at, self._now()))
            return f"{self._latest.astimezone(self._zone(state)):%H:%M:%S}"
        began = state.session.started_at if state.session else at
        return f"{offset_label((at - began).total_seconds()):>9}"

    def _zone(self, state: State) -> tzinfo:
        return self._timezone if self._timezone and not state.has_read_settings else state.settings.timezone

    def _wrapped(self, text: str, indent: int) -> str:
        """Return a text with its later lines set below the first, on a terminal only.

        Piped, every happening stays one line, so that it can be searched.
        """
        width = columns(err=True) - indent
        return text if width < _NARROWEST else wrapped(text, width, 0).replace("\n", "\n" + " " * indent)


_TOLD_BY_OTHERS: Final = frozenset({"spoke", "sending", "session_ended"}) | live_gate.REASONS
"""Decisions that another line tells as well: what was said, the end, and the gate's."""
_NARROWEST: Final = 20
_OURS: Final = frozenset({"connecting", "starting", "stopped", "closed"})
"""Why chat is not heard yet, or no longer, by our own doing."""
_SETTLING: Final = timedelta(seconds=60)
"""How long after the return of chat a closure for want of Twitch's word is not yet worth a line."""
_TOLD_OTHERWISE: Final = frozenset({"no_session", "live_unknown"})
"""Why the gate is closed between streams, and until the first answer: the stream's edges tell it."""
_LATE: Final = timedelta(minutes=1)


def _is_same(before: Event, after: Event) -> bool:
    """Whether two events tell the same of a dashboard; a new journal knows of no theme before."""
    match before, after:
        case DashboardAdopted(), DashboardAdopted(theme_from=""):
            return before.theme_to == after.theme_to
        case DashboardRefused(), DashboardRefused():
            return before.revision == after.revision
        case _:
            return isinstance(before, DashboardCleared) and isinstance(after, DashboardCleared)


def _no_pause(seconds: float) -> None:
    """Wait for nothing."""
