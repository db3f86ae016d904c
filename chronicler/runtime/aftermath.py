"""After the stream: from a session's journal to notes and archive.

Decides the order (record, harvest, notes), that the archive is loaded meanwhile and that
its failing never costs a note; leaves choosing to ``agent.scribe.scribe``, words to ``notes`` and
bytes to ``vault``.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.agent import record
from chronicler.agent.scribe import scribe
from chronicler.archive.journal.writing import read_journal
from chronicler.archive.load import load_journals
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.settings import Settings
from chronicler.errors import ArchiveError
from chronicler.notes import paths
from chronicler.notes.place import Place
from chronicler.notes.removed import Removed
from chronicler.notes.session_notes import render_session
from chronicler.ports import NOT_WRITTEN, Written
from chronicler.runtime.blog.notes import known_seeds
from chronicler.runtime.clips.marks import with_clip_marks
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_collected, short_turns
from chronicler.runtime.live.ended import has_late_removal
from chronicler.runtime.live.own_notes import with_own_notes
from chronicler.vault.inventory import blocks_linked, notes_of_ours, sessions_by_path
from chronicler.vault.redaction import Redaction

LOG: Final = logging.getLogger(__name__)


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
    found = record.gather(map(itemgetter(1), read_journal(journal)))
    if found is None:
        raise ArchiveError(f"{journal} holds no session; nothing was written from it")
    return found


def keep_session(house: House, journal: Path, settings: Settings) -> Kept:
    """Write the notes of one session and load its journal into the archive.

    Doing it again writes the same bytes again; where they had been taken back they are asked for anew.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    house.notes(journal.stem).ask_again()
    with short_turns(), ThreadPoolExecutor(1, thread_name_prefix="load") as beside:
        length = journal.stat().st_size
        loading = beside.submit(load, house)  # DuckDB works on a core of its own
        kept = write_notes(house, journal, settings)
        warnings = loading.result()
    if journal.stat().st_size != length:  # what was found in own notes is a line of the journal too
        warnings = load(house)
    _set_kept(house, journal)
    return replace(kept, warnings=(*kept.warnings, *warnings))


def keep_without_notes(house: House, journal: Path) -> tuple[str, ...]:
    """Keep what came of a session whose notes were taken back: removals reach other notes, and it is loaded.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    told = (*take_out(house, journal, read_record(journal)), *load(house))
    _set_kept(house, journal)
    return told


def is_kept(house: House, journal: Path) -> bool:
    """Return whether everything that a session's journal holds has reached its notes; blocking.

    False after a kill between a session's end and its last note, and once more came into its journal.
    """
    return house.notes(journal.stem).kept_at == journal.stat().st_size


def _set_kept(house: House, journal: Path) -> None:
    house.notes(journal.stem).set_kept(journal.stat().st_size)


@nothing_collected()
def write_notes(house: House, journal: Path, settings: Settings) -> Kept:
    """Write the notes of one session and leave the archive as it is.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    session = with_clip_marks(house, journal, read_record(journal), settings)
    harvest = scribe.gather(session)
    session = with_own_notes(house, journal, session, harvest)
    warned = take_out(house, journal, session)
    taken = sessions_by_path(house.vault)
    linked, seeds = blocks_linked(house.vault), known_seeds(house.vault)
    place = Place.from_settings(settings, house.vault.folder, taken=taken, linked=linked, seeds=seeds)
    notes = render_session(session, harvest, place)
    house.require_vault()
    store = house.notes(session.session.session_id)
    written = [store.put(note) for note in notes.generated]
    written += [store.append(section) for section in notes.sections]
    drawn = store.draw(PurePosixPath(notes.picture.path), notes.picture.content) if notes.picture else None
    return Kept(
        record=session,
        harvest=harvest,
        written=tuple(written),
        ledger=notes.ledger,
        clip_notes=_by_seed([seed.seed_id for seed in harvest.clips], notes.clip_paths),
        blog_notes=_by_seed([seed.title for seed in harvest.blogs], notes.blog_paths),
        warnings=(*warned, *_left_out([*written, *([drawn] if drawn else [])])),
    )


def take_out(house: House, journal: Path, session: SessionRecord) -> list[str]:
    """Take what was removed after a session's end out of the notes that quote it already.

    Seeds that are no longer among the best and sections of notes that span streams are never
    written again, so this is what reaches them. Returns what only the streamer can do. Not
    reached: lines of under four words in the kept versions of Tonight, and notes of theirs.

    Raises:
        ArchiveError: the journal cannot be read.
        VaultError: the vault is gone or cannot be written.
    """
    if not has_late_removal(journal):
        return []
    own = [
        *(s.theme for s in session.themes),
        *(j.text for j in session.jottings),
        *(t.title for t in session.titles),
    ]
    gone = Removed.of(record.removed_since_the_end(event for _, event in read_journal(journal)), own)
    redaction = Redaction(gone.in_text, gone.in_value)
    store = house.notes(journal.stem)
    store.redact_record(PurePosixPath(paths.tonight(house.vault.folder, house.origin)), redaction)
    told: list[str] = []
    for path in map(PurePosixPath, notes_of_ours(house.vault)):
        written = store.redact(path, redaction)
        if written.outcome == "left_alone":
            told.append(f"{path} may hold words that were removed; it was left as it is: {written.reason}")
        if path.parent.name == "Blog Seeds" and gone.has_named(path.stem):
            told.append(f"{path} is named after words that were removed; rename it if they are to go")
    return told


def _by_seed(seeds: Sequence[str], notes: Sequence[str | None]) -> dict[str, str]:
    return {seed: path for seed, path in zip(seeds, notes, strict=True) if path}


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
