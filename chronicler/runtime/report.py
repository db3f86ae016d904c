"""A stream's report: the notebook run without a screen, its picture and reading kept in the vault.

Decides which session is meant and where picture and note go; leaves the numbers to
``archive``, the picture to ``charts`` and the words to ``notes.report``.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler.archive import evening_words
from chronicler.archive.evening import open_archive, read_evening
from chronicler.archive.journal import journal_path, session_journals
from chronicler.charts.notebook import run_notebook
from chronicler.domain.record import SessionRecord
from chronicler.errors import UserError
from chronicler.notes import paths, report
from chronicler.notes.place import Place
from chronicler.runtime import aftermath
from chronicler.runtime.house import House
from chronicler.runtime.which_session import newest, none_yet
from chronicler.vault import atomic
from chronicler.vault.folder import locate
from chronicler.vault.packaged import packaged

NOTEBOOK: Final = "tonight.ipynb"
TITLE: Final = "Talk over time"


@dataclass(frozen=True, slots=True)
class Reported:
    """What was put into the vault."""

    note: str
    figure: str


def write_report(house: House, session_id: str | None) -> Reported:
    """Run the notebook on one session, by default the newest, and keep its picture and reading.

    Raises:
        UserError: there is no such session, the extra ``notebooks`` is missing, or the notebook failed.
        VaultError: the vault cannot be written.
    """
    journal = journal_of(house, session_id)
    aftermath.load(house)
    record = aftermath.read_record(journal)
    place = Place.from_settings(house.settings(), house.vault.folder)
    figure = paths.figure(record.session, TITLE, place.timezone, place.folder)
    _draw(house, record, figure)
    note = report.render(record, place, TITLE, (report.Figure(TITLE, figure, _reading(house, record)),))
    house.notes(record.session.session_id).put(note)
    return Reported(note.path, figure)


def journal_of(house: House, session_id: str | None) -> Path:
    """Return the journal of a session, by default of the newest.

    Raises:
        UserError: there is no such session.
    """
    journals = session_journals(house.journals)
    if session_id:
        journals = [p for p in journals if p == journal_path(house.journals, session_id)]
    if not journals:
        kept = session_journals(house.journals)
        if not kept:
            raise UserError(none_yet(house))
        known = ", ".join(p.stem for p in kept[-5:])
        raise UserError(f"There is no such stream here. The latest are: {known}")
    return newest(house, journals)


def _draw(house: House, record: SessionRecord, figure: str) -> None:
    with tempfile.TemporaryDirectory(prefix="chronicler-report-") as folder:
        parameters = {"data": str(house.data), "session_id": record.session.session_id, "figures": folder}
        run_notebook(packaged("notebooks") / NOTEBOOK, parameters)
        drawn = sorted(Path(folder).glob("*.svg"))
        if not drawn:
            raise UserError(f"{NOTEBOOK} drew no picture; was its last cell changed?")
        target = locate(house.vault.root, figure)
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.store(target, drawn[0].read_bytes())


def _reading(house: House, record: SessionRecord) -> str:
    archive = open_archive(str(house.data), "")
    try:
        evening = read_evening(archive, record.session.session_id)
        return evening_words.talk(evening)
    finally:
        archive.close()
