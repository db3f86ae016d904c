"""The evening's numbers, each with its n.

Decides what is counted, and how, for the ledger; leaves statistics over several streams to
``analysis`` and the archive.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

from chronicler.domain.events import DeliveryState
from chronicler.domain.record import Prompt, SessionRecord

BUSY_WINDOW: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Figures:
    """Counts over one record; computed when asked for."""

    record: SessionRecord

    @cached_property
    def chatters(self) -> int:
        """People who wrote at least one line; lines without a login count as one person."""
        return len({m.login for m in self.record.messages if m.is_human})

    @cached_property
    def lines(self) -> int:
        """Lines written by people in this channel."""
        return sum(m.is_human for m in self.record.messages)

    @cached_property
    def own_lines(self) -> int:
        """Lines the Hearthkeeper said, with those whose delivery is unknown."""
        return len(self.said)

    @cached_property
    def said(self) -> tuple[Prompt, ...]:
        """The Hearthkeeper's lines that were, or may have been, heard."""
        heard = (DeliveryState.SENT, DeliveryState.UNKNOWN)
        return tuple(p for p in self.record.prompts if p.state in heard)

    @cached_property
    def bot_lines(self) -> int:
        """Lines of other bots."""
        return sum(m.is_bot and not m.is_own for m in self.record.messages)

    @cached_property
    def guest_lines(self) -> int:
        """Lines from another channel's shared chat."""
        return sum(bool(m.source_channel) and not m.is_bot for m in self.record.messages)

    @property
    def all_lines(self) -> int:
        """Every line of this channel's chat: people, bots and ours."""
        return self.lines + self.bot_lines + self.own_lines

    @cached_property
    def longest_quiet(self) -> tuple[datetime, datetime]:
        """The longest stretch without a line by a person, from start to end of the stream."""
        record = self.record
        written = [m.at for m in record.messages if m.is_human]
        inside = [at for at in written if record.session.started_at <= at <= record.ended_at]
        times = [record.session.started_at, *sorted(inside), record.ended_at]
        return max(pairwise(times), key=lambda pair: (pair[1] - pair[0], -pair[0].timestamp()))

    @cached_property
    def busiest(self) -> tuple[datetime, int] | None:
        """The busiest five minutes of the clock of the stream, and the lines in them."""
        start = self.record.session.started_at
        bins = Counter((m.at - start) // BUSY_WINDOW for m in self.record.messages if m.is_human)
        if not bins:
            return None
        which, lines = min(bins.items(), key=lambda item: (-item[1], item[0]))
        return start + which * BUSY_WINDOW, lines

    @property
    def minutes(self) -> int:
        """The stream's length in whole minutes."""
        return round(self.record.duration.total_seconds() / 60)
