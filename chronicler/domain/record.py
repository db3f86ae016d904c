"""A whole stream, and what was gathered from it.

Decides the shapes that whole-stream notes, notebooks and ``--json`` are made from; leaves
filling a :class:`SessionRecord` to ``agent.record``, choosing seeds to ``agent.scribe.scribe``
and wording to ``notes``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.actions import NOT_DRAWN, Drawn
from chronicler.domain.chat import Message
from chronicler.domain.clip_worth import SeedParts
from chronicler.domain.dashboard import Dashboard
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ClipsLearned,
    DeliveryState,
    FlagRepeated,
    HearingGapRecorded,
    HearthSwitched,
    HushChanged,
    JottingSeen,
    LineShadowed,
    MessageFlagged,
    MomentSeen,
    OwnNotesRead,
    QuietEnded,
    RaidReceived,
    RequestState,
    SettingsTaken,
    StreamerSpoke,
)
from chronicler.domain.session import Session

ANSWER_WINDOW: Final = timedelta(minutes=5)
"""Whoever writes within it of a line of the Hearthkeeper's answers it."""


@dataclass(frozen=True, slots=True)
class ThemeSpan:
    """A theme and the time from which it was in force."""

    at: datetime
    theme: str
    """Empty where no dashboard was in force."""
    path: str = ""
    """The dashboard note, vault-relative."""
    changes: tuple[str, ...] = ()
    theme_before: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One line the Hearthkeeper queued, and what became of it."""

    line_id: str
    at: datetime
    text: str
    source: str
    state: DeliveryState | None = None
    """``None`` while queued."""
    answered_by: int = 0
    """Distinct chatters who wrote within five minutes of delivery."""
    message_id: str = ""
    reason: str = ""
    """Why it did not arrive, or not surely."""
    is_removed: bool = False
    """Whether a moderator took it out of chat; then no note shows its words."""
    trigger: str = ""
    """What brought it forward; empty where the quiet was as long as any."""
    drawn: Drawn = NOT_DRAWN


@dataclass(frozen=True, slots=True)
class Marker:
    """One stream marker that was asked for, and what became of it."""

    request_id: str
    at: datetime
    """When it was asked for."""
    description: str
    """Empty where the line that gave these words was removed."""
    state: RequestState | None = None
    """``None`` while it is on its way."""
    position_seconds: float | None = None
    """Where in the recording it stands, as Twitch says."""
    reason: str = ""
    by: str = ""
    """Login of whoever asked for it in chat."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip that was asked for, and what became of it."""

    request_id: str
    at: datetime
    why: str
    """In the words of whoever asked; empty where they said nothing, or their line was removed."""
    state: RequestState | None = None
    clip_id: str = ""
    url: str = ""
    edit_url: str = ""
    reason: str = ""
    by: str = ""
    """Login of whoever asked for it in chat."""


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a language model did for one purpose, and what that cost."""

    purpose: str
    calls: int = 0
    unfit: int = 0
    """Answers that were not as they were asked for."""
    failed: int = 0
    """Calls without an answer, late ones included."""
    not_made: int = 0
    """Calls that were left, since it had just failed or the hour's calls were spent."""
    seconds: float = 0.0
    prompt_tokens: int = 0
    answer_tokens: int = 0


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """Everything one session's journal says, in order of time."""

    session: Session
    ended_at: datetime
    # Never in repr: asyncio spells a finished task's result out, in 100 MB for a busy stream.
    messages: tuple[Message, ...] = field(default=(), repr=False)
    """All kept lines, bots included; removed lines stay with empty text."""
    removed: frozenset[str] = frozenset()
    """Message ids whose text was deleted."""
    asked_of_us: frozenset[str] = frozenset()
    """Message ids of questions to the Steward and replies to it: lines that count, but no talk."""
    greeted: frozenset[str] = frozenset()
    """First lines of newcomers whom the streamer ticked on Tonight."""
    spoken: tuple[StreamerSpoke, ...] = ()
    themes: tuple[ThemeSpan, ...] = ()
    dashboard: Dashboard | None = None
    """The dashboard in force at the end."""
    titles: tuple[ChannelUpdated, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    shadows: tuple[LineShadowed, ...] = ()
    quiets: tuple[QuietEnded, ...] = ()
    hushes: tuple[HushChanged | HearthSwitched, ...] = ()
    """When the Hearthkeeper was hushed, switched off, or released."""
    settings_taken: tuple[SettingsTaken, ...] = ()
    """Saves of the Settings note that changed something, or were refused in part."""
    flags: tuple[MessageFlagged, ...] = ()
    repeats: tuple[FlagRepeated, ...] = ()
    """Lines like flagged ones, counted only."""
    raids: tuple[RaidReceived, ...] = ()
    notices: tuple[ChannelNoticed, ...] = ()
    gaps: tuple[HearingGapRecorded, ...] = ()
    jottings: tuple[JottingSeen, ...] = ()
    moments: tuple[MomentSeen, ...] = ()
    """As they were seen while they happened."""
    markers: tuple[Marker, ...] = ()
    clips: tuple[Clip, ...] = ()
    model_uses: tuple[ModelUse, ...] = ()
    own_notes: OwnNotesRead | None = None
    """Which of the streamer's own notes it came near; ``None`` where nobody has looked."""
    clips_learned: ClipsLearned | None = None
    """What marks on earlier clip seeds have taught; ``None`` where nobody has looked."""
    decisions: Mapping[str, int] = field(default_factory=dict)
    """Evaluations per ``mode.reason``."""
    answers: Mapping[str, int] = field(default_factory=dict)
    """What became of the answers to who asked, per ``source.state``."""

    def seconds(self, at: datetime) -> float:
        """Return a time as seconds from the stream's start."""
        return (at - self.session.started_at).total_seconds()

    @property
    def duration(self) -> timedelta:
        """How long the stream lasted."""
        return self.ended_at - self.session.started_at


def people_of(logins: Iterable[str]) -> int:
    """Return how many people stand behind the logins of some lines.

    Nobody knows whose the lines without a login are: they add nobody, and are one person's
    only where no line has one.
    """
    known = set(logins)
    return len(known - {""}) or len(known)


@dataclass(frozen=True, slots=True)
class ClipSeed:
    """A moment that may deserve a clip."""

    seed_id: str
    """Session id and the peak's five-second bin: the seed's identity."""
    peak_at: datetime
    starts_at: datetime
    ends_at: datetime
    score: float
    why: str
    """One sentence a streamer believes: what happened and who reacted."""
    evidence: tuple[str, ...] = ()
    """Counts against the stream's usual, one each."""
    excerpt: tuple[Message, ...] = ()
    clips: tuple[Clip, ...] = ()
    """Clips made, or asked for, of this moment."""
    markers: tuple[Marker, ...] = ()
    is_on_theme: bool = False
    parts: SeedParts | None = None
    """What its score is made of; ``None`` where somebody asked for it."""


@dataclass(frozen=True, slots=True)
class BlogSeed:
    """A thought from the stream that may deserve a text."""

    title: str
    kind: str
    """``jotting``, ``theme``, ``question`` or ``thought``."""
    why: str
    score: float
    theme: str = ""
    quotes: tuple[Message, ...] = ()
    spoken: tuple[StreamerSpoke, ...] = ()
    jottings: tuple[JottingSeen, ...] = ()
    is_on_theme: bool = False
    """Whether its words touch the theme; ``theme`` is only what was in force."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """A stretch of sustained talk between people."""

    began_at: datetime
    ended_at: datetime
    words: tuple[str, ...]
    """What came up in it, most telling first."""
    chatters: int
    """Everybody who talked."""
    saying: int
    """Who of them said one of the words, in any of its forms."""
    lines: int
    quotes: tuple[Message, ...] = ()
    is_on_theme: bool = False
    message_ids: tuple[str, ...] = field(default=(), repr=False)
    """Of all its lines, in order."""


@dataclass(frozen=True, slots=True)
class ThemeTouch:
    """How far the chat came to one theme while it was in force, by the theme's own words."""

    theme: str
    lines: int
    chatters: int
    is_taken_up: bool
    quotes: tuple[Message, ...] = ()
    """The best of these lines, in order of time."""
    share: float | None = None
    """Share of the talk under it that stood in minutes near it; ``None`` where too little was said."""
    near: tuple[tuple[datetime, datetime], ...] = ()
    """From when to when its words were in the talk, in order."""
    open_threads: tuple[Message, ...] = ()
    """Questions of these lines, or between them, that nobody answered."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What the Scribe decided is worth keeping of one stream, each part best first."""

    clips: tuple[ClipSeed, ...] = ()
    """All found; only the first few become notes (Settings), the rest ledger lines."""
    blogs: tuple[BlogSeed, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    open_questions: tuple[Message, ...] = ()
    unanswered_newcomers: tuple[Message, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    """What the talk kept returning to, with the number of distinct chatters who said it."""
    adherence: float | None = None
    """Share of talk near the theme, 0 to 1; ``None`` where too little was said."""
    touches: tuple[ThemeTouch, ...] = ()
    """One for each theme whose words tell anything, in order of appearance."""
