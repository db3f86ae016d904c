"""Who is meant by somebody to be forgotten: all names that one Twitch account ever had here.

Decides whether a login, a display name or an id names exactly one person, and what is said
where it names nobody. Leaves what they wrote to ``runtime.forgetting.words``.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chronicler.archive.files import JOURNALS
from chronicler.archive.journal.folder import SUFFIX
from chronicler.archive.journal.lines import fields_of
from chronicler.errors import ArchiveError, UserError
from chronicler.runtime.importing.folders import ASIDE, HALF

_MESSAGE: Final = b'"type":"message_received"'
_NEAR: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """One person, by every name that is known here."""

    logins: frozenset[str]
    """Lower case."""
    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Display names."""

    def wrote(self, message: dict[str, Any]) -> bool:
        """Return whether a message, as a journal spells it, is theirs."""
        if chatter_id := message.get("chatter_id"):
            return chatter_id in self.ids
        return str(message.get("login", "")).casefold() in self.logins

    def is_called(self, name: str) -> bool:
        """Return whether this is a name of theirs, or their id."""
        lowered = name.casefold()
        return name in self.ids or lowered in self.logins or lowered in {n.casefold() for n in self.names}


@dataclass(slots=True)
class _Account:
    ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def journals_in(data: Path) -> list[Path]:
    """Return every file of a data folder that holds journal lines, those set aside and damaged included."""
    folders = (data / JOURNALS, data / ASIDE, data / HALF)
    return sorted(
        path
        for folder in folders
        for path in folder.glob(f"*{SUFFIX}*")
        if path.is_file() and not path.name.startswith(".")
    )


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a journal.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise ArchiveError(f"The journal {path} cannot be read ({error.strerror or error})") from error


def message_in(line: bytes) -> dict[str, Any] | None:
    """Return the message that a journal line holds, as it is spelled there."""
    if _MESSAGE not in line:
        return None
    data = fields_of(line).get("data")
    message = data.get("message") if isinstance(data, dict) else None
    return message if isinstance(message, dict) else None


def find_person(journals: Iterable[Path], who: str) -> Person:
    """Return the one person whom a login, a display name or an id means, in any case.

    Raises:
        UserError: nobody is called so, or several people are.
        ArchiveError: a journal cannot be read.
    """
    wanted = who.strip().lstrip("@").strip()
    accounts = _accounts(journals)
    logins = _meant(accounts, wanted)
    ids = {each for login in logins for each in accounts[login].ids}
    if not logins and any(wanted in account.ids for account in accounts.values()):
        ids = {wanted}  # somebody else may have taken one of their logins over
    if not (logins or ids):
        raise UserError(_nobody(accounts, wanted))
    every = logins | {login for login, account in accounts.items() if account.ids & ids}
    return Person(
        frozenset(every), frozenset(ids), frozenset(n for login in every for n in accounts[login].names)
    )


def _accounts(journals: Iterable[Path]) -> dict[str, _Account]:
    accounts: dict[str, _Account] = {}
    for path in journals:
        for line in lines_of(path):
            if (message := message_in(line)) and not (message.get("withheld") or message.get("is_own")):
                account = accounts.setdefault(str(message.get("login", "")).casefold(), _Account())
                account.ids.add(str(message.get("chatter_id", "")))
                account.names.add(str(message.get("display_name", "")))
    accounts.pop("", None)
    for account in accounts.values():
        account.ids.discard("")
        account.names.discard("")
    return accounts


def _meant(accounts: dict[str, _Account], wanted: str) -> set[str]:
    lowered = wanted.casefold()
    if lowered in accounts:
        return {lowered}
    shown = [login for login, account in accounts.items() if lowered in {n.casefold() for n in account.names}]
    if len(shown) > 1 and not set[str].intersection(*(accounts[login].ids for login in shown)):
        raise UserError(
            f"{wanted!r} is shown of several people; name one by login: {', '.join(sorted(shown))}"
        )
    return set(shown)


def once(names: Iterable[str]) -> list[str]:
    """Return names without those that differ from an earlier one in capitals alone."""
    return list({name.casefold(): name for name in reversed(list(names))}.values())[::-1]


def _nobody(accounts: dict[str, _Account], wanted: str) -> str:
    shown = {n for account in accounts.values() for n in account.names if n.casefold() not in accounts}
    known: Sequence[str] = sorted({*accounts, *shown})
    near = once(difflib.get_close_matches(wanted.casefold(), known, n=_NEAR, cutoff=0.6))
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    return f"Nobody called {wanted!r} has written in what is kept here.{hint}"
