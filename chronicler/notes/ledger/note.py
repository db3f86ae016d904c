"""The ledger: one note that keeps an evening.

Decides what is told of a stream and in which order: what the streamer jotted, the theme,
the talk, the moments and thoughts worth returning to, what nobody answered, what the
Chronicler did, and the numbers with their n. Ranked, not merely latest; every line that
another note quotes stands here with a block id. Leaves finding all this to
``agent.scribe.scribe`` and the Chronicler's own part to ``notes.ledger.agent_actions``.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.note import GeneratedNote, NoteKind, Owned
from chronicler.domain.record import Discussion, ThemeSpan
from chronicler.domain.session import Origin
from chronicler.notes import own_notes
from chronicler.notes.evening import Evening, PlannedBlog, PlannedClip
from chronicler.notes.layout import owned
from chronicler.notes.ledger import agent_actions, picture, silences, speech, timeline
from chronicler.notes.ledger.figures import Figures
from chronicler.notes.lines import Anchors, ledger_jottings
from chronicler.notes.links import link, property_link
from chronicler.notes.seeds import clip as clip_seed
from chronicler.notes.untrusted import chat, own, plain
from chronicler.notes.wording import (
    clock,
    count,
    gist,
    hours,
    listing,
    paragraphs,
    section,
    sentence,
    share,
    span,
)
from chronicler.notes.words.model import used
from chronicler.notes.words.reasons import why_deaf

MOST_DISCUSSIONS: Final = 5
"""Discussions told with quotations; the others get a line."""
MOST_QUOTES: Final = 6
MOST_EXCERPT: Final = 3
"""Lines shown of a moment that has no note of its own."""
MOST_QUESTIONS: Final = 10
MOST_NEWCOMERS: Final = 20


def render(evening: Evening, quoted: tuple[Message, ...]) -> GeneratedNote:
    """Return the ledger; ``quoted`` are the messages that other notes link to."""
    anchors = Anchors(evening)
    body = paragraphs(
        _lead(evening),
        picture.render(evening),
        _gaps(evening),
        section("## Your jottings", ledger_jottings(evening)),
        _stream_theme(evening),
        _discussion(evening, anchors),
        _clips(evening, anchors),
        _blogs(evening),
        own_notes.section_of(evening, anchors),
        speech.render(evening),
        _open_questions(evening, anchors),
        _newcomers(evening, anchors),
        silences.render(evening),
        agent_actions.render(evening, anchors),
        timeline.render(evening),
        _numbers(evening),
        _quoted_elsewhere(quoted, anchors),
    )
    return GeneratedNote(evening.ledger, NoteKind.LEDGER, _properties(evening), body)


def _properties(evening: Evening) -> tuple[Owned, ...]:
    record, figures, zone = evening.record, evening.figures, evening.place.timezone
    local, board = "%Y-%m-%dT%H:%M:%S", record.dashboard
    return (
        *evening.properties(),
        owned("channel", plain(record.session.channel)),
        owned("stream_title", plain(record.session.title) or None),
        owned("game", plain(record.session.category or (board.game if board else "")) or None),
        owned("started", record.session.started_at.astimezone(zone).strftime(local)),
        owned("ended", record.ended_at.astimezone(zone).strftime(local)),
        owned("minutes", figures.minutes),
        owned("chatters", figures.chatters),
        owned("lines", figures.lines),
        owned("hearth_lines", figures.own_lines),
        owned("clip_seeds", len(evening.clips)),
        owned("blog_seeds", len(evening.blogs)),
        owned("themes", tuple(property_link(t.path, t.title) for t in evening.themes if t.has_note)),
        owned("vod", evening.place.vod_at(0).partition("?")[0] or None),
    )


# The opening -------------------------------------------------------------------------------


def _lead(evening: Evening) -> str:
    record, figures, zone = evening.record, evening.figures, evening.place.timezone
    when = sentence(hours(evening.date, record.session.started_at, record.ended_at, zone)).removesuffix(".")
    title = f"*{own(record.session.title)}*. " if record.session.title.strip() else ""
    people = f"{count(figures.chatters, 'person', 'people')} wrote {count(figures.lines, 'line')}"
    people = people if figures.lines else "Nobody wrote"
    lasted = span(record.duration.total_seconds())
    lead = f"{title}{when} ({lasted}). {people}{_said(evening)}."
    return paragraphs(_ORIGINS.get(record.session.origin, ""), _thinned(evening), lead)


def _thinned(evening: Evening) -> str:
    """Return how much of the room was let in, where it was not all of it."""
    told = evening.session.thinned
    return f"*Only some of the chat was let in: {plain(told)}.*" if told else ""


def _said(evening: Evening) -> str:
    """Return how much the Hearthkeeper said, where it was there."""
    if evening.session.origin is Origin.IMPORT:
        return ""
    own_lines = evening.figures.own_lines
    return f"; the Hearthkeeper said {count(own_lines, 'line') if own_lines else 'nothing'}"


_ORIGINS: Final = {
    Origin.REHEARSAL: "*A rehearsal on recorded chat: nothing the Hearthkeeper says here was ever said.*",
    Origin.IMPORT: "*Taken over from recorded chat; the Hearthkeeper was not there.*",
    Origin.DEMO: "*A demonstration on a made-up evening.*",
}


def _gaps(evening: Evening) -> str:
    zone = evening.place.timezone
    lines = [
        f"> - {clock(g.gap_from, zone)} to {clock(g.at, zone)}: {why_deaf(g.reason)}"
        for g in evening.record.gaps
    ]
    if not lines:
        return ""
    return "\n".join(["> [!warning] Not everything was heard; chat may be missing", *lines])


# The theme ---------------------------------------------------------------------------------


def _stream_theme(evening: Evening) -> str:
    if not evening.themes:
        said = "No dashboard was in force, so the stream had no theme of its own."
        return section("## Stream Theme", said, _words(evening))
    before = [None, *evening.record.themes]
    lines = chain.from_iterable(
        _theme_span(evening, s, b) for s, b in zip(evening.record.themes, before, strict=False)
    )
    return section("## Stream Theme", "\n".join(lines), _words(evening))


def _theme_span(evening: Evening, now: ThemeSpan, before: ThemeSpan | None) -> Iterator[str]:
    """Yield a theme that came into force, or under the one that stays what else a save changed."""
    when = evening.clock(max(now.at, evening.session.started_at))
    theme = evening.theme_called(now.theme)
    if not now.theme:
        yield f"- {when} no dashboard was in force any more"
        return
    title = link(theme.path, now.theme) if theme and theme.has_note else f"*{own(now.theme)}*"
    is_same_note = before is not None and before.path == now.path
    stays = before is not None and before.theme == now.theme
    if not stays:
        source = f", from {link(now.path)}" if now.path and not is_same_note else ""
        yield f"- {when} {title}{source}"
    elif now.path and not is_same_note:
        yield f"    - {when} From {link(now.path)} now."
    told = [c for c in now.changes if now.theme_before and not c.casefold().startswith("theme:")]
    stamp = f"{when} " if stays else ""
    yield from (f"    - {stamp}{sentence(own(gist(change)))}" for change in told)


def _words(evening: Evening) -> str:
    words = [f"{chat(word)} ({chatters})" for word, chatters in evening.harvest.words[:12]]
    if not words:
        return ""
    return f"Words the talk kept returning to, with how many people said them: {', '.join(words)}."


# The talk ----------------------------------------------------------------------------------


def _discussion(evening: Evening, anchors: Anchors) -> str:
    talks = evening.harvest.discussions
    if not talks:
        return section("## Notable Discussion", "No stretch of talk held together long enough to stand out.")
    told = [
        _one_discussion(evening, talk, talks[:rank], anchors)
        for rank, talk in enumerate(talks[:MOST_DISCUSSIONS])
    ]
    rest = "\n".join(
        f"- {_talk_heading(evening, t)} ({_talk_size(t)}{_who_said_it(t)})" for t in talks[MOST_DISCUSSIONS:]
    )
    return section("## Notable Discussion", *told, section("### Shorter or looser talk", rest))


def _one_discussion(
    evening: Evening, talk: Discussion, before: Sequence[Discussion], anchors: Anchors
) -> str:
    near = ", near the theme" if talk.is_on_theme else ""
    size = f"{_talk_size(talk)}{near}{_who_said_it(talk)}.{_beside(talk, before)}"
    return section(f"### {_talk_heading(evening, talk)}", size, anchors.lines(talk.quotes, MOST_QUOTES))


def _beside(talk: Discussion, before: Sequence[Discussion]) -> str:
    """Return which of the discussions told before ran in the same minutes, as a sentence."""
    also = [
        _about(other)
        for other in before
        if other.words and other.began_at < talk.ended_at and talk.began_at < other.ended_at
    ]
    return f" It ran beside the talk of {'; and of '.join(also)}." if also else ""


def _about(talk: Discussion) -> str:
    return listing([chat(word) for word in talk.words]) or "talk"


def _talk_heading(evening: Evening, talk: Discussion) -> str:
    zone = evening.place.timezone
    return f"{clock(talk.began_at, zone)} to {clock(talk.ended_at, zone)}: {_about(talk)}"


def _talk_size(talk: Discussion) -> str:
    return f"{count(talk.chatters, 'person', 'people')} talked, in {count(talk.lines, 'line')}"


def _who_said_it(talk: Discussion) -> str:
    """Return how many said the words that stand in the heading: whoever only talked is not counted there."""
    if not talk.saying:
        return ""
    who = "all" if talk.saying == talk.chatters else f"{talk.saying:,}"
    return f"; {who} of them said {'one of these words' if len(talk.words) > 1 else 'this word'}"


# Moments and thoughts ----------------------------------------------------------------------


def _open_questions(evening: Evening, anchors: Anchors) -> str:
    """Return the questions; without captions it is not known what was answered aloud, and so it says."""
    listed = anchors.lines(evening.harvest.open_questions, MOST_QUESTIONS)
    unknown = (
        ""
        if evening.record.spoken
        else "Nobody took these up in chat; what you answered aloud is not known here."
    )
    return section("## Open questions", unknown, listed) if listed else ""


def _clips(evening: Evening, anchors: Anchors) -> str:
    if not evening.clips:
        return section("## Clip Candidates", "No moment stood out from the stream's usual pace.")
    listed = "\n".join(_clip(evening, rank, clip, anchors) for rank, clip in enumerate(evening.clips, 1))
    return section("## Clip Candidates", listed)


def _clip(evening: Evening, rank: int, clip: PlannedClip, anchors: Anchors) -> str:
    """Return one candidate; what its note would say stands here where it has none."""
    seed = clip.seed
    why = sentence(chat(seed.why), capital=False)
    first = f"{rank}. {evening.clock(seed.peak_at)} at {evening.offset(seed.peak_at)}: {why}"
    if clip.path:
        return f"{first} {link(clip.path, 'Clip seed')}"
    evidence = " ".join(clip_seed.evidence(evening, seed))
    excerpt = evening.quotable(seed.excerpt)[:MOST_EXCERPT]
    below = [*([f"    - {evidence}"] if evidence else []), *(f"    {anchors.line(m)}" for m in excerpt)]
    return "\n".join([first, *below])


def _blogs(evening: Evening) -> str:
    if not evening.blogs:
        return section("## Blog Seeds", "Nothing that was said asked to be written about.")
    return section("## Blog Seeds", "\n".join(_blog(blog) for blog in evening.blogs))


def _blog(blog: PlannedBlog) -> str:
    title = link(blog.path, blog.seed.title) if blog.path else f"*{chat(blog.seed.title)}*"
    grown = (
        f" It goes on with a thought that spans {blog.streams} streams."
        if blog.path and blog.streams > 1
        else ""
    )
    return f"- {title}: {sentence(chat(blog.seed.why), capital=False)}{grown}"


def _newcomers(evening: Evening, anchors: Anchors) -> str:
    lines = anchors.lines(evening.harvest.unanswered_newcomers, MOST_NEWCOMERS)
    lead = "They had not been heard here before, and nobody answered them directly." if lines else ""
    return section("## Newcomers", lead, lines)


# Numbers -----------------------------------------------------------------------------------


def _numbers(evening: Evening) -> str:
    rows = "\n".join(f"| {what} | {value} |" for what, value in _rows(evening))
    return section("## Numbers", f"| | |\n| --- | --- |\n{rows}", _decisions(evening))


def _rows(evening: Evening) -> Iterator[tuple[str, str]]:
    record, figures, zone = evening.record, evening.figures, evening.place.timezone
    yield "People who wrote", f"{figures.chatters:,}"
    yield "Lines by people", _pace(figures)
    if record.session.origin is not Origin.IMPORT:
        yield "The Hearthkeeper's share", share(figures.own_lines, figures.all_lines)
    if figures.bot_lines:
        yield "Lines by other bots", f"{figures.bot_lines:,}"
    if figures.guest_lines:
        yield "Lines from shared chats", f"{figures.guest_lines:,}"
    if figures.busiest:
        at, lines = figures.busiest
        yield "Busiest five minutes", f"{count(lines, 'line')} from {clock(at, zone)}"
    begin, end = figures.longest_quiet
    yield "Longest quiet", f"{span((end - begin).total_seconds())} from {clock(begin, zone)}"
    if record.quiets:
        yield "Quiets as long as the setting", f"{len(record.quiets):,}"
    if record.raids:
        yield "Raids", f"{len(record.raids):,}"
    if record.removed:
        yield "Lines removed", f"{len(record.removed):,}"
    if record.flags:
        yield "Lines flagged", f"{len(record.flags):,}"
    if told := used(record.model_uses):
        yield "The language model", told


def _pace(figures: Figures) -> str:
    if figures.minutes < 1 or not figures.lines:
        return f"{figures.lines:,}"
    return f"{figures.lines:,} ({figures.lines / figures.minutes:.1f} a minute over {figures.minutes} min)"


def _decisions(evening: Evening) -> str:
    """Return the decision counts as a folded callout: for the curious, out of the way."""
    was_there = evening.session.origin is not Origin.IMPORT
    asked = [each for each in evening.record.decisions.items() if was_there or "hearthkeeper." not in each[0]]
    counts = sorted(asked, key=lambda item: (-item[1], item[0]))
    if not counts:
        return ""
    lines = [f"> - {chat(code)}: {number:,}" for code, number in counts]
    return "\n".join(["> [!info]- How often each rule was asked, by its answer", *lines])


def _quoted_elsewhere(quoted: tuple[Message, ...], anchors: Anchors) -> str:
    missing = "\n".join(anchors.line(m) for m in anchors.missing(quoted))
    lead = "Other notes quote these lines and link to them here." if missing else ""
    return section("## Quoted lines", lead, missing)
