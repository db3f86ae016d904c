"""Which peaks of reaction are worth telling, while they happen and afterwards.

Decides how many people it takes and what is no moment at all: comings, goings, a raid's
arrival, trouble with the broadcast. Leaves finding peaks to ``analysis.moments`` and
``moments.watch``, and what else a seed needs to ``scribe.clips``.
"""

from typing import Final

from chronicler.analysis.moments import Counts
from chronicler.analysis.reactions import Kind, Reaction
from chronicler.domain.clip_worth import LEAST_STIR_SCORE

RAID_BEFORE: Final = 10.0
RAID_AFTER: Final = 90.0
"""Seconds around a raid in which people only greet."""
EDGE: Final = 180.0
"""In the first and last three minutes people arrive and leave; only a clear reaction counts."""
_FEW_PRESENT: Final = 6
"""Among so few, two who react alike are a moment; among more it takes three."""
_LEAST_STIR: Final = 3
_HALF_A_DOZEN: Final = 6
"""So many, or three times as many as usual, write in a stir: five where four are usual are none."""
_MANY: Final = 3
"""Times the usual number of people from which it needs no reaction to be a moment."""
_REACTING: Final = 3
"""One in so many of those who write must react: where fewer do, talk has picked up and no more."""


def is_shared(reaction: Reaction, present: int) -> bool:
    """Return whether enough people react in one way; ``present`` wrote in the minutes around."""
    if reaction.is_aside or reaction.kind is Kind.STIR:
        return False
    return len(reaction.people) >= (2 if present <= _FEW_PRESENT else _LEAST_STIR)


def is_stir(
    now: Counts, usual: int, score: float, *, is_called: bool, least_score: float = LEAST_STIR_SCORE
) -> bool:
    """Return whether people came alive at once, of no one mind: more than talk that picks up.

    ``usual`` many people write in such a time; ``is_called`` where somebody asked for a clip or
    several wrote alike.
    """
    if now.chatters < _LEAST_STIR or score < least_score:
        return False
    if now.chatters < _HALF_A_DOZEN and now.chatters < _MANY * max(1, usual) and not is_called:
        return False
    if is_called or now.chatters >= _MANY * max(_LEAST_STIR, usual):
        return True
    return now.reactors >= _LEAST_STIR and now.reactors * _REACTING >= now.chatters


def is_raid(seconds_since: float) -> bool:
    """Return whether a peak so long after a raid is its arrival."""
    return -RAID_BEFORE <= seconds_since <= RAID_AFTER
