"""Who wants nothing kept, as it is stored: salted hashes, by one salt or by several.

Decides the file's form and how two such files become one: under one salt the later wish of a
person holds, and where nobody knows which came later, the wish to be kept out. A file of another
data folder has another salt, by which alone its people are known; it stays beside the first as
an earlier one. Leaves whose lines are let in to ``forgetting.opt_outs``.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.domain.codec import utc_text
from chronicler.errors import ArchiveError

_FORMAT: Final = 1
_WITH_EARLIER: Final = 2
"""A program that knows no earlier books must not write the file without them."""
_HASH_LENGTH: Final = 24
_MOST_HASHES: Final = 20_000
RECEIPT_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who opted out, by salted hashes."""

    login: str
    chatter_id: str = ""
    at: datetime | None = None
    """When they asked; ``None`` where nobody knows, which no recorded wish undoes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file tells."""

    salt: str
    people: Mapping[str, Person] = field(default_factory=dict)
    """By the hash of their login."""
    returned: Mapping[str, datetime] = field(default_factory=dict)
    """When somebody wanted their words kept again, by the hash of their login."""
    earlier: tuple["Kept", ...] = ()
    """Of other data folders that were joined to this one; these have none of their own."""

    @property
    def books(self) -> tuple["Kept", ...]:
        """This one alone, and those of other salts."""
        return (replace(self, earlier=()), *self.earlier)


class Book:
    """The people of one salt, to be looked up and changed."""

    def __init__(self, kept: Kept) -> None:
        """Begin with what a file tells; what it tells of earlier ones is left alone."""
        self.salt, self.people, self.returned = kept.salt, dict(kept.people), dict(kept.returned)
        self._hashes: dict[str, str] = {}
        self._index()

    def _index(self) -> None:
        self._by_id = {person.chatter_id: person for person in self.people.values() if person.chatter_id}

    def hash(self, text: str) -> str:
        """Return what stands for a text here."""
        if (known := self._hashes.get(text)) is None:
            if len(self._hashes) > _MOST_HASHES:
                self._hashes.clear()
            known = self._hashes[text] = hashed(self.salt, text)
        return known

    def find(self, login: str, chatter_id: str) -> Person | None:
        """Return somebody who opted out, by Twitch's id first; ``login`` in lower case."""
        if not self.people:
            return None
        by_id = self._by_id.get(self.hash(f"id {chatter_id}")) if chatter_id else None
        return by_id or self.people.get(self.hash(login))

    def returned_at(self, login: str, otherwise: datetime) -> datetime:
        """Return when somebody wanted their words kept again."""
        return self.returned.get(self.hash(login), otherwise) if self.returned else otherwise

    def opt_out(self, login: str, chatter_id: str, at: datetime | None) -> None:
        """Keep that somebody wants nothing kept."""
        chatter = self.hash(f"id {chatter_id}") if chatter_id else ""
        person = Person(self.hash(login.casefold()), chatter, at)
        self.people[person.login] = person
        self.returned.pop(person.login, None)
        self._index()

    def opt_in(self, login: str, at: datetime | None) -> None:
        """Keep that somebody, by the hash of their login, wants their words kept again."""
        self.people.pop(login, None)
        if at:
            self.returned[login] = at
        self._index()

    def as_kept(self) -> Kept:
        """Return it as a file tells it."""
        return Kept(self.salt, self.people, self.returned)


def hashed(salt: str, text: str) -> str:
    """Return what stands for a text under a salt."""
    return hashlib.sha256(f"{salt} {text}".encode("utf-8", "replace")).hexdigest()[:_HASH_LENGTH]


def read_kept(file: Path) -> Kept | None:
    """Return what a file tells, ``None`` where there is none.

    Raises:
        ArchiveError: it cannot be read, or a newer Chronicler wrote it.
    """
    try:
        told = json.loads(file.read_bytes())
        if isinstance(told.get("opt_outs"), int) and told["opt_outs"] > _WITH_EARLIER:
            raise ArchiveError(
                f"{file} was written by a newer Chronicler. It says whose words must not be kept: update the "
                "Chronicler to use it."
            )
        return replace(_book(told), earlier=tuple(map(_book, told.get("earlier", ()))))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise ArchiveError(
            f"{file} cannot be read ({reason}). It says whose words must not be kept; bring it back from "
            "a backup, or move it away if those people are to be asked again."
        ) from error


def spelled(kept: Kept) -> bytes:
    """Return the bytes of a file that tells it."""
    told = {"opt_outs": _WITH_EARLIER if kept.earlier else _FORMAT, **_told(kept)}
    earlier = {"earlier": [_told(book) for book in kept.earlier]} if kept.earlier else {}
    return json.dumps({**told, **earlier}, indent=1).encode()


def joined(kept: Kept, other: Kept) -> Kept:
    """Return the wishes of two files as one, the salt of the first in front."""
    by_salt: dict[str, Kept] = {}
    for book in (*kept.books, *other.books):
        known = by_salt.get(book.salt)
        by_salt[book.salt] = _merged(known, book) if known else book
    first, *earlier = by_salt.values()
    return replace(first, earlier=tuple(earlier))


def came_later(kept: Kept, than: Kept | None) -> Iterator[tuple[str, Person]]:
    """Yield, with their salts, the people whose wish to be kept out another file does not tell of."""
    known = {book.salt: book.people for book in than.books} if than else {}
    for book in kept.books:
        before = known.get(book.salt, {})
        for person in book.people.values():
            if person.login not in before or before[person.login].at != person.at:
                yield book.salt, person


def _merged(one: Kept, other: Kept) -> Kept:
    people, returned = dict[str, Person](), dict[str, datetime]()
    for login in {*one.people, *other.people, *one.returned, *other.returned}:
        outs = [book.people[login] for book in (one, other) if login in book.people]
        back = max((book.returned[login] for book in (one, other) if login in book.returned), default=None)
        latest = _latest(outs)
        if latest and (latest.at is None or back is None or latest.at >= back):
            people[login] = latest
        elif back:
            returned[login] = back
    return Kept(one.salt, people, returned)


def _latest(outs: Iterable[Person]) -> Person | None:
    latest: Person | None = None
    for person in outs:
        if latest is None or person.at is None or (latest.at is not None and person.at > latest.at):
            latest = person
    return latest


def _book(told: Any) -> Kept:
    people = [Person(_text(each["login"]), _text(each.get("id", "")), _time(each)) for each in told["people"]]
    returned = {each["login"]: _aware(each["at"]) for each in told.get("returned", ())}
    return Kept(str(told["salt"]), {person.login: person for person in people}, returned)


def _time(told: Mapping[str, str]) -> datetime | None:
    return _aware(told["at"]) if "at" in told else None


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError("a name is no text")
    return told


def _aware(text: str) -> datetime:
    """Return a time of ours; one without a zone is none, and could be compared with no other."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time has no zone")
    return at


def _told(kept: Kept) -> dict[str, object]:
    people = [
        {"login": p.login, "id": p.chatter_id, **({"at": utc_text(p.at)} if p.at else {})}
        for p in kept.people.values()
    ]
    returned = [{"login": login, "at": utc_text(at)} for login, at in kept.returned.items()]
    return {"salt": kept.salt, "people": people, "returned": returned}
