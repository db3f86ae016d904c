"""All notes about one stream, from its record and what was gathered from it.

Decides which notes a stream leaves behind and in which order they are written; leaves each
note's words to its own module and writing to ``vault``.
"""

from dataclasses import dataclass

from chronicler.domain.chat import Message
from chronicler.domain.note import GeneratedNote, SpanningSection
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.notes import theme
from chronicler.notes.evening import Evening, plan
from chronicler.notes.ledger import note as ledger
from chronicler.notes.ledger.picture import Picture, picture_of
from chronicler.notes.paths import message_block
from chronicler.notes.place import Place
from chronicler.notes.seeds import blog as blog_seed
from chronicler.notes.seeds import clip as clip_seed


@dataclass(frozen=True, slots=True)
class SessionNotes:
    """What is to be written about one stream."""

    generated: tuple[GeneratedNote, ...]
    """The ledger first, then clip seeds and new blog seeds, best first."""
    sections: tuple[SpanningSection, ...]
    """Theme notes, then growing blog seeds."""
    ledger: str
    """The ledger's path."""
    picture: Picture | None
    """What the ledger embeds, where there is anything to see."""
    clip_paths: tuple[str | None, ...]
    """For each clip of the harvest the path of its note, ``None`` for a mere ledger line."""
    blog_paths: tuple[str | None, ...]
    """For each blog seed of the harvest the path of its note."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path the stream's notes have, the ledger first, its picture last."""
        pictures = (self.picture.path,) if self.picture else ()
        return (*(n.path for n in self.generated), *(s.path for s in self.sections), *pictures)


def render_session(record: SessionRecord, harvest: Harvest, place: Place) -> SessionNotes:
    """Return all notes about a stream; the same input gives the same bytes."""
    evening = plan(record, harvest, place)
    clips = [clip_seed.render(evening, c.seed, c.path) for c in evening.clips if c.path]
    blogs = [(b, b.path) for b in evening.blogs if b.path]
    return SessionNotes(
        generated=(
            ledger.render(evening, quoted_elsewhere(evening)),
            *clips,
            *(blog_seed.render(evening, blog, path) for blog, path in blogs if not blog.is_section),
        ),
        sections=(
            *(theme.render_section(evening, t) for t in evening.themes if t.has_note),
            *(blog_seed.render_section(evening, blog, path) for blog, path in blogs if blog.is_section),
        ),
        ledger=evening.ledger,
        picture=picture_of(evening),
        clip_paths=tuple(c.path for c in evening.clips),
        blog_paths=tuple(b.path for b in evening.blogs),
    )


def quoted_elsewhere(evening: Evening) -> tuple[Message, ...]:
    """Return every message that a note other than the ledger links to.

    Notes of an earlier rehearsal of the same stream are never deleted and may no longer be
    among these; what they link to keeps its line.
    """
    linked = evening.place.linked
    return (
        *(m for m in evening.record.messages if linked and message_block(m.message_id) in linked),
        *(m for c in evening.clips if c.path for m in clip_seed.quoted(evening, c.seed)),
        *(m for b in evening.blogs if b.path for m in blog_seed.quoted(b.seed)),
        *(m for t in evening.themes if t.has_note for m in theme.quoted(evening, t)),
        *(m for t in evening.themes if t.has_note for m in theme.left_open(evening, t)),
    )
