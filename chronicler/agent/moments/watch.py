"""What is remembered of the chat's reactions while they happen.

Decides how the recipe of ``analysis.moments`` is kept up with as lines come in: bins of five
seconds, the usual of the ten minutes before (those to come are not known yet), a window of
the last minute in which a moment may still grow. Memory stays flat. Leaves what is worth
telling of it to ``agent.moments.moments``.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from chronicler.analysis.lines import LINKS, REACTS, SAYS_CLIP, chatter_of, is_talk, kinds_of
from chronicler.analysis.moments import (
    APART_BINS,
    BASELINE_BINS,
    BIN_SECONDS,
    FLOOR,
    LONGEST,
    MAD_TO_SD,
    RECIPE,
    calls_for_a_clip,
    median_and_mad,
)
from chronicler.domain.chat import Message
from chronicler.domain.clip_worth import USUAL, ClipWeights
from chronicler.domain.events import (
    ClipsLearned,
    Event,
    HearingGapRecorded,
    MessageReceived,
    MomentSeen,
    SessionStarted,
    Ticked,
)
from chronicler.domain.session import Origin

HEARS: Final = frozenset(
    {MessageReceived, Ticked, SessionStarted, HearingGapRecorded, MomentSeen, ClipsLearned}
)
"""The types of event that change the watch."""
KEPT: Final = 20
"""Moments kept for Tonight; the journal keeps all."""
LEAST_CHATTERS: Final = 2
"""One person's cascade is no moment."""
WAIT_BINS: Final = 1
"""A moment that grew in its last five seconds may go on growing; it is waited for that."""
_USUAL_BINS: Final = 2 * BASELINE_BINS
_STEP_BINS: Final = 12
_LOWEST: Final = -math.inf


class _Roots(dict[int, float]):
    def __missing__(self, count: int) -> float:
        self[count] = root = math.sqrt(count)
        return root


_ROOTS: Final = _Roots()


@dataclass(slots=True)
class Bin:
    """Half a minute of chat that ends with one bin of five seconds."""

    number: int
    """Counted from the stream's start."""
    chatters: int
    reactors: int
    usual: int
    """Median of the distinct people writing in such half minutes before."""
    score: float
    """Weighted sum of two robust z-scores, without the clip bonus."""
    calls: int
    """People who asked for a clip in it or within a minute after."""
    is_rising: bool
    """Whether its score is above that of the bin before: what only ebbs away is no moment."""
    clip_call: float = USUAL.clip_call
    """What one person asking for a clip adds."""

    @property
    def total(self) -> float:
        """The score with the clip bonus."""
        return self.score + self.clip_call * math.sqrt(self.calls)


@dataclass(slots=True)
class Usual:
    """One count of all bins so far, as far as the usual rests on it."""

    lately: deque[int] = field(default_factory=lambda: deque(maxlen=_USUAL_BINS))
    total: int = 0
    roots: float = 0.0
    bins: int = 0
    around: tuple[float, float, int] = (0.0, 0.0, 0)
    """Median square root, its MAD and the median count, taken anew every minute."""

    def add(self, count: int) -> None:
        """Count one more bin."""
        self.lately.append(count)
        self.total += count
        self.roots += _ROOTS[count]
        self.bins += 1
        if self.bins % _STEP_BINS == 0 or self.bins < _STEP_BINS:
            ordered = sorted(self.lately)
            self.around = (*median_and_mad(ordered, _ROOTS), ordered[len(ordered) // 2])

    def judge(self, count: int) -> float:
        """Return how far a count stands out: a robust z-score of its square root."""
        middle, mad, _ = self.around
        mean = self.roots / self.bins
        least = max(FLOOR, math.sqrt(max(0.0, self.total / self.bins - mean * mean)) / 2)
        return (_ROOTS[count] - middle) / max(MAD_TO_SD * mad, least)


@dataclass(slots=True)
class Watch:
    """The chat's reactions, folded from events."""

    began_at: datetime | None = None
    """Start of the stream; ``None`` while nothing is watched."""
    prefix: str = "!"
    open: int = 0
    """Number of the bin that is being filled."""
    closes_at: datetime | None = None
    """When it is full; ``None`` while nothing is watched."""
    talking: set[str] = field(default_factory=set)
    """Who wrote in the open bin."""
    reacting: set[str] = field(default_factory=set)
    talked: deque[set[str]] = field(default_factory=lambda: deque(maxlen=RECIPE.bins - 1))
    """Who wrote in each of the bins before that belong to the same half minute."""
    reacted: deque[set[str]] = field(default_factory=lambda: deque(maxlen=RECIPE.bins - 1))
    calling: dict[str, int] = field(default_factory=dict)
    """Who asked for a clip within the last minute, with the bin they did it in."""
    talkers: Usual = field(default_factory=Usual)
    reactors: Usual = field(default_factory=Usual)
    latest: deque[Bin] = field(default_factory=lambda: deque(maxlen=APART_BINS))
    """The bins of the last minute that are complete."""
    unjudged: list[Bin] = field(default_factory=list)
    """Those among them that rose above the one before and were not judged yet."""
    due: list[Bin] = field(default_factory=list)
    """What is to be judged at this tick: each bin once, and again when somebody asks for a clip of it."""
    top: tuple[int, float] | None = None
    """Bin and score of the latest moment's highest point so far."""
    seen: list[MomentSeen] = field(default_factory=list)
    learned: ClipsLearned | None = None
    """What marks on earlier clip seeds have taught."""
    is_learning: bool = True
    """As Settings have it, like the prefix; the state tells both on."""

    def apply(self, event: Event) -> None:
        """Fold one event into the watch."""
        match event:
            case MessageReceived():  # first: nearly every event is one
                if self.closes_at is not None:
                    self._hear(event.message, self.closes_at)
            case Ticked():
                self._close_until(self._bin_of(event.at))
                self._find_due()
            case MomentSeen():
                self.seen.append(event)
                del self.seen[:-KEPT]
                self.top = (self._bin_of(event.peak_at), event.score)
            case HearingGapRecorded():
                self._skip(event)
            case ClipsLearned():
                self.learned = event
            case SessionStarted():
                # Of an import the Scribe sees every moment by itself, and knows what came after.
                self.began_at = None if event.origin is Origin.IMPORT else event.at
                self._open(0)
            case _:
                pass

    @property
    def weights(self) -> ClipWeights:
        """What each part of a moment counts for now."""
        return self.learned.weights if self.learned and self.is_learning else USUAL

    def _hear(self, message: Message, closes_at: datetime) -> None:
        text = message.text
        if message.is_bot or message.is_own or message.source_channel or not text:
            return
        if message.at >= closes_at:
            self._close_until(self._bin_of(message.at))
        first = text[0]
        if (first in " \t\n" or first in self.prefix or first.lower() == message.login[:1]) and not is_talk(
            message, self.prefix
        ):
            return
        kinds = kinds_of(message)
        if kinds & LINKS:
            return
        who = message.login or chatter_of(message)
        self.talking.add(who)  # a late line counts where it is heard
        if kinds & REACTS:
            self.reacting.add(who)
        if kinds & SAYS_CLIP and who not in self.calling and calls_for_a_clip(text):
            self._call(who)

    def _call(self, who: str) -> None:
        """Count somebody who asks for a clip of the last minute."""
        self.calling[who] = self.open
        for each in self.latest:
            each.calls += 1
        self.unjudged = [each for each in self.latest if each.is_rising]

    def _find_due(self) -> None:
        """Take what is to be judged now, unless the best of it may still grow."""
        self.due = []
        if self.unjudged:
            self.unjudged = [each for each in self.unjudged if self.open - each.number <= APART_BINS]
            best = max(self.unjudged, key=_standing_out, default=None)
            if best is not None and (self.open - best.number > WAIT_BINS or best.calls):
                self.due, self.unjudged = self.unjudged, []

    # Bins ------------------------------------------------------------------------------

    def _bin_of(self, at: datetime) -> int:
        if self.began_at is None:
            return 0
        return int(min((at - self.began_at).total_seconds(), LONGEST)) // BIN_SECONDS

    def _open(self, number: int) -> None:
        self.open = number
        self.closes_at = None if self.began_at is None else self.at(number + 1)

    def _close_until(self, number: int) -> None:
        if self.began_at is None:
            return
        for _ in range(self.open, min(number, int(LONGEST) // BIN_SECONDS)):
            self._close()

    def _close(self) -> None:
        """Complete the open bin and begin the next."""
        talkers = len(self.talking.union(*self.talked))
        reactors = len(self.reacting.union(*self.reacted))
        self.talkers.add(talkers)
        self.reactors.add(reactors)
        closed = self._judged(talkers, reactors)
        self.latest.append(closed)
        if closed.is_rising:
            self.unjudged.append(closed)
        if self.top and closed.number - self.top[0] < APART_BINS and closed.total > self.top[1]:
            self.top = (closed.number, closed.total)  # the same moment, growing
        self._open(self.open + 1)
        self.talked.append(self.talking)
        self.reacted.append(self.reacting)
        self.talking, self.reacting = set(), set()
        if self.calling:
            since = self.open - APART_BINS + 1
            self.calling = {who: at for who, at in self.calling.items() if at >= since}

    def _judged(self, chatters: int, reactors: int) -> Bin:
        calls = sum(at == self.open for at in self.calling.values())
        if chatters < LEAST_CHATTERS or not reactors:
            return Bin(self.open, chatters, reactors, 0, _LOWEST, calls, is_rising=False)
        weights = self.weights
        score = weights.people * self.talkers.judge(chatters)
        score += weights.reacting * self.reactors.judge(reactors)
        usual = self.talkers.around[2]
        before = self.latest[-1].score if self.latest else _LOWEST
        is_rising = score > before
        return Bin(self.open, chatters, reactors, usual, score, calls, is_rising, weights.clip_call)

    def _skip(self, gap: HearingGapRecorded) -> None:
        """Leave out a time in which nothing was heard: it is no silence."""
        if self.began_at is None:
            return
        self._close_until(self._bin_of(gap.gap_from))
        until = self._bin_of(gap.at)
        if until - self.open >= RECIPE.bins:
            self._open(until)
            self.latest.clear()
            for kept in (self.talking, self.reacting, self.talked, self.reacted, self.calling, self.unjudged):
                kept.clear()

    # What stands out -------------------------------------------------------------------

    def best(self, least_score: float) -> Bin | None:
        """Return the bin due that stands out most, far enough from the latest moment."""
        after = self.top[0] + APART_BINS if self.top else -1
        found = [b for b in self.due if b.number >= after and b.total >= least_score]
        return max(found, key=_standing_out, default=None)

    def at(self, number: int) -> datetime:
        """Return the time at which a bin begins."""
        assert self.began_at is not None  # noqa: S101 - nothing is watched before a stream began
        return self.began_at + timedelta(seconds=number * BIN_SECONDS)


def _standing_out(found: Bin) -> tuple[float, int]:
    return found.total, -found.number
