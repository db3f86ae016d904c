"""A report: figures about one stream, with what they say and their n.

Decides how figures stand in a note; leaves drawing them to ``charts`` and computing them
to ``analysis`` and the notebooks.
"""

from dataclasses import dataclass

from chronicler.domain.note import GeneratedNote, NoteKind
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.notes import paths
from chronicler.notes.evening import plan
from chronicler.notes.links import embed, link
from chronicler.notes.place import Place
from chronicler.notes.untrusted import own
from chronicler.notes.wording import paragraphs, section, sentence, short_day


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture in the vault, and what it shows."""

    title: str
    path: str
    """Vault-relative, such as ``paths.figure`` gives."""
    says: str
    """What to see in it, with its n, in one or two sentences."""


def render(record: SessionRecord, place: Place, title: str, figures: tuple[Figure, ...]) -> GeneratedNote:
    """Return the report of that title on one stream."""
    evening = plan(record, Harvest(), place)
    lead = f"On {link(evening.ledger, f'the evening of {short_day(evening.date)}')}."
    told = [section(f"## {own(f.title)}", embed(f.path), sentence(own(f.says))) for f in figures]
    properties = (*evening.properties(), evening.ledger_property())
    path = paths.report(record.session, title, place.timezone, place.folder)
    return GeneratedNote(path, NoteKind.REPORT, properties, paragraphs(lead, *told))
