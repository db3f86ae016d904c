"""A recorded chat with fewer people in it: a busy room made as quiet as a small one.

Decides who stays: each login by its own lot, so the same seed keeps the same people in
every log and at every reading, and a larger share keeps all whom a smaller one kept. The
streamer and bots stay, raids too; whoever leaves takes all their lines along, and the stream
lasts as long as it did. Leaves
reading the log to its format.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.counted import percent
from chronicler.domain.events import (
    ChannelNoticed,
    ChatterCleared,
    Event,
    LiveStatusChecked,
    MessageDeleted,
    MessageReceived,
)
from chronicler.errors import UserError
from chronicler.transcripts.transcript import About, Edit, Log, Notes, Opened

_LOTS: Final = 2**64


@dataclass(frozen=True, slots=True)
class Thinning:
    """Which people of a recording stay."""

    share: float
    """Share of the people who stay, above 0 and at most 1."""
    seed: int = 1

    def keeps(self, login: str) -> bool:
        """Return whether a person stays."""
        digest = hashlib.sha256(f"{self.seed}\0{login}".encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") < self.share * _LOTS

    def keeps_line(self, message: Message) -> bool:
        """Return whether a line stays; one whose author Twitch no longer names draws its own lot."""
        stays_anyway = message.is_broadcaster or not message.is_human
        return stays_anyway or self.keeps(message.login or message.message_id)

    def told_of(self, events: Iterable[Event]) -> str:
        """Return how many of the people in a recording stay, and by which lot."""
        sieve = _Sieve(self)
        for _ in sieve.sift(events):
            pass
        return f"{sieve.told}, thinned to {self.text}"

    @property
    def text(self) -> str:
        """The thinning in words, such as ``10% of the people (seed 1)``."""
        return f"{percent(self.share, None)} of the people (seed {self.seed})"


def read_share(typed: str) -> float:
    """Return the share that ``10%`` or ``0.1`` stands for.

    Raises:
        UserError: it is no share of anything.
    """
    text = typed.strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise UserError(f"{typed!r} is no share of the people; write one like 10% or 0.1")
    return share


def thinned(events: Iterable[Event], thinning: Thinning) -> Iterator[Event]:
    """Yield the events that are left when most people are gone, in the same order."""
    return _Sieve(thinning).sift(events)


class ThinnedLog:
    """A log of any format, read through a sieve."""

    def __init__(self, log: Log, thinning: Thinning) -> None:
        """Read ``log`` with only some of its people."""
        self._log = log
        self._thinning = thinning
        self.format: Final = log.format
        self.about: Final[About] = log.about

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield what happened among those who stay; at the end say in ``notes`` how many they are."""
        sieve, end = _Sieve(self._thinning), opened.started_at
        for event in sieve.sift(self._log.events(opened, notes)):
            end = event.at
            yield event
        if sieve.last_at is not None and sieve.last_at > end:
            # Whoever spoke last has left, but the stream was on until then.
            yield LiveStatusChecked(sieve.last_at, is_live=True)
        notes.warn(f"thinned to {self._thinning.text}: {sieve.told} stay")

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return what the streamer did in the vault: the streamer stays."""
        return self._log.edits(opened)


class _Sieve:
    """Lets through what those who stay said and did."""

    def __init__(self, thinning: Thinning) -> None:
        self.stay: Final[set[str]] = set()
        self.gone: Final[set[str]] = set()
        self._thinning = thinning
        self._lines: set[str] = set()
        """Ids of the lines that stay."""
        self.last_at: datetime | None = None
        """When the last thing happened, whether it stays or not."""

    @property
    def told(self) -> str:
        """How many stay, such as ``12 of 140``; complete once everything was sifted."""
        return f"{len(self.stay):,} of {len(self.stay) + len(self.gone):,}"

    def sift(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            self.last_at = event.at
            if self._stays(event):
                yield event

    def _stays(self, event: Event) -> bool:
        match event:
            case MessageReceived(message=message):
                return self._hear(message)
            case MessageDeleted(message_id=message_id):
                return message_id in self._lines
            case ChatterCleared(login=login) | ChannelNoticed(login=login) if login:
                return login in self.stay or (login not in self.gone and self._thinning.keeps(login))
            case _:
                return True

    def _hear(self, message: Message) -> bool:
        stays = self._thinning.keeps_line(message)
        if message.is_human:
            (self.stay if stays else self.gone).add(message.login)
        if stays:
            self._lines.add(message.message_id)
        return stays
