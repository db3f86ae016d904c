"""Making a draft dashboard of another model's answer.

Decides that it becomes a draft and never replaces a note, that nothing in it can approve
itself or switch anything, that what the streamer said of the evening stands in it even where
the answer leaves it out, and what is said about it: found, missing, and the court's remarks.
Leaves finding the fields to ``vault.pasted``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from chronicler.agent.prompts.dashboard import BLANKS, PROPERTIES
from chronicler.domain.note import Owned
from chronicler.domain.problem import Problem
from chronicler.errors import UserError, VaultError
from chronicler.runtime.dashboard.check import check
from chronicler.runtime.dashboard.draft import DRAFTED_BY, said_for
from chronicler.runtime.house import House
from chronicler.vault import atomic
from chronicler.vault.dashboards import new_dashboard, tonights_dashboard
from chronicler.vault.folder import read_bytes
from chronicler.vault.pasted import Pasted, read_pasted

LONGEST: Final = 200_000
"""Characters; a dashboard has a few thousand."""
KEPT: Final = "pasted.txt"


@dataclass(frozen=True, slots=True)
class FromPaste:
    """The note that was made of a pasted text."""

    path: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def paste(house: House, evening: date, text: str, said: Mapping[str, str] | None = None) -> FromPaste:
    """Make an evening's draft of a text and return what was found in it.

    ``said`` is what the streamer says of the evening now, by property; it wins over the text, and
    what they said for the prompt fills in what neither has.

    Raises:
        UserError: no field was found in it, or a dashboard of that evening exists; the text is
            kept beside the vault's data either way, where there is any.
        VaultError: the note cannot be written.
    """
    if not text.strip():
        # Nothing to keep, and what was kept of another paste stays.
        raise UserError("Nothing was pasted; copy the model's whole answer and try again")
    try:
        pasted = _read(text)
        fields = {**said_for(house, evening), **pasted.fields, **(said or {})}
        owned = tuple(Owned(name, value) for name, value in fields.items() if value)
        path = new_dashboard(house.vault, evening, (*owned, Owned(DRAFTED_BY, "pasted")))
    except UserError as error:
        raise UserError(f"{error}. What you pasted is kept in {_keep(house, text)}") from error
    note = tonights_dashboard(house.vault, evening).note
    remarks = check(note, house.settings(), house.vault).problems if note is not None else ()
    told = {str(problem) for problem in remarks}
    problems = (*(p for p in pasted.problems if str(p) not in told), *remarks)
    found = tuple(name for name in (*PROPERTIES, *BLANKS) if fields.get(name))
    return FromPaste(path, found, tuple(name for name in PROPERTIES if name not in pasted.fields), problems)


def _read(text: str) -> Pasted:
    if len(text) > LONGEST:
        raise UserError(f"The text has {len(text):,} characters, far more than a dashboard; paste the answer")
    pasted = read_pasted(text, {*PROPERTIES, *BLANKS})
    if not set(pasted.fields) & set(PROPERTIES):
        raise UserError(
            "No field of a dashboard was found in it. Headings such as Stream title, Content angle or "
            "Session goals tell them apart, as in the text that chronicler dashboard prompt prints"
        )
    return pasted


def _keep(house: House, text: str) -> str:
    file = house.data / KEPT
    try:
        house.data.mkdir(parents=True, exist_ok=True)
        atomic.replace(file, read_bytes(file), text.encode("utf-8", "replace"))
    except (OSError, VaultError) as error:
        return f"nothing ({error}); copy it again"
    return str(file)
