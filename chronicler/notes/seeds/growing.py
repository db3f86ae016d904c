"""Which earlier blog seed a thought of tonight continues.

Decides that a thought goes on growing where it did: in the note that has its section of this
stream already, else in its own note where that stands, else in the nearest seed that an earlier
stream of the same channel began and nobody rejected, one thought of a stream in each. Compared is
what the first stream said, so that a seed stays what it was however far it grows. Leaves nearness
to ``analysis.kinship`` and seeds named after the theme, which grow by their title, to ``evening``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from chronicler.analysis.kinship import NEAR, kinship, usual_words
from chronicler.domain.record import BlogSeed, SessionRecord
from chronicler.domain.session import Origin
from chronicler.notes import paths
from chronicler.notes.place import KnownSeed, Place
from chronicler.notes.untrusted import chat

GROWING: Final = "theme"
"""The kind of blog seed that grows by its title, since the theme comes again by itself."""


def told_of(seed: BlogSeed) -> str:
    """Return the line by which a section tells its thought."""
    return f"*{chat(seed.title)}*"


@dataclass
class Growing:
    """The seeds of earlier streams, tonight."""

    record: SessionRecord
    place: Place
    taken: set[str] = field(default_factory=set)
    """Paths of seeds that have their thought of tonight."""

    def continued_by(self, seed: BlogSeed) -> KnownSeed | None:
        """Return the earlier seed that a thought continues, ``None`` where it stands by itself."""
        if seed.kind == GROWING or not self._earlier:
            return None
        found = self._with_section(seed)
        if found is None and not self._has_its_own_note(seed):
            found = self._nearest(seed)
        if found is not None:
            self.taken.add(found.path)
        return found

    def streams_of(self, path: str) -> int:
        """Return how many streams a note spans, or will once tonight's section stands in it."""
        known = next((known for known in self.place.seeds if known.path == path), None)
        if known is None:
            return 1
        is_in = known.session == self.record.session.session_id or self._heading in known.sections
        return known.streams + (not is_in)

    @cached_property
    def _earlier(self) -> tuple[KnownSeed, ...]:
        session = self.record.session
        is_rehearsal = session.origin is Origin.REHEARSAL
        own = session.session_id.partition("-")
        return tuple(
            known
            for known in self.place.seeds
            if known.session.partition("-")[0] < own[0]
            and known.channel == own[2]
            and known.is_rehearsal == is_rehearsal
        )

    @property
    def _heading(self) -> str:
        ledger = paths.ledger(self.record.session, self.place.timezone, self.place.folder, self.place.taken)
        return ledger.rsplit("/", 1)[-1].removesuffix(".md").replace(" Ledger", "")

    def _with_section(self, seed: BlogSeed) -> KnownSeed | None:
        heading, told = self._heading, told_of(seed)
        return next((k for k in self._earlier if told in k.sections.get(heading, "").split("\n")), None)

    def _has_its_own_note(self, seed: BlogSeed) -> bool:
        session, place = self.record.session, self.place
        path = paths.blog_seed(session, seed.title, place.timezone, place.folder, place.taken)
        return place.taken.get(path) == session.session_id

    def _nearest(self, seed: BlogSeed) -> KnownSeed | None:
        best = max(self._near(seed), key=lambda each: (each[0], each[1].session, each[1].path), default=None)
        return best[1] if best else None

    def _near(self, seed: BlogSeed) -> Iterator[tuple[float, KnownSeed]]:
        usual, lines = self._usual
        ours = (seed.title, _said(seed))
        for known in self._earlier:
            if known.may_grow and known.path not in self.taken and self._heading not in known.sections:
                score = kinship(ours, (known.title, known.said), usual, lines)
                if score >= NEAR:
                    yield score, known

    @cached_property
    def _usual(self) -> tuple[dict[str, int], int]:
        texts = [m.text for m in self.record.messages if m.is_human and m.text]
        return dict(usual_words(texts)), len(texts)


def _said(seed: BlogSeed) -> tuple[str, ...]:
    return (
        *(message.text for message in seed.quotes),
        *(jotting.text for jotting in seed.jottings),
        *(speech.text for speech in seed.spoken),
    )
