"""Sections of notes that span streams: one a session, appended, never rewritten.

Decides where the next section goes and whether it is there already; leaves its words to
``notes`` and the file to ``store``.
"""

import re
from collections.abc import Sequence
from typing import Final

from chronicler.domain.note import Owned, SpanningSection
from chronicler.errors import VaultError
from chronicler.vault import merge
from chronicler.vault.fences import cut

_HEADING: Final = re.compile(r"^## (\d{4}-\d{2}-\d{2} \d{4}(?: \S.*)?)[ \t]*\r?$", re.MULTILINE)
"""A section is headed by the start of its stream; nothing else that we write is."""


def split(generated: str) -> tuple[str, dict[str, str]]:
    """Return what stands above the first section, and each section's text by its heading."""
    places = list(_HEADING.finditer(generated))
    ends = [*(place.start() for place in places), len(generated)][1:]
    told = {m[1].strip(): generated[m.end() : end].strip("\r\n") for m, end in zip(places, ends, strict=True)}
    return generated[: places[0].start()] if places else generated, told


def kept_up(properties: Sequence[Owned]) -> list[Owned]:
    """Return the properties that a further section changes: those that count."""
    return [one for one in properties if not one.at_creation_only and isinstance(one.value, int | float)]


def has_section(text: str, section: SpanningSection) -> bool:
    """Return whether the section's heading stands in the note."""
    return any(line.rstrip() == f"## {section.heading}" for line in text.split("\n"))


def with_section(above: str, section: SpanningSection, newline: str) -> str:
    """Return what stands above ``## My notes`` with the section below it, blank line last."""
    text = f"## {section.heading}\n\n{section.body.strip()}\n".replace("\n", newline)
    if not above.strip():
        return above + text
    return above.rstrip("\r\n") + newline + newline + text


def without_section(raw: bytes, heading: str) -> bytes:
    """Return a note without the section of that heading, every other byte unchanged.

    Raises:
        VaultError: the streamer's part is not certain, or not exactly one such section stands above it.
    """
    parts = cut(raw.decode("utf-8"))
    here = merge.halves(parts.body)
    places = list(_HEADING.finditer(here.generated))
    ends = [*(place.start() for place in places), len(here.generated)][1:]
    spans = [(m.start(), e) for m, e in zip(places, ends, strict=True) if m[1].strip() == heading]
    if not spans:
        raise VaultError(f"its section {heading!r} is not there any more")
    if len(spans) > 1:
        raise VaultError(f"its section {heading!r} stands there {len(spans)} times; delete all but one")
    ((begins, ended),) = spans
    body = here.generated[:begins] + here.generated[ended:] + here.own
    return (parts.head + body).encode("utf-8")
