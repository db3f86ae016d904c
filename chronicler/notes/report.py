"""A report: figures about one stream or about all of them, with what they say and their n.

Decides how figures and readings stand in a note; leaves drawing them to ``charts`` and
computing them to ``analysis`` and the notebooks.
"""

from dataclasses import dataclass
from typing import Final

from chronicler.domain.note import GeneratedNote, NoteKind
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.session import Origin, Session
from chronicler.notes import paths
from chronicler.notes.evening import plan
from chronicler.notes.layout import owned
from chronicler.notes.links import embed, link
from chronicler.notes.place import Place
from chronicler.notes.untrusted import own
from chronicler.notes.wording import paragraphs, section, short_day

TITLE: Final = "Report"
"""What the report of one stream is called, behind its date."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture in the vault, and what it shows."""

    title: str
    path: str
    """Vault-relative, such as ``paths.figure`` gives; empty where there are words alone."""
    says: str
    """What to see in it, with its n, as Markdown that has been escaped where it quotes anybody."""
    words: str = ""
    """What the picture shows, for whoever does not see it."""


def render(
    record: SessionRecord, place: Place, figures: tuple[Figure, ...], *, has_ledger: bool = True
) -> GeneratedNote:
    """Return the report on one stream; without a ledger in the vault none is linked."""
    evening = plan(record, Harvest(), place)
    day = f"the stream of {short_day(evening.date)}"
    title = f"*{own(record.session.title)}*. " if record.session.title.strip() else ""
    how = _how(record.session, has_ledger=has_ledger)
    lead = f"{title}About {link(evening.ledger, day) if has_ledger else day}{how}."
    properties = (*evening.properties(), *((evening.ledger_property(),) if has_ledger else ()))
    path = paths.report(record.session, TITLE, place.timezone, place.folder)
    return GeneratedNote(path, NoteKind.REPORT, properties, paragraphs(lead, *_told(figures)))


def _how(session: Session, *, has_ledger: bool) -> str:
    """Return what else there is to know first: whose evening it was, and how to come by its ledger."""
    absent = ", taken over from recorded chat: the Hearthkeeper was not there"
    told = absent if session.origin is Origin.IMPORT else ""
    if has_ledger:
        return told
    rehearsals = " --rehearsals" if session.origin is Origin.REHEARSAL else ""
    return f"{told}. It has no ledger yet; `chronicler ledger {session.session_id}{rehearsals}` writes one"


def render_spanning(
    title: str, origin: Origin, place: Place, lead: str, figures: tuple[Figure, ...]
) -> GeneratedNote:
    """Return the report of that title on all streams together."""
    path = paths.spanning_report(origin, title, place.folder)
    return GeneratedNote(
        path, NoteKind.REPORT, (owned("origin", origin.value),), paragraphs(lead, *_told(figures))
    )


def _told(figures: tuple[Figure, ...]) -> list[str]:
    return [
        section(f"## {own(f.title)}" if f.title else "", embed(f.path, f.words) if f.path else "", f.says)
        for f in figures
    ]
