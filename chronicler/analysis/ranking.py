"""Ranking: which lines of a stream are worth keeping, and who answered whom.

Decides how interesting a line is from what can be counted: a long thought, a question,
answers to it, reactions right after it, words of the theme. Coarse, shouted and pasted
lines sink. Leaves what is done with the best of them to the agent.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chronicler.analysis.lines import SMALL_ROOM, Line, parts_of_name
from chronicler.analysis.stop_words import COARSE, COMMON
from chronicler.analysis.words import mentions, plain_form

MENTION_WITHIN: Final = 180.0
"""An ``@mention`` later than three minutes is about something else."""
_REACTION_FROM: Final = 2.0
_REACTION_UNTIL: Final = 15.0
_SENTENCE_WORDS: Final = 4
_SENTENCE_TOPICS: Final = 2
_READ_ON: Final = 200
_CROWD: Final = 30
"""Where more lines than this follow in a quarter of a minute, nobody can tell what they react to."""
_VARIED: Final = 0.6
_VARIED_WITHIN: Final = 20
_NAME_WITHIN: Final = 60.0
_LONGEST_COUNTED: Final = 64
_LONG_THOUGHT: Final = 12
"""Words from which a line counts as a thought; the median chat line has five or six."""


class Threads:
    """Who answers whom: replies, mentions within three minutes, and names called within one.

    Lines are known by their place in the sequence given.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        """Index ``lines``, which stand in order of time."""
        self._lines = lines
        self._replies: dict[str, list[int]] = defaultdict(list)
        self._mentions: dict[str, list[int]] = defaultdict(list)
        self._seconds = [line.seconds for line in lines]
        self._written: dict[str, list[int]] = defaultdict(list)
        self._called: dict[str, list[int]] = defaultdict(list)
        """Lines that call somebody by a part of their name, by chatter."""
        parts = _parts_of_names(lines)
        for place, line in enumerate(lines):
            self._written[line.chatter].append(place)
            if line.message.reply_to:
                self._replies[line.message.reply_to].append(place)
            for login in mentions(line.message.text):
                self._mentions[login].append(place)
            for called in {parts[low] for word in line.words if (low := word.lower()) in parts}:
                self._called[called].append(place)

    def answers_to(self, place: int, within: float = MENTION_WITHIN) -> tuple[int, ...]:
        """Return the places of the lines by others that answer the line at ``place``, in order.

        A mention answers the last line its addressee wrote before it, not an earlier one.
        """
        line = self._lines[place]
        found = set(self._replies.get(line.message.message_id, ()))
        following = self._next_by(line.chatter, place)
        for name in {line.message.login, line.message.display_name.lower()} - {""}:
            calls = self._mentions.get(name, ())
            found.update(self._until(calls, place, following, within))
        found.update(
            self._until(self._called.get(line.chatter, ()), place, following, min(within, _NAME_WITHIN))
        )
        return tuple(sorted(other for other in found if self._lines[other].chatter != line.chatter))

    def after(self, place: int, within: float) -> range:
        """Return the places of the lines up to ``within`` seconds after one: two hundred at most.

        In a flood nobody reads further up than that, and nothing may cost its square.
        """
        ends = bisect_right(self._seconds, self._seconds[place] + within)
        return range(place + 1, min(ends, place + 1 + _READ_ON))

    def _until(self, calls: Sequence[int], place: int, following: int | None, within: float) -> Iterator[int]:
        """Yield the calls after ``place`` that come in time and before its author writes again."""
        for call in calls[bisect_right(calls, place) :]:
            if self._seconds[call] - self._seconds[place] > within or (
                following is not None and call > following
            ):
                return
            if not self._lines[call].message.reply_to:
                yield call

    def between(self, from_seconds: float, to_seconds: float) -> range:
        """Return the places of all lines from one time up to but not at another."""
        return range(bisect_left(self._seconds, from_seconds), bisect_left(self._seconds, to_seconds))

    def _next_by(self, chatter: str, place: int) -> int | None:
        written = self._written[chatter]
        after = bisect_right(written, place)
        return written[after] if after < len(written) else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line with its interest."""

    place: int
    line: Line
    interest: float


def rank_lines(
    lines: Sequence[Line],
    threads: Threads,
    *,
    theme: Collection[str] = (),
    places: Iterable[int] | None = None,
) -> tuple[Ranked, ...]:
    """Return lines with their interest, most interesting first; ties go to the earlier one.

    ``places`` restricts the ranking to some of the lines; ``theme`` holds stems.
    """
    wanted = range(len(lines)) if places is None else sorted(places)
    repeats = Counter(line.plain for line in lines)
    ranked = [
        Ranked(place, lines[place], _interest(place, lines, threads, theme, repeats[lines[place].plain]))
        for place in wanted
    ]
    return tuple(sorted(ranked, key=lambda each: (-each.interest, each.place)))


def is_coarse(line: Line) -> bool:
    """Return whether a line holds words that nobody would print as a heading."""
    return any(plain_form(word) in COARSE for word in line.words)


def is_quotable(line: Line) -> bool:
    """Return whether a line can stand in a note as it is: calm, clean and at least four words."""
    return not (is_coarse(line) or line.is_linking or line.is_shouting) and len(line.words) >= _SENTENCE_WORDS


def is_prose(line: Line) -> bool:
    """Return whether a line is a sentence of its own: not pasted, stacked or shouted."""
    words = line.words
    return (
        len(words) >= _SENTENCE_WORDS
        and len(line.stems) >= _SENTENCE_TOPICS
        and not line.is_shouting
        and not line.is_linking
        and len({word.lower() for word in words}) >= _VARIED * min(len(words), _VARIED_WITHIN)
    )


def _parts_of_names(lines: Sequence[Line]) -> dict[str, str]:
    """Return the parts of names that people in a small room go by, each with its one chatter."""
    people = {line.chatter: line.message for line in lines}
    if len(people) > SMALL_ROOM:
        return {}
    owners: dict[str, set[str]] = defaultdict(set)
    for chatter, message in people.items():
        for name in {message.login, message.display_name.lower()}:
            for part in {name, *parts_of_name(name)} - COMMON - {""}:
                owners[part].add(chatter)
    return {part: min(who) for part, who in owners.items() if len(who) == 1}


def _interest(
    place: int, lines: Sequence[Line], threads: Threads, theme: Collection[str], repeats: int
) -> float:
    line = lines[place]
    score = math.log2(1 + min(len(line.words), _LONGEST_COUNTED)) + 0.35 * min(len(line.stems), 10)
    if len(line.words) >= _LONG_THOUGHT and is_prose(line):
        score += 1.5
    if "?" in line.message.text and len(line.words) >= _SENTENCE_WORDS:
        score += 0.8
    score += 1.2 * min(3, len(threads.answers_to(place)))
    score += 0.25 * min(6, _reactions_after(place, lines, threads))
    score += 0.8 * min(3, sum(root in theme for root in line.stems))
    score -= 2.0 * is_coarse(line) + 1.5 * line.is_shouting + 2.0 * line.is_linking
    score -= 0.7 * min(4, repeats - 1)
    if not is_prose(line):
        score -= 1.0
    return round(score, 4)


def _reactions_after(place: int, lines: Sequence[Line], threads: Threads) -> int:
    """Return how many others react just after a line: soon enough to have read it."""
    at = lines[place].seconds
    near = threads.between(at + _REACTION_FROM, at + _REACTION_UNTIL)
    if len(near) > _CROWD:
        return 0
    return len({lines[other].chatter for other in near if lines[other].is_reaction} - {lines[place].chatter})
