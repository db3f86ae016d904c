"""Stretches: talk in a slow room, cut where it pauses or turns to something else.

Decides where one stretch of talk ends and the next begins when so few people write that
hardly any word is said by three of them. Leaves fast rooms, where threads run through each
other, to ``talk``.
"""

from collections.abc import Sequence
from typing import Final

from chronicler.analysis.lines import Line

SLOW_ROOM: Final = 7.0
"""Lines a minute, over the minutes in which anybody writes, up to which a room is slow."""
_PAUSE: Final = 150.0
_MOST_LINES: Final = 28
_LONGEST: Final = 420.0
_LEAST_LINES: Final = 6
_SIDE: Final = 8
_PAUSE_WEIGHT: Final = 60.0


def is_slow(lines: Sequence[Line]) -> bool:
    """Return whether so little is written that stretches tell more than bursts of words."""
    minutes = {int(line.seconds // 60) for line in lines}
    return bool(minutes) and len(lines) <= SLOW_ROOM * len(minutes)


def stretches(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Return the lines cut into stretches, in order; every line is in exactly one.

    A pause of two and a half minutes always cuts. What is still longer than 28 lines or
    seven minutes is cut in two where the words on both sides share least and the pause is
    longest, never leaving fewer than six lines.
    """
    cut: list[tuple[Line, ...]] = []
    begins = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or lines[place].seconds - lines[place - 1].seconds > _PAUSE:
            cut += _halved(tuple(lines[begins:place]))
            begins = place
    return tuple(part for part in cut if part)


def _halved(part: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """Cut a part in two, and those again, until each is short; the work list keeps order."""
    done: list[tuple[Line, ...]] = []
    waiting = [part]
    while waiting:
        piece = waiting.pop()
        is_long = len(piece) > _MOST_LINES or (piece and piece[-1].seconds - piece[0].seconds > _LONGEST)
        if not is_long or len(piece) < 2 * _LEAST_LINES:
            done.append(piece)
            continue
        at = min(
            range(_LEAST_LINES, len(piece) - _LEAST_LINES + 1), key=lambda place: (_hold(piece, place), place)
        )
        waiting += [piece[at:], piece[:at]]
    return done


def _hold(piece: Sequence[Line], place: int) -> float:
    """Return how strongly the lines before and after a place hang together; a pause loosens them."""
    before = {root for line in piece[max(0, place - _SIDE) : place] for root in line.stems}
    after = {root for line in piece[place : place + _SIDE] for root in line.stems}
    shared = len(before & after) / max(1, min(len(before), len(after)))
    return shared - (piece[place].seconds - piece[place - 1].seconds) / _PAUSE_WEIGHT
