"""What people wished since a backup was made, taken into account before it is brought back.

Decides where such wishes are looked for (the data here, what earlier restores set aside, newer
backups of the same vault beside the file), that every wish to be kept out of any of them holds
from then on, and that whoever was forgotten since is taken out of the unpacked files before
these are anything but files: of journals and records of writes, by the very rules of
``chronicler forget``. Of whoever opted out since, what they wrote within the day before leaves,
as it did then. Names are known again by salted hashes alone. Leaves the vault as it is: what was
forgotten is gone from there already.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.archive.backup import About
from chronicler.archive.backup_reading import Backup, open_backup
from chronicler.archive.files import PUBLISHED, remove, standing_aside
from chronicler.archive.journal.folder import session_journals
from chronicler.archive.journal.lines import fields_of
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.rewriting import rewrite
from chronicler.archive.journal.writing import Journal, ended_at
from chronicler.domain.chat import OPTED_OUT
from chronicler.domain.events import ChatterCleared
from chronicler.errors import ArchiveError
from chronicler.runtime.forgetting.kept_wishes import (
    RECEIPT_LENGTH,
    Kept,
    Person,
    came_later,
    hashed,
    joined,
    read_kept,
    spelled,
)
from chronicler.runtime.forgetting.lines import Forgetting
from chronicler.runtime.forgetting.notes import clean_writes
from chronicler.runtime.forgetting.operation import PENDING, pending_in
from chronicler.runtime.forgetting.opt_outs import FILE as OPT_OUTS
from chronicler.runtime.forgetting.opt_outs import neutral_name
from chronicler.runtime.forgetting.receipts import RECEIPTS, Receipt, read_receipts
from chronicler.runtime.forgetting.who import Person as Writer
from chronicler.runtime.forgetting.who import journals_in, lines_of, message_in
from chronicler.runtime.forgetting.words import gather
from chronicler.runtime.house import REHEARSALS
from chronicler.runtime.keeping.inventory import ASIDE, WRITES, is_stream
from chronicler.runtime.live.ended import REACHES_BACK
from chronicler.vault import atomic

_FILES: Final = (OPT_OUTS, RECEIPTS, PENDING)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people wished, gathered from one place or several."""

    kept: Kept | None = None
    receipts: tuple[Receipt, ...] = ()
    pending: tuple[Writer, ...] = ()
    """Whose forgetting was begun and not finished."""

    def and_those(self, others: "Wishes") -> "Wishes":
        """Return both."""
        books = [each for each in (self.kept, others.kept) if each]
        kept = joined(*books) if len(books) > 1 else next(iter(books), None)
        receipts = tuple(dict.fromkeys((*self.receipts, *others.receipts)))
        return Wishes(kept, receipts, tuple(dict.fromkeys((*self.pending, *others.pending))))


@dataclass(slots=True)
class Applied:
    """What was taken out of what a backup brings back."""

    forgotten: int = 0
    """People."""
    opted_out: int = 0
    """People of whom lines were taken out of streams."""
    lone_archives: int = 0
    """Archives left out, since nobody can take somebody out of one."""
    troubles: list[str] = field(default_factory=list)
    """Places where wishes may stand that could not be read."""


def wishes_in(folder: Path) -> Wishes:
    """Return the wishes that a data folder tells of.

    Raises:
        ArchiveError: they cannot be read.
    """
    pending = pending_in(folder)
    return Wishes(read_kept(folder / OPT_OUTS), read_receipts(folder), (pending.person,) if pending else ())


def wishes_since(data: Path, backup: Backup, told: Applied) -> Wishes:
    """Return the wishes known on this machine: of the data here, of former data, of newer backups.

    Raises:
        ArchiveError: those of the data here cannot be read.
    """
    found = wishes_in(data)
    for folder in sorted(data.glob(f"{ASIDE}*")):
        found = found.and_those(_read_as_can(lambda folder=folder: wishes_in(folder), folder, told))  # type: ignore[misc]
    for path in _beside(backup):
        found = found.and_those(_read_as_can(lambda path=path: _wishes_of(path, backup), path, told))  # type: ignore[misc]
    return found


def _read_as_can(read: Callable[[], Wishes], place: Path, told: Applied) -> Wishes:
    try:
        return read()
    except ArchiveError as error:
        told.troubles.append(f"Whether anybody was forgotten since cannot be read from {place}: {error}")
        return Wishes()


def _beside(backup: Backup) -> list[Path]:
    """Return other backups that stand beside one, of which the newer ones may know of wishes."""
    around = backup.path.resolve().parent.glob("chronicler-*.zip")
    return sorted(path for path in around if path != backup.path.resolve())


def _wishes_of(path: Path, older: Backup) -> Wishes:
    backup = open_backup(path)
    if not _is_newer_of_the_same(backup, older):
        return Wishes()
    with tempfile.TemporaryDirectory() as name, backup.opened() as read:
        for file in _FILES:
            if file in backup.files:
                Path(name, file).write_bytes(b"".join(read(file)))
        return wishes_in(Path(name))


def _is_newer_of_the_same(one: Backup, older: Backup) -> bool:
    """Whether a backup is a later one of the same data, though the vault may have moved in between."""
    streams = [set(filter(is_stream, backup.files)) for backup in (one, older)]
    is_the_same = one.about.vault == older.about.vault or not streams[0].isdisjoint(streams[1])
    return is_the_same and one.about.made_at > older.about.made_at


# Taking them into account ------------------------------------------------------------------


def apply(stage: Path, since: Wishes, about: About, told: Applied) -> None:
    """Take what was wished since out of the unpacked files, and let every wish hold there; blocking.

    Raises:
        ArchiveError: a file cannot be read or written.
        VaultError: as for ``clean_writes``.
    """
    before = wishes_in(stage)
    receipts = [each for each in since.receipts if each not in before.receipts]
    if about.format == 1:  # it held no receipts: what is older was taken into account then
        receipts = [each for each in receipts if _is_later(each, about.made_at)]
    salts = [book.salt for each in (since, before) if each.kept for book in each.kept.books]
    opted = list(came_later(since.kept, before.kept)) if since.kept else []
    pending = tuple(dict.fromkeys((*since.pending, *before.pending)))
    if receipts or opted or pending:
        accounts = _accounts(stage)
        gone = [*pending, *_forgotten(accounts, receipts, salts)]
        for person in _once(gone):
            _forget(stage, person, salts)
            told.forgotten += 1
        told.lone_archives = _drop_archives(stage) if gone else 0
        told.opted_out = sum(_clear(accounts, salt, person, about.made_at) for salt, person in opted)
    _keep(stage, since.and_those(before))


def _keep(stage: Path, all_of_them: Wishes) -> None:
    if all_of_them.kept:
        atomic.store(stage / OPT_OUTS, spelled(all_of_them.kept))
    if all_of_them.receipts:
        receipts = sorted(all_of_them.receipts, key=lambda each: each.at)
        atomic.store(stage / RECEIPTS, b"".join(each.spelled() for each in receipts))


def _is_later(receipt: Receipt, than: datetime) -> bool:
    try:
        return datetime.fromisoformat(receipt.at) >= than
    except (ValueError, TypeError):
        return True


@dataclass(slots=True)
class _Account:
    login: str
    ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    last_at: dict[Path, str] = field(default_factory=dict)
    """When they last wrote, by the journal of a real stream."""


def _accounts(stage: Path) -> dict[str, _Account]:
    accounts: dict[str, _Account] = {}
    streams = set(session_journals(stage / "journal"))
    for path in (*journals_in(stage), *journals_in(stage / REHEARSALS)):
        for line in lines_of(path):
            message = message_in(line)
            if message is None or message.get("withheld") or message.get("is_own"):
                continue
            login = str(message.get("login", "")).casefold()
            account = accounts.setdefault(login, _Account(login))
            account.ids.add(str(message.get("chatter_id", "")))
            account.names.add(str(message.get("display_name", "")))
            if path in streams:
                account.last_at[path] = str(fields_of(line).get("at", ""))
    accounts.pop("", None)
    for account in accounts.values():
        account.ids.discard("")
        account.names.discard("")
    return accounts


def _forgotten(
    accounts: dict[str, _Account], receipts: Iterable[Receipt], salts: list[str]
) -> Iterator[Writer]:
    known = {each for receipt in receipts for each in receipt.known_by}
    if not known:
        return
    for account in accounts.values():
        texts = [account.login, *(f"id {each}".casefold() for each in account.ids)]
        if any(hashed(salt, text)[:RECEIPT_LENGTH] in known for salt in salts for text in texts):
            yield _with_other_names(account, accounts)


def _with_other_names(account: _Account, accounts: dict[str, _Account]) -> Writer:
    theirs = [each for each in accounts.values() if each is account or each.ids & account.ids]
    return Writer(
        frozenset(each.login for each in theirs),
        frozenset(chatter_id for each in theirs for chatter_id in each.ids),
        frozenset(name for each in theirs for name in each.names),
    )


def _once(people: Iterable[Writer]) -> Iterator[Writer]:
    seen: set[str] = set()
    for person in people:
        if not person.logins <= seen:
            seen |= person.logins
            yield person


def _forget(stage: Path, person: Writer, salts: list[str]) -> None:
    journals = [*journals_in(stage), *journals_in(stage / REHEARSALS)]
    said = gather(person, journals)
    removed = said.removed()
    for writes in (stage / WRITES, stage / REHEARSALS / WRITES):
        clean_writes(writes, removed)
    key = hashed(salts[0] if salts else "", min(person.logins))
    forgetting = Forgetting(person, removed, lambda session_id: neutral_name(key, session_id))
    lines = sum(said.lines.values())
    for path in journals:
        forgetting.begin(_session_of(path))
        rewrite(path, forgetting.line, forgetting.closing(lines, len(said.lines)))


def _session_of(path: Path) -> str:
    try:
        return read_header(path).session
    except ArchiveError:
        return path.name


def _drop_archives(stage: Path) -> int:
    found = [
        path
        for data in (stage, stage / REHEARSALS)
        for path in (data / PUBLISHED, *standing_aside(data))
        if path.exists()
    ]
    for path in found:
        remove(path)
    return len(found)


def _clear(accounts: dict[str, _Account], salt: str, person: Person, made_at: datetime) -> int:
    """Let what somebody wrote within the day before they opted out leave, as it did then; 1 where it did."""
    at = person.at or made_at
    theirs = [each for each in accounts.values() if _is(each, salt, person)]
    cleared = 0
    for account in theirs:
        for path, last in account.last_at.items():
            last_at = _time(last)
            if path.exists() and last_at and at - REACHES_BACK <= last_at:
                removal = ChatterCleared(max(filter(None, (at, ended_at(path)))), account.login, OPTED_OUT)
                with Journal.open(path, read_header(path)) as journal:
                    journal.append([removal])
                cleared = 1
    return cleared


def _is(account: _Account, salt: str, person: Person) -> bool:
    if hashed(salt, account.login) == person.login:
        return True
    ids: set[Any] = {hashed(salt, f"id {each}") for each in account.ids}
    return bool(person.chatter_id) and person.chatter_id in ids


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
