"""A theme's note: what streams under one theme left behind, one section a stream.

Decides what a stream adds to its theme: where it was in force, how near the talk stayed,
the best lines, the seeds that grew from it. Written once a stream and never rewritten.
"""

from itertools import zip_longest
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.note import NoteKind, Owned, SpanningSection
from chronicler.notes.evening import Evening, ThemeStretch
from chronicler.notes.layout import owned
from chronicler.notes.lines import quotations
from chronicler.notes.links import link, name_of
from chronicler.notes.paths import title_of
from chronicler.notes.untrusted import own, plain
from chronicler.notes.wording import clock, listing, paragraphs, sentence, short_day

BEST_LINES: Final = 5


def render_section(evening: Evening, theme: ThemeStretch) -> SpanningSection:
    """Return this stream's section in the theme's note."""
    return SpanningSection(
        path=theme.path,
        kind=NoteKind.THEME,
        properties=_properties(evening, theme),
        introduction=f"*{own(theme.title)}*\n\nStreams that took this up, one section each.\n",
        session_id=evening.session.session_id,
        heading=evening.heading,
        body=paragraphs(
            _where(evening, theme),
            quotations(evening, quoted(evening, theme)),
            _grown(evening, theme),
        ),
    )


def quoted(evening: Evening, theme: ThemeStretch) -> tuple[Message, ...]:
    """Return the stream's best lines on the theme, taken in turn from its seeds, then from talk near it."""
    seeds = [b.seed.quotes for b in evening.blogs if evening.theme_called(b.seed.theme) == theme]
    in_turn = [m for turn in zip_longest(*seeds) for m in turn if m is not None]
    near = [m for d in evening.harvest.discussions if d.is_on_theme for m in d.quotes]
    best: dict[str, Message] = {}
    for message in evening.quotable([*in_turn, *near]):
        if theme.covers(message.at) and len(best) < BEST_LINES:
            best.setdefault(message.message_id, message)
    return tuple(sorted(best.values(), key=lambda m: (m.at, m.message_id)))


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
    day = link(evening.ledger, f"The evening of {short_day(evening.date)}")
    source = f", from {link(theme.dashboard)}" if theme.dashboard else ""
    return f"{day}: in force {times}{source}."


def _grown(evening: Evening, theme: ThemeStretch) -> str:
    blogs = [b for b in evening.blogs if b.path and evening.theme_called(b.seed.theme) == theme]
    clips = [c for c in evening.clips if c.path and theme.covers(c.seed.peak_at)]
    links = [link(b.path, b.seed.title) for b in blogs if b.path]
    links += [link(c.path, f"the moment at {evening.offset(c.seed.peak_at)}") for c in clips if c.path]
    return sentence(f"grown from it: {listing(links)}") if links else ""
