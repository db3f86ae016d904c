"""``chronicler undo``: which stream's notes are taken back, and what stays.

Decides which record of writes is meant, that nothing is taken back while a bot is at work, and
that with a rehearsal's notes go its Tonight and, with the last one's, what recorded streams
brought along. Leaves every note to ``vault.undoing``; journal and archive keep the stream.
"""

import re
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes import paths
from chronicler.runtime.asking.which_session import choose_id
from chronicler.runtime.house import REHEARSALS, House
from chronicler.runtime.live.tonight import TAG as TONIGHT
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.rehearsing.rehearsal import BROUGHT
from chronicler.vault.undoing import Fate, Undone, undo
from chronicler.vault.writes import Writes

INIT: Final = "init"
_SESSION: Final = re.compile(r"\d{8}T\d{6}Z-.+", re.ASCII)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back, or would be."""

    tag: str
    """The stream's id, or ``init``."""
    notes: tuple[Undone, ...]
    kept_in: Path
    """The folder outside the vault where both versions of every note stay."""

    @property
    def changed(self) -> tuple[Undone, ...]:
        """The notes that are as they were before."""
        return tuple(note for note in self.notes if note.fate not in (Fate.KEPT, Fate.GONE))

    @property
    def kept(self) -> tuple[Undone, ...]:
        """The notes that stay as they are, each with its reason."""
        return tuple(note for note in self.notes if note.fate is Fate.KEPT)


def take_back(house: House, named: str | None, zone: tzinfo, *, dry_run: bool) -> TakenBack:
    """Take back the notes of the stream named, of ``init``, or of the stream written last where none is.

    Raises:
        UserError: nothing was written of it, or the Chronicler is at work in this vault.
        VaultError: the vault is gone or the disk refused.
    """
    tag = _meant(house, named, zone)
    writes = house.data / "writes"
    with hold_lock(house.data):
        shows = house.origin is Origin.REHEARSAL and _is_on_tonight(house, tag)
        notes = undo(house.vault.root, writes, tag, dry_run=dry_run)
        if shows:
            notes += undo(house.vault.root, writes, TONIGHT, dry_run=dry_run)
        if house.origin is Origin.REHEARSAL and _is_the_last(writes, tag):
            notes += undo(house.vault.root, writes, BROUGHT, dry_run=dry_run)
    return TakenBack(tag, notes, writes / tag)


def _meant(house: House, named: str | None, zone: tzinfo) -> str:
    tags = Writes(house.data / "writes", INIT).tags()
    if named == INIT and house.origin is not Origin.REHEARSAL and INIT in tags:
        return INIT
    streams = [tag for tag in tags if _SESSION.fullmatch(tag)]
    if not streams:
        raise UserError(_nothing(house))
    if named is not None:
        return choose_id(sorted(streams), named, zone)
    standing = [tag for tag in streams if not Writes(house.data / "writes", tag).is_undone]
    if not standing:
        raise UserError("What streams wrote into this vault is taken back already, but for notes of yours")
    return standing[-1]


def _nothing(house: House) -> str:
    if house.origin is Origin.REHEARSAL:
        return "No rehearsal has written notes into this vault; nothing is to be taken back"
    rehearsed = Writes(house.data / REHEARSALS / "writes", INIT).tags()
    hint = "; for a rehearsal's add --rehearsals" if any(map(_SESSION.fullmatch, rehearsed)) else ""
    return f"No stream has written notes into this vault; nothing is to be taken back{hint}"


def _is_the_last(writes: Path, tag: str) -> bool:
    """Whether no other rehearsal's notes stand, which may link what was brought along."""
    others = [Writes(writes, other) for other in Writes(writes, tag).tags() if _SESSION.fullmatch(other)]
    return all(other.tag == tag or other.is_undone for other in others)


def _is_on_tonight(house: House, session_id: str) -> bool:
    path = PurePosixPath(paths.tonight(house.vault.folder, house.origin))
    note = house.notes(TONIGHT).read(path)
    return note is not None and note.properties.get("session") == session_id
