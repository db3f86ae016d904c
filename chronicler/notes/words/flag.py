"""How a flag's evidence is said, with the words of the line that it rests on.

Decides which words are quoted: those of the line itself, read from it at the last moment, so
that a line that was removed takes its quotes along. Leaves escaping to the caller.
"""

from collections.abc import Sequence
from typing import Final

from chronicler.notes.wording import count

LONGEST_QUOTE: Final = 60
MOST_OF_THE_LINE: Final = 0.8


def evidence_of(text: str, evidence: Sequence[str], spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return each piece of evidence, the words it rests on behind it.

    Words are quoted once, and not where they are nearly the whole line.
    """
    places = [*spans, *((0, 0) for _ in evidence)]
    shown, whole = " ".join(evidence), len(" ".join(text.split()))
    pieces = []
    for said, (start, end) in zip(evidence, places, strict=False):
        words = " ".join(text[start:end].split())
        is_worth_it = words and words not in shown and len(words) <= MOST_OF_THE_LINE * whole
        pieces.append(f"{said} (“{_cut(words)}”)" if is_worth_it else said)
        shown += f" {words}"
    return tuple(pieces)


def told(severity: str, said: Sequence[str]) -> str:
    """Return severity and evidence as one sentence."""
    return f"{severity.capitalize()}: {', '.join(said)}."


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def more_like_it(lines: int, chatters: int) -> str:
    """Return how much more of the same came; empty where none did."""
    if not lines:
        return ""
    several = f", {chatters} chatters in all" if chatters > 1 else ", from the same chatter"
    return f"{count(lines, 'more line')} like it{several}."
