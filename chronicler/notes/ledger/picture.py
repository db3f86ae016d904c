"""The evening as one small picture: when people wrote, and what happened meanwhile.

Decides what the ledger's picture counts and marks, where it lies and what is said of it in
words for readers who see no picture. Leaves shapes and colours to ``picture_drawing``. No
chat stands in it: forgetting somebody leaves it as it is.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Final

from chronicler.domain.record import ThemeSpan
from chronicler.notes.evening import Evening
from chronicler.notes.ledger.picture_drawing import Drawing, Mark, Tick, draw
from chronicler.notes.links import embed
from chronicler.notes.wording import clock, count, listing, paragraphs

LEAST: Final = timedelta(minutes=10)
"""A shorter stream has nothing to show over time."""
_BIN_MINUTES: Final = (5, 10, 15, 30, 60)
_MOST_BINS: Final = 144
_TICK_MINUTES: Final = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_MOST_TICKS: Final = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a file of the vault."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Talk:
    """What the picture of one evening shows."""

    evening: Evening

    @property
    def path(self) -> str:
        """Where it lies: in a folder beside the ledger, under the ledger's own name."""
        folder, _, name = self.evening.ledger.rpartition("/")
        return f"{folder}/Pictures/{name.removesuffix('.md').replace(' Ledger', '')} Talk.svg"

    @property
    def is_worth_it(self) -> bool:
        """Whether there is anything to see: a line by somebody, and time for it."""
        return self.evening.record.duration >= LEAST and any(self.bins)

    @property
    def content(self) -> bytes:
        """The picture's bytes; the same evening gives the same."""
        return draw(
            Drawing(
                bins=self.bins,
                bin_seconds=self.bin_minutes * 60,
                seconds=self._seconds,
                ticks=tuple(self._ticks()),
                marks=tuple(self._marks()),
                quiets=tuple(self._quiets()),
                described=self.described,
            )
        )

    @cached_property
    def bin_minutes(self) -> int:
        """How many minutes a bar stands for: five, more only where bars would grow too thin."""
        minutes = self._seconds / 60
        return next((size for size in _BIN_MINUTES if minutes / size <= _MOST_BINS), _BIN_MINUTES[-1])

    @cached_property
    def bins(self) -> tuple[int, ...]:
        """People's lines by bar, from the stream's start; what lies outside the stream is not counted."""
        size, bins = self.bin_minutes, Counter[int]()
        for minute, lines in self.evening.figures.per_minute.items():
            bins[minute // size] += lines
        return tuple(bins[bin_] for bin_ in range(-int(-self._seconds // (size * 60))))

    @cached_property
    def described(self) -> str:
        """What the picture shows, in one sentence a part."""
        start, size = self.evening.session.started_at, timedelta(minutes=self.bin_minutes)
        most = max(self.bins, default=0)
        fullest = clock(start + self.bins.index(most) * size, self._zone) if most else ""
        empty = sum(lines == 0 for lines in self.bins)
        told = f"Lines by people in every {self.bin_minutes} minutes: {sum(self.bins):,} in all"
        told += f", most from {fullest} ({most:,})"
        told += f"; {empty:,} of {len(self.bins):,} bars are empty." if empty else "."
        marks = Counter(mark.kind for mark in self._marks())
        if "theme" in marks:  # one that came back is marked twice, and is one theme
            marks["theme"] = len({span_.theme.casefold() for span_ in self._new_themes})
        named = [count(n, *_NAMES[kind]) for kind, n in marks.items()]
        quiets = [count(len(self.evening.record.quiets), "long quiet")] if self.evening.record.quiets else []
        return f"{told} Marked: {listing([*named, *quiets])}." if named or quiets else told

    @property
    def _seconds(self) -> float:
        return max(0.0, self.evening.record.duration.total_seconds())

    @property
    def _zone(self) -> tzinfo:
        return self.evening.place.timezone

    @cached_property
    def _new_themes(self) -> tuple[ThemeSpan, ...]:
        """The saves that brought another theme than the one that held last."""
        new: list[ThemeSpan] = []
        for span_ in self.evening.record.themes:
            if span_.theme and (not new or span_.theme.casefold() != new[-1].theme.casefold()):
                new.append(span_)
        return tuple(new)

    def _marks(self) -> Iterator[Mark]:
        record = self.evening.record
        for span_ in self._new_themes:
            yield from self._mark("theme", max(span_.at, record.session.started_at))
        for prompt in self.evening.figures.said:
            yield from self._mark("line", prompt.at)
        for clip in sorted(self.evening.clips, key=lambda clip: clip.seed.peak_at):
            yield from self._mark("moment", clip.seed.peak_at)
        for raid in record.raids:
            yield from self._mark("raid", raid.at)

    def _mark(self, kind: str, at: datetime) -> Iterator[Mark]:
        seconds = self.evening.record.seconds(at)
        if 0 <= seconds <= self._seconds:
            yield Mark(kind, seconds)

    def _quiets(self) -> Iterator[tuple[float, float]]:
        record = self.evening.record
        for quiet in record.quiets:
            begins = max(0.0, record.seconds(quiet.began_at))
            ends = min(self._seconds, record.seconds(quiet.at))
            if begins < ends:
                yield begins, ends

    def _ticks(self) -> Iterator[Tick]:
        """Yield full local times, so few that they stand apart."""
        minutes = self._seconds / 60
        step = next((s for s in _TICK_MINUTES if minutes / s <= _MOST_TICKS), _TICK_MINUTES[-1])
        start = self.evening.session.started_at
        local = start.astimezone(self._zone)
        since_midnight = local.hour * 60 + local.minute + local.second / 60
        first = -since_midnight % step
        for at in range(int((minutes - first) // step) + 1 if minutes >= first else 0):
            seconds = (first + at * step) * 60
            yield Tick(seconds, clock(start + timedelta(seconds=round(seconds)), self._zone))


def picture_of(evening: Evening) -> Picture | None:
    """Return the evening's picture, ``None`` where there is nothing to see."""
    talk = Talk(evening)
    return Picture(talk.path, talk.content) if talk.is_worth_it else None


def render(evening: Evening) -> str:
    """Return the embedded picture with its sentence, empty where there is nothing to see."""
    talk = Talk(evening)
    return paragraphs(embed(talk.path, talk.described), f"*{talk.described}*") if talk.is_worth_it else ""


_NAMES: Final = {
    "theme": ("theme",),
    "line": ("line of the Hearthkeeper", "lines of the Hearthkeeper"),
    "moment": ("moment",),
    "raid": ("raid",),
}
