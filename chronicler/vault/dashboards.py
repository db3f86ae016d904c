"""The streamer's dashboards: finding tonight's, making a new one, approving one.

Decides which note belongs to which evening; writes only when the streamer gave the command.
Leaves reading fields to ``domain.dashboard``.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.domain.dashboard import Status, parse_dashboard
from chronicler.domain.note import KIND_PROPERTY, NoteContent, NoteKind, Owned
from chronicler.errors import UserError, VaultError
from chronicler.vault import atomic
from chronicler.vault.folder import check_name, locate, notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault
from chronicler.vault.splice import splice

FOLDER: Final = "Dashboards"
TEMPLATE: Final = "Templates/Dashboard.md"
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


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
        names = ", ".join(f"«{note.title}»" for note in self.candidates)
        return f"several dashboards are meant for this evening: {names}; approve one, or change the date of others"


def all_dashboards(vault: Vault) -> Iterator[NoteContent]:
    """Yield every dashboard in the vault, by path."""
    for path, file in notes_in(vault.root, f"{vault.folder}/{FOLDER}"):
        raw = read_bytes(file)
        if raw is None:
            continue
        note = read_note(raw, str(path))
        kind = note.properties.get(KIND_PROPERTY)
        if kind == NoteKind.DASHBOARD or (kind is None and _DATE.match(note.title)):
            yield note


def tonights_dashboard(vault: Vault, date: dt.date) -> Found:
    """Return the dashboard of an evening: by its ``date``, else by the date its name begins with."""
    candidates = tuple(note for note in all_dashboards(vault) if _date_of(note) == date)
    approved = tuple(note for note in candidates if is_approved(note))
    for group in (approved, candidates):
        if len(group) == 1:
            return Found(group[0], candidates)
    return Found(None, candidates)


def is_approved(note: NoteContent) -> bool:
    """Return whether the streamer approved a dashboard."""
    return parse_dashboard(note.properties, note.body, path=note.path).dashboard.status is Status.APPROVED


def _date_of(note: NoteContent) -> dt.date | None:
    parsed = parse_dashboard(note.properties, note.body, path=note.path).dashboard
    if parsed.date is not None:
        return parsed.date
    if named := _DATE.match(note.title):
        try:
            return dt.date(*(int(part) for part in named.groups()))
        except ValueError:
            return None
    return None


def new_dashboard(vault: Vault, date: dt.date, fields: tuple[Owned, ...] = ()) -> str:
    """Make the dashboard of an evening from the template, and return its path.

    Raises:
        UserError: one stands there already.
        VaultError: the template is gone or the note cannot be written.
    """
    path = free_path(vault, date)
    template = read_bytes(locate(vault.root, f"{vault.folder}/{TEMPLATE}"))
    if template is None:
        raise VaultError(f"{vault.folder}/{TEMPLATE} is gone; run chronicler init again to lay a new one")
    raw = splice(template, [Owned("date", date.isoformat()), *fields])
    file = locate(vault.root, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    atomic.store(file, raw)
    return path


def free_path(vault: Vault, date: dt.date) -> str:
    """Return where a new dashboard goes.

    Raises:
        UserError: a dashboard of that evening stands there already.
    """
    path = f"{vault.folder}/{FOLDER}/{date.isoformat()} Dashboard.md"
    check_name(path)
    if locate(vault.root, path).exists():
        raise UserError(f"{path} is there already; open it, or move it away first")
    return path


def approve(vault: Vault, path: str) -> None:
    """Set ``status: approved`` in a dashboard, leaving every other byte.

    Raises:
        UserError: there is no such dashboard.
        VaultError: it cannot be written, or was saved at the same moment.
    """
    file = locate(vault.root, path)
    raw = read_bytes(file)
    if raw is None:
        raise UserError(f"{path} is not there; chronicler dashboard new makes one")
    spliced = splice(raw, [Owned("status", Status.APPROVED.value)])
    if spliced != raw:
        if read_bytes(file) != raw:
            raise VaultError(f"{path} was saved at this moment; try again")
        atomic.store(file, spliced)
