"""What is told on the terminal of one happening of a stream, in a sentence.

Decides the words and nothing else; leaves whether it is told at all to ``cli.views.stage``.
"""

from typing import Final

from chronicler.agent.desk import MENDED
from chronicler.agent.state import State
from chronicler.cli.views.model import told_of_model
from chronicler.domain.events import (
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    HearthSwitched,
    HushChanged,
    JottingSeen,
    LineShadowed,
    LiveStatusChecked,
    MessageDeleted,
    MessageFlagged,
    ModelCalled,
    MomentSeen,
    PostReminded,
    QuietEnded,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsTaken,
)
from chronicler.domain.session import RESUME_WITHIN
from chronicler.notes.words.forgotten import told as kept_no_more
from chronicler.notes.words.happenings import undelivered
from chronicler.notes.words.highlight import moment_told
from chronicler.notes.words.reasons import why_deaf, why_silent

_LONGEST_QUOTE: Final = 60


def air(status: LiveStatusChecked, state: State, *, is_recorded: bool) -> str:
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


def gate_open(state: State) -> str:
    """Tell that the gate is open, loudly where it is so for a test."""
    is_live = state.live is not None and state.live.is_live
    return (
        "Gate open: the stream is live." if is_live else "Gate OPEN ALTHOUGH OFFLINE: a test (offline_test)."
    )


def plainly(text: str) -> str:
    """Return a note's sentence without its marks of code."""
    return text.replace("`", "")


def told(event: Event, state: State) -> str:
    """Return one happening in a sentence; empty where it is not worth a line."""
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
            return f"Chat may have been missed since {since}: {plainly(why_deaf(event.reason))}."
        case _:
            return ""


def line_of(event: MessageFlagged, state: State) -> str:
    """Return who wrote a flagged line, and what, for a reader who did not see it go by."""
    flagged = (each.message for each in reversed(state.room.flagged))
    message = next((m for m in flagged if m.message_id == event.message_id), None)
    if message is None:
        return "a line"
    text = tidy(message.text)
    shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()} …"
    return f"{message.display_name or 'somebody'}'s “{shown}”"


def _said(state: State, line_id: str) -> str:
    answer = state.asked.latest
    if answer and answer.line_id == line_id:
        return f"Steward (AI): {answer.text}"
    line = next((p.text for p in state.hearth.prompts if p.line_id == line_id), "")
    return f"Hearthkeeper (AI): {line}"


def tidy(text: str) -> str:
    """Return what somebody wrote as one line, without what a terminal would act on."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
