"""What a clip seed's score is made of, and what each part counts for.

Decides the parts, today's weights and the least score of each kind of moment, and how parts
are spelled in a note. Leaves finding them to ``analysis.moments``, changing the weights to
``analysis.clip_learning`` and what else a moment needs to ``agent.moments.worth``.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ALIKE: Final = ("laughter", "awe", "dismay", "cheer", "tenderness")
"""Kinds of reaction that people share; assent and a stir are none of them."""
ASSENT: Final = "assent"
STIR: Final = "stir"
LEAST_SCORE: Final = 4.5
"""Before what it adds that people react alike."""
LEAST_STIR_SCORE: Final = 6.0
_NUMBERS: Final = ("people", "reacting", "calls")


@dataclass(frozen=True, slots=True)
class SeedParts:
    """What the score of one moment is made of."""

    people: float
    """How far the number of people writing stood out: a robust z-score."""
    reacting: float
    """The same of people reacting."""
    clip_calls: int = 0
    """People who asked for a clip."""
    kind: str = STIR
    """How they reacted."""

    @property
    def is_alike(self) -> bool:
        """Whether people shared one reaction."""
        return self.kind in ALIKE

    def spelled(self) -> tuple[str, ...]:
        """Return the parts as a note's property lists them."""
        return (
            f"people {round(self.people, 2):g}",
            f"reacting {round(self.reacting, 2):g}",
            f"calls {self.clip_calls}",
            self.kind,
        )


def read_parts(items: Iterable[object]) -> SeedParts | None:
    """Return the parts that a property spells, ``None`` where they cannot be read."""
    found: dict[str, float] = {}
    kind = ""
    for item in items:
        name, _, number = str(item).strip().partition(" ")
        if name not in _NUMBERS:
            kind = str(item).strip()
            continue
        try:
            found[name] = float(number)
        except ValueError:
            return None
    if len(found) < len(_NUMBERS) or kind not in (*ALIKE, ASSENT, STIR):
        return None
    if not all(math.isfinite(each) and abs(each) < 1_000 for each in found.values()) or found["calls"] < 0:  # noqa: PLR2004 - a slip of the keyboard
        return None
    return SeedParts(found["people"], found["reacting"], int(found["calls"]), kind)


@dataclass(frozen=True, slots=True)
class ClipWeights:
    """What each part of a moment counts for; the defaults hold where nothing was learned."""

    people: float = 1.0
    reacting: float = 1.0
    clip_call: float = 4.0
    """What one person asking for a clip adds; more count by the square root."""
    alike: float = 2.5
    """What it adds that people react in one way.

    Of seeds judged by hand four in five of these were worth a look, and three in five stirs; the
    clip links posted in chat (``python -m tests.bench moments``) lie behind either order alike.
    """
    laughter: float = 0.0
    """What this kind of reaction adds to that."""
    awe: float = 0.0
    dismay: float = 0.0
    cheer: float = 0.0
    tenderness: float = 0.0
    shift: float = 0.0
    """By how much more than usual a moment must score."""

    def of_kind(self, kind: str) -> float:
        """Return what a kind of reaction adds to the score."""
        return self.alike + float(getattr(self, kind)) if kind in ALIKE else 0.0

    def worth(self, parts: SeedParts) -> float:
        """Return a moment's score."""
        return (
            self.people * parts.people
            + self.reacting * parts.reacting
            + self.clip_call * math.sqrt(parts.clip_calls)
            + self.of_kind(parts.kind)
        )

    def least(self, kind: str) -> float:
        """Return the score from which a moment of a kind is taken."""
        return usually_least(kind) + self.shift

    def takes(self, parts: SeedParts) -> bool:
        """Return whether a moment scores enough."""
        return self.worth(parts) >= self.least(parts.kind)

    @property
    def lowest(self) -> float:
        """The least that any moment must score before its kind of reaction is known."""
        kinds = (*ALIKE, ASSENT, STIR)
        return min(self.least(kind) - self.of_kind(kind) for kind in kinds)


def usually_least(kind: str) -> float:
    """Return the score from which a moment of a kind is taken where nothing was learned."""
    if kind in ALIKE:
        return LEAST_SCORE + USUAL.alike
    return LEAST_STIR_SCORE if kind == STIR else LEAST_SCORE


USUAL: Final = ClipWeights()
