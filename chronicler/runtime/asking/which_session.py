"""Which stream is meant, when somebody names one or none.

Decides between id, beginning of an id, date and ``last``; leaves reading the journal to
whoever asked.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import session_journals, unfinished_session
from chronicler.domain.session import Origin, stream_date
from chronicler.errors import UserError
from chronicler.runtime.house import REHEARSALS, House
from chronicler.runtime.lock import held_by

LAST: Final = "last"
_SHOWN: Final = 6


def choose_journal(house: House, named: str | None, zone: tzinfo) -> Path:
    """Return the journal of the stream that was named, else of the one under way, else the last.

    Of real streams the last is the latest; of rehearsals it is the one rehearsed last,
    whatever evening it was.

    Raises:
        UserError: there is none, or several fit; the message lists what there is.
    """
    journals = session_journals(house.journals)
    if not journals:
        raise UserError(none_yet(house))
    if named is None and (running := unfinished_session(house.journals)):
        return running
    if named in (None, LAST):
        return newest(house, journals)
    meant = choose_id([path.stem for path in journals], str(named), zone)
    return next(path for path in journals if path.stem == meant)


def choose_id(ids: Sequence[str], named: str, zone: tzinfo) -> str:
    """Return the stream of that id, else the only one whose id begins so or which belongs to that date.

    ``ids`` stand oldest first.

    Raises:
        UserError: none fits, or several do; the message lists them.
    """
    on = _date(named)
    fitting = (
        [named]
        if named in ids
        else [id_ for id_ in ids if id_.startswith(named) or (on is not None and on == _date_of(id_, zone))]
    )
    if not fitting:
        raise UserError(f"There is no stream {named!r} here. The latest are: {_listed(ids)}")
    if len(fitting) > 1:
        raise UserError(f"{named!r} fits {len(fitting)} streams; name one of: {_listed(fitting)}")
    return fitting[0]


def newest(house: House, journals: Sequence[Path]) -> Path:
    """Return the latest real stream, or of rehearsals the one rehearsed last, whatever its evening."""
    if house.origin is Origin.REHEARSAL:
        return max(journals, key=lambda path: (path.stat().st_mtime_ns, path.name))
    return journals[-1]


def has_newer_rehearsal(house: House) -> bool:
    """Return whether something was rehearsed in this vault after its last real stream was kept."""
    rehearsed = session_journals(house.data / REHEARSALS / "journal")
    kept = session_journals(house.journals)
    latest = max((path.stat().st_mtime_ns for path in kept), default=0)
    return any(path.stat().st_mtime_ns > latest for path in rehearsed)


def is_broken_off(house: House, journal: Path | None = None) -> bool:
    """Return whether a trial (any where none is named) was stopped midway: nothing takes it up again."""
    left = unfinished_session(house.journals)
    is_left = left is not None and journal in (None, left)
    return house.origin is Origin.REHEARSAL and is_left and held_by(house.data) is None


def _date(named: str) -> date | None:
    try:
        return date.fromisoformat(named)
    except ValueError:
        return None


def _date_of(session_id: str, zone: tzinfo) -> date | None:
    try:
        started_at = datetime.strptime(session_id.partition("-")[0], "%Y%m%dT%H%M%SZ")  # noqa: DTZ007
    except ValueError:
        return None
    return stream_date(started_at.replace(tzinfo=UTC), zone)


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[-_SHOWN:])


def none_yet(house: House) -> str:
    """Return, for a house without any stream, what to do about it."""
    if house.origin is Origin.REHEARSAL:
        return "Nothing has been rehearsed in this vault yet; begin with: chronicler rehearse sample"
    rehearsals = session_journals(house.data / REHEARSALS / "journal")
    if rehearsals:
        return "No stream has been kept in this vault yet, only rehearsals: ask again with --rehearsals"
    return "No stream has been kept in this vault yet; chronicler run keeps them"
