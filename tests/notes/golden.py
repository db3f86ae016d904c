"""Notes as files, for reading and for comparison byte for byte.

Set ``CHRONICLER_REWRITE_GOLDEN=1`` to write the files anew after a change that is meant;
then read them, and commit them with the change.
"""

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Final

from chronicler.domain.note import KIND_PROPERTY, OWN_HEADING, GeneratedNote, Owned, SpanningSection
from chronicler.notes.session_notes import SessionNotes

Note = GeneratedNote | SpanningSection
GOLDEN: Final = Path(__file__).parent.parent / "data" / "vault_golden"
_PLAIN: Final = re.compile(r"[\w][\w .,'T:\-]*")


def every(notes: SessionNotes) -> tuple[Note, ...]:
    """Return all notes of an evening, sections included."""
    return (*notes.generated, *notes.sections)


def as_file(note: Note) -> str:
    """Return a note as the vault would lay it when it is new."""
    if isinstance(note, GeneratedNote):
        body = note.body
    else:
        body = f"{note.introduction}\n## {note.heading}\n\n{note.body}"
    properties = "".join(f"{owned.name}:{_yaml(owned)}\n" for owned in note.properties)
    return f"---\n{KIND_PROPERTY}: {note.kind.value}\n{properties}---\n{body}\n{OWN_HEADING}\n"


def _yaml(owned: Owned) -> str:
    match owned.value:
        case None:
            return ""
        case tuple() as items:
            return "".join(f"\n  - {_scalar(item)}" for item in items) or " []"
        case value:
            return f" {_scalar(value)}"


def _scalar(value: str | float) -> str:
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or ": " in value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def assert_is_golden(name: str, text: str) -> None:
    """Compare with the kept file, or write it anew when told to."""
    path = GOLDEN / unicodedata.normalize("NFKC", name).replace(
        "?", ""
    )  # a name that any disk and git can show
    if os.environ.get("CHRONICLER_REWRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text
