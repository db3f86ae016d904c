"""Words taken out of a note of ours that stands already.

Decides what of the note may be touched: the part above ``## My notes`` and the properties
that hold somebody's words. Everything below that heading stays byte for byte. Leaves which
words to whoever asks and files to ``store``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chronicler.domain.note import OWN_HEADING, Owned
from chronicler.errors import VaultError
from chronicler.vault import merge
from chronicler.vault.fences import cut
from chronicler.vault.frontmatter import read_note
from chronicler.vault.splice import splice

TOLD_PROPERTIES: Final = ("why", "aliases")
"""Properties of ours that may hold what somebody said."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """How words are taken out."""

    in_text: Callable[[str], str]
    """Of generated Markdown."""
    in_value: Callable[[str], str]
    """Of a property's text."""


def redacted(raw: bytes, redaction: Redaction) -> bytes:
    """Return a note's bytes without the words.

    Raises:
        VaultError: it is not certain which part of the note is ours.
    """
    try:
        body = cut(raw.decode("utf-8")).body
    except UnicodeDecodeError as error:
        raise VaultError("it is not UTF-8") from error
    here = merge.halves(body)
    if not here.own and redaction.in_text(body) == body:
        return raw
    if not here.own:
        raise VaultError(f"its heading {OWN_HEADING} is gone")
    head = raw[: len(raw) - len(body.encode("utf-8"))]
    generated = redaction.in_text(here.generated)
    new = head + generated.encode("utf-8") + here.own.encode("utf-8")
    changed = _values(raw, redaction) if any(f"{name}:".encode() in head for name in TOLD_PROPERTIES) else []
    return splice(new, changed) if changed else new


def _values(raw: bytes, redaction: Redaction) -> list[Owned]:
    properties = read_note(raw, "").properties
    changed: list[Owned] = []
    for name in TOLD_PROPERTIES:
        value = properties.get(name)
        if isinstance(value, str) and (told := redaction.in_value(value)) != value:
            changed.append(Owned(name, told))
        if isinstance(value, list | tuple):
            items = tuple(redaction.in_value(item) if isinstance(item, str) else str(item) for item in value)
            if items != tuple(value):
                changed.append(Owned(name, items))
    return changed
