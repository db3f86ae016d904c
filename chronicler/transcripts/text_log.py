"""Chat as text, one line of chat a line, in any of the shapes of ``text_shapes``.

Decides which lines continue the one before, which channel and stream of a file are read,
and what becomes of a line that is none; leaves times and ids to its neighbours.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from chronicler.domain.events import Event
from chronicler.transcripts import evenings
from chronicler.transcripts.people import NOBODY, PLAIN, Author, Authors, clean
from chronicler.transcripts.said import Happened, Said, told
from chronicler.transcripts.source import Source
from chronicler.transcripts.text_shapes import BADGES, SHAPES, Clock, Shape, happening
from chronicler.transcripts.times import CLOCK, DATED
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

_LONGEST: Final = 1_000
"""Characters a line of chat may have, continuation lines included: twice Twitch's limit, because
a subscription's sentence stands before the chatter's own words."""
_PEEK: Final = 40
_MOST_CHANNELS: Final = 1_000
_NOBODYS: Final = Opened(datetime(2000, 1, 1, tzinfo=UTC), "")
_UNSPOKEN: Final = re.compile(rf"\[({DATED}|{CLOCK})\]\s+(?:#([^\s:]+) ?)?(.*)")
"""A line that has its time, and nobody who says it."""


class TextLog:
    """A file of chat as text."""

    def __init__(self, source: Source, shape: Shape, head: str) -> None:
        """Bind the file; one whose lines carry dates is looked over whole."""
        self._source = source
        self._shape = shape
        self._head = head
        self._channels: Counter[str] = Counter()
        self._survey = evenings.Survey(())
        self.format: Final = shape.name
        self.about: Final = self._look_over() if shape.is_dated else About()

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return the lines as messages, and what Twitch announced in chatters' names."""
        only = opened.channel if len(self._channels) > 1 else ""
        lines = self._reading(Authors(opened, notes), notes, only).lines()
        return told(evenings.offsets(lines, self._survey, opened.started_at, notes), opened, notes)

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()

    def _look_over(self) -> About:
        reading = self._reading(Authors(_NOBODYS), Notes(), "")
        self._survey = evenings.survey(reading.times())
        self._channels = reading.channels
        busiest, starts = tuple(reading.channels.most_common()), self._survey.starts
        return About(
            channel=busiest[0][0] if busiest else "",
            started_at=starts[0] if starts else None,
            channels=busiest,
            streams=starts,
        )

    def _reading(self, authors: Authors, notes: Notes, only: str) -> "_Reading":
        return _Reading(self._source, self._shape, self._shape.clock(self._head), authors, notes, only)


def recognise(source: Source, head: str) -> TextLog | None:
    """Return the file's reader if one of its first lines is of a shape known, else ``None``."""
    first = [line.removesuffix("\r") for line in head.split("\n", _PEEK)[:_PEEK]]
    for shape in SHAPES:
        is_possible = shape.header is None or shape.header.search(head)
        if is_possible and any(shape.line.match(line) or _rare(shape, line) for line in first):
            return TextLog(source, shape, head)
    return None


@dataclass(slots=True)
class _Reading:
    """One way through a file."""

    source: Source
    shape: Shape
    clock: Clock
    authors: Authors
    notes: Notes
    only: str
    """The one channel that is read; empty for all."""
    channels: Counter[str] = field(default_factory=Counter)

    def times(self) -> Iterator[float]:
        """Yield the time of every line of chat, and count channels; names nothing."""
        pattern, clock = self.shape.line, self.clock
        at, stamp = None, ""
        for _, raw in self.source.lines(self.notes):
            match = pattern.match(raw)
            found = match.groups() if match else _rare(self.shape, raw)
            if found is not None:
                if found[0] != stamp:
                    stamp = found[0]
                    at = clock(stamp)
                if found[1]:
                    self._is_wanted(found[1].lower())
                if at is not None:
                    yield at

    def lines(self) -> Iterator[tuple[float, Said | Happened]]:
        """Yield time and line, continuation lines joined to theirs by a space, as chat shows them."""
        pattern, seen = self.shape.line, self.authors.seen
        at, stamp, author, text = None, "", NOBODY, ""
        for number, raw in self.source.lines(self.notes):
            match = pattern.match(raw)
            found = match.groups() if match else _rare(self.shape, raw)
            if found is None:
                if at is not None and self._continues(raw, text):
                    text = f"{text} {clean(raw).strip()}".strip()
                elif happened := self._unspoken(number, raw):
                    if at is not None:
                        yield at, (author, text, PLAIN)
                    at = None
                    yield happened
                continue
            if at is not None:
                yield at, (author, text, PLAIN)
            begins, channel, badges, name, text = found
            if begins != stamp or at is None:
                stamp, at = begins, self._time(number, begins)
            if channel and not self._is_wanted(channel.lower()):
                at = None
            author = seen.get((name, badges) if badges else name) or self._author(name, badges)
            if not text.isprintable():
                text = clean(text)
        if at is not None:
            yield at, (author, text, PLAIN)

    def _time(self, number: int, stamp: str) -> float | None:
        at = self.clock(stamp)
        if at is None:
            self.notes.skip(number, f"there is no such time: {stamp!r}")
        return at

    def _continues(self, raw: str, text: str) -> bool:
        is_short = len(text) + len(raw) <= _LONGEST
        return self.shape.continues and is_short and not self.shape.begins.match(raw) and bool(raw.strip())

    def _unspoken(self, number: int, raw: str) -> tuple[float, Happened] | None:
        """Return what a line that nobody says tells; count it where it tells nothing."""
        if not raw.strip(" \0") or (self.shape.header and raw.startswith("#")):
            return None
        match = _UNSPOKEN.match(raw)
        if match is not None and (not match[2] or self._is_wanted(match[2].lower())):
            at, happened = self.clock(match[1]), happening(match[3])
            if at is not None and happened is not None:
                return at, happened
        if match is None or not match[2] or self._is_wanted(match[2].lower()):
            self.notes.skip(number, f"not of the form {self.shape.form}: {raw[:60]!r}")
        return None

    def _is_wanted(self, channel: str) -> bool:
        if channel in self.channels or len(self.channels) < _MOST_CHANNELS:
            self.channels[channel] += 1
        return not self.only or channel == self.only

    def _author(self, name: str, badges: str | None) -> Author:
        bare = name.lstrip(self.shape.marks) if self.shape.marks else name
        marked = [BADGES[mark] for mark in name[: len(name) - len(bare)] if mark in BADGES]
        listed = [badge.strip().lower().replace(" ", "_") for badge in (badges or "").split(",")]
        key = (name, badges) if badges else name
        return self.authors.see(key, clean(bare).strip(), (*marked, *filter(None, listed)))


def _rare(shape: Shape, raw: str) -> tuple[str, ...] | None:
    for pattern in shape.rare:
        if match := pattern.match(raw):
            return match.groups()
    return None
