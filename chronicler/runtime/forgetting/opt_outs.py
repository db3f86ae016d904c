"""Who wants none of their words kept, and what is let in of what they write.

Decides how that wish is stored (in the data folder, as salted hashes, so that no name stands
there), whom it concerns (by login or by Twitch's id, so a new name changes nothing), and that
a line of theirs is emptied before it is an event: it is counted, under a neutral name that is
another in every stream. Commands keep working, without words. Of two wishes the later one
holds, also where a recorded chat brings the earlier one in afterwards. Where several processes
keep wishes at once, each is written over what the others wrote. Leaves the list in Settings
to ``domain.settings`` and the commands to ``agent.steward.opting``.
"""

import hashlib
import logging
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.agent.state import State
from chronicler.agent.steward import commands
from chronicler.archive.publish import only_one
from chronicler.disk import sync_folder
from chronicler.domain.actions import KeepOptOut
from chronicler.domain.chat import OPTED_OUT, Message
from chronicler.domain.commands import BY_NAME, given
from chronicler.domain.events import ChannelNoticed, Event, MessageReceived, RaidReceived, SessionStarted
from chronicler.domain.session import Origin
from chronicler.domain.settings import Settings
from chronicler.errors import ArchiveError, VaultError
from chronicler.runtime.forgetting.kept_wishes import RECEIPT_LENGTH, Book, Kept, Person, read_kept, spelled
from chronicler.runtime.house import House
from chronicler.vault import atomic

LOG: Final = logging.getLogger(__name__)
FILE: Final = "opt-outs.json"
LOCK: Final = "opt-outs.lock"
PATIENCE_SECONDS: Final = 10.0
"""For another process that keeps a wish just now, which takes it a few milliseconds."""
NEUTRAL: Final = "forgotten-"
"""Begins a neutral name; no login can, for want of hyphens."""
_WORDLESS: Final = re.compile(r"\d{1,4}|on|off", re.IGNORECASE)
"""Arguments of commands that say nothing of their own."""

Admit = Callable[[Event, State], Event]
"""Returns an event as it may be kept."""


def as_it_is(event: Event, state: State) -> Event:
    """Return an event unchanged: nobody opted out."""
    del state
    return event


@dataclass(frozen=True, slots=True)
class Wished:
    """What somebody asked for in a recorded chat."""

    at: datetime
    login: str
    chatter_id: str
    is_out: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A time of a recorded chat of which nothing of one person is let in."""

    login: str
    """Lower case."""
    chatter_id: str
    begins_at: datetime
    ends_at: datetime

    def covers(self, login: str, chatter_id: str, at: datetime) -> bool:
        """Return whether a line of that time is theirs."""
        is_theirs = login == self.login or (bool(chatter_id) and chatter_id == self.chatter_id)
        return is_theirs and self.begins_at <= at < self.ends_at


class OptOuts:
    """The people who opted out, and the way in that knows them. Safe to use from several threads."""

    def __init__(
        self, file: Path | None = None, kept: Kept | None = None, spans: Sequence[Span] = ()
    ) -> None:
        """Know whom ``kept`` tells of; keep changes in ``file``, or for this run only.

        Of a recording nothing is let in that ``spans`` cover.
        """
        self._file = file
        self._spans = tuple(spans)
        self._turn = threading.Lock()
        self._unkept: list[Callable[[], None]] = []
        """What was asked since it was last kept, to be asked again of what another process wrote."""
        self._take_over(kept or Kept(secrets.token_hex(16)))
        self._seen = _stamp(file)

    def _take_over(self, kept: Kept) -> None:
        self._own, *self._earlier = map(Book, kept.books)
        for ask in self._unkept:
            ask()

    @property
    def _books(self) -> tuple[Book, ...]:
        return (self._own, *self._earlier)

    @classmethod
    def read(cls, data: Path, *, is_kept: bool = True, spans: Sequence[Span] = ()) -> "OptOuts":
        """Return those of a vault's data folder; blocking. Without ``is_kept`` changes last for a run.

        Raises:
            ArchiveError: the file cannot be read, so nobody knows whose words must not be kept.
        """
        file = data / FILE
        return cls(file if is_kept else None, read_kept(file), spans)

    @classmethod
    def of(cls, house: House) -> "OptOuts":
        """Return those of a house; what is asked for in a recording lasts for that recording only.

        Raises:
            ArchiveError: as for :meth:`read`.
        """
        return cls.read(house.vault.data, is_kept=house.origin is Origin.LIVE)

    # Letting in ------------------------------------------------------------------------

    def admit(self, event: Event, state: State) -> Event:
        """Return an event as it may be kept: of people who opted out neither words nor name."""
        if isinstance(event, SessionStarted):
            self._look_again()
        if not (self.people or self._spans or state.settings.opt_out):
            return event
        session_id = state.session.session_id if state.session else ""
        match event:
            case MessageReceived(message=message) if not (message.is_own or message.is_broadcaster):
                if name := self.name_of(
                    message.login, message.chatter_id, session_id, state.settings, event.at
                ):
                    return replace(event, message=_emptied(message, name, state.settings))
            case ChannelNoticed(login=login):
                if name := self.name_of(login, "", session_id, state.settings, event.at):
                    return replace(event, login=name, text="")
            case RaidReceived(from_channel=login):
                if name := self.name_of(login, "", session_id, state.settings, event.at):
                    return replace(event, from_channel=name)
            case _:
                pass
        return event

    def name_of(self, login: str, chatter_id: str, session_id: str, settings: Settings, at: datetime) -> str:
        """Return the neutral name of somebody who opted out, empty for everybody else."""
        login = login.casefold()
        person = self._person(login, chatter_id)
        if person is None and login not in settings.opt_out:
            is_covered = any(span.covers(login, chatter_id, at) for span in self._spans)
            return neutral_name(self._own.hash(login), session_id) if is_covered else ""
        return neutral_name(person.login if person else login, session_id)

    def neutral(self, login: str, chatter_id: str, session_id: str) -> str:
        """Return the neutral name that somebody has, or would have, in a stream."""
        person = self._person(login.casefold(), chatter_id)
        return neutral_name(person.login if person else login.casefold(), session_id)

    def _person(self, login: str, chatter_id: str) -> Person | None:
        found = (book.find(login, chatter_id) for book in self._books)
        return next((person for person in found if person), None) if login else None

    @property
    def people(self) -> int:
        """How many people opted out by themselves."""
        return sum(len(book.people) for book in self._books)

    def knows(self, login: str) -> bool:
        """Return whether somebody of that login opted out by themselves."""
        return self._person(login.casefold(), "") is not None

    # Changing --------------------------------------------------------------------------

    def change(self, wish: KeepOptOut, session_id: str, at: datetime | None = None) -> None:
        """Take a wish into account from now on; :meth:`keep` makes it last.

        ``at`` tells when it is asked; without it no recorded wish is ever a later one.
        """
        self._look_again()
        with self._turn:
            self._ask(lambda: self._change(wish, session_id, at))

    def take(self, wishes: Iterable[Wished]) -> None:
        """Take what was asked for in recorded chats into account, as far as nothing later was asked."""
        asked = sorted(wishes, key=lambda each: each.at)
        with self._turn:
            self._ask(lambda: self._take(asked))

    def _ask(self, ask: Callable[[], None]) -> None:
        ask()
        if self._file is not None:
            self._unkept.append(ask)

    def _change(self, wish: KeepOptOut, session_id: str, at: datetime | None) -> None:
        if wish.is_out:
            self._own.opt_out(wish.login, wish.chatter_id, at)
            return
        for book in self._books:
            for login in [k for k in book.people if neutral_name(k, session_id) == wish.login]:
                book.opt_in(login, at)

    def _take(self, wishes: Iterable[Wished]) -> None:
        for wish in wishes:
            login = wish.login.casefold()
            person = self._person(login, wish.chatter_id)
            latest = person.at if person else max(b.returned_at(login, wish.at) for b in self._books)
            if latest is None or wish.at < latest:
                continue
            if wish.is_out:
                self._own.opt_out(wish.login, wish.chatter_id, wish.at)
            else:
                for book in self._books:
                    theirs = book.find(login, wish.chatter_id)
                    book.opt_in(theirs.login if theirs else book.hash(login), wish.at)

    def _look_again(self) -> None:
        """Take over what another process has kept meanwhile, such as an import beside a running bot."""
        try:
            with self._turn:
                self._read_again()
        except ArchiveError as error:
            LOG.warning("Whose words must not be kept is known as of before: %s", error)

    def _read_again(self) -> None:
        if self._file is None or (stamp := _stamp(self._file)) == self._seen:
            return
        kept = read_kept(self._file)
        if kept is not None:
            self._take_over(kept)
            self._seen = stamp

    def keep(self) -> None:
        """Make what is known last, on disk when it returns; blocking.

        Raises:
            ArchiveError: the disk refused; it counts for this run all the same.
        """
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            refusal = f"{self._file} is being written by another Chronicler; try again in a moment."
            with only_one(self._file.with_name(LOCK), refusal, PATIENCE_SECONDS):
                with self._turn:  # never while waiting: whoever is heard meanwhile waits for it
                    self._read_again()
                    told, asked = spelled(self._kept()), len(self._unkept)
                atomic.store(self._file, told)
                sync_folder(self._file.parent)
                with self._turn:
                    self._seen = _stamp(self._file)
                    del self._unkept[:asked]
        except (VaultError, OSError) as error:
            raise ArchiveError(str(error)) from error

    def _kept(self) -> Kept:
        own, *earlier = (book.as_kept() for book in self._books)
        return replace(own, earlier=tuple(earlier))

    def receipt_of(self, name: str) -> str:
        """Return what a receipt calls somebody: a salted hash, by which only a guess can be checked."""
        return self._own.hash(name.casefold())[:RECEIPT_LENGTH]

    def receipts_of(self, name: str) -> frozenset[str]:
        """Return all that a receipt may call somebody, here or in data that was joined to this."""
        return frozenset(book.hash(name.casefold())[:RECEIPT_LENGTH] for book in self._books)


def _stamp(file: Path | None) -> tuple[int, int] | None:
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_ino) if status else None


def neutral_name(key: str, session_id: str) -> str:
    """Return a name that is the same within a stream, and tells of nobody beyond it."""
    return NEUTRAL + hashlib.sha256(f"{session_id} {key}".encode("utf-8", "replace")).hexdigest()[:6]


def _emptied(message: Message, name: str, settings: Settings) -> Message:
    return replace(
        message,
        login=name,
        display_name="",
        chatter_id="",
        text=_command_alone(message, settings),
        badges=(),
        emotes=(),
        is_first=False,
        withheld=OPTED_OUT,
    )


def _command_alone(message: Message, settings: Settings) -> str:
    """Return the command that a line gives, without words of its own; nothing for any other line."""
    heard = commands.read(message, settings)
    found = given(getattr(settings, BY_NAME[heard.command].key)) if heard else None
    if heard is None or found is None:
        return ""
    argument = heard.argument if _WORDLESS.fullmatch(heard.argument) else ""
    return f"{settings.command_prefix}{found.name} {argument}".rstrip()
