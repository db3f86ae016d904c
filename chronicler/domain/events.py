"""Everything that can happen, as frozen past-tense facts.

Decides which facts exist and which are *inputs* from outside, fed again in a replay, or
*derived* here, and compared in a replay. Leaves meaning to ``agent.state`` and form on disk
to ``domain.codec`` and ``archive.journal``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chronicler.domain.actions import Action
from chronicler.domain.chat import Message
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.domain.slots import filled_quickly


class DeliveryState(StrEnum):
    """What became of a line handed to the outbox."""

    SENT = "sent"
    DROPPED = "dropped"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """A crash or timeout hid the outcome: never sent again, and it starts the cooldown."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at ``at`` (stream time, aware UTC)."""

    at: datetime


# Inputs: the session and how well it is heard -------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionStarted(Event):
    """A stream began; the first event of every session journal."""

    session_id: str
    channel: str
    origin: Origin
    stream_id: str | None = None
    title: str = ""
    category: str = ""
    recording: str = ""
    """Of an import: name of the file that it was read from."""
    recording_digest: str = ""
    """Of an import: sha256 hex of that file's text, by which it is known again."""
    thinned: str = ""
    """Of a rehearsal with fewer people than were there: how many stayed, and by which lot."""


@dataclass(frozen=True, slots=True)
class SessionEnded(Event):
    """A stream is over for good: its grace period lapsed, its log ended, or it was closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProgramStarted(Event):
    """The Chronicler took up this journal, anew or after a stop."""

    version: str
    is_resumed: bool = False


@dataclass(frozen=True, slots=True)
class ChannelUpdated(Event):
    """The stream's title or category changed."""

    title: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class LiveStatusChecked(Event):
    """Twitch, or the log in its stead, said whether the stream is live."""

    is_live: bool | None
    """``None`` where the question could not be answered."""
    reason: str = ""
    """Why it could not be answered: ``not_configured``, ``api_error`` …"""
    stream_id: str | None = None
    started_at: datetime | None = None
    """When the stream began, where Twitch says."""


@dataclass(frozen=True, slots=True)
class HearingGapRecorded(Event):
    """Chat between ``gap_from`` and ``at`` may have been missed."""

    gap_from: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    """Ten seconds of stream time have passed."""


# Inputs: the room ------------------------------------------------------------------------


@filled_quickly
@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """Somebody wrote a line."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted(Event):
    """A moderator removed one line; its text must go everywhere."""

    message_id: str


@dataclass(frozen=True, slots=True)
class ChatterCleared(Event):
    """A ban or timeout removed all of a chatter's lines."""

    login: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RaidReceived(Event):
    """Another channel sent its viewers over."""

    from_channel: str
    viewers: int


@dataclass(frozen=True, slots=True)
class ChannelNoticed(Event):
    """Something else worth a ledger line: a subscription, a follow, bits, a watch streak."""

    kind: str
    login: str
    text: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class StreamerSpoke(Event):
    """The streamer was heard speaking for ``seconds`` from ``at`` on."""

    seconds: float
    text: str = ""
    """What was said, where captions tell; empty for an audio meter."""


# Inputs: the vault and the operator ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DashboardSaved(Event):
    """A save of tonight's dashboard was read; it is not in force before it has rested."""

    note: NoteContent
    is_bound: bool = False
    """Named by the streamer for this run: in force whatever its date and status."""


@dataclass(frozen=True, slots=True)
class DashboardRested(Event):
    """The dashboard of ``revision`` has not been saved again for ``settle_seconds``."""

    revision: str


@dataclass(frozen=True, slots=True)
class DashboardRemoved(Event):
    """Tonight's dashboard is gone from the vault, or no longer bound to this stream."""

    path: str


@dataclass(frozen=True, slots=True)
class JottingsRead(Event):
    """The section ``## During the stream`` was read: all its lines, in order."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextRead(Event):
    """The notes linked as context were read."""

    sentences: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Links that lead to no note."""


@dataclass(frozen=True, slots=True)
class MemoryRead(Event):
    """The archive told of earlier evenings near the theme."""

    sentences: tuple[str, ...]
    """Finished sentences, the latest evening first."""


@dataclass(frozen=True, slots=True)
class SettingsSaved(Event):
    """The Settings note, joined with environment and options, was read."""

    values: Mapping[str, object] = field(default_factory=dict)
    revision: str = ""


@dataclass(frozen=True, slots=True)
class WatchListSaved(Event):
    """The streamer's own watch list was read; one that is gone from the vault has no words."""

    note: NoteContent


@dataclass(frozen=True, slots=True)
class OperatorCommanded(Event):
    """The streamer gave a command in the terminal."""

    command: str
    argument: str = ""


# Inputs: outcomes of our own actions -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line that a model or the written lines offered."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class LineDrafted(Event):
    """The chat model answered a :class:`~chronicler.domain.actions.DraftLine`."""

    draft_id: str
    candidates: tuple[Candidate, ...] = ()
    """In order of preference; empty where there was no material."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class SendAttempted(Event):
    """The outbox is about to send; durable before the request leaves."""

    line_id: str


@dataclass(frozen=True, slots=True)
class DeliveryReported(Event):
    """What became of a line."""

    line_id: str
    state: DeliveryState
    message_id: str = ""
    reason: str = ""


# Derived: what was decided here ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    """A mode acted, or its reason for not acting changed."""

    mode: str
    reason: str
    """A stable code such as ``active_chat`` or ``cooldown``."""
    detail: str = ""
    """The figures behind the reason, for a person."""
    repeats: int = 0
    """How often the mode's previous reason had been evaluated again since it was journaled."""


@dataclass(frozen=True, slots=True)
class ActionQueued(Event):
    """Something was asked of the rim."""

    action: Action


@dataclass(frozen=True, slots=True)
class DashboardAdopted(Event):
    """A rested dashboard came into force."""

    path: str
    revision: str
    theme_from: str
    theme_to: str
    changes: tuple[str, ...] = ()
    """What changed, one sentence a field, as the receipt will say it."""


@dataclass(frozen=True, slots=True)
class DashboardRefused(Event):
    """A rested dashboard could not come into force; the one before it stays."""

    path: str
    revision: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DashboardCleared(Event):
    """No dashboard is in force any more."""

    theme_from: str


@dataclass(frozen=True, slots=True)
class MessageFlagged(Event):
    """The Warden thinks a line is a growth scam or an impersonation. Nothing is done about it."""

    message_id: str
    severity: str
    """``likely`` or ``certain``."""
    evidence: tuple[str, ...]
    """What was found, in our words; never the chatter's, which may have to go."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the line each piece of evidence stands, as character offsets; ``(0, 0)`` where nowhere."""


@dataclass(frozen=True, slots=True)
class FlagRepeated(Event):
    """A line like ``first_id``, flagged already, by the same chatter or in the same wave."""

    message_id: str
    first_id: str


@dataclass(frozen=True, slots=True)
class HushChanged(Event):
    """The Hearthkeeper was asked to be quiet ``until`` then, or released again (``None``)."""

    until: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class HearthSwitched(Event):
    """``!hearth on|off``: lifts or sets only its own switch."""

    is_on: bool
    by: str


@dataclass(frozen=True, slots=True)
class LineShadowed(Event):
    """What the Hearthkeeper would have said, had ``held_by`` (a reason code) not kept it silent."""

    text: str
    source: str
    quiet_seconds: float
    held_by: str


@dataclass(frozen=True, slots=True)
class QuietEnded(Event):
    """A stretch of at least ``quiet_minutes`` without a human line is over."""

    began_at: datetime
    outcome: str
    """``spoke`` or ``silent``."""
    reason: str


@dataclass(frozen=True, slots=True)
class JottingSeen(Event):
    """A new line under ``## During the stream`` was timed."""

    text: str
    replaces: str = ""
    """The earlier jotting that this one completes; its time stays."""


Input = (
    SessionStarted | SessionEnded | ProgramStarted | ChannelUpdated | LiveStatusChecked
    | HearingGapRecorded | Ticked | MessageReceived | MessageDeleted | ChatterCleared
    | RaidReceived | ChannelNoticed | StreamerSpoke | DashboardSaved | DashboardRested
    | DashboardRemoved | JottingsRead | ContextRead | MemoryRead | SettingsSaved | OperatorCommanded
    | WatchListSaved
    | LineDrafted | SendAttempted | DeliveryReported
)  # fmt: skip
Derived = (
    DecisionMade | ActionQueued | DashboardAdopted | DashboardRefused | DashboardCleared
    | MessageFlagged | FlagRepeated | HushChanged | HearthSwitched | LineShadowed | QuietEnded | JottingSeen
)  # fmt: skip
