"""What keep and reject have taught, in sentences.

Decides how the learned least score, weights and lag are told, always beside what is usual and
with the way back; leaves learning to ``analysis.clip_learning``.
"""

import math
from typing import Final

from chronicler.analysis.clip_learning import USUAL_LAG
from chronicler.domain.clip_worth import ALIKE, USUAL, ClipWeights, SeedParts
from chronicler.domain.events import ClipsLearned
from chronicler.notes.wording import count, listing

UNDO: Final = (
    "Set a `status` back to `seed` and what that mark taught is gone, as it is where you delete the note; "
    "`learn_from_clips: false` in Settings switches all of it off."
)
_COUNTED: Final = {
    "people": "people writing",
    "reacting": "people reacting",
    "clip_call": "calls for a clip",
    "alike": "reacting alike",
    "laughter": "laughter",
    "awe": "awe",
    "dismay": "dismay",
    "cheer": "cheering",
    "tenderness": "tenderness",
}
_BY: Final = {"clip_call": 0.2, "alike": 0.1, **dict.fromkeys(ALIKE, 0.1)}
_TELLS: Final = 0.03
"""A smaller change of a weight is not told; of those measured in points, ``_BY``."""
_SHOWN: Final = 0.05
"""Scores are told to one digit."""


def learned_told(learned: ClipsLearned | None) -> str:
    """Return in one sentence what was learned; empty where nobody marked anything."""
    if learned is None or not learned.marks:
        return ""
    taken = f"this channel's moments are taken {_from(learned.weights)}"
    changed = counts_differently(learned.weights)
    marks = f"{count(learned.marks, 'mark')} ({learned.kept} keep, {learned.rejected} reject)"
    return f"From {marks}: {taken}; {changed or 'every part counts as usual'}."


def _from(weights: ClipWeights) -> str:
    """Return the least score of those moments that most seeds are of: people react in one way."""
    least, usual = weights.least(ALIKE[0]), USUAL.least(ALIKE[0])
    if abs(least - usual) < _SHOWN:
        return f"from a score of {usual:.1f} up, as usual"
    return f"from a score of {least:.1f} up, usual {usual:.1f}"


def counts_differently(weights: ClipWeights) -> str:
    """Return which parts count more or less than usual, as a clause; empty where none does."""
    moved = {name: getattr(weights, name) - getattr(USUAL, name) for name in _COUNTED}
    more = [_COUNTED[name] for name, by in moved.items() if by >= _BY.get(name, _TELLS)]
    less = [_COUNTED[name] for name, by in moved.items() if -by >= _BY.get(name, _TELLS)]
    told = [f"{listing(names)} counting {how}" for names, how in ((more, "more"), (less, "less")) if names]
    return ", ".join(told)


def parts_told(score: float, parts: SeedParts, weights: ClipWeights) -> str:
    """Return what a score is made of, each part with what it adds."""
    told = [
        f"people writing {_points(weights.people * parts.people)}{_weight(weights, 'people')}",
        f"people reacting {_points(weights.reacting * parts.reacting)}{_weight(weights, 'reacting')}",
    ]
    if parts.clip_calls:
        added = _points(weights.clip_call * math.sqrt(parts.clip_calls))
        told.append(f"{count(parts.clip_calls, 'call')} for a clip {added}{_weight(weights, 'clip_call')}")
    if parts.is_alike:
        usual = USUAL.of_kind(parts.kind)
        adds = weights.of_kind(parts.kind)
        beside = f" (usual {usual:g})" if abs(adds - usual) >= _SHOWN else ""
        told.append(f"{_COUNTED[parts.kind]} shared {_points(adds)}{beside}")
    return f"Its score of {_points(score)} is made of {listing(told)}"


def lag_told(learned: ClipsLearned | None, begins: str = "It begins") -> str:
    """Return by how much the chat lags behind what happens, and how that is known."""
    if learned is None or not learned.trims:
        return (
            f"{begins} where chat, which lags about {USUAL_LAG:g} seconds behind as usual, makes it likely; "
            "write where your clip begins into `trim` and this channel's own lag is learned"
        )
    clips = count(learned.trims, "clip you trimmed", "clips you trimmed")
    return (
        f"{begins} where chat makes it likely, which lags about "
        f"{learned.lag_seconds:.0f} seconds behind here, "
        f"as {clips} {'tells' if learned.trims == 1 else 'tell'}"
    )


def _weight(weights: ClipWeights, name: str) -> str:
    weight, usual = getattr(weights, name), getattr(USUAL, name)
    return f" (weight {weight:g}, usual {usual:g})" if abs(weight - usual) >= _BY.get(name, _TELLS) else ""


def _points(points: float) -> str:
    return f"{points:.1f}"
