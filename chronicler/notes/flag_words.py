"""How a flag's evidence is said, with the words of the line that it rests on.

Decides which words are quoted: those of the line itself, read from it at the last moment, so
that a line that was removed takes its quotes along. Leaves escaping to the caller.
"""

from collections.abc import Sequence
from typing import Final

from chronicler.notes.wording import count

LONGEST_QUOTE: Final = 60


def evidence_of(text: str, evidence: Sequence[str], spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return each piece of evidence, the words it rests on behind it where it rests on any."""
    places = [*spans, *((0, 0) for _ in evidence)]
    return tuple(
        _with_quote(said, text[start:end]) for said, (start, end) in zip(evidence, places, strict=False)
    )


def told(severity: str, said: Sequence[str]) -> str:
    """Return severity and evidence as one sentence."""
    return f"{severity.capitalize()}: {', '.join(said)}."


def _with_quote(said: str, quote: str) -> str:
    words = " ".join(quote.split())
    if not words or words in said:
        return said
    shown = words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"{said} (“{shown}”)"


def more_like_it(lines: int, chatters: int) -> str:
    """Return how much more of the same came; empty where none did."""
    if not lines:
        return ""
    several = f", {chatters} chatters in all" if chatters > 1 else ", from the same chatter"
    return f"{count(lines, 'more line')} like it{several}."
