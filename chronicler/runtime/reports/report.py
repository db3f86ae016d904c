"""Reports: notebooks run without a screen, their figures and readings kept in the vault.

Decides which notebooks belong to a stream and which to all of them, and where pictures and
notes go; leaves what they show to the notebooks and the words around it to ``notes.report``.
Run again, the same bytes come again.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.archive.connect import connect
from chronicler.archive.journal.writing import session_journals
from chronicler.charts.alternative import words_of
from chronicler.charts.notebook import OF_ALL, OF_ONE, Value, reports_on, run_here
from chronicler.charts.page import Page
from chronicler.domain.note import GeneratedNote
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes import paths, report
from chronicler.notes.place import Place
from chronicler.ports import NOT_WRITTEN, Written
from chronicler.runtime import aftermath
from chronicler.runtime.asking.which_session import LAST, choose_journal, none_yet
from chronicler.runtime.house import House
from chronicler.vault.packaged import packaged
from chronicler.vault.store import VaultStore

NOTEBOOKS: Final = "notebooks"
FIRST: Final = "tonight"
"""The notebook that a report of a stream begins with; the others follow by name."""


@dataclass(slots=True)
class Reported:
    """What was put into the vault."""

    notes: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """What was left as it is, each with its reason."""

    def take(self, written: Written, into: list[str]) -> None:
        """Count a note or a picture among what stands in the vault, or among what was left."""
        if written.outcome in NOT_WRITTEN:
            self.left.append(f"{written.path} was left as it is: {written.reason}")
        else:
            into.append(written.path)


Advance = Callable[[int, int, str], None]
"""Told how many reports are done, of how many, and which is next."""


def write_report(house: House, session_id: str | None) -> Reported:
    """Report on one session, by default the newest.

    Raises:
        UserError: there is no such session, the extra ``notebooks`` is missing, or a notebook failed.
        VaultError: the vault cannot be written.
    """
    return _report(house, [journal_of(house, session_id)], lambda _done, _of, _now: None)


def write_all_reports(house: House, advance: Advance) -> Reported:
    """Report on every session, and on all of them together.

    Raises:
        UserError: there is none, the extra ``notebooks`` is missing, or a notebook failed.
        VaultError: the vault cannot be written.
    """
    journals = session_journals(house.journals)
    if not journals:
        raise UserError(none_yet(house))
    return _report(house, journals, advance, is_all=True)


def journal_of(house: House, session_id: str | None) -> Path:
    """Return the journal of the session that is named, by id, beginning or date; by default the newest.

    Raises:
        UserError: there is no such session, or several fit.
    """
    return choose_journal(house, session_id or LAST, house.settings().timezone)


def notebooks(of: str) -> list[Path]:
    """Return the notebooks of ours that report on one stream, or on all (:data:`OF_ALL`), in order."""
    found = [path for path in sorted(packaged(NOTEBOOKS).glob("*.ipynb")) if reports_on(path) == of]
    return sorted(found, key=lambda path: path.stem != FIRST)


def _report(house: House, journals: Sequence[Path], advance: Advance, *, is_all: bool = False) -> Reported:
    house.require_vault()
    aftermath.load(house)
    done = Reported()
    spanning = notebooks(OF_ALL) if is_all else []
    of = len(journals) + len(spanning)
    with ExitStack() as while_asked:
        while_asked.enter_context(connect(house.data))  # every notebook takes this one up
        for number, journal in enumerate(journals):
            advance(number, of, journal.stem)
            _one(house, journal, done)
        for number, notebook in enumerate(spanning, len(journals)):
            advance(number, of, notebook.stem)
            _spanning(house, notebook, done)
    advance(of, of, "")
    return done


def _one(house: House, journal: Path, done: Reported) -> None:
    session = aftermath.read_record(journal)
    place = Place.from_settings(house.settings(), house.vault.folder)
    store = house.notes(journal.stem)
    figures = [
        figure
        for notebook in notebooks(OF_ONE)
        for figure in _drawn(
            _page(house, notebook, session_id=journal.stem),
            lambda title: paths.figure(session.session, title, place.timezone, place.folder),
            store,
            done,
        )
    ]
    _put(report.render(session, place, tuple(figures), has_ledger=_has_ledger(house, session)), store, done)


def _spanning(house: House, notebook: Path, done: Reported) -> None:
    page = _page(house, notebook)
    place = Place.from_settings(house.settings(), house.vault.folder)
    store = house.notes("reports")
    origin = Origin.REHEARSAL if house.origin is Origin.REHEARSAL else Origin.LIVE
    figures = _drawn(page, lambda title: paths.spanning_figure(origin, title, place.folder), store, done)
    _put(report.render_spanning(page.title, origin, place, page.lead, tuple(figures)), store, done)


def _page(house: House, notebook: Path, **parameters: Value) -> Page:
    given = {"vault": str(house.vault.root), "rehearsals": house.origin is Origin.REHEARSAL, **parameters}
    page = run_here(notebook, given).get("page")
    if not isinstance(page, Page):
        raise UserError(f"{notebook.name} left no page to report; was its second cell changed?")
    return page


def _drawn(
    page: Page, path_of: Callable[[str], str], store: VaultStore, done: Reported
) -> list[report.Figure]:
    figures = []
    for piece in page.pieces:
        path = path_of(piece.title) if piece.picture else ""
        if piece.picture:
            drawing = store.draw(PurePosixPath(path), piece.picture, is_asked_for=True)
            done.take(drawing, done.figures)
        figures.append(report.Figure(piece.title, path, piece.says, words_of(piece.picture)))
    return figures


def _put(note: GeneratedNote, store: VaultStore, done: Reported) -> None:
    done.take(store.put(note, is_asked_for=True), done.notes)


def _has_ledger(house: House, session: SessionRecord) -> bool:
    place = Place.from_settings(house.settings(), house.vault.folder)
    ledger = paths.ledger(session.session, place.timezone, place.folder)
    return (house.vault.root / ledger).is_file()
