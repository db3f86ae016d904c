"""The shelf: the links of the streamer's note, which alone may be given out.

Decides what is remembered of the note, and that one that cannot be read leaves the links in
force that were. Leaves reading a line of it to ``domain.links``.
"""

from dataclasses import dataclass, field
from typing import Final

from chronicler.domain.events import Event, LinksSaved
from chronicler.domain.links import Links, parse_links
from chronicler.domain.problem import has_errors

HEARS: Final = frozenset({LinksSaved})
"""The types of event that change the shelf."""


@dataclass(slots=True)
class Shelf:
    """What may be handed out."""

    links: Links = field(default_factory=Links)
    warnings: tuple[str, ...] = ()
    """What of the note could not be used, one sentence each."""

    def apply(self, event: Event) -> None:
        """Fold one event; those that are not its business change nothing."""
        if not isinstance(event, LinksSaved):
            return
        note = event.note
        if has_errors(note.problems) and not note.body.strip():
            self.warnings = tuple(f"the Links note cannot be read: {p}" for p in note.problems)
            return
        self.links = parse_links(note.body)
        self.warnings = tuple(f"Links: {problem}" for problem in self.links.problems)
