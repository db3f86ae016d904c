"""A theme's note: what streams under one theme left behind, one section a stream.

Decides what a stream adds to its theme: where it was in force, when its words came and how
near talk kept to it, the best lines, the seeds that grew from it, the threads left open.
Written once a stream and never rewritten.
"""

from itertools import zip_longest
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.note import NoteKind, Owned, SpanningSection
from chronicler.domain.record import ThemeTouch
from chronicler.notes.evening import Evening, PlannedBlog, ThemeStretch
from chronicler.notes.layout import owned
from chronicler.notes.lines import quotations
from chronicler.notes.links import link, name_of
from chronicler.notes.paths import title_of
from chronicler.notes.seeds.growing import GROWING
from chronicler.notes.untrusted import own, plain
from chronicler.notes.wording import clock, count, listing, paragraphs, section, sentence, short_day
from chronicler.notes.words.adherence import level

BEST_LINES: Final = 5
LEFT_OPEN: Final = "Left open"


def render_section(evening: Evening, theme: ThemeStretch) -> SpanningSection:
    """Return this stream's section in the theme's note."""
    return SpanningSection(
        path=theme.path,
        kind=NoteKind.THEME,
        properties=_properties(evening, theme),
        introduction=f"*{own(theme.title)}*\n\nStreams under this theme, one section each.\n",
        session_id=evening.session.session_id,
        heading=evening.heading,
        body=paragraphs(
            _where(evening, theme),
            _timeline(evening, theme),
            _taken_up(evening, theme),
            quotations(evening, quoted(evening, theme)),
            _grown(evening, theme),
            _jotted(evening, theme),
            section(f"### {LEFT_OPEN}", quotations(evening, left_open(evening, theme))),
        ),
    )


def quoted(evening: Evening, theme: ThemeStretch) -> tuple[Message, ...]:
    """Return the stream's best lines on the theme; what stood out under it where its words tell nothing."""
    touch = _touch(evening, theme)
    best = touch.quotes if touch else _standing_out(evening, theme)
    return tuple(m for m in evening.quotable(best) if theme.covers(m.at))


def left_open(evening: Evening, theme: ThemeStretch) -> tuple[Message, ...]:
    """Return the questions on the theme that nobody answered."""
    touch = _touch(evening, theme)
    return evening.quotable(touch.open_threads) if touch else ()


def _timeline(evening: Evening, theme: ThemeStretch) -> str:
    """Return from when to when its words were in the talk, and how near talk kept to it.

    Of a theme that few took up neither is told: minutes are near it by one line.
    """
    touch, zone = _touch(evening, theme), evening.place.timezone
    if touch is None or not touch.is_taken_up:
        return ""
    near = [f"{clock(begin, zone)} to {clock(end, zone)}" for begin, end in touch.near]
    words = sentence(f"its words kept coming from {listing(near)}") if near else ""
    return " ".join(filter(None, (words, level(touch.share))))


def _standing_out(evening: Evening, theme: ThemeStretch) -> tuple[Message, ...]:
    """Return the best lines while a theme was in force, from its seeds in turn, then from talk near it."""
    seeds = [b.seed.quotes for b in evening.blogs if evening.theme_called(b.seed.theme) == theme]
    in_turn = [m for turn in zip_longest(*seeds) for m in turn if m is not None]
    near = [m for d in evening.harvest.discussions if d.is_on_theme for m in d.quotes]
    best: dict[str, Message] = {}
    for message in evening.quotable([*in_turn, *near]):
        if theme.covers(message.at) and len(best) < BEST_LINES:
            best.setdefault(message.message_id, message)
    return tuple(sorted(best.values(), key=lambda m: (m.at, m.message_id)))


def _touch(evening: Evening, theme: ThemeStretch) -> ThemeTouch | None:
    return next((t for t in evening.harvest.touches if evening.theme_called(t.theme) == theme), None)


def _taken_up(evening: Evening, theme: ThemeStretch) -> str:
    """Return whether the chat took the theme up, as far as its own words tell."""
    touch, lines = _touch(evening, theme), quoted(evening, theme)
    if touch is None:
        return "These stood out while it was in force:" if lines else ""
    if not touch.lines:
        return "Nobody in the chat took it up, as far as its words tell."
    people, touched = count(touch.chatters, "person", "people"), count(touch.lines, "line")
    if touch.is_taken_up:
        told = f"{people} said words of it, in {touched}"
        return f"{told}; the best of them:" if lines else f"{told}."
    told = f"Few in the chat took it up: {people} said words of it, in {touched}"
    best = ":" if touch.lines == len(lines) else "; the best of them:"
    return f"{told}{best}" if lines else f"{told}."


def _properties(evening: Evening, theme: ThemeStretch) -> tuple[Owned, ...]:
    title = plain(title_of(theme.title))
    return (
        *evening.properties(),
        *((owned("aliases", (title,)),) if title != name_of(theme.path) else ()),
        evening.ledger_property(),
    )


def _where(evening: Evening, theme: ThemeStretch) -> str:
    zone = evening.place.timezone
    times = listing([f"{clock(begin, zone)} to {clock(end, zone)}" for begin, end in theme.stretches])
    day = link(evening.ledger, f"The stream of {short_day(evening.date)}")
    source = f", from {link(theme.dashboard)}" if theme.dashboard else ""
    return f"{day}: in force {times}{source}."


def _grown(evening: Evening, theme: ThemeStretch) -> str:
    """Return the seeds whose words stand on the theme; where few took it up, its own seed alone."""
    links = [_seed(b) for b in _blogs(evening, theme) if _has_grown(evening, theme, b)]
    links += [
        link(c.path, f"the moment at {evening.offset(c.seed.peak_at)}")
        for c in evening.clips
        if c.path and c.seed.is_on_theme and theme.covers(c.seed.peak_at) and _is_taken_up(evening, theme)
    ]
    return sentence(f"grown from it: {listing(links)}") if links else ""


def _jotted(evening: Evening, theme: ThemeStretch) -> str:
    """Return the streamer's own seeds that stood under it and are not told to have grown from it."""
    blogs = [b for b in _blogs(evening, theme) if b.seed.jottings]
    links = [_seed(b) for b in blogs if not _has_grown(evening, theme, b)]
    return sentence(f"you jotted under it: {listing(links)}") if links else ""


def _is_taken_up(evening: Evening, theme: ThemeStretch) -> bool:
    touch = _touch(evening, theme)
    return touch is not None and touch.is_taken_up


def _has_grown(evening: Evening, theme: ThemeStretch, blog: PlannedBlog) -> bool:
    return blog.seed.kind == GROWING or (blog.seed.is_on_theme and _is_taken_up(evening, theme))


def _blogs(evening: Evening, theme: ThemeStretch) -> list[PlannedBlog]:
    return [b for b in evening.blogs if b.path and evening.theme_called(b.seed.theme) == theme]


def _seed(blog: PlannedBlog) -> str:
    return link(blog.path or "", blog.seed.title)
