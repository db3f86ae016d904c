"""A thought on its way to a text: what each stream gave to it, and what was written between.

Decides the shapes that pass between choosing (``agent.scribe.blog_strand``), writing
(``llm.blog_prose``) and laying out (``notes.seeds.draft``); leaves all three to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.events import JottingSeen, StreamerSpoke
from chronicler.domain.record import SessionRecord

HAPPENED: Final = "What happened"
VOICES: Final = "Who said what"
QUESTION: Final = "The question it opens"
AGAINST: Final = "What speaks against it"
NOTED: Final = "What you noted"
OPEN: Final = "Left open"
SECTIONS: Final = (HAPPENED, VOICES, QUESTION, AGAINST, NOTED, OPEN)
"""A draft's sections, in the order in which one would write them."""


@dataclass(frozen=True, slots=True)
class Strand:
    """What one stream gave to a thought."""

    record: SessionRecord = field(repr=False)
    quotes: tuple[Message, ...] = ()
    """Who carried it, in order of time."""
    against: tuple[Message, ...] = ()
    """Who saw it otherwise."""
    left_open: tuple[Message, ...] = ()
    """Questions about it that nobody answered."""
    spoken: tuple[StreamerSpoke, ...] = ()
    jottings: tuple[JottingSeen, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the stream is left to be quoted."""
        return not (self.quotes or self.against or self.spoken or self.jottings)


@dataclass(frozen=True, slots=True)
class Thought:
    """A seed, gathered for writing."""

    title: str
    why: str = ""
    """Why it was kept, in one sentence."""
    strands: tuple[Strand, ...] = ()
    """In order of time."""
    lacking: tuple[str, ...] = ()
    """What could not be brought along, one sentence each."""


@dataclass(frozen=True, slots=True)
class Prose:
    """What a model wrote between the quotations, as far as it stands."""

    model: str = ""
    """Which model; empty where none was asked."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences by section."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """A sentence that leads to a quotation, by its message id."""
    fell: Mapping[str, str] = field(default_factory=dict)
    """Why nothing stands in a section, by section."""


NO_PROSE = Prose()
