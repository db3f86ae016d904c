"""Forgetting somebody: the one operation that changes what was kept.

Decides the order, by which it can be killed anywhere and run again: it is noted whom it is
about; notes and records of writes are cleaned while the journals still tell which words are
theirs; then the journals are rewritten, one at a time; then the archives are built anew and
what recall made of them goes; a receipt is the last. Leaves each step to the module of its
name, and who may run it beside a bot to ``runtime.forgetting.beside``. Blocking.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.archive.files import DAMAGED, PUBLISHED, REBUILT, WORK, remove
from chronicler.archive.journal.folder import is_off_air
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.rewriting import must_be_writable, rewrite
from chronicler.archive.rebuild import rebuild
from chronicler.disk import sync_folder
from chronicler.domain.codec import utc_text
from chronicler.domain.read_json import read_json
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, UserError
from chronicler.notes.removed import Removed
from chronicler.runtime.forgetting.lines import Forgetting
from chronicler.runtime.forgetting.memory import forget_memory
from chronicler.runtime.forgetting.notes import InVault, Place, clean_notes, clean_writes
from chronicler.runtime.forgetting.receipts import Receipt, keep_receipt
from chronicler.runtime.forgetting.who import Person, find_person, journals_in
from chronicler.runtime.forgetting.words import Said, gather
from chronicler.runtime.house import House
from chronicler.runtime.importing.importing import alone
from chronicler.runtime.lock import hold_lock
from chronicler.vault import atomic

PENDING: Final = "forgetting.json"
"""Says whom a forgetting is about that is not finished; gone once it is."""
CUT_SHORT: Final = "A forgetting was cut short. Finish it with the same: chronicler forget NAME."
_WRITES: Final = "writes"
_HEADROOM: Final = 16 << 20

Watch = Callable[[str, float, float], None]
"""Told the step, and how much of it is done."""


def watch_nothing(step: str, done: float, of: float) -> None:
    """Tell nobody."""
    del step, done, of


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a forgetting came to, or would."""

    lines: int
    """Lines of theirs that lost their words."""
    streams: int
    journals: tuple[str, ...] = ()
    """Names of the journals that hold lines of theirs."""
    names: tuple[str, ...] = ()
    """What they are called here."""
    in_vault: InVault = field(default_factory=InVault)
    versions: int = 0
    """Kept versions and records of our writes that were cleaned."""
    mentions: int = 0
    """Lines of others in which their name was replaced."""
    receipt: str = ""
    troubles: tuple[str, ...] = ()
    is_dry: bool = False
    is_finished_now: bool = False
    """Whether it had been begun before and was cut short."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A forgetting that was begun."""

    person: Person
    lines: int
    streams: int
    begun_at: str
    """By which its receipt is known: a second one is not written."""
    mentions: int = 0


def both(house: House) -> tuple[House, House]:
    """Return the houses of a vault's real streams and of its rehearsals."""
    return replace(house, origin=Origin.LIVE), replace(house, origin=Origin.REHEARSAL)


@contextmanager
def nobody_else(house: House) -> Iterator[None]:
    """Let no import and no rehearsal write meanwhile.

    Raises:
        UserError: one is at work.
    """
    real, rehearsals = both(house)
    with alone(real):
        if not rehearsals.data.is_dir():
            yield
            return
        with hold_lock(rehearsals.data):
            yield


def look(house: House, who: str, watch: Watch = watch_nothing) -> Forgotten:
    """Return what forgetting somebody would come to; nothing is changed.

    Raises:
        UserError: nobody, or nobody alone, is called so; or it is the streamer.
        ArchiveError: a journal cannot be read.
        VaultError: the vault is gone.
    """
    pending = _pending(house)
    if pending and pending.person.is_called(who):
        person, is_begun = pending.person, True
    else:
        person, is_begun = _person(house, who), False
    said = gather(person, _journals(house), lambda done, of: watch("Reading", done, of))
    in_vault = clean_notes(both(house)[0], said.removed(), is_dry=True)
    told = _told(said, in_vault, pending if is_begun else None)
    return replace(told, is_dry=True, is_finished_now=is_begun)


def forget(
    house: House,
    who: str,
    now: datetime,
    *,
    receipt_of: Callable[[str], str],
    neutral: Callable[[Person, str], str],
    on_found: Callable[[Person], None] = lambda _person: None,
    watch: Watch = watch_nothing,
) -> Forgotten:
    """Forget somebody, and finish first what was cut short before.

    Args:
        house: the vault; its real streams and rehearsals are both meant.
        who: login, display name or id.
        now: time of the receipt.
        receipt_of: returns what a receipt calls somebody.
        neutral: returns a person's neutral name in a stream.
        on_found: told who it is, before anything is changed.
        watch: told how far it is.

    Raises:
        UserError: nobody, or nobody alone, is called so; or it is the streamer.
        ArchiveError: a journal or archive cannot be read or written; run again, it goes on.
        VaultError: the vault is gone or the disk refused; run again, it goes on.
    """
    run = _Run(house, now, receipt_of, neutral, on_found, watch)
    if pending := _pending(house):
        finished = replace(run.through(pending.person, pending), is_finished_now=True)
        if pending.person.is_called(who):
            return finished
    return run.through(_person(house, who), None)


@dataclass(frozen=True, slots=True)
class _Run:
    house: House
    now: datetime
    receipt_of: Callable[[str], str]
    neutral: Callable[[Person, str], str]
    on_found: Callable[[Person], None]
    watch: Watch

    def through(self, person: Person, pending: Pending | None) -> Forgotten:
        self.on_found(person)
        journals = _journals(self.house)
        said = gather(person, journals, lambda done, of: self.watch("Reading", done, of))
        removed = said.removed()
        _check(self.house, journals)
        told = _told(said, InVault(), pending)
        begun_at = pending.begun_at if pending else utc_text(self.now)
        _note_down(self.house, Pending(person, told.lines, told.streams, begun_at, told.mentions))
        real, rehearsals = both(self.house)
        in_vault = clean_notes(real, removed, is_dry=False)
        versions = sum(clean_writes(each.data / _WRITES, removed) for each in (real, rehearsals))
        self._rewrite(journals, person, removed, told)
        troubles = tuple(self._build_anew())
        receipt = self._receipt(person, told, begun_at)
        (real.data / PENDING).unlink(missing_ok=True)
        return replace(told, in_vault=in_vault, versions=versions, receipt=receipt, troubles=troubles)

    def _rewrite(self, journals: list[Path], person: Person, removed: Removed, told: Forgotten) -> None:
        forgetting = Forgetting(person, removed, lambda session_id: self.neutral(person, session_id))
        for done, path in enumerate(journals):
            self.watch("Rewriting", done, len(journals))
            forgetting.begin(_session_of(path))
            rewrite(path, forgetting.line, forgetting.closing(told.lines, told.streams))
        self.watch("Rewriting", 1, 1)

    def _build_anew(self) -> Iterator[str]:
        for house in both(self.house):
            if not (house.journals.is_dir() or (house.data / PUBLISHED).exists()):
                continue
            done = rebuild(house.data, lambda some, of: self.watch("Rebuilding", some, of), keeps_old=False)
            for name in (PUBLISHED, WORK):
                remove(house.data / f"{name}{DAMAGED}")
            (house.data / f"{PUBLISHED}.new").unlink(missing_ok=True)
            remove(house.data / REBUILT)
            forget_memory(house.data)
            yield from done.report.notes
            if done.without_journal:
                yield (
                    "The old archive held streams whose journals are gone, and these are gone from it now: "
                    f"{', '.join(done.without_journal)}"
                )

    def _receipt(self, person: Person, told: Forgotten, begun_at: str) -> str:
        who = self.receipt_of(min(person.logins))
        names = {*person.logins, *(f"id {each}" for each in person.ids)}
        known_by = frozenset(map(self.receipt_of, names))
        keep_receipt(self.house.vault.data, Receipt(begun_at, who, told.lines, told.streams, known_by))
        return who


def _person(house: House, who: str) -> Person:
    person = find_person(_journals(house), who)
    if house.settings().channel in person.logins:
        raise UserError(
            f"{who} is whose channel this is: every stream is theirs. To be rid of all of it, delete the "
            f"folder {house.vault.data}"
        )
    return person


def _journals(house: House) -> list[Path]:
    return [path for each in both(house) for path in journals_in(each.data)]


def _session_of(path: Path) -> str:
    try:
        return read_header(path).session
    except ArchiveError:
        return path.name


def _told(said: Said, in_vault: InVault, pending: Pending | None) -> Forgotten:
    journals = [path for path, lines in said.lines.items() if lines]
    return Forgotten(
        lines=pending.lines if pending else sum(said.lines.values()),
        streams=pending.streams if pending else sum(not is_off_air(path) for path in journals),
        journals=tuple(path.name for path in journals),
        names=tuple(sorted(said.person.logins | said.person.names)),
        in_vault=in_vault,
        mentions=pending.mentions if pending else sum(map(said.removed().mentions_them, said.naming)),
    )


def _check(house: House, journals: list[Path]) -> None:
    """Refuse, before anything is changed, where a journal could not be rewritten.

    Raises:
        ArchiveError: one is read-only, or the disk is too full.
    """
    for path in journals:
        must_be_writable(path)
    sizes = [path.stat().st_size for path in journals]
    archives = [each.data / name for each in both(house) for name in (PUBLISHED, WORK)]
    needed = max(sizes, default=0) + sum(p.stat().st_size for p in archives if p.exists()) + _HEADROOM
    if shutil.disk_usage(house.vault.data).free < needed:
        raise ArchiveError(
            f"There is too little room on the disk of {house.vault.data}: about {needed >> 20:,} MB are "
            "needed to rewrite journals and archive. Nothing was changed."
        )


# Whom an unfinished one is about -----------------------------------------------------------------


def _note_down(house: House, pending: Pending) -> None:
    person = pending.person
    told = {
        "logins": sorted(person.logins),
        "ids": sorted(person.ids),
        "names": sorted(person.names),
        "lines": pending.lines,
        "streams": pending.streams,
        "begun_at": pending.begun_at,
        "mentions": pending.mentions,
    }
    file = house.vault.data / PENDING
    atomic.store(file, json.dumps(told, ensure_ascii=True).encode())
    sync_folder(file.parent)


def is_cut_short(house: House) -> bool:
    """Return whether a forgetting was begun and not finished."""
    return (house.vault.data / PENDING).exists()


def _pending(house: House) -> Pending | None:
    return pending_in(house.vault.data)


def pending_in(data: Path) -> Pending | None:
    """Return the forgetting that was begun in a data folder and not finished.

    Raises:
        ArchiveError: it cannot be told whose.
    """
    try:
        told: dict[str, Any] = read_json((data / PENDING).read_bytes())
        person = Person(frozenset(told["logins"]), frozenset(told["ids"]), frozenset(told["names"]))
        lines, streams, mentions = (int(told.get(key, 0)) for key in ("lines", "streams", "mentions"))
        return Pending(person, lines, streams, str(told["begun_at"]), mentions)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{data / PENDING} cannot be read: it says whose forgetting was cut short. Move it "
            "away and forget them again."
        ) from error


__all__ = ["Forgotten", "Place", "both", "forget", "look", "nobody_else"]
