"""The stream as it goes by, one line a happening, on the terminal.

Decides what is worth a line and how it is coloured; colours and pauses only on a terminal.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

import click

from chronicler.agent import live_gate
from chronicler.agent.desk import MENDED
from chronicler.agent.state import BEFORE_ALL, State
from chronicler.cli.asked_view import asked_in_chat
from chronicler.cli.model_view import told_of_model
from chronicler.cli.outlet import tell
from chronicler.cli.screen import columns, wrapped
from chronicler.domain.events import (
    ActionQueued,
    ChannelUpdated,
    ClipReported,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingChanged,
    HearingGapRecorded,
    HearthSwitched,
    HushChanged,
    JottingSeen,
    LineShadowed,
    LiveStatusChecked,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    ModelCalled,
    MomentSeen,
    PostReminded,
    ProgramStarted,
    QuietEnded,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsTaken,
    StreamerSpoke,
    StreamMarked,
)
from chronicler.domain.session import RESUME_WITHIN, offset_label
from chronicler.notes.forgotten_words import told as kept_no_more
from chronicler.notes.happenings import undelivered
from chronicler.notes.highlight_words import moment_told
from chronicler.notes.reasons import why_deaf, why_silent, why_silent_now, why_unheard
from chronicler.notes.wording import span

CHAT_PAUSE = 0.012
EVENT_PAUSE = 0.12
"""Seconds a line stands before the next, so that a person can follow; the demo stays under 15 s."""
_FLAGGED = "  (the Warden flags {which}: {severity}; {evidence})"
_LONGEST_QUOTE = 60


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
            text = f"Gate closed: {_plainly(why_silent_now(why))}." if why else _open(state)
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
                name = _tidy(event.message.display_name or event.message.login)
                self._line(event.at, state, f"{name} was not heard here before.", EVENT_PAUSE)
            if self._shows_chat and event.message.text and not event.message.is_own:  # ours is told when sent
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
        elif self._now is not None and isinstance(event, HearingGapRecorded) and self._is_hearing is False:
            self._gap = event  # told with the return, in one line
        elif text := self._told_live(event, state) if self._now else _told(event, state):
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
                return _air(event, state, is_recorded=self._is_recorded)
            case DashboardAdopted() | DashboardRefused() | DashboardMended() | DashboardCleared():
                before, self._dashboard = self._dashboard, event
                return "" if before and _is_same(before, event) else _told(event, state)
            case DecisionMade(mode="steward") | ActionQueued() | StreamMarked() | ClipReported():
                return asked_in_chat(event, state.highlights)
            case DecisionMade(mode="hearthkeeper") if event.reason not in _TOLD_BY_OTHERS:
                return f"Hearthkeeper: {_plainly(why_silent_now(event.reason))}."
            case ChannelUpdated():
                return self._new_title(event)
            case HearingChanged():
                return self._heard(event)
            case _:
                return _told(event, state)

    def _edge(self, event: SessionStarted | SessionEnded | ProgramStarted, state: State) -> str:
        """Tell a beginning and an end, which may lie behind, as of now."""
        self._latest = max(self._latest, self._now()) if self._now else self._latest
        at = f"{event.at.astimezone(self._zone(state)):%H:%M}"
        match event:
            case SessionStarted():
                since = f" since {at}" if self._latest - event.at >= _LATE else ""
                is_known = event.title == (self._title[0] if self._title else "")
                self._title = self._title if is_known else (event.title, event.category)
                return f"You are live{since}" + ("." if is_known else f": {_tidy(event.title)}")
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
            return f"Chat is NOT heard: {_plainly(why_unheard(event.reason))}."
        gap, self._gap, self._back_at = self._gap, None, event.at
        if gap is None:
            return "Chat is heard."
        return f"Chat is heard again; {span((event.at - gap.gap_from).total_seconds())} were not heard."

    def _new_title(self, event: ChannelUpdated) -> str:
        before, self._title = self._title, (event.title, event.category)
        if self._title in (before, ("", "")):
            return ""
        category = f" ({_tidy(event.category)})" if event.category else ""
        return f"Title: {_tidy(event.title)}{category}"

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


def _air(status: LiveStatusChecked, state: State, *, is_recorded: bool) -> str:
    """Tell that the stream went off the air, what follows when, and that it came back."""
    if status.at == state.off_air_since and is_recorded:
        return "You are offline: the recorded stream ends here."
    if status.at == state.off_air_since:
        until = (status.at + RESUME_WITHIN).astimezone(state.settings.timezone)
        return OFF_AIR.format(until=f"{until:%H:%M}")
    return "You are back on the air; the stream goes on." if status.at == state.on_air_again_at else ""


OFF_AIR: Final = (
    "You are offline. If you are not back by {until}, the stream is over and its ledger is written; "
    "Ctrl-C ends it at once."
)


def _open(state: State) -> str:
    is_live = state.live is not None and state.live.is_live
    return (
        "Gate open: the stream is live." if is_live else "Gate OPEN ALTHOUGH OFFLINE: a test (offline_test)."
    )


def _plainly(text: str) -> str:
    """Return a note's sentence without its marks of code."""
    return text.replace("`", "")


def _told(event: Event, state: State) -> str:
    match event:
        case SessionStarted():
            return f"Live: {event.title or event.channel}"
        case SessionEnded():
            return "The stream is over."
        case DeliveryReported(state=DeliveryState.SENT):
            return _said(state, event.line_id)
        case DeliveryReported():
            return undelivered(event)
        case PostReminded():
            at = f"{event.start_at.astimezone(state.settings.timezone):%H:%M}"
            return f"The announcement post is due; you go live at {at}. chronicler dashboard copy social"
        case ModelCalled():
            return told_of_model(event, state)
        case _:
            return kept_no_more(event) or _told_of_the_notes(event) or _told_of_the_room(event, state)


def _told_of_the_notes(event: Event) -> str:
    match event:
        case DashboardAdopted():
            return f"Dashboard in force. Theme: {event.theme_to or 'none'}"
        case DashboardRefused():
            return f"Dashboard not taken over: {'; '.join(event.reasons)}"
        case DashboardMended():
            return f"Dashboard {'; '.join(MENDED)}."
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


def _told_of_the_room(event: Event, state: State) -> str:
    match event:
        case RaidReceived():
            return f"Raid from {event.from_channel} with {event.viewers}."
        case MessageDeleted():
            ours = {prompt.message_id for prompt in state.hearth.prompts if prompt.is_removed}
            line = "line of the Hearthkeeper's" if event.message_id in ours else "line"
            return f"A {line} was deleted; its words are gone here too."
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
            since = f"{event.gap_from.astimezone(state.settings.timezone):%H:%M:%S}"
            return f"Chat may have been missed since {since}: {_plainly(why_deaf(event.reason))}."
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
