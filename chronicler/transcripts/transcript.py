"""A recorded stream as values: where it began, what happened, what could not be read.

Decides the shape every format is read into and how unreadable lines are counted; leaves
recognising a format to ``opening`` and each format's own rules to its module.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal, Protocol

from chronicler.domain.events import Event

LONGEST_TEXT: Final = 2000
"""Characters of a line that are kept; Twitch sends at most 500."""
NAMED_LINES: Final = 100
"""How many unreadable lines are named; all are counted."""


class StartedFrom(StrEnum):
    """What told when the stream began, in the order in which it is believed."""

    OPTION = "option"
    LOG = "log"
    VOD_JSON = "vod.json"
    FILE_NAME = "file name"
    UNKNOWN = "unknown"


class ChannelFrom(StrEnum):
    """What told whose stream it is, in the order in which it is believed."""

    OPTION = "option"
    LOG = "log"
    VOD_JSON = "vod.json"
    FILE_NAME = "file name"
    OWN = "own channel"
    FOLDER = "folder"
    UNKNOWN = "unknown"

    @property
    def is_guess(self) -> bool:
        """Whether nothing about the log itself told it."""
        return self in (ChannelFrom.OWN, ChannelFrom.FOLDER)


@dataclass(frozen=True, slots=True)
class Skipped:
    """The lines of a log that could not be read."""

    count: int = 0
    lines: tuple[tuple[int, str], ...] = ()
    """Line number (of a JSON log: the comment's number), from 1, and reason; the first hundred."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Something the streamer did in the vault while the stream ran."""

    at: datetime
    kind: Literal["dashboard", "jot"]
    text: str
    """The dashboard note's whole new text, or the one line jotted down."""
    name: str = ""
    """The file the dashboard's text came from, for people."""


@dataclass(frozen=True, slots=True)
class About:
    """What a log, or what lies beside it, says about its stream."""

    channel: str = ""
    title: str = ""
    category: str = ""
    started_at: datetime | None = None
    duration: timedelta | None = None
    channels: tuple[tuple[str, int], ...] = ()
    """All channels heard in the log with their lines, the busiest first, where it names them."""
    streams: tuple[datetime, ...] = ()
    """When each stream in the log begins, where its lines tell; usually one."""


@dataclass(slots=True)
class Notes:
    """What is learned about a log while it is read; each reading begins a new one."""

    skipped: int = 0
    named: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_cut: bool = False
    """The file ended before its content did, so its last line is not to be trusted."""

    announced: int = 0
    """Lines that were Twitch's own sentence and nobody's words."""

    def skip(self, line: int, reason: str) -> None:
        """Count a line that could not be read, and name it while there is room."""
        self.skipped += 1
        if len(self.named) < NAMED_LINES:
            self.named.append((line, reason))

    def warn(self, text: str) -> None:
        """Say something about the log as a whole, once."""
        if text not in self.warnings:
            self.warnings.append(text)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a format needs to know to turn its lines into events."""

    started_at: datetime
    channel: str
    known_bots: frozenset[str] = frozenset()


class Log(Protocol):
    """One format's reader, bound to one file."""

    @property
    def format(self) -> str:
        """The format's name, for people."""
        ...

    @property
    def about(self) -> About:
        """What the log itself says about its stream."""
        ...

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield what happened, in order of stream time, stable on ties."""
        ...

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return what the streamer did in the vault meanwhile, in order."""
        ...


class Transcript:
    """A recorded stream, opened; its lines are read anew by every call of :meth:`events`."""

    def __init__(
        self,
        log: Log,
        opened: Opened,
        about: About,
        started_from: StartedFrom,
        warnings: Sequence[str],
        *,
        channel_from: ChannelFrom,
    ) -> None:
        """Bind a log to the start and channel that were settled on."""
        self.format: Final = log.format
        self.channel: Final = opened.channel
        self.title: Final = about.title
        self.category: Final = about.category
        self.started_at: Final = opened.started_at
        self.started_from: Final = started_from
        self.channel_from: Final = channel_from
        self.duration: Final = about.duration
        """The length its source states, ``None`` where none does; lines may lie beyond it."""
        self.streams: Final = about.streams
        """When each stream in the file begins; where there are several, one of them is read."""
        self._log = log
        self._opened = opened
        self._about = about
        self._opening_warnings = tuple(warnings)
        self._notes = Notes()

    def through(self, wrap: Callable[[Log], Log]) -> "Transcript":
        """Return the same recording, its lines read through ``wrap``."""
        return Transcript(
            wrap(self._log),
            self._opened,
            self._about,
            self.started_from,
            self._opening_warnings,
            channel_from=self.channel_from,
        )

    def events(self) -> Iterator[Event]:
        """Return what happened, in order of stream time; lines of one time keep their order."""
        self._notes = Notes()
        return self._log.events(self._opened, self._notes)

    def edits(self) -> Sequence[Edit]:
        """Return what the streamer did in the vault meanwhile, in order of time.

        At equal times an edit comes before the events.
        """
        return self._log.edits(self._opened)

    @property
    def skipped(self) -> Skipped:
        """The lines that could not be read, complete once :meth:`events` ran to its end."""
        return Skipped(self._notes.skipped, tuple(self._notes.named))

    @property
    def announced(self) -> int:
        """How many lines were Twitch's own sentence alone, complete as :attr:`skipped` is."""
        return self._notes.announced

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know about this log, complete once :meth:`events` ran to its end."""
        return (*self._opening_warnings, *self._notes.warnings)
