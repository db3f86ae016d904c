"""Which journal is open: between streams the off-air one, during a stream its own.

Decides when a session begins, goes on after a pause or a crash, and is over; the edges are
those of ``domain.session``. Leaves what happens within a session to the engine, and what
follows its end to whoever is told.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler import __version__
from chronicler.agent.news import is_news
from chronicler.agent.state import State
from chronicler.archive.journal.reading import events_naming
from chronicler.archive.journal.writing import Header, Journal, journal_path, off_air_path, unfinished_session
from chronicler.domain.actions import Action
from chronicler.domain.events import (
    ChannelUpdated,
    EarlierLinesRead,
    Event,
    HearingChanged,
    HearingGapRecorded,
    LiveStatusChecked,
    PostReminded,
    ProgramStarted,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    Ticked,
)
from chronicler.domain.session import RESUME_WITHIN, Origin, is_continued, make_session_id
from chronicler.ports import Clock
from chronicler.runtime.engine import NOT_RUNNING, Engine, Observer, watch_nothing
from chronicler.runtime.forgetting.opt_outs import Admit, as_it_is
from chronicler.runtime.live.said_before import said_before

Opening = Callable[[datetime], Iterable[Event]]
"""What is known when a journal is begun: settings, and tonight's dashboard."""
TEST_TITLE: Final = "A test off air"
OFF_AIR: Final = ""
"""The session id of what happens between streams."""


class Sessions:
    """The one open journal, and the way from one to the next."""

    def __init__(
        self,
        folder: Path,
        channel: str,
        origin: Origin,
        clock: Clock,
        *,
        opening: Opening,
        on_ended: Callable[[Path, State], None],
        watch: Observer = watch_nothing,
        is_test: bool = False,
        admit: Admit = as_it_is,
    ) -> None:
        """Open the journal of an unfinished session, else the off-air one.

        Args:
            folder: the journal folder.
            channel: login of the channel.
            origin: what kind of sessions these are.
            clock: the present.
            opening: asked for a new journal's first events.
            on_ended: told the journal and the last state of each session that is over.
            watch: sees every event.
            is_test: one session, from now until it is closed, whatever Twitch says of a stream.
            admit: returns each event as it may be kept.
        """
        self._is_test = is_test
        self._folder = folder
        self._channel = channel
        self._origin = origin
        self._clock = clock
        self._here_since = clock.now()
        self._opening = opening
        self._on_ended = on_ended
        self._watch = watch
        self._admit = admit
        self._offline_at: datetime | None = None
        self._left_at: datetime | None = None
        """Until when the resumed session was heard; not known to be live since."""
        self._stream_id: str | None = None
        self._title = ChannelUpdated(clock.now(), "")
        self._hearing: HearingChanged | None = None
        self._waiting: list[Action] = []
        self.engine = self._resume() or self._begin_off_air()
        if is_test:
            self.end_now("broken_off")
            self._title = ChannelUpdated(clock.now(), TEST_TITLE)
            self._begin(LiveStatusChecked(clock.now(), is_live=None))

    def feed(self, event: Event) -> list[Action]:
        """Take one event to the journal it belongs to, and return what is to be done."""
        if isinstance(event, ChannelUpdated):
            self._title = event
        if isinstance(event, HearingChanged):
            self._hearing = event
        if isinstance(event, Ticked) and self.is_waiting:
            return []  # off the air no time passes: nothing is decided, and no quiet grows
        was_waiting = self.is_waiting
        if isinstance(event, LiveStatusChecked):
            self._cross_edges(event)
            if not self.engine.state.is_running and _says_the_same(event, self.engine.state.live):
                return []
        actions = [*self._waiting, *self.engine.feed(event)]
        self._waiting.clear()
        if self.is_waiting and not was_waiting:  # it is decided once more, so that the journal says why not
            actions += self.engine.feed(Ticked(event.at))
        return actions

    @property
    def is_waiting(self) -> bool:
        """Whether the stream went offline and may come back yet: its session is kept open for it."""
        return self.engine.state.is_running and self._offline_at is not None

    def close(self) -> None:
        """Let go of the journal; a session that went offline is over, a live one can be resumed.

        Raises:
            ArchiveError: the journal could not be written.
        """
        if self._is_test:
            self.end_now("test_over")
        elif self.engine.state.is_running and self._offline_at:
            self._end("offline", self._offline_at)
        self.engine.close()

    # Edges -----------------------------------------------------------------------------

    def _cross_edges(self, status: LiveStatusChecked) -> None:
        if self._is_test:
            return
        running = self.engine.state.is_running
        if status.is_live is False and running:
            self._offline_at = self._offline_at or self._left_at or status.at
            if status.at - self._offline_at >= RESUME_WITHIN:
                self._end("offline", self._offline_at)
        elif status.is_live:
            self._come_live(status, running=running)

    def _come_live(self, status: LiveStatusChecked, *, running: bool) -> None:
        same = status.stream_id is not None and status.stream_id == self._stream_id
        if running and not is_continued(
            same_stream_id=same, offline_at=self._offline_at or self._left_at, online_at=status.at
        ):
            self._end("another_stream", self._offline_at or self._left_at or status.at)
            running = False
        self._offline_at = self._left_at = None
        self._stream_id = status.stream_id or self._stream_id
        if not running:
            self._begin(status)

    def _begin(self, status: LiveStatusChecked) -> None:
        started_at = status.started_at or status.at
        session_id = make_session_id(started_at, self._channel)
        path = journal_path(self._folder, session_id)
        begun = Engine(Journal.open(path, self._header(session_id)), watch=self._watch, admit=self._admit)
        self.engine.close()  # only now: whatever fails before leaves a journal open
        self.engine = begun
        self._feed_all(
            SessionStarted(
                started_at, session_id, self._channel, self._origin, status.stream_id,
                self._title.title, self._title.category,
            ),
            ProgramStarted(status.at, __version__),
            *self._unheard(started_at, status.at),
            *((replace(self._hearing, at=status.at),) if self._hearing else ()),
            *self._opening(status.at),
        )  # fmt: skip
        self._feed_all(*self._said_before(status.at))

    def _said_before(self, now: datetime) -> Iterable[Event]:
        """Yield what the Hearthkeeper said just before this stream; a rehearsal is judged by itself."""
        if self._origin is Origin.LIVE:
            zone = self.engine.state.settings.timezone
            if lines := said_before(self._folder, self._channel, now, zone):
                yield EarlierLinesRead(now, lines)

    def _unheard(self, started_at: datetime, now: datetime) -> Iterable[Event]:
        """Yield the gap before we came: what was written until then nobody here has heard.

        However short: a program killed just as the stream began leaves no other word of it. A recording
        that is played waits for its hearer, so that nothing of it is missed.
        """
        if started_at < self._here_since and self._origin is Origin.LIVE:
            yield HearingGapRecorded(now, started_at, NOT_RUNNING)

    def _end(self, reason: str, at: datetime) -> None:
        self._feed_all(SessionEnded(at, reason))
        ended, state = self.engine.journal.path, self.engine.state
        off_air = self._begin_off_air()
        self.engine.close()
        self._offline_at = self._left_at = self._stream_id = None
        self.engine = off_air
        self._on_ended(ended, state)

    def end_now(self, reason: str) -> None:
        """End the running session, as at the end of a log."""
        if self.engine.state.is_running:
            self._end(reason, self._offline_at or self._clock.now())

    # Journals --------------------------------------------------------------------------

    def _resume(self) -> Engine | None:
        path = unfinished_session(self._folder)
        if path is None:
            return None
        engine = Engine.resume(path, self._clock, self._watch, admit=self._admit)
        session = engine.state.session
        self._stream_id = session.stream_id if session else None
        self._left_at = engine.state.gaps[-1].gap_from
        self._offline_at = engine.state.off_air_since
        for event in self._opening(engine.state.now):
            if is_news(event, engine.state):  # what was changed while nothing ran
                self._waiting += engine.feed(_as_saved(event))
        return engine

    def _begin_off_air(self) -> Engine:
        now = self._clock.now()
        path = off_air_path(self._folder, now)
        journal = Journal.open(path, self._header(OFF_AIR))
        engine = Engine(journal, State.fold(_latest_reminder(path)), watch=self._watch, admit=self._admit)
        engine.feed(ProgramStarted(now, __version__))
        for event in self._opening(now):
            self._waiting += engine.feed(event)
        return engine

    def _feed_all(self, *events: Event) -> None:
        for event in events:
            self._waiting += self.engine.feed(event)

    def _header(self, session_id: str) -> Header:
        # Between streams the channel may change: another log is rehearsed, the setting is mended.
        channel = self._channel if session_id else ""
        return Header(__version__, session_id, self._origin, channel)


def _latest_reminder(off_air: Path) -> Sequence[Event]:
    """Return all that is taken over from one run between streams to the next: nothing is told twice."""
    return [event for event in events_naming(off_air, "start_at") if isinstance(event, PostReminded)][-1:]


def _as_saved(event: Event) -> Event:
    """Return a reading of Settings as the save it is to a journal that knows what was in force."""
    return replace(event, is_opening=False) if isinstance(event, SettingsSaved) else event


def _says_the_same(status: LiveStatusChecked, before: LiveStatusChecked | None) -> bool:
    """Whether a poll between streams is worth no line in the off-air journal."""
    return before is not None and (status.is_live, status.reason) == (before.is_live, before.reason)
