"""Whether a clause says of something that it is, or that it is not.

Decides what denies, and where it stands: before a verb of telling it denies that anything was
said, behind it only what was said. Leaves comparing clauses to ``agent.steward.grounds``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.domain.late_pattern import LatePattern

_DENIES: Final = LatePattern(
    r"\b(?:not|no|never|nothing|none|nobody|nowhere|neither|nor|cannot|without|hardly|scarcely|no-one)\b"
    r"|n['’]t\b|\b(?:dont|doesnt|isnt|wasnt|didnt|wont|cant|arent)\b"
)
_TELLS: Final = LatePattern(
    r"\b(?:(?:came|come|comes|brought|been brought) up|mention(?:ed|s)?|sp(?:oke|oken|eaks?)|talk(?:ed|s)?"
    r"|discuss(?:ed)?|remember(?:ed|s)?|sa(?:id|ys?|ying)|asks?|asked|wrote|wondered|told|thought)\b"
)
_CLAUSES: Final = LatePattern(r"[.!?;:,]+(?:\s|$)|\s(?:and|but|though|although|while|yet)\s")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence."""

    text: str
    """What it says; of what somebody told, the telling left out."""
    denies: bool
    told: str = ""
    """What comes up to the verb of telling; empty where nobody tells."""
    denies_telling: bool = False


def clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of a text, in order."""
    for part in _CLAUSES.split(text):
        if not part.strip():
            continue
        found = _TELLS.search(part)
        told, said = (part[: found.end()], part[found.end() :]) if found else ("", part)
        yield Clause(said, _denies(said), told, _denies(told))


def _denies(text: str) -> bool:
    return _DENIES.search(text) is not None
