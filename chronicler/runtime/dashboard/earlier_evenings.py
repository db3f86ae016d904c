"""What earlier evenings left behind for a new dashboard: their themes and what was left open.

Decides how much of it is told and from where: themes from the archive of real streams, open
questions from the latest ledgers, where removed words are gone already. Without either there
is simply nothing to tell. Leaves its dress for a model to ``agent.prompts.dashboard``.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath
from typing import Final

from chronicler.domain.dashboard_sections import lines_under, without_mark
from chronicler.domain.note import KIND_PROPERTY, OWN_HEADING, NoteContent, NoteKind
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, UserError, VaultError
from chronicler.notes import paths
from chronicler.notes.theme import LEFT_OPEN
from chronicler.notes.words.adherence import BEGINNING
from chronicler.runtime.house import House
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note

LOG: Final = logging.getLogger(__name__)
MOST_THEMES: Final = 6
MOST_QUESTIONS: Final = 6
LEDGERS: Final = 3
"""The latest ones; an older question has had its evening."""
_HEADING: Final = "open questions"
_EVENING: Final = re.compile(r"^## .*$", re.MULTILINE)
_LEFT_OPEN: Final = LEFT_OPEN.lower()
_QUOTED: Final = re.compile(r"- (?:\[\[.+?\]\]|\d\d:\d\d) \*.+?\*: (?P<text>.+)")
"""A quotation in a note of ours that leads to the ledger's line."""
_SAID: Final = re.compile(r"(?:\[\d\d:\d\d\]\([^()]*\)|\d\d:\d\d) \*\*.+?\*\*: (?P<text>.+?)(?: \^[\w-]+)?")
"""A line of a ledger, as ``notes.lines`` writes it: time, who, what, block id."""


def themes_before(house: House, evening: date) -> tuple[str, ...]:
    """Return the themes of earlier evenings, the latest first and each once."""
    # Imported where it is asked: every other command about dashboards does without the database.
    from chronicler.archive.asking.queries import earlier_themes  # noqa: PLC0415
    from chronicler.archive.connect import connect  # noqa: PLC0415

    begin = datetime.combine(evening, time(5), UTC)
    try:
        with connect(house.vault.data) as archive:
            found = earlier_themes(archive, begin)
    except ArchiveError as error:
        LOG.info("No earlier themes: %s", error)
        return ()
    return tuple(dict.fromkeys(row.theme for row in found if row.theme))[:MOST_THEMES]


def questions_left_open(house: House) -> tuple[str, ...]:
    """Return the questions that the latest ledgers hold open, without who asked them."""
    ledgers = sorted(_ledgers(house), key=lambda note: note.path, reverse=True)[:LEDGERS]
    lines = (line for note in ledgers for line in lines_under(note.body, _HEADING))
    found = (_SAID.fullmatch(without_mark(line)) for line in lines)
    return tuple(dict.fromkeys(_unescaped(match["text"]) for match in found if match))[:MOST_QUESTIONS]


@dataclass(frozen=True, slots=True)
class ThemeSoFar:
    """What the note of one theme holds."""

    theme: str
    threads: tuple[str, ...] = ()
    """Questions on it that were left open, the latest first, without who asked them."""
    told: tuple[str, ...] = ()
    """How near talk kept to it, an evening each, the latest first."""


def theme_so_far(house: House, title: str) -> ThemeSoFar:
    """Return what earlier evenings under a theme left behind, from its note.

    Raises:
        UserError: there is no note of that theme; the message lists those there are.
        VaultError: the vault is gone.
    """
    path = PurePosixPath(paths.theme(Origin.LIVE, title, house.vault.folder))
    known = {file.stem.casefold(): file for file in (house.vault.root / path.parent).glob("*.md")}
    file = known.get(path.stem.casefold())
    if file is None:
        there = ", ".join(sorted(f"«{each.stem}»" for each in known.values())) or "none yet"
        raise UserError(f"there is no note of a theme called {title!r}; there are: {there}")
    note = read_note(read_bytes(file) or b"", str(path))
    evenings = _EVENING.split(note.body.partition(OWN_HEADING)[0])[:0:-1]
    quoted = (_QUOTED.fullmatch(line) for each in evenings for line in lines_under(each, _LEFT_OPEN))
    near = (line for each in evenings for line in each.split("\n") if BEGINNING in line)
    return ThemeSoFar(
        title,
        tuple(dict.fromkeys(_unescaped(match["text"]) for match in quoted if match))[:MOST_QUESTIONS],
        tuple(line[line.index(BEGINNING) :] for line in near)[:LEDGERS],
    )


def _ledgers(house: House) -> Iterator[NoteContent]:
    try:
        for path, file in notes_in(house.vault.root, f"{house.vault.folder}/Ledgers"):
            raw = read_bytes(file)
            note = None if raw is None else read_note(raw, str(path))
            if note is not None and note.properties.get(KIND_PROPERTY) == NoteKind.LEDGER:
                yield note
    except VaultError as error:
        LOG.info("No ledgers are read: %s", error)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", text)
