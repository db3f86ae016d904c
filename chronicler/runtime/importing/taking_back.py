"""Taking imports back: out of the archive, their journals set aside.

Decides which sessions are meant, by the content of the logs named or by a session's id, and
that what was heard live is never taken back. Notes in the vault are only named: what was
written into them may be the streamer's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chronicler.archive.journal.writing import journal_path, session_journals
from chronicler.archive.load import load_journals
from chronicler.archive.publish import PATIENCE_SECONDS
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, UserError
from chronicler.runtime.export import exports_with
from chronicler.runtime.house import House
from chronicler.runtime.importing.finding import find_logs
from chronicler.runtime.importing.folders import ASIDE
from chronicler.runtime.importing.importing import alone, notes_of
from chronicler.runtime.importing.looking import digest_of
from chronicler.runtime.importing.verdict import Known, known_sessions


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back."""

    sessions: tuple[str, ...]
    aside: Path
    notes: tuple[str, ...]
    """Vault-relative paths of notes that were written of them and still stand."""
    exports: tuple[Path, ...] = ()
    """Folders of Parquet files that hold them until the archive is exported there again."""
    is_all: bool = False
    """Whether nothing is left that could be exported."""
    troubles: tuple[str, ...] = ()


def take_back(house: House, named: Sequence[Path]) -> TakenBack:
    """Take back the imports of the logs named, of all logs in the folders named, or of those ids.

    Raises:
        UserError: nothing of it was imported, or another import is at work.
        ArchiveError: a journal cannot be set aside.
    """
    with alone(house):
        known = known_sessions(house.journals)
        meant = dict.fromkeys(session for path in named for session in _meant(path, known))
        aside = house.data / ASIDE
        for session in meant:
            _set_aside(journal_path(house.journals, session), aside)
        try:
            troubles = load_journals(house.data, gone=list(meant), patience_seconds=PATIENCE_SECONDS).notes
        except ArchiveError as error:
            troubles = [f"{error} Later, run: chronicler archive rebuild"]
    return TakenBack(
        tuple(meant),
        aside,
        notes_of(house, meant),
        exports=tuple(exports_with(house, meant)),
        is_all=not session_journals(house.journals),
        troubles=tuple(troubles),
    )


def _meant(named: Path, known: Sequence[Known]) -> list[str]:
    if not named.exists():
        return [_by_id(str(named), known)]
    digests = {digest_of(log) for log in find_logs([named]).logs}
    found = [k.session_id for k in known if k.origin is Origin.IMPORT and k.digest in digests]
    if not found:
        raise UserError(f"nothing of {named} is imported here; chronicler archive status tells what is")
    return found


def _by_id(named: str, known: Sequence[Known]) -> str:
    session = next((k for k in known if k.session_id == named), None)
    if session is None:
        imports = ", ".join(k.session_id for k in known if k.origin is Origin.IMPORT) or "none"
        raise UserError(f"{named} is neither a log nor an imported stream. Imported are: {imports}")
    if session.origin is not Origin.IMPORT or session.is_damaged:
        raise UserError(f"{named} is not known to be an import; only imports can be taken back")
    return named


def _set_aside(journal: Path, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        journal.replace(folder / journal.name)
    except OSError as error:
        raise ArchiveError(
            f"{journal} could not be set aside ({error.strerror or error}); check permissions"
        ) from error
