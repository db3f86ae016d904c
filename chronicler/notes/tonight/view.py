"""What Tonight shows, as values: one view, and the things that stand in its lists.

Decides which facts the note may tell; leaves filling the view to ``runtime.live.tonight`` and every
word to ``notes.tonight.note``.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from chronicler.domain.chat import Message
from chronicler.domain.events import (
    BroadcastObserved,
    ChannelNoticed,
    EarlierMoment,
    JottingSeen,
    OwnPassage,
    RaidReceived,
    SpeechSignalChanged,
)
from chronicler.domain.session import Origin, Session
from chronicler.notes import paths
from chronicler.notes.tonight.memory_card import Remembering


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one save of the dashboard."""

    at: datetime
    """When it took effect or was refused."""
    is_adopted: bool
    lines: tuple[str, ...]
    """What changed, or why it was refused and what to type instead, one sentence each."""
    theme: str = ""
    """The theme in force after it; where none is any more, the one that ended with it."""
    is_mended: bool = False
    """Whether it only ended a refusal, and says what is in force anyway."""
    is_cleared: bool = False
    """Whether it took the dashboard out of force."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line the Hearthkeeper said."""

    at: datetime
    text: str
    is_answered: bool = False
    """Whether a person wrote in the five minutes after it."""
    is_past_answer: bool = False
    """Whether those five minutes are over."""
    is_removed: bool = False
    """Whether a moderator took it out of chat; then it has no words here."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """A line the Warden flagged."""

    message: Message
    severity: str
    evidence: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the line each piece of evidence stands."""
    more: int = 0
    """Lines like it that came after."""
    chatters: int = 1
    """How many wrote them, the first included."""


@dataclass(frozen=True, slots=True)
class WatchReceipt:
    """What became of one save of the watch list."""

    at: datetime
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingsReceipt:
    """What became of one save of the Settings note."""

    at: datetime
    changes: tuple[str, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that may deserve a clip, as far as can be told by now."""

    at: datetime
    why: str
    kept: tuple[str, ...] = ()
    """What Twitch holds of it, one clause each, its addresses as Markdown links."""
    is_asked: bool = False
    """Whether somebody asked in chat for it to be kept."""


@dataclass(frozen=True, slots=True)
class DraftReceipt:
    """What became of a blog seed that was set to be drafted."""

    at: datetime
    seed: str
    """Path of the seed's note."""
    draft: str = ""
    """Path of the draft; empty where none was made."""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Deaf:
    """A time in which chat may have been missed."""

    began_at: datetime
    ended_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TonightView:
    """Everything Tonight shows. The defaults are the note before any stream."""

    folder: str = paths.FOLDER
    timezone: tzinfo = UTC
    session: Session | None = None
    """The stream under way, or the one that just ended."""
    origin: Origin = Origin.LIVE
    """Where a session's own origin is not known yet."""
    is_live: bool | None = None
    live_reason: str = ""
    """Why it is not known whether the stream is live."""
    off_air_since: datetime | None = None
    """Since when the stream under way is offline; ``None`` while it is on."""
    ended_at: datetime | None = None
    ledger: str = ""
    """Path of the ledger, once it is written."""
    stopped_at: datetime | None = None
    """When the program stopped; ``None`` while it runs."""
    is_connected: bool | None = None
    """Whether chat is heard; ``None`` where nothing listens, as in a rehearsal."""
    not_heard: str = ""
    """Reason code of why chat is not heard."""
    gate: str = "no_session"
    """Reason code of why nothing may be said; empty where the gate is open."""
    is_offline_test: bool = False
    """Whether it may speak although the stream is offline."""
    accounts: str = ""
    """Which accounts speak, mark and clip; empty where none is used."""
    theme: str = ""
    theme_since: datetime | None = None
    dashboard: str = ""
    """Path of the dashboard in force; empty where none is."""
    earlier: tuple[EarlierMoment, ...] = ()
    """Where the theme was touched on earlier evenings, nearest first."""
    own_passages: tuple[OwnPassage, ...] = ()
    """Where the streamer's own notes come near the theme, nearest first."""
    receipts: tuple[Receipt, ...] = ()
    """In order of time."""
    watch_receipts: tuple[WatchReceipt, ...] = ()
    """In order of time."""
    kept_no_more: tuple[tuple[datetime, str], ...] = ()
    """Who opted out, came back or was forgotten: when, and a sentence without a name."""
    settings_receipts: tuple[SettingsReceipt, ...] = ()
    """In order of time."""
    drafts: tuple[DraftReceipt, ...] = ()
    """Of blog seeds, in order of time."""
    answers: int = 0
    """Lines the Steward answered with."""
    answers_unsure: int = 0
    """Those of which nobody knows whether they arrived."""
    watch_list: str = ""
    """Path of the watch list; empty where there is none."""
    warnings: tuple[str, ...] = ()
    """Whatever else the streamer should know at once, one sentence each."""
    refused: tuple[str, ...] = ()
    """What in the Settings note cannot be used as it stands, one sentence each."""
    hearth_reason: str = ""
    """Reason code of why the Hearthkeeper is silent now; empty where it listens."""
    hush_until: datetime | None = None
    quiet_minutes: float = 0.0
    quiet_because: str = ""
    """How ``quiet_minutes: auto`` came to its number; empty where a number was written."""
    said: tuple[Said, ...] = ()
    lines_by_people: int = 0
    removed: frozenset[str] = frozenset()
    """Ids of lines that were taken down; their words stand nowhere any more."""
    flags: tuple[Flagged, ...] = ()
    newcomers: tuple[Message, ...] = ()
    """First lines that nobody has taken up."""
    ticked: tuple[Message, ...] = ()
    """First lines of newcomers whom the streamer ticked."""
    moments: tuple[Moment, ...] = ()
    clips_learned: str = ""
    """What marks on clip seeds have taught, in one sentence; empty where nothing."""
    raids: tuple[RaidReceived, ...] = ()
    notices: tuple[ChannelNoticed, ...] = ()
    """The latest follows, subscriptions, gifts, bits and watch streaks, in order of time."""
    jottings: tuple[JottingSeen, ...] = ()
    gaps: tuple[Deaf, ...] = ()
    post_due: datetime | None = None
    """The start for which the announcement post is due now; ``None`` where none is."""
    model: str = ""
    """That the language model is back, in half a sentence; empty where it never went away."""
    signal: SpeechSignalChanged | None = None
    """The latest word on whether OBS hears the streamer; ``None`` where it is not used."""
    broadcast: BroadcastObserved | None = None
    """The latest word on whether OBS sends the stream."""

    memory: Remembering | None = None
    """What earlier evenings left open; shown before a stream only."""

    @property
    def is_running(self) -> bool:
        """Whether a stream is under way and the program attends it."""
        return self.session is not None and self.ended_at is None and self.stopped_at is None
