"""What was decided around one moment, as facts to be told.

Decides which facts make an account; leaves gathering them from a journal to ``runtime.asking.why``
and their words to ``notes.words.account_words``. Times are aware UTC, spans are timedeltas.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from chronicler.analysis.contemplation import Reading
from chronicler.domain.actions import NOT_DRAWN, Drawn
from chronicler.domain.dashboard import Dashboard
from chronicler.domain.events import SpeechSignalChanged
from chronicler.domain.record import Prompt
from chronicler.domain.session import Session
from chronicler.notes.words.happenings import Happening


@dataclass(frozen=True, slots=True)
class Quietness:
    """How quiet it was, and how quiet it had to be."""

    wrote: str
    """Display name of whoever wrote last, empty where nobody had."""
    wrote_at: datetime | None
    nobody_wrote_for: timedelta
    needed: timedelta
    setting: timedelta
    middle_gap: timedelta | None = None
    """The middle time between one line and the next in the last half hour, where there were two."""
    nobody_spoke_for: timedelta | None = None
    """``None`` where nothing tells when the streamer spoke."""
    sooner: timedelta | None = None
    """What was enough where something called for a line."""

    @property
    def is_raised(self) -> bool:
        """Whether talk had raised what was needed over the setting."""
        return self.needed > self.setting


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud the Hearthkeeper had been."""

    said_at: datetime | None
    cooldown: timedelta
    """As it stood, doublings included."""
    cooldown_setting: timedelta
    cooldown_left: timedelta
    unanswered: int
    lines: int
    most_lines: int
    own_in_hour: int
    all_in_hour: int
    """Lines of people, bots and its own."""
    own_since: datetime | None = None
    """Where its share was full since a line of its own: when that was."""
    own_lines_since: int = 0
    lines_since: int = 0
    """Lines since then: its own and people's, and other bots' where :attr:`has_bots_since`."""
    has_bots_since: bool = False


@dataclass(frozen=True, slots=True)
class Bearings:
    """What the Hearthkeeper knew at one moment, and what that made of it."""

    at: datetime
    reason: str
    """Why it was silent, or what it was doing, as a code."""
    quiet: Quietness
    loudness: Loudness
    signal: SpeechSignalChanged | None
    """Whether OBS heard the streamer; ``None`` where it was not used."""
    gate: str | None
    """Why the live gate was closed, ``None`` where it was open."""
    live_at: datetime | None
    """When the live status was last asked."""
    hush_until: datetime | None = None
    dashboard: Dashboard | None = None
    in_force_since: datetime | None = None
    trigger: str = ""
    """What called for a line before the quiet was as long as any must be; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One candidate line and what the court found."""

    text: str
    source: str
    refusals: tuple[tuple[str, str], ...] = ()
    """Each broken rule with its remark; empty for a line that might be said."""
    is_taken: bool = False
    drawn: Drawn = NOT_DRAWN


@dataclass(frozen=True, slots=True)
class Drafted:
    """Words that were looked for, and what came."""

    at: datetime
    candidates: tuple[Judged, ...]
    error: str = ""
    """Why the language model gave nothing, or nothing more."""
    dropped_for: str = ""
    """Why none of it counted any more when it came, as a code; empty where it did."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One line of the Hearthkeeper's and its way into chat."""

    prompt: Prompt
    queued_at: datetime
    reported_at: datetime | None = None
    reason: str = ""
    """Why it was not delivered, or not surely."""


@dataclass(frozen=True, slots=True)
class Account:
    """Everything there is to say about one moment of one stream."""

    session: Session
    ended_at: datetime
    """The stream's end, or the last event so far."""
    is_running: bool
    zone: tzinfo
    at: datetime
    asked: str
    """How the time was read, a sentence; empty where none was given."""
    told: Happening | None
    """What the account is about; ``None`` where nothing was decided just then."""
    bearings: Bearings
    drafts: tuple[Drafted, ...] = ()
    lines: tuple[Delivered, ...] = ()
    silence: Reading | None = None
    """The silence that the moment lies in."""
    around: timedelta = timedelta(minutes=10)
    happenings: tuple[Happening, ...] = ()
    """What was decided around it, in order."""
    never_spoke: tuple[tuple[str, int], ...] | None = None
    """Asked for the last line where there is none: how often each reason held it back."""
    longest_quiet: timedelta = timedelta()
    skipped: int = 0
    """Journal lines that could not be read."""
    notes: tuple[str, ...] = field(default=())
    """What else the reader should know."""
