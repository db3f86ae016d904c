"""After the stream: from a session's journal to notes and archive.

Decides the order (record, harvest, notes), that the archive is loaded meanwhile and that
its failing never costs a note; leaves choosing to ``agent.scribe``, words to ``notes`` and
bytes to ``vault``.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.agent import record, scribe
from chronicler.archive.journal import read_journal
from chronicler.archive.load import load_journals
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.settings import Settings
from chronicler.errors import ArchiveError
from chronicler.notes.place import Place
from chronicler.notes.session_notes import render_session
from chronicler.ports import Written
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_collected, short_turns
from chronicler.vault.inventory import blocks_linked, sessions_by_path

LOG: Final = logging.getLogger(__name__)
NOT_WRITTEN: Final = frozenset({"left_alone", "deleted_by_user"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one session."""

    record: SessionRecord
    harvest: Harvest
    written: tuple[Written, ...] = ()
    ledger: str | None = None
    clip_notes: dict[str, str] = field(default_factory=dict)
    blog_notes: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """What could not be kept, and what to do about it."""


def read_record(journal: Path) -> SessionRecord:
    """Return the record of a session's journal.

    Raises:
        ArchiveError: the journal cannot be read, or holds no session.
    """
    found = record.gather(event for _, event in read_journal(journal))
    if found is None:
        raise ArchiveError(f"{journal} holds no session; nothing was written from it")
    return found


def keep_session(house: House, journal: Path, settings: Settings) -> Kept:
    """Write the notes of one session and load its journal into the archive.

    Doing it again writes the same bytes again.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    with short_turns(), ThreadPoolExecutor(1, thread_name_prefix="load") as beside:
        loading = beside.submit(load, house)  # DuckDB works on a core of its own
        kept = write_notes(house, journal, settings)
        return replace(kept, warnings=(*kept.warnings, *loading.result()))


@nothing_collected()
def write_notes(house: House, journal: Path, settings: Settings) -> Kept:
    """Write the notes of one session and leave the archive as it is.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    session = read_record(journal)
    harvest = scribe.gather(session)
    taken = sessions_by_path(house.vault)
    linked = blocks_linked(house.vault, taken, session.session.session_id)
    place = Place.from_settings(settings, house.vault.folder, taken=taken, linked=linked)
    notes = render_session(session, harvest, place)
    store = house.notes(session.session.session_id)
    written = [store.put(note) for note in notes.generated]
    written += [store.append(section) for section in notes.sections]
    drawn = store.draw(PurePosixPath(notes.picture.path), notes.picture.content) if notes.picture else None
    return Kept(
        record=session,
        harvest=harvest,
        written=tuple(written),
        ledger=notes.ledger,
        clip_notes=_paths([seed.seed_id for seed in harvest.clips], notes.clip_paths),
        blog_notes=_paths([seed.title for seed in harvest.blogs], notes.blog_paths),
        warnings=tuple(_left_out([*written, *([drawn] if drawn else [])])),
    )


def _paths(seeds: Sequence[str], paths: Sequence[str | None]) -> dict[str, str]:
    return {seed: path for seed, path in zip(seeds, paths, strict=True) if path}


def _left_out(written: list[Written]) -> list[str]:
    return [
        f"{w.path} was left as it is: {w.reason}" for w in written if w.outcome in NOT_WRITTEN and w.reason
    ]


def load(house: House) -> tuple[str, ...]:
    """Load the journals into the archive; what stands in the way comes back as warnings."""
    try:
        return tuple(load_journals(house.data).notes)
    except ArchiveError as error:
        LOG.warning("The archive was not loaded: %s", error)
        return (str(error),)
