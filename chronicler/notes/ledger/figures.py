"""The evening's numbers, each with its n.

Decides what is counted, and how, for the ledger and its picture; leaves statistics over
several streams to ``analysis`` and the archive. A stream's lines are counted once.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

from chronicler.domain.events import DeliveryState
from chronicler.domain.record import Prompt, SessionRecord, people_of

BUSY_WINDOW: Final = timedelta(minutes=5)
_BUSY_MINUTES: Final = 5


@dataclass(slots=True)
class _Lines:
    """What one look at every line tells."""

    people: set[str]
    seconds: list[float]
    """Of people's lines, from the stream's start, in the order kept."""
    bots: int
    guests: int


@dataclass(frozen=True)
class Figures:
    """Counts over one record; computed when asked for."""

    record: SessionRecord

    @cached_property
    def _lines(self) -> _Lines:
        start = self.record.session.started_at
        human = [message for message in self.record.messages if message.is_human]
        others = [message for message in self.record.messages if not message.is_human]
        return _Lines(
            people={message.login for message in human},
            seconds=[(message.at - start).total_seconds() for message in human],
            bots=sum(message.is_bot and not message.is_own for message in others),
            guests=sum(bool(message.source_channel) and not message.is_bot for message in others),
        )

    @property
    def chatters(self) -> int:
        """People who wrote at least one line, as :func:`~chronicler.domain.record.people_of` counts them."""
        return people_of(self._lines.people)

    @property
    def lines(self) -> int:
        """Lines written by people in this channel."""
        return len(self._lines.seconds)

    @cached_property
    def own_lines(self) -> int:
        """Lines the Hearthkeeper said, with those whose delivery is unknown."""
        return len(self.said)

    @cached_property
    def said(self) -> tuple[Prompt, ...]:
        """The Hearthkeeper's lines that were, or may have been, heard."""
        heard = (DeliveryState.SENT, DeliveryState.UNKNOWN)
        return tuple(p for p in self.record.prompts if p.state in heard)

    @property
    def bot_lines(self) -> int:
        """Lines of other bots."""
        return self._lines.bots

    @property
    def guest_lines(self) -> int:
        """Lines from another channel's shared chat."""
        return self._lines.guests

    @property
    def all_lines(self) -> int:
        """Every line of this channel's chat: people, bots and ours."""
        return self.lines + self.bot_lines + self.own_lines

    @cached_property
    def longest_quiet(self) -> tuple[datetime, datetime]:
        """The longest stretch without a line by a person, from start to end of the stream."""
        start, whole = self.record.session.started_at, self.record.duration.total_seconds()
        inside = sorted(at for at in self._lines.seconds if 0 <= at <= whole)
        quiets = ((end - begin, -begin, end) for begin, end in pairwise([0.0, *inside, whole]))
        _, begin, end = max(quiets)
        return start - timedelta(seconds=begin), start + timedelta(seconds=end)

    @cached_property
    def per_minute(self) -> Counter[int]:
        """People's lines by the minute of the stream; negative before it."""
        return Counter([int(at // 60) for at in self._lines.seconds])

    @cached_property
    def busiest(self) -> tuple[datetime, int] | None:
        """The busiest five minutes of the clock of the stream, and the lines in them."""
        bins: Counter[int] = Counter()
        for minute, lines in self.per_minute.items():
            bins[minute // _BUSY_MINUTES] += lines
        if not bins:
            return None
        which, most = min(bins.items(), key=lambda item: (-item[1], item[0]))
        return self.record.session.started_at + which * BUSY_WINDOW, most

    @property
    def minutes(self) -> int:
        """The stream's length in whole minutes."""
        return round(self.record.duration.total_seconds() / 60)
