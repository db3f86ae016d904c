"""Inputs: what came from outside, fed again in a replay.

Decides which facts reach the bot from chat, channel, vault and streamer, and what each
carries; leaves the outcomes of our own actions to ``outcomes`` and what follows from all of
them to ``derived`` and the modes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.clip_worth import USUAL, ClipWeights
from chronicler.domain.event import Event
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.domain.slots import filled_quickly

# The session and how well it is heard -------------------------------------------


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
class HearingChanged(Event):
    """Chat began to be heard, or ceased to be; while it is not, nobody knows whether it is quiet."""

    is_hearing: bool
    reason: str = ""
    """Why it is not heard, as a stable code."""
    login: str = ""
    """Of the account that listens and speaks."""


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    """Ten seconds of stream time have passed."""


# The room ------------------------------------------------------------------------

CHAT_CLEARED: Final = "chat_cleared"
"""The notice that a moderator cleared the whole chat: what was said before must go everywhere."""


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


@dataclass(frozen=True, slots=True)
class SpeechSignalChanged(Event):
    """From now on it can, or can no longer, be heard whether the streamer speaks."""

    is_present: bool
    reason: str = ""
    """Why it cannot be heard, as a stable code; ``switched_off`` where nobody wants it."""
    source: str = ""
    """Name of the audio input that is listened to."""


@dataclass(frozen=True, slots=True)
class BroadcastObserved(Event):
    """The streamer's own software said whether it is sending the stream."""

    is_on: bool | None
    """``None`` where it can no longer be asked."""
    reason: str = ""
    """Why it cannot be asked, as a stable code."""


# The vault and the operator ------------------------------------------------------


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
    known: tuple[str, ...] = ()
    """Those of them that an earlier stream told."""


@dataclass(frozen=True, slots=True)
class NewcomersTicked(Event):
    """The checklist of newcomers was read: whom the streamer has ticked, all of them."""

    message_ids: tuple[str, ...]
    """Their first lines."""


@dataclass(frozen=True, slots=True)
class ContextRead(Event):
    """The notes linked as context were read."""

    sentences: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Links that lead to no note."""


@dataclass(frozen=True, slots=True)
class EarlierMoment:
    """Where something was said that touches the theme: a place, none of its words."""

    session_id: str
    on: str
    """The stream's date, ISO."""
    at_seconds: float
    note: str = ""
    """Path of the ledger; empty where there is none."""
    block: str = ""
    """Block id of the line in it; empty where the ledger does not quote it."""


@dataclass(frozen=True, slots=True)
class OwnPassage:
    """A place in a note of the streamer's own that talk, or a theme, came near."""

    note: str
    """The note's path in the vault."""
    target: str
    """What stands between the brackets of a link: name or path, and a heading or block behind ``#``."""
    title: str
    """What the link shows: the note's name, and its heading where it has one."""
    quote: str = ""
    """The sentence that shows why, as plain text."""
    near: tuple[str, ...] = ()
    """Ids of the lines of chat that came nearest; empty where a theme did, or the streamer."""
    said: str = ""
    """What the streamer said, jotted or took for a theme that came nearest, where no line of chat did."""


@dataclass(frozen=True, slots=True)
class MemoryRead(Event):
    """The archive told of earlier evenings near the theme."""

    sentences: tuple[str, ...]
    """Finished sentences, the latest evening first."""
    moments: tuple[EarlierMoment, ...] = ()
    """Nearest first."""
    passages: tuple[OwnPassage, ...] = ()
    """Where the streamer's own notes come near the theme; shown to nobody else."""


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A line that the Hearthkeeper said, or may have said, in an earlier stream."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class EarlierLinesRead(Event):
    """A stream began, and chat has lately seen these lines of ours from the streams before it."""

    lines: tuple[EarlierLine, ...]
    """In order of time."""


@dataclass(frozen=True, slots=True)
class OwnNotesRead(Event):
    """The streamer's own notes were looked through for what the stream came near; none of it is for chat."""

    passages: tuple[OwnPassage, ...] = ()
    """Nearest first."""
    is_by_meaning: bool = False
    """Whether meaning was compared as well as words."""


@dataclass(frozen=True, slots=True)
class ClipsLearned(Event):
    """The marks on this channel's clip seeds were read: what they teach, all of them together."""

    weights: ClipWeights = USUAL
    kept: int = 0
    """Seeds marked to keep."""
    rejected: int = 0
    lag_seconds: float = 25.0
    """From what happens to the peak of the reaction."""
    trims: int = 0
    """Kept clips that say where they begin, by which it was estimated; 0 where the usual lag holds."""
    kept_here: tuple[float, ...] = ()
    """Of the stream whose notes are written: seconds of the peaks marked to keep."""

    @property
    def marks(self) -> int:
        """On how many marks it rests."""
        return self.kept + self.rejected


@dataclass(frozen=True, slots=True)
class SettingsSaved(Event):
    """The Settings note, joined with environment and options, was read."""

    values: Mapping[str, object] = field(default_factory=dict)
    revision: str = ""
    is_opening: bool = False
    """Whether a new journal is told what is in force: nobody saved, so nobody waits for a receipt."""


@dataclass(frozen=True, slots=True)
class WatchListSaved(Event):
    """The streamer's own watch list was read; one that is gone from the vault has no words."""

    note: NoteContent


@dataclass(frozen=True, slots=True)
class LinksSaved(Event):
    """The Links note was read; one that is gone from the vault has no links."""

    note: NoteContent


@dataclass(frozen=True, slots=True)
class OperatorCommanded(Event):
    """The streamer gave a command in the terminal."""

    command: str
    argument: str = ""
