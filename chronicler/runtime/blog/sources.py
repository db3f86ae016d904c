"""Everything that a draft may quote: what streams heard, and what the streamer wrote for them.

Decides what counts as said (chat that still stands, the streamer aloud and in jottings, the
Hearthkeeper's lines, pages and titles) and who said it, and keeps apart what was removed since
or is nobody's any more. Leaves comparing to ``analysis.quoting``. Blocking.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from operator import itemgetter
from pathlib import Path
from typing import Final

from chronicler.analysis.quotations import plain
from chronicler.analysis.quoting import words_of
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.actions import SendLine
from chronicler.domain.chat import Message
from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    DashboardAdopted,
    DashboardSaved,
    Event,
    JottingSeen,
    MessageDeleted,
    MessageReceived,
    OwnNotesRead,
    SessionStarted,
    StreamerSpoke,
)
from chronicler.notes.lines import jotting_block, speech_block
from chronicler.notes.paths import message_block
from chronicler.notes.untrusted import clean

STREAMER: Final = frozenset({"i", "me", "you", "we"})
"""How a text calls its own author."""
BOT: Final = frozenset({"hearthkeeper", "steward", "the hearthkeeper", "the steward"})


class State(StrEnum):
    """Whether something may be quoted."""

    STANDS = "stands"
    REMOVED = "removed"
    """A moderator took it out."""
    FORGOTTEN = "forgotten"
    """Whoever wrote it is kept no more."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that was said or written."""

    words: str
    """As ``analysis.quoting`` compares them; empty where none are kept."""
    text: str
    who: frozenset[str]
    """What whoever said it may be called, in lower case; empty where it has no speaker, as a title."""
    shown: str
    """How the speaker is shown."""
    session: str
    at: datetime
    block: str = ""
    """Block id of its line in the ledger; empty where it has none."""
    state: State = State.STANDS


@dataclass(slots=True)
class _Reading:
    """A journal while it is read."""

    session: str
    channel: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    others: list[Source] = field(default_factory=list)
    aloud: list[StreamerSpoke] = field(default_factory=list)
    jotted: list[JottingSeen] = field(default_factory=list)

    def turn(self, event: Event) -> None:
        match event:
            case SessionStarted(channel=channel, title=title):
                self.channel = channel
                self._page(event.at, title)
            case MessageReceived(message=message):
                self.messages.setdefault(message.message_id, message)
            case MessageDeleted(message_id=message_id):
                self.removed.add(message_id)
            case ChatterCleared(login=login):
                self.removed |= {m.message_id for m in self.messages.values() if m.login == login}
            case ChannelNoticed(kind=kind) if kind == CHAT_CLEARED:
                self.removed |= set(self.messages)
            case ActionQueued(action=SendLine(text=text)):
                words = words_of(clean(text))
                self.others.append(Source(words, text, BOT, "the Hearthkeeper", self.session, event.at))
            case _:
                self._turn_own(event)

    def _turn_own(self, event: Event) -> None:
        """Take in what is the streamer's own."""
        match event:
            case StreamerSpoke(text=text) if text.strip():
                self.aloud.append(event)
            case JottingSeen():
                self._jot(event)
            case ChannelUpdated(title=title) | DashboardAdopted(theme_to=title):
                self._page(event.at, title)
            case DashboardSaved(note=note):
                for told in _told_on(note.properties, note.body, note.path):
                    self._page(event.at, told)
            case OwnNotesRead(passages=passages):
                for passage in passages:
                    self._page(event.at, passage.quote)
            case _:
                pass

    def _jot(self, jotting: JottingSeen) -> None:
        """Keep the time of a jotting that is completed, as the ledger does."""
        for number, earlier in enumerate(self.jotted):
            if jotting.replaces and earlier.text == jotting.replaces:
                self.jotted[number] = replace(jotting, at=earlier.at)
                return
        self.jotted.append(jotting)

    def _page(self, at: datetime, text: str) -> None:
        if words := words_of(clean(plain(text))):
            self.others.append(Source(words, text, frozenset(), "", self.session, at))

    def _of_the_streamer(self, at: datetime, text: str, block: str) -> None:
        who = STREAMER | {self.channel.casefold()}
        self.others.append(Source(words_of(clean(plain(text))), text, who, "you", self.session, at, block))

    def sources(self) -> Iterator[Source]:
        for message in self.messages.values():
            yield self._of_message(message)
        for this, following in zip_longest(self.aloud, self.aloud[1:]):
            self._of_the_streamer(this.at, this.text, speech_block(this))
            if following is not None:  # captions break a sentence where they like
                self._of_the_streamer(this.at, f"{this.text} {following.text}", speech_block(this))
        for jotting in self.jotted:
            self._of_the_streamer(jotting.at, jotting.text, jotting_block(jotting))
        yield from self.others

    def _of_message(self, message: Message) -> Source:
        who = frozenset(name.casefold() for name in (message.login, message.display_name) if name)
        who |= STREAMER if message.is_broadcaster else frozenset()
        who |= BOT if message.is_own else frozenset()
        return Source(
            words_of(clean(message.text)),
            message.text,
            who,
            message.display_name or message.login or "somebody",
            self.session,
            message.at,
            message_block(message.message_id),
            _state_of(message, is_removed=message.message_id in self.removed),
        )


def _state_of(message: Message, *, is_removed: bool) -> State:
    if message.withheld:
        return State.FORGOTTEN
    return State.REMOVED if is_removed else State.STANDS


def _told_on(properties: Mapping[str, object], body: str, path: str) -> Iterator[str]:
    board = parse_dashboard(properties, body, path=path).dashboard
    yield from (board.stream_title, board.content_angle, board.go_live_notification, board.social_post)
    yield from (*board.session_goals, *board.topics, *board.kindling)


def sources_in(journal: Path) -> tuple[Source, ...]:
    """Return everything that a journal says was said or written, in its order.

    Raises:
        ArchiveError: it cannot be read.
    """
    reading = _Reading(read_header(journal).session)
    for event in map(itemgetter(1), read_journal(journal)):
        reading.turn(event)
    return tuple(reading.sources())


def journals_holding(journals: Iterable[Path], word: str) -> list[Path]:
    """Return those journals in which a word, in lower case, stands; of one that is no plain text, all."""
    needle = word.encode()
    if not word.isascii() or not word:
        return list(journals)
    return [path for path in journals if _holds(path, needle)]


def _holds(path: Path, needle: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return any(needle in line.lower() for line in file)
    except OSError:
        return False
