"""The Settings note, read again and again while the bot runs.

Decides that a note which is gone, emptied or half typed unsets nothing: what was last good
stays, key by key, with a word about why; that a key of which only a part can be read is not
taken for deleted; that a model which cannot be used is refused; and that what ``--set`` or
the environment said keeps winning. Leaves what a value means to ``domain.settings``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chronicler.domain.events import SettingsSaved
from chronicler.domain.note import NoteContent
from chronicler.domain.problem import Severity, has_errors
from chronicler.domain.settings import BY_KEY, UNREADABLE, Settings, parse_settings
from chronicler.errors import VaultError
from chronicler.llm.embedders import embedder_problems
from chronicler.llm.selection import model_problems
from chronicler.runtime.house import House

STAYS: Final = "what was in force stays"
OVERRIDDEN: Final = "--set or the environment decides this one while the Chronicler runs"
_MODEL: Final = ("model", "model_url", "allow_remote_model")


@dataclass(slots=True)
class SettingsReading:
    """What the note said, and what of it was good."""

    house: House
    in_force: Settings = field(default_factory=Settings)
    _good: dict[str, object] | None = None
    """The values in force as typed; ``None`` before the first reading."""
    _first: Mapping[str, object] = field(default_factory=dict)
    """What the note said of the overridden keys when it was first read."""

    def opening(self, at: datetime) -> Iterator[SettingsSaved]:
        """Yield how a journal learns what is in force: what was good, then what is not, if anything."""
        values = self.read()
        if self._good is not None and parse_settings(values) != self.in_force:
            yield SettingsSaved(at, self._good, is_opening=True)
        yield SettingsSaved(at, values, is_opening=True)

    def read(self) -> dict[str, object]:
        """Return the note's values as they are to be reported; blocking.

        Raises:
            VaultError: the note could not be read at the very first.
        """
        values = self._values()
        read = parse_settings(values, self.in_force)
        if unusable := [*self._unusable_model(read), *self._unusable_embedder(read)]:
            values[UNREADABLE] = (*_complaints(values), *unusable)
            read = parse_settings(values, self.in_force)
        refused = {problem.field for problem in read.problems}
        kept = {key: value for key, value in (self._good or {}).items() if key in refused}
        good = {key: value for key, value in values.items() if key != UNREADABLE and key not in refused}
        self._good = good | kept
        self.in_force = read
        return values

    def _values(self) -> dict[str, object]:
        try:
            note = self.house.settings_note()
            lost = _why_lost(note)
        except VaultError as error:
            if self._good is None:
                raise
            note, lost = None, str(error)
        if self._good is not None and lost:
            return {**self._good, UNREADABLE: (f": {lost}; {STAYS}",)}
        values = self.house.setting_values()
        return self._completed(values, note) if note else values

    def _completed(self, values: dict[str, object], note: NoteContent) -> dict[str, object]:
        """Return the values with those that a half-typed line hides, and a word on those overridden."""
        typed = {key: note.properties.get(key) for key in self.house.overrides}
        if self._good is None:
            self._first = typed
            return values
        if any(_hides_a_key(problem.field, problem.severity) for problem in note.problems):
            values = {**self._good, **values}
        changed = [key for key in typed if typed[key] not in (None, self._first.get(key))]
        if changed:
            values[UNREADABLE] = (*_complaints(values), *(f"{key}: {OVERRIDDEN}" for key in changed))
        return values

    def _unusable_model(self, read: Settings) -> list[str]:
        problems = model_problems(read)
        if not problems:
            return []
        changed = [key for key in _MODEL if getattr(read, key) != getattr(self.in_force, key)]
        return [f"{key}: {problems[0].message}" for key in changed]

    def _unusable_embedder(self, read: Settings) -> list[str]:
        is_changed = read.embedder != self.in_force.embedder
        return [f"embedder: {problem.message}" for problem in embedder_problems(read) if is_changed]


def _why_lost(note: NoteContent | None) -> str:
    """Return why a note has nothing to say, empty where it has."""
    if note is None:
        return "the Settings note is gone"
    if note.properties:
        return ""
    if has_errors(note.problems):
        return f"the Settings note cannot be read ({note.problems[0]})"
    return "the Settings note holds no properties any more"


def _hides_a_key(name: str, severity: Severity) -> bool:
    return severity is Severity.ERROR and name not in BY_KEY


def _complaints(values: Mapping[str, object]) -> Iterable[str]:
    found = values.get(UNREADABLE)
    return [str(item) for item in found] if isinstance(found, list | tuple) else []
