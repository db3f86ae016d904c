"""The house a run lives in: which vault, which data folder, which settings.

Decides where journals, archive and write records of an origin stand, and joins settings
from note, environment and options; leaves finding the vault to ``vault.location``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.domain.events import Event, LinksSaved, WatchListSaved
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Severity
from chronicler.domain.session import Origin
from chronicler.domain.settings import BY_KEY, UNREADABLE, Settings, parse_settings
from chronicler.errors import UserError, VaultError
from chronicler.runtime import quiet_auto
from chronicler.runtime.clock import system_timezone_name
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault
from chronicler.vault.store import VaultStore

SETTINGS_NOTE: Final = "Settings.md"
WATCH_LIST_NOTE: Final = "Watch list.md"
LINKS_NOTE: Final = "Links.md"
ENVIRONMENT_PREFIX: Final = "CHRONICLER_"
REHEARSALS: Final = "rehearsals"
SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True)
class House:
    """One vault with the data of one kind of run."""

    vault: Vault
    origin: Origin
    overrides: Mapping[str, object] = field(default_factory=dict)
    """Settings from environment and options, which win over the note."""

    @property
    def data(self) -> Path:
        """Where this origin's journals and archive stand; rehearsals keep their own."""
        return self.vault.data / REHEARSALS if self.origin is Origin.REHEARSAL else self.vault.data

    @property
    def journals(self) -> Path:
        """The journal folder."""
        return self.data / "journal"

    def notes(self, tag: str) -> VaultStore:
        """Return the note store whose writes are recorded under ``tag``."""
        return VaultStore(self.vault.root, self.data / "writes", tag)

    def is_there(self) -> bool:
        """Return whether our folder stands in the vault; blocking."""
        return (self.vault.root / self.vault.folder).is_dir()

    def require_vault(self) -> None:
        """Refuse a vault without our folder: a drive taken away may leave an empty folder behind.

        Raises:
            VaultError: it is not there.
        """
        if not self.is_there():
            raise VaultError(
                f"the vault {self.vault.root} is not there; is its drive or sync folder connected?"
            )

    def setting_values(self) -> dict[str, object]:
        """Return the settings as typed, note first, then environment and options over it.

        The machine's time zone is named and ``quiet_minutes: auto`` is a number, so that a
        journal means the same everywhere.
        """
        note = self.settings_note()
        typed = dict(note.properties) if note else {}
        values = {key: _plain(value) for key, value in typed.items()} | dict(self.overrides)
        if str(values.get("timezone") or SYSTEM).lower() == SYSTEM:
            values["timezone"] = system_timezone_name()
        values = quiet_auto.settled(values, self.vault.data)
        wrong = tuple(_unreadable(note, self.overrides)) if note else ()
        return values | ({UNREADABLE: wrong} if wrong else {})

    def settings_note(self) -> NoteContent | None:
        """Return the Settings note, ``None`` where it is gone.

        Raises:
            VaultError: it is there but cannot be read.
        """
        return self._note(SETTINGS_NOTE)

    def watch_list(self, at: datetime) -> list[Event]:
        """Return the reading of the streamer's own watch list as it begins; none in a vault without one.

        Raises:
            VaultError: it is there but cannot be read.
        """
        note = self.watch_list_note()
        return [] if note is None else [WatchListSaved(at, note)]

    def watch_list_note(self) -> NoteContent | None:
        """Return the streamer's own watch list, ``None`` in a vault without one.

        Raises:
            VaultError: it is there but cannot be read.
        """
        return self._note(WATCH_LIST_NOTE)

    def links(self, at: datetime) -> list[Event]:
        """Return the reading of the streamer's links as it begins; none in a vault without the note.

        Raises:
            VaultError: it is there but cannot be read.
        """
        note = self.links_note()
        return [] if note is None else [LinksSaved(at, note)]

    def links_note(self) -> NoteContent | None:
        """Return the Links note, ``None`` in a vault without one.

        Raises:
            VaultError: it is there but cannot be read.
        """
        return self._note(LINKS_NOTE)

    def _note(self, name: str) -> NoteContent | None:
        path = self.vault.root / self.vault.folder / name
        try:
            return read_note(path.read_bytes(), f"{self.vault.folder}/{name}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise VaultError(f"{path} could not be read ({error.strerror}); check the vault") from error

    def settings(self) -> Settings:
        """Return the settings in force for this run."""
        return parse_settings(self.setting_values())


def _unreadable(note: NoteContent, overrides: Mapping[str, object]) -> Iterator[str]:
    """Yield what of the Settings note could not be read, as far as it is a setting or all of it."""
    for problem in note.problems:
        is_ours = problem.field in BY_KEY or not (problem.field or note.properties)
        is_grave = problem.severity is Severity.ERROR
        if problem.field not in overrides and (is_ours or is_grave):
            place = f" (line {problem.line} of the note)" if problem.line else ""
            yield f"{problem.field}: {problem.message}{place}"


def environment_overrides(environ: Mapping[str, str]) -> dict[str, object]:
    """Return the settings named in the environment, such as ``CHRONICLER_QUIET_MINUTES``."""
    named = {key: environ.get(ENVIRONMENT_PREFIX + key.upper()) for key in BY_KEY}
    return {key: _typed(key, value) for key, value in named.items() if value is not None}


def read_pair(pair: str) -> tuple[str, object]:
    """Return key and value of one ``KEY=VALUE``.

    Raises:
        UserError: there is no such setting, or it cannot have that value.
    """
    key, equals, value = pair.partition("=")
    key = key.strip()
    if not equals or key not in BY_KEY:
        raise UserError(f"{pair!r} names no setting; write KEY=VALUE with one of: {', '.join(BY_KEY)}")
    typed = _typed(key, value.strip())
    if problems := parse_settings({key: typed}).problems:
        raise UserError("; ".join(str(problem) for problem in problems))
    return key, typed


def _typed(key: str, value: str) -> object:
    if BY_KEY[key].kind == "list":
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
