"""The room as heard: who wrote when, how dense the talk is, who is new.

Decides what is remembered of the chat while a stream runs, in bounded windows; leaves
judging a quiet to ``agent.hearthkeeper.quiet`` and whole-stream memory to the journal.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.events import (
    CHAT_CLEARED,
    ChannelNoticed,
    ChatterCleared,
    DeliveryReported,
    DeliveryState,
    Event,
    HearingGapRecorded,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    NewcomersTicked,
    StreamerSpoke,
)

TALK_WINDOW: Final = timedelta(minutes=30)
"""How far back the density of talk is measured."""
SHARE_WINDOW: Final = timedelta(hours=1)
"""The hour over which the bot's share of lines is held down."""
TIMED_LINES: Final = 20_000
"""Lines whose times are kept at most, or a raid would fill the memory and each look at them stall chat.

Where so many fall into half an hour their gaps are fractions of a second, and into an hour our lines are
nowhere near a fifth: what is decided stays the same.
"""
UNHEARD_FROM: Final = timedelta(seconds=2)
"""A gap in hearing of at least this length may have hidden a line; a move to another socket,
while the old one listens on, takes less."""
HEARS: Final = frozenset(
    {
        MessageReceived, StreamerSpoke, DeliveryReported, MessageFlagged, MessageDeleted,
        ChatterCleared, HearingGapRecorded, ChannelNoticed, NewcomersTicked,
    }
)  # fmt: skip
"""The types of event that change the room."""
RECENT_LINES: Final = 80
RECENT_SENTENCES: Final = 60
"""Of the streamer's, where captions tell them: some minutes of talk."""
KNOWN_NAMES: Final = 2000
NEWCOMERS: Final = 50
FLAGS: Final = 20


class Author(Enum):
    """Whose a line was, for the bot's share."""

    HUMAN = "human"
    BOT = "bot"
    OURS = "ours"


@dataclass(slots=True)
class Newcomer:
    """Somebody's first line, and whether anyone took it up."""

    message: Message
    is_answered: bool = False
    is_ticked: bool = False
    """Whether the streamer ticked them on Tonight."""

    def is_named(self, lowered: str) -> bool:
        """Return whether a text, case-folded, holds their name."""
        names = (self.message.login, self.message.display_name)
        return any(name and name.casefold() in lowered for name in names)


@dataclass(slots=True)
class Flagged:
    """A line the Warden flagged, and why."""

    message: Message
    flag: MessageFlagged


@dataclass(slots=True)
class Room:
    """Everything the modes may know of the talk, bounded in size."""

    recent: deque[Message] = field(default_factory=lambda: deque(maxlen=RECENT_LINES))
    """The latest human lines."""
    human_times: deque[datetime] = field(default_factory=lambda: deque(maxlen=TIMED_LINES))
    """Times of human lines within :data:`TALK_WINDOW`, the latest :data:`TIMED_LINES` at most."""
    line_times: deque[tuple[datetime, Author]] = field(default_factory=lambda: deque(maxlen=TIMED_LINES))
    """Times of all lines within :data:`SHARE_WINDOW`, with whose each was; the latest as well."""
    spoken: deque[StreamerSpoke] = field(default_factory=lambda: deque(maxlen=RECENT_SENTENCES))
    """The streamer's latest sentences, where their words are known."""
    last_human_at: datetime | None = None
    unheard_until: datetime | None = None
    """End of the latest gap in hearing in which somebody may have written."""
    spoke_until: datetime | None = None
    """End of the latest speech heard of the streamer; whether any can be heard is in ``agent.ears``."""
    names: dict[str, str] = field(default_factory=dict)
    """Logins heard, with their display names, latest last."""
    newcomers: dict[str, Newcomer] = field(default_factory=dict)
    flagged: list[Flagged] = field(default_factory=list)
    """The latest lines the Warden flagged."""
    messages: int = 0
    human_messages: int = 0
    own_messages: int = 0

    def apply(self, event: Event) -> None:
        """Fold one event into the room; events that are not its business change nothing."""
        match event:
            case MessageReceived():  # first: nearly every event is one
                self._hear(event.message)
            case StreamerSpoke():
                self._hear_streamer(event)
            case DeliveryReported(state=DeliveryState.SENT | DeliveryState.UNKNOWN):
                self.own_messages += 1
                self._count_line(event.at, Author.OURS)
            case HearingGapRecorded() if event.at - event.gap_from >= UNHEARD_FROM:
                self.unheard_until = event.at
            case MessageFlagged():
                self._flag(event)
            case MessageDeleted():
                self._forget(lambda m: m.message_id == event.message_id)
            case ChatterCleared():
                self._forget(lambda m: m.login == event.login)
            case ChannelNoticed(kind=kind) if kind == CHAT_CLEARED:
                self._forget(lambda _: True)
            case NewcomersTicked():
                self._tick(event)
            case _:
                pass

    def _hear(self, message: Message) -> None:
        if message.is_own:
            return  # counted at its delivery; Twitch's echo may come late or never
        self.messages += 1
        if not message.source_channel:
            self._count_line(message.at, Author.HUMAN if message.is_human else Author.BOT)
        if not message.is_human:
            return
        self.human_messages += 1
        self.last_human_at = message.at
        self.recent.append(message)
        self.human_times.append(message.at)
        horizon = message.at - TALK_WINDOW
        while self.human_times[0] < horizon:
            self.human_times.popleft()
        self._remember_name(message)
        if self.newcomers or message.is_first:
            self._greet(message)

    def _count_line(self, at: datetime, author: Author) -> None:
        lines = self.line_times
        lines.append((at, author))
        horizon = at - SHARE_WINDOW
        while lines[0][0] < horizon:
            lines.popleft()

    def _remember_name(self, message: Message) -> None:
        self.names.pop(message.login, None)
        self.names[message.login] = message.display_name
        if len(self.names) > KNOWN_NAMES:
            del self.names[next(iter(self.names))]

    def _greet(self, message: Message) -> None:
        lowered = message.text.casefold()
        for login, newcomer in self.newcomers.items():
            if login != message.login and not newcomer.is_answered:
                is_reply = message.reply_to == newcomer.message.message_id
                newcomer.is_answered = is_reply or newcomer.is_named(lowered)
        if message.is_first and len(self.newcomers) < NEWCOMERS:
            self.newcomers.setdefault(message.login, Newcomer(message))

    def _hear_streamer(self, speech: StreamerSpoke) -> None:
        until = speech.at + timedelta(seconds=speech.seconds)
        self.spoke_until = max(until, self.spoke_until or until)
        if speech.text:
            self.spoken.append(speech)
        lowered = speech.text.casefold()
        for newcomer in self.newcomers.values():
            if newcomer.is_named(lowered):
                newcomer.is_answered = True

    def _tick(self, read: NewcomersTicked) -> None:
        for newcomer in self.newcomers.values():
            newcomer.is_ticked = newcomer.message.message_id in read.message_ids

    def _flag(self, flag: MessageFlagged) -> None:
        found = next((m for m in reversed(self.recent) if m.message_id == flag.message_id), None)
        if found is not None:
            self.flagged.append(Flagged(found, flag))
            del self.flagged[:-FLAGS]

    def _forget(self, is_meant: Callable[[Message], bool]) -> None:
        self.recent = deque((replace(m, text="") if is_meant(m) else m for m in self.recent), RECENT_LINES)
        kept: list[Newcomer | Flagged] = [*self.newcomers.values(), *self.flagged]
        for heard in kept:
            if is_meant(heard.message):
                heard.message = replace(heard.message, text="")

    def gaps(self, now: datetime) -> Iterator[timedelta]:
        """Yield the gaps between consecutive human lines of the last 30 minutes."""
        horizon = now - TALK_WINDOW
        times = [t for t in self.human_times if t >= horizon]
        return (later - earlier for earlier, later in pairwise(times))

    def lines_since(self, since: datetime) -> Counter[Author]:
        """Return how many lines of each kind there were after ``since``."""
        return Counter(author for at, author in self.line_times if at > since)


def waiting(newcomers: Iterable[Newcomer], now: datetime, after: timedelta) -> tuple[Message, ...]:
    """Return the first lines that nobody has taken up within ``after``, earliest first."""
    open_ones = (n for n in newcomers if not (n.is_answered or n.is_ticked))
    return tuple(n.message for n in open_ones if now - n.message.at >= after)
