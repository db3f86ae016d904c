"""State is the fold of a journal's events, and nothing else.

Decides what the bot knows at any moment: room, desk, hearth, session, live status and
what has been decided so far. Leaves every judgement to the modes. Folding the same events
gives the same state, whether they arrive live, from a log, or from a journal after a crash.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Self, TypeVar

from chronicler.agent import desk, ears, room
from chronicler.agent.desk import Desk
from chronicler.agent.ears import Ears
from chronicler.agent.hearthkeeper import hearth
from chronicler.agent.hearthkeeper.hearth import Hearth
from chronicler.agent.moments import highlights
from chronicler.agent.moments import watch as moment_watch
from chronicler.agent.moments.highlights import Highlights
from chronicler.agent.moments.watch import Watch
from chronicler.agent.prompts import metering
from chronicler.agent.prompts.metering import Metering
from chronicler.agent.room import Room
from chronicler.agent.steward import address, asked, shelf
from chronicler.agent.steward.asked import Asked
from chronicler.agent.steward.shelf import Shelf
from chronicler.agent.warden import post as watch_post
from chronicler.agent.warden.post import Post
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    DecisionMade,
    Event,
    HearingChanged,
    HearingGapRecorded,
    LineDrafted,
    LiveStatusChecked,
    MessageReceived,
    OptOutKept,
    PostReminded,
    ProgramStarted,
    RaidReceived,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    SettingsTaken,
    Ticked,
    ViewerForgotten,
)
from chronicler.domain.session import Session
from chronicler.domain.settings import Settings, parse_settings

Kept = TypeVar("Kept")
Fold = Callable[[Event], None]
BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)
KEPT: Final = 20
"""Flags, notices and gaps kept for Tonight; the journal keeps all."""


@dataclass(slots=True)
class LastReason:
    """A mode's latest reason, and how often it was met again without being journaled."""

    reason: str
    repeats: int = 0


@dataclass(slots=True)
class State:
    """What is known now. Changed only by :meth:`apply`."""

    now: datetime = BEFORE_ALL
    settings: Settings = field(default_factory=Settings)
    session: Session | None = None
    ended_at: datetime | None = None
    live: LiveStatusChecked | None = None
    was_on_air: bool = False
    """Whether the stream was known to be live at any time."""
    off_air_since: datetime | None = None
    """Since when a stream that was live is known to be off the air; ``None`` while it is on."""
    on_air_again_at: datetime | None = None
    """When it came back, the last time."""
    hearing: HearingChanged | None = None
    """Whether chat is heard; ``None`` where nobody listens to a socket, as with a log."""
    room: Room = field(default_factory=Room)
    desk: Desk = field(default_factory=Desk)
    hearth: Hearth = field(default_factory=Hearth)
    post: Post = field(default_factory=Post)
    ears: Ears = field(default_factory=Ears)
    asked: Asked = field(default_factory=Asked)
    addressed: address.Addressed | None = None
    """How the latest line addresses the Steward; ``None`` where it does not."""
    shelf: Shelf = field(default_factory=Shelf)
    moments: Watch = field(default_factory=Watch)
    highlights: Highlights = field(default_factory=Highlights)
    metering: Metering = field(default_factory=Metering)
    titles: list[ChannelUpdated] = field(default_factory=list)
    gaps: list[HearingGapRecorded] = field(default_factory=list)
    raids: list[RaidReceived] = field(default_factory=list)
    notices: list[ChannelNoticed] = field(default_factory=list)
    reasons: dict[str, LastReason] = field(default_factory=dict)
    """The latest reason of each mode."""
    has_presumed: bool = False
    """Whether the latest tick counts as one more look for the Hearthkeeper's reason of before."""
    decisions: Counter[str] = field(default_factory=Counter)
    """Evaluations per ``mode.reason``."""
    has_read_settings: bool = False
    post_reminded: PostReminded | None = None
    """The latest reminder of an announcement post."""
    settings_receipts: list[SettingsTaken] = field(default_factory=list)
    """What became of the latest saves of the Settings note."""
    kept_no_more: list[OptOutKept | ViewerForgotten] = field(default_factory=list)
    """Who opted out, came back or was forgotten lately; no name stands in it."""
    starts: int = 0
    """How often the program took up this journal."""
    _folds: dict[type, tuple[Fold, ...]] = field(init=False, repr=False, compare=False)
    """Which parts are told of each type of event; bound once, since every line goes to four of them."""

    def __post_init__(self) -> None:
        """Bind the parts, which stay the same for as long as the state lives."""
        parts = [(hears, fold_of(self)) for hears, fold_of in _HEARS]
        self._folds = {kind: tuple(fold for hears, fold in parts if kind in hears) for kind in _KINDS}

    @classmethod
    def fold(cls, events: Iterable[Event]) -> Self:
        """Return the state after ``events``, inputs and derived alike."""
        state = cls()
        for event in events:
            state.apply(event)
        return state

    @property
    def model_calls_left(self) -> int | None:
        """How often the language model may still be called within this hour, ``None`` without a limit."""
        return self.metering.calls_left(self.settings, self.now)

    @property
    def is_running(self) -> bool:
        """Whether a session is under way."""
        return self.session is not None and self.ended_at is None

    def apply(self, event: Event) -> None:
        """Fold one event into the state."""
        if event.at > self.now:  # noqa: PLR1730 - of every event; a call takes longer
            self.now = event.at
        for fold in self._folds.get(type(event), ()):
            fold(event)

    def watch_for_moments(self, event: Event) -> None:
        """Fold what may make a moment: to ask something of the Steward is no reaction to the evening."""
        if isinstance(event, MessageReceived):
            self.addressed = address.read(event.message, self)
            if self.addressed is not None and self.addressed.is_business:
                return
        self.moments.apply(event)

    def apply_own(self, event: Event) -> None:
        """Fold what no part hears of: the session, Settings, and what Tonight lists."""
        match event:
            case SessionStarted():
                self.session = Session(
                    event.session_id, event.channel, event.origin, event.at,
                    event.stream_id, event.title, event.category, event.thinned,
                )  # fmt: skip
            case SessionEnded():
                self.ended_at, self.has_presumed = event.at, False
            case Ticked():
                self._presume()
            case LineDrafted():
                self.has_presumed = False
            case ProgramStarted():
                self._start_anew(event)
            case LiveStatusChecked():
                self._hear_of_the_air(event)
            case HearingChanged():
                self.hearing = event
            case SettingsSaved():
                self.settings = parse_settings(event.values, self.settings)
                self.moments.prefix = self.settings.command_prefix
                self.moments.is_learning = self.settings.learn_from_clips
                self.has_read_settings = True
            case DecisionMade():
                self._count(event)
            case PostReminded():
                self.post_reminded = event
            case _:
                self._keep(event)

    def _start_anew(self, start: ProgramStarted) -> None:
        """Count one more start, after which chat is heard anew."""
        self.starts += 1
        if self.hearing is not None:
            self.hearing = HearingChanged(
                start.at, is_hearing=False, reason="starting", login=self.hearing.login
            )

    def _hear_of_the_air(self, status: LiveStatusChecked) -> None:
        """Note whether the stream is on the air; a test that never was live never goes off it."""
        self.live = status
        if status.is_live and self.off_air_since:
            self.off_air_since, self.on_air_again_at = None, status.at
        elif status.is_live is False and self.was_on_air:
            self.off_air_since = self.off_air_since or status.at
        self.was_on_air = self.was_on_air or bool(status.is_live)

    def _keep(self, event: Event) -> None:
        match event:
            case ChannelUpdated():
                _keep_last(self.titles, event)
            case HearingGapRecorded():
                _keep_last(self.gaps, event)
            case RaidReceived():
                _keep_last(self.raids, event)
            case ChannelNoticed():
                _keep_last(self.notices, event)
            case SettingsTaken():
                _keep_last(self.settings_receipts, event)
            case OptOutKept() | ViewerForgotten():
                _keep_last(self.kept_no_more, event)
            case _:
                pass

    def _presume(self) -> None:
        """Count a tick as one more look for the reason of before, unless a decision follows it.

        The Hearthkeeper looks at every tick of a stream, and a look that gives no new reason is not
        journaled: the ticks themselves are, so no stop and no crash loses one.
        """
        self.has_presumed = self.is_running and hearth.MODE in self.reasons
        if self.has_presumed:
            self._repeat(1)

    def _repeat(self, times: int) -> None:
        last = self.reasons[hearth.MODE]
        last.repeats += times
        self.decisions[f"{hearth.MODE}.{last.reason}"] += times

    def _count(self, decision: DecisionMade) -> None:
        if decision.mode == hearth.MODE and self.has_presumed:
            self.has_presumed = False
            self._repeat(-1)
        if (last := self.reasons.get(decision.mode)) is not None and decision.repeats > last.repeats:
            self.decisions[f"{decision.mode}.{last.reason}"] += decision.repeats - last.repeats
        self.decisions[f"{decision.mode}.{decision.reason}"] += 1
        self.reasons[decision.mode] = LastReason(decision.reason)

    def repeats_of(self, mode: str) -> int:
        """Return how often a mode's latest reason was met again before the event at hand."""
        return self.reasons[mode].repeats - (mode == hearth.MODE and self.has_presumed)


_OWN = frozenset(
    {
        SessionStarted, SessionEnded, ProgramStarted, LiveStatusChecked, SettingsSaved, SettingsTaken,
        DecisionMade, ChannelUpdated, HearingChanged, HearingGapRecorded, RaidReceived, ChannelNoticed,
        PostReminded, Ticked, LineDrafted, OptOutKept, ViewerForgotten,
    }
)  # fmt: skip
_HEARS: Final[tuple[tuple[frozenset[type], Callable[[State], Fold]], ...]] = (
    (room.HEARS, lambda state: state.room.apply),
    (desk.HEARS, lambda state: state.desk.apply),
    (hearth.HEARS, lambda state: state.hearth.apply),
    (watch_post.HEARS, lambda state: state.post.apply),
    (ears.HEARS, lambda state: state.ears.apply),
    (asked.HEARS, lambda state: state.asked.apply),
    (shelf.HEARS, lambda state: state.shelf.apply),
    (highlights.HEARS, lambda state: state.highlights.apply),
    (metering.HEARS, lambda state: state.metering.apply),
    (moment_watch.HEARS, lambda state: state.watch_for_moments),
    (_OWN, lambda state: state.apply_own),
)
"""What each part of the state hears of, in the order in which they are told."""
_KINDS: Final = frozenset[type]().union(*(hears for hears, _ in _HEARS))


def _keep_last(items: list[Kept], item: Kept) -> None:
    items.append(item)
    del items[:-KEPT]
