"""The streamer's dashboards: finding tonight's, making a new one, approving one.

Decides which note belongs to which evening; writes only when the streamer gave the command.
Leaves reading fields to ``domain.dashboard``.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from chronicler.domain.dashboard import Status, parse_dashboard
from chronicler.domain.dashboard_fields import read_date
from chronicler.domain.note import KIND_PROPERTY, NoteContent, NoteKind, Owned
from chronicler.domain.problem import Problem, has_errors
from chronicler.errors import UserError, VaultError
from chronicler.vault.folder import check_name, locate, notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault
from chronicler.vault.packaged import packaged
from chronicler.vault.splice import splice
from chronicler.vault.store import VaultStore

FOLDER: Final = "Dashboards"
TEMPLATE: Final = "Templates/Dashboard.md"
_TAG: Final = "commands"
_DATE: Final = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|(?<!\d)\d{8}(?!\d)", re.ASCII)
_PLACEHOLDER: Final = re.compile(r"\{\{\s*(date|title|time)(?::[^{}\n]*)?\s*\}\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Tonight's dashboard, or why it cannot be told."""

    note: NoteContent | None = None
    candidates: tuple[NoteContent, ...] = ()
    """All dashboards of that date."""

    @property
    def problem(self) -> str:
        """What to do where several dashboards claim the same evening; empty otherwise."""
        if self.note is not None or not self.candidates:
            return ""
        approved = [note for note in self.candidates if is_approved(note)]
        names = ", ".join(f"«{note.title}»" for note in approved or self.candidates)
        if approved:
            return f"several dashboards of this evening are approved: {names}; leave one as it is"
        return f"several dashboards are meant for this evening: {names}; approve the one that counts"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """:attr:`problem` as a Problem, none where there is none."""
        return (Problem(self.problem),) if self.problem else ()


def all_dashboards(vault: Vault) -> Iterator[NoteContent]:
    """Yield every dashboard in the vault, by path.

    Without the property that says so count a note named as a dashboard is, with its date, and
    one with a date in its name whose properties are lost: it is being mended.
    """
    for path, file in notes_in(vault.root, f"{vault.folder}/{FOLDER}"):
        raw = read_bytes(file)
        if raw is None:
            continue
        note = read_note(raw, str(path))
        if is_dashboard(note):
            yield note


def is_dashboard(note: NoteContent) -> bool:
    """Return whether a note is a dashboard: by its kind, else by its folder and name."""
    kind = note.properties.get(KIND_PROPERTY)
    is_in_place = FOLDER in PurePosixPath(note.path).parts[:-1]
    is_named = _DATE.search(note.title) is not None and "dashboard" in note.title.lower()
    is_torn = _DATE.search(note.title) is not None and has_errors(note.problems)
    return kind == NoteKind.DASHBOARD or (kind is None and is_in_place and (is_named or is_torn))


def tonights_dashboard(vault: Vault, date: dt.date) -> Found:
    """Return the dashboard of an evening: by its ``date``, else by the date in its name.

    Of several the approved one counts; where that does not decide, none does.
    """
    candidates = tuple(note for note in all_dashboards(vault) if date_of(note) == date)
    approved = tuple(note for note in candidates if is_approved(note))
    whole = tuple(note for note in candidates if KIND_PROPERTY in note.properties)
    for group in (approved, whole, candidates):
        if len(group) == 1:
            return Found(group[0], candidates)
        if group:
            break
    return Found(None, candidates)


def approved_by_date(vault: Vault) -> dict[dt.date, NoteContent]:
    """Return the approved dashboard of every evening that has exactly one; each note is read once."""
    found: dict[dt.date, list[NoteContent]] = {}
    for note in all_dashboards(vault):
        on = date_of(note)
        if on is not None and is_approved(note):
            found.setdefault(on, []).append(note)
    return {on: notes[0] for on, notes in found.items() if len(notes) == 1}


def is_approved(note: NoteContent) -> bool:
    """Return whether the streamer approved a dashboard."""
    return parse_dashboard(note.properties, note.body, path=note.path).dashboard.status is Status.APPROVED


def date_of(note: NoteContent) -> dt.date | None:
    """Return the evening a dashboard belongs to: its ``date``, else the date in its name."""
    dated = parse_dashboard(note.properties, note.body, path=note.path).dashboard.date
    named = _DATE.search(note.title)
    return dated or (read_date(named[0]) if named else None)


# On the streamer's command -----------------------------------------------------------------


def new_dashboard(vault: Vault, date: dt.date, fields: tuple[Owned, ...] = ()) -> str:
    """Make the dashboard of an evening from the template, and return its path.

    Raises:
        UserError: one stands there already.
        VaultError: the note cannot be written, or the template's properties cannot be read.
    """
    path = free_path(vault, date)
    text = _PLACEHOLDER.sub(lambda m: _filled(m[1].lower(), path, date), _template(vault))
    wanted = (Owned(KIND_PROPERTY, NoteKind.DASHBOARD.value), Owned("date", date.isoformat()), *fields)
    written = _store(vault).make(PurePosixPath(path), splice(text.encode("utf-8"), wanted))
    if written.outcome != "created":
        raise UserError(f"{path} is there already; open it, or move it away first")
    return path


def _template(vault: Vault) -> str:
    raw = read_bytes(locate(vault.root, f"{vault.folder}/{TEMPLATE}"))
    if raw is None:
        raw = read_bytes(packaged("vault_template") / TEMPLATE) or b""
    return raw.decode("utf-8", "replace")


def _filled(name: str, path: str, date: dt.date) -> str:
    return {"date": date.isoformat(), "title": PurePosixPath(path).stem}.get(name, "")


def free_path(vault: Vault, date: dt.date) -> str:
    """Return where a new dashboard goes.

    Raises:
        UserError: a dashboard of that evening stands there already.
    """
    path = f"{vault.folder}/{FOLDER}/{date.isoformat()} Dashboard.md"
    check_name(path)
    there = [note.path for note in tonights_dashboard(vault, date).candidates]
    if there or locate(vault.root, path).exists():
        raise UserError(f"{(there or [path])[0]} is there already; open it, or move it away first")
    return path


def approve(vault: Vault, path: str) -> None:
    """Set ``status: approved`` in a dashboard, leaving every other byte.

    Raises:
        UserError: there is no such dashboard.
        VaultError: it cannot be written, or its properties cannot be read.
    """
    raw = read_bytes(locate(vault.root, path))
    if raw is None:
        raise UserError(f"{path} is not there; chronicler dashboard new makes one")
    note = read_note(raw, path)
    if not is_dashboard(note):
        raise UserError(
            f"{path} is no dashboard; it needs the property {KIND_PROPERTY}: {NoteKind.DASHBOARD}"
        )
    kind = () if KIND_PROPERTY in note.properties else (Owned(KIND_PROPERTY, NoteKind.DASHBOARD.value),)
    wanted = [*kind, Owned("status", Status.APPROVED.value)]
    set_in_dashboard(vault, path, tuple(wanted))


def set_in_dashboard(vault: Vault, path: str, fields: tuple[Owned, ...]) -> None:
    """Set properties of a dashboard on the streamer's command, leaving every other byte.

    Raises:
        VaultError: it is not there, cannot be changed safely, or keeps being saved meanwhile.
    """
    written = _store(vault).set_properties(PurePosixPath(path), fields)
    if written.outcome == "left_alone":
        raise VaultError(f"{path}: {written.reason}")


def _store(vault: Vault) -> VaultStore:
    return VaultStore(vault.root, vault.data / "writes", _TAG)
