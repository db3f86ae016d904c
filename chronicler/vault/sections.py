"""Sections of notes that span streams: one a session, appended, never rewritten.

Decides where the next section goes and whether it is there already; leaves its words to
``notes`` and the file to ``store``.
"""

from chronicler.domain.note import SpanningSection


def has_section(text: str, section: SpanningSection) -> bool:
    """Return whether the section's heading stands in the note."""
    return any(line.rstrip() == f"## {section.heading}" for line in text.split("\n"))


def with_section(above: str, section: SpanningSection, newline: str) -> str:
    """Return what stands above ``## My notes`` with the section below it, blank line last."""
    text = f"## {section.heading}\n\n{section.body.strip()}\n".replace("\n", newline)
    if not above.strip():
        return above + text
    return above.rstrip("\r\n") + newline + newline + text
