"""One stream with the places of all its notes.

Decides which findings become notes of their own, within the limits of Settings, which
themes deserve one, and which lines may be quoted at all; leaves finding them to
``agent.scribe.scribe`` and wording to the note modules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.note import Owned
from chronicler.domain.record import BlogSeed, ClipSeed, Harvest, SessionRecord, ThemeSpan
from chronicler.domain.session import Session, offset_label, stream_date
from chronicler.notes import paths
from chronicler.notes.layout import owned
from chronicler.notes.ledger.figures import Figures
from chronicler.notes.links import name_of, property_link
from chronicler.notes.paths import title_of
from chronicler.notes.place import KnownSeed, Place
from chronicler.notes.seeds.growing import GROWING, Growing
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import clock

LONG_ENOUGH: Final = timedelta(minutes=10)
"""A theme in force for less gets no note, unless it was the longest of the evening."""


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """A clip seed, and the path of its note if it gets one."""

    seed: ClipSeed
    path: str | None


@dataclass(frozen=True, slots=True)
class PlannedBlog:
    """A blog seed, and the path of its note if it gets one."""

    seed: BlogSeed
    path: str | None
    continues: KnownSeed | None = None
    """The seed of an earlier stream to whose note it adds a section."""
    streams: int = 1
    """How many streams its note spans, this one included."""

    @property
    def is_section(self) -> bool:
        """Whether it is a section of a note that spans streams."""
        return self.seed.kind == GROWING or self.continues is not None


@dataclass(frozen=True, slots=True)
class ThemeStretch:
    """A theme with every stretch of the evening in which it was in force."""

    title: str
    path: str
    stretches: tuple[tuple[datetime, datetime], ...]
    dashboard: str = ""
    has_note: bool = False

    @property
    def lasted(self) -> timedelta:
        """How long it was in force, all stretches together."""
        return sum((end - begin for begin, end in self.stretches), timedelta())

    def covers(self, at: datetime) -> bool:
        """Return whether the theme was in force at a time."""
        return any(begin <= at < end for begin, end in self.stretches)


@dataclass(frozen=True, slots=True)
class Evening:
    """A record and its harvest, with every path decided."""

    record: SessionRecord
    harvest: Harvest
    place: Place
    ledger: str
    clips: tuple[PlannedClip, ...]
    blogs: tuple[PlannedBlog, ...]
    themes: tuple[ThemeStretch, ...]
    figures: Figures

    @property
    def session(self) -> Session:
        """The session rendered."""
        return self.record.session

    @property
    def date(self) -> date:
        """The date the stream belongs to."""
        return stream_date(self.session.started_at, self.place.timezone)

    @property
    def heading(self) -> str:
        """The heading of this stream in notes that span streams, as unique as the ledger's name."""
        return name_of(self.ledger).replace(" Ledger", "")

    def clock(self, at: datetime) -> str:
        """Return a local time of day, linked to the recording where there is one."""
        shown = clock(at, self.place.timezone)
        address = self.place.vod_at(self.record.seconds(at))
        return f"[{shown}]({address})" if address else shown

    def offset(self, at: datetime) -> str:
        """Return a time as an offset into the stream."""
        return offset_label(self.record.seconds(at))

    def quotable(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """Return the messages that still have words: what was removed is never quoted."""
        return tuple(m for m in messages if m.text.strip() and m.message_id not in self.record.removed)

    def theme_at(self, at: datetime) -> ThemeStretch | None:
        """Return the theme in force at a time."""
        return next((theme for theme in self.themes if theme.covers(at)), None)

    def theme_called(self, title: str) -> ThemeStretch | None:
        """Return tonight's theme of that title."""
        wanted = title_of(title).casefold()
        return next((theme for theme in self.themes if title_of(theme.title).casefold() == wanted), None)

    def properties(self) -> tuple[Owned, ...]:
        """Return what every note of a session carries first, after the kind that the vault writes."""
        return (
            owned("origin", self.session.origin.value),
            owned("session", self.session.session_id),
            owned("date", self.date.isoformat()),
        )

    def ledger_property(self) -> Owned:
        """Return the link from a seed to its ledger."""
        return owned("ledger", property_link(self.ledger))


def name(message: Message) -> str:
    """Return a chatter's name in bold, or a plain word where Twitch gave none."""
    shown = chat(message.display_name or message.login)
    return f"**{shown}**" if shown else "*somebody*"


def plan(record: SessionRecord, harvest: Harvest, place: Place) -> Evening:
    """Return the evening with every path decided; the same input gives the same paths."""
    ledger = paths.ledger(record.session, place.timezone, place.folder, place.taken)
    return Evening(
        record, harvest, place, ledger, _clips(record, harvest, place), _blogs(record, harvest, place),
        _themes(record, place), Figures(record),
    )  # fmt: skip


def _clips(record: SessionRecord, harvest: Harvest, place: Place) -> tuple[PlannedClip, ...]:
    planned: list[PlannedClip] = []
    held = dict(place.taken)
    for rank, seed in enumerate(harvest.clips):
        path = None
        if rank < place.clip_seed_notes:
            seconds = record.seconds(seed.peak_at)
            path = paths.clip_seed(record.session, seconds, place.timezone, place.folder, held)
            held[path] = seed.seed_id
        planned.append(PlannedClip(seed, path))
    return tuple(planned)


def _blogs(record: SessionRecord, harvest: Harvest, place: Place) -> tuple[PlannedBlog, ...]:
    planned: list[PlannedBlog] = []
    held, tonight = dict(place.taken), f"{record.session.session_id}/tonight"
    growing = Growing(record, place)
    for rank, seed in enumerate(harvest.blogs):
        if known := growing.continued_by(seed):
            held[known.path] = tonight
            planned.append(PlannedBlog(seed, known.path, known, growing.streams_of(known.path)))
            continue
        path = _blog_path(record.session, seed, place, held) if rank < place.blog_seed_notes else ""
        is_new = bool(path) and held.get(path) != tonight  # one title twice in an evening is one note
        if is_new:
            held[path] = tonight
        planned.append(PlannedBlog(seed, path if is_new else None, streams=growing.streams_of(path)))
    return tuple(planned)


def _blog_path(session: Session, seed: BlogSeed, place: Place, held: paths.Taken) -> str:
    if seed.kind == GROWING:
        return paths.growing_blog_seed(session.origin, seed.title, place.folder, held)
    return paths.blog_seed(session, seed.title, place.timezone, place.folder, held)


def _themes(record: SessionRecord, place: Place) -> tuple[ThemeStretch, ...]:
    """Return tonight's themes in order of appearance; those differing only in case are one."""
    found: dict[str, list[tuple[ThemeSpan, datetime, datetime]]] = {}
    ends = [*(span.at for span in record.themes[1:]), record.ended_at]
    for span, until in zip(record.themes, ends, strict=False):
        begin, end = max(span.at, record.session.started_at), min(until, record.ended_at)
        if title_of(span.theme) and end > begin:
            spans = found.setdefault(title_of(span.theme).casefold(), [])
            if spans and spans[-1][2] == begin:  # saved anew, under the same theme
                spans[-1] = (spans[-1][0], spans[-1][1], end)
            else:
                spans.append((span, begin, end))
    stretches = [_theme(spans, record, place) for spans in found.values()]
    longest = max((theme.lasted for theme in stretches), default=timedelta())
    return tuple(replace(t, has_note=t.lasted >= min(LONG_ENOUGH, longest)) for t in stretches)


def _theme(
    spans: list[tuple[ThemeSpan, datetime, datetime]], record: SessionRecord, place: Place
) -> ThemeStretch:
    title = spans[0][0].theme
    path = paths.theme(record.session.origin, title, place.folder, place.taken)
    stretches = tuple((begin, end) for _, begin, end in spans)
    return ThemeStretch(title, path, stretches, next((s.path for s, *_ in spans if s.path), ""))
