"""What is known of the room around a silence, cut from a stream's record.

Decides how far around a silence chat is read, who counts as having been there, and for
which stretches silence was asked; leaves weighing any of it to ``contemplation``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from chronicler.analysis.lines import Line, chatter_of, names_in, read_lines
from chronicler.analysis.sayings import Sayings
from chronicler.analysis.silence import Gap
from chronicler.analysis.themes import theme_stems
from chronicler.domain.chat import Message
from chronicler.domain.dashboard import Silence
from chronicler.domain.events import (
    ChannelUpdated,
    DeliveryState,
    HearingGapRecorded,
    HushChanged,
    StreamerSpoke,
)
from chronicler.domain.record import SessionRecord

AROUND: Final = timedelta(minutes=10)
"""What counts as before and after a silence."""
_HEARD: Final = (DeliveryState.SENT, DeliveryState.UNKNOWN)
PRESENT: Final = timedelta(minutes=30)
"""Somebody who wrote within this is taken to be in the room."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of an evening when its silences are read."""

    began_at: datetime
    ended_at: datetime
    lines: tuple[Line, ...]
    """The talk of people around its silences, in order of time."""
    sayings: Sayings = field(default_factory=lambda: Sayings(()))
    """Who said which word in them, by which a word is rare or common here."""
    seen: Mapping[str, Gap] = field(default_factory=dict)
    """From each chatter's first line to their last."""
    streamer: str = ""
    """The streamer's login."""
    spoken: tuple[StreamerSpoke, ...] = ()
    """Empty where nothing tells when the streamer spoke."""
    meant: tuple[Gap, ...] = ()
    """Stretches for which silence was asked: by the dashboard, or with a hush."""
    theme: frozenset[str] = frozenset()
    titles: tuple[ChannelUpdated, ...] = ()
    unheard: tuple[HearingGapRecorded, ...] = ()
    said: tuple[datetime, ...] = ()
    """When the Hearthkeeper spoke."""
    is_over: bool = True
    """Whether the stream has ended; while it runs, the last silence has no after."""

    def between(self, since: datetime, until: datetime) -> tuple[Line, ...]:
        """Return the lines after ``since`` up to ``until``, both ends included."""
        return tuple(line for line in self.lines if since <= line.message.at <= until)

    def by_others(self, since: datetime, until: datetime) -> list[Line]:
        """Return the lines of anybody but the streamer, who may go on writing in an empty room."""
        return [line for line in self.between(since, until) if not self.is_own(line)]

    def is_own(self, line: Line) -> bool:
        """Return whether the streamer wrote a line."""
        return line.message.is_broadcaster or line.chatter == self.streamer

    def lately(self, gap: Gap) -> set[str]:
        """Return who was talking as a silence began, the streamer left out."""
        return {line.chatter for line in self.by_others(gap.began_at - AROUND, gap.began_at)}

    def present(self, gap: Gap) -> set[str]:
        """Return who is taken to be in the room as a silence begins, the streamer left out."""
        return {line.chatter for line in self.by_others(gap.began_at - PRESENT, gap.began_at)}


def room_of(record: SessionRecord, gaps: Sequence[Gap], *, is_over: bool = True) -> Room:
    """Return what a stream's record tells about these silences of it."""
    session = record.session
    near = tuple(_around(record.messages, gaps))
    texts = [span.theme for span in record.themes]
    texts += record.dashboard.topics if record.dashboard else ()
    left_out = record.removed.union(flag.message_id for flag in record.flags)
    names = names_in(near, session.channel)
    lines = tuple(read_lines(near, session.started_at, left_out=left_out, names=names))
    return Room(
        began_at=session.started_at,
        ended_at=record.ended_at,
        lines=lines,
        sayings=Sayings(lines),
        seen=_seen(record.messages),
        streamer=session.channel.lower(),
        spoken=record.spoken,
        meant=tuple(_asked_for(record)),
        theme=theme_stems(texts),
        titles=record.titles,
        unheard=record.gaps,
        said=tuple(prompt.at for prompt in record.prompts if prompt.state in _HEARD),
        is_over=is_over,
    )


def _around(messages: Sequence[Message], gaps: Sequence[Gap]) -> Iterator[Message]:
    """Yield the messages near any of the gaps, each once: a busy evening is not read whole."""
    spans = [(gap.began_at - PRESENT, gap.ended_at + AROUND) for gap in gaps]
    for message in messages:
        if message.is_human and any(since <= message.at <= until for since, until in spans):
            yield message


def _seen(messages: Sequence[Message]) -> dict[str, Gap]:
    seen: dict[str, Gap] = {}
    for message in messages:
        if message.is_human:
            who = chatter_of(message)
            first = seen[who].began_at if who in seen else message.at
            seen[who] = Gap(first, message.at)
    return seen


def _asked_for(record: SessionRecord) -> Iterator[Gap]:
    for quiet in record.quiets:
        if quiet.reason in ("contemplative", "hushed"):
            yield Gap(quiet.began_at, quiet.at)
    hushes = [hush for hush in record.hushes if isinstance(hush, HushChanged)]
    for hush, changed in zip_longest(hushes, hushes[1:]):
        if hush.until is not None:
            yield Gap(hush.at, min(hush.until, changed.at) if changed else hush.until)
    if record.dashboard and record.dashboard.silence is Silence.CONTEMPLATIVE and record.themes:
        yield Gap(record.themes[-1].at, record.ended_at)
