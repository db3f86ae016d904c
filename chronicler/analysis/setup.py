"""Where a moment begins: the reaction's own start, and what was said to bring it about.

Decides from when to when somebody must watch to understand a peak: the chat reacts seconds
after the joke, and the joke may have been told in the chat itself. Leaves finding peaks to
``moments`` and the words for them to the agent.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.analysis.lines import Line
from chronicler.analysis.moments import BIN_SECONDS, RECIPE
from chronicler.analysis.ranking import Threads
from chronicler.analysis.sayings import Sayings

LEAD: Final = 20.0
"""Seconds shown before the first reaction: the delay of the picture, and the thing itself."""
BREATH: Final = 5.0
"""Seconds shown before the line that set a moment off."""
AFTER: Final = 10.0
_LOOKED_BACK: Final = 45.0
_PAUSE: Final = 20.0
"""Lines of one exchange do not stand further apart."""
_SLOW: Final = 8
"""Lines up to which a room is slow: one answer is enough to tell what set a moment off, or none."""
_FEW: Final = 4
_JUST_BEFORE: Final = 25.0
"""Where no more lines than a few stand just before a reaction, the last is what it is about."""
_AT_ONCE: Final = 15.0
"""Where nobody answers it, a line so long before a reaction is not what people react to."""
_SWELLS: Final = 20.0
"""A reaction is followed back no further than this and one line more."""
_LEAST_SWELLING: Final = 2
_TOLD_WORDS: Final = 3
_RARE: Final = 0.6
"""Share of the rarest word's weight from which a word ties lines together, where two more people say it."""
_SAID_BY: Final = 2


@dataclass(frozen=True, slots=True)
class Setup:
    """The stretch of a moment, in seconds from the stream's start."""

    starts: float
    reacts: float
    """When the first of the people who make the peak reacted."""
    ends: float
    told: Line | None = None
    """The line that set it off, where the chat holds it."""


def setup_of(
    peak: float, threads: Threads, sayings: Sayings, *, spoken: Sequence[float] = (), lead: float = LEAD
) -> Setup:
    """Return the stretch of the moment whose last five seconds begin at ``peak``.

    ``spoken`` holds the times at which the streamer began to say something, in order; ``lead``
    seconds are shown before the first reaction.
    """
    lines = threads.lines
    near = threads.between(peak - RECIPE.seconds + BIN_SECONDS, peak + BIN_SECONDS)
    reacts, fullest = _first_reaction([lines[place] for place in near], peak)
    reacts = _swelling(reacts, fullest, threads)
    before = threads.between(reacts - _LOOKED_BACK, reacts)
    after = threads.between(reacts, peak + AFTER)
    exchange = [place for place in before if _leads_to(place, after, threads, sayings)]
    told = _told(before, exchange, after, threads)
    first = reacts
    for place in reversed(exchange):
        if first - lines[place].seconds > _PAUSE:
            break
        first = lines[place].seconds
    starts = min(reacts - lead, first - BREATH, *((told.seconds - BREATH,) if told else ()))
    heard = [at - BREATH for at in spoken if reacts - _JUST_BEFORE <= at < reacts]
    return Setup(max(0.0, min(starts, *heard[:1] or (starts,))), reacts, peak + AFTER, told)


def _first_reaction(lines: Sequence[Line], peak: float) -> tuple[float, int]:
    """Return when the reaction set in, and how many reacted in its fullest five seconds.

    It set in during those five seconds, or in the first before them half as full.
    """
    first: dict[str, float] = {}
    for line in lines:
        if line.is_reaction:
            first.setdefault(line.chatter, line.seconds)
    bins: dict[int, list[float]] = {}
    for at in first.values():
        bins.setdefault(int(at // BIN_SECONDS), []).append(at)
    fullest = max(map(len, bins.values()), default=0)
    return next((min(bins[at]) for at in sorted(bins) if 2 * len(bins[at]) >= fullest), peak), fullest


def _swelling(reacts: float, fullest: int, threads: Threads) -> float:
    """Return when a reaction that had begun before its half minute set in.

    A joke that is laughed at twice is one joke: as long as two people or more, half as many
    as at the fullest, react in the five seconds before, it began with them.
    """
    began = reacts
    while reacts - began < _SWELLS:
        before = [threads.lines[place] for place in threads.between(began - BIN_SECONDS, began)]
        reacting = [line for line in before if line.is_reaction]
        if len({line.chatter for line in reacting}) < max(_LEAST_SWELLING, fullest / 2):
            break
        began = reacting[0].seconds
    return began


def _leads_to(place: int, after: range, threads: Threads, sayings: Sayings) -> bool:
    """Return whether a line is answered in a stretch, or shares a rare word with two people there."""
    if _is_answered(place, after, threads):
        return True
    line = threads.lines[place]
    for root in line.stems:
        if sayings.weight(root) >= _RARE * sayings.rarest:
            said = sayings.places[root]
            again = said[bisect_left(said, after.start) : bisect_left(said, after.stop)]
            if len({threads.lines[other].chatter for other in again} - {line.chatter}) >= _SAID_BY:
                return True
    return False


def _is_answered(place: int, after: range, threads: Threads) -> bool:
    return any(answer in after for answer in threads.answers_to(place))


def _told(before: range, exchange: Sequence[int], after: range, threads: Threads) -> Line | None:
    """Return the line people react to: the last that several answer, or where few write the last of all.

    Where many react and nobody answers it, they react to the stream.
    """
    lines = threads.lines
    least = 1 if len(before) <= _SLOW else _SAID_BY
    for place in reversed(exchange):
        answering = {lines[answer].chatter for answer in threads.answers_to(place) if answer in after}
        if len(answering) >= least and _tells(lines[place]):
            return lines[place]
    reacts = lines[after.start].seconds if after else 0.0
    just = [place for place in before if reacts - lines[place].seconds <= _JUST_BEFORE]
    last = lines[just[-1]] if 0 < len(just) <= _FEW else None
    if last is None or reacts - last.seconds > _AT_ONCE or _is_to_one(last) or len(after) > _SLOW:
        return None
    return last if _tells(last) else None


def _is_to_one(line: Line) -> bool:
    """Return whether a line is said to somebody alone: if nobody answers it, nobody reacts to it."""
    return bool(line.message.reply_to) or line.message.text.lstrip().startswith("@")


def _tells(line: Line) -> bool:
    return line.size >= _TOLD_WORDS and bool(line.stems) and not line.is_linking
