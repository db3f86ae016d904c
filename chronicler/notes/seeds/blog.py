"""A blog seed: a thought from the stream that may deserve a text.

Decides how the thought is laid out for writing: why it was kept, the words themselves with
links to where they were said, and the question they open. A seed that recurs over streams
grows by one section a stream. Leaves choosing thoughts to ``agent.scribe.scribe``.
"""

import re
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.note import GeneratedNote, NoteKind, Owned, SpanningSection
from chronicler.domain.record import BlogSeed
from chronicler.notes import own_notes
from chronicler.notes.evening import Evening, PlannedBlog
from chronicler.notes.layout import owned
from chronicler.notes.lines import jottings, quotations, spoken
from chronicler.notes.links import link, name_of, property_link
from chronicler.notes.paths import title_of
from chronicler.notes.seeds.growing import told_of
from chronicler.notes.untrusted import chat, clean, plain
from chronicler.notes.wording import paragraphs, section, sentence, short_day


def render(evening: Evening, blog: PlannedBlog, path: str) -> GeneratedNote:
    """Return the note of a blog seed that belongs to this stream alone."""
    seed = blog.seed
    body = paragraphs(
        sentence(chat(seed.why), capital=False),
        _where(evening, seed),
        section("## In their words", _words(evening, seed)),
        section("## The question it opens", question(evening, seed)),
        section("## In your notes", own_notes.beside(evening, seed.quotes)),
        "`status` is yours: `seed` until you take it up, `reject` if you never will.",
    )
    return GeneratedNote(path, NoteKind.BLOG_SEED, _properties(evening, blog, path), body)


def render_section(evening: Evening, blog: PlannedBlog, path: str) -> SpanningSection:
    """Return this stream's section in a blog seed that grows over streams."""
    seed, known = blog.seed, blog.continues
    introduction = paragraphs(
        f"*{chat(seed.title)}*",
        "A thought that grows: each stream that comes back to it adds a section.",
        f"The question it opens: {question(evening, seed)}",
    )
    return SpanningSection(
        path=path,
        kind=NoteKind.BLOG_SEED,
        properties=_properties(evening, blog, path),
        introduction=introduction,
        session_id=evening.session.session_id,
        heading=evening.heading,
        body=paragraphs(
            told_of(seed) if known else "",
            sentence(chat(seed.why), capital=False),
            _where(evening, seed),
            _words(evening, seed),
            own_notes.beside(evening, seed.quotes, lead="In your notes:"),
        ),
    )


def quoted(seed: BlogSeed) -> tuple[Message, ...]:
    """Return the messages the note links to."""
    return seed.quotes


def _properties(evening: Evening, blog: PlannedBlog, path: str) -> tuple[Owned, ...]:
    seed = blog.seed
    theme = evening.theme_called(seed.theme)
    title = plain(title_of(seed.title))
    return (
        *evening.properties(),
        owned("status", "seed"),
        *((owned("aliases", (title,)),) if title and title != name_of(path) else ()),
        evening.ledger_property(),
        owned("theme", property_link(theme.path, theme.title) if theme and theme.has_note else None),
        owned("seed_kind", plain(seed.kind)),
        owned("why", plain(sentence(seed.why, capital=False))),
        owned("streams", blog.streams),
    )


def _where(evening: Evening, seed: BlogSeed) -> str:
    day = link(evening.ledger, f"the stream of {short_day(evening.date)}")
    theme = evening.theme_called(seed.theme)
    if theme and theme.has_note:
        return f"From {day}, under {link(theme.path, theme.title)}."
    return f"From {day}."


def _words(evening: Evening, seed: BlogSeed) -> str:
    """Return jottings first, then what the streamer said, then chat."""
    parts = (
        jottings(evening, seed.jottings),
        spoken(evening, seed.spoken),
        quotations(evening, seed.quotes),
    )
    return "\n".join(part for part in parts if part)


def question(evening: Evening, seed: BlogSeed) -> str:
    """Return the title if it asks, else the longest question among the words, else an invitation."""
    texts = [*(m.text for m in evening.quotable(seed.quotes)), *(j.text for j in seed.jottings)]
    told = [_ADDRESS.sub("", clean(text)) for text in texts]
    asked = [s for text in told for s in _SENTENCE_END.split(text) if s.endswith("?")]
    longest = max(asked, key=lambda question: len(question.split()), default="")
    if seed.title.rstrip().endswith("?"):
        return f"*{chat(seed.title)}*"
    if len(longest.split()) >= FEWEST_WORDS:
        return f"*{chat(longest)}*"
    return NO_QUESTION


NO_QUESTION: Final = "Nobody put it as a question yet. Which one would you put?"
_ADDRESS: Final = re.compile(r"^(?:@\w+[,:]?\s+)+")
"""To whom a line was said; the question it opens is everybody's."""
_SENTENCE_END: Final = re.compile(r"(?<=[.?!…])\s+")
FEWEST_WORDS: Final = 5
"""A shorter question asks after a thing, not after a thought."""
