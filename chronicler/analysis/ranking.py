"""Ranking: which lines of a stream are worth keeping, and who answered whom.

Decides how interesting a line is from what can be counted: a long thought, a question,
answers to it, reactions right after it, words of the theme. Coarse, shouted and pasted
lines sink. Leaves what is done with the best of them to the agent.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
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
_ALIKE: Final = 0.8
"""Two lines with more of their words in common, as a share of all, are one line pasted anew."""
_LOOKED_AT: Final = 4
"""So many times the lines wanted are looked at, as some are others over again."""
_NAME_WITHIN: Final = 60.0
_LONGEST_COUNTED: Final = 64
_LONG_THOUGHT: Final = 12
"""Words from which a line counts as a thought; the median chat line has five or six."""
_ANSWER: Final = 1.2
_MOST_ANSWERS: Final = 3
_REACTION: Final = 0.25
_MOST_REACTIONS: Final = 6
_REPEAT: Final = 0.7
_MOST_REPEATS: Final = 4


class Threads:
    """Who answers whom: replies, mentions within three minutes, and names called within one.

    Lines are known by their place in the sequence given.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        """Index ``lines``, which stand in order of time."""
        self.lines = lines
        self._replies: dict[str, list[int]] = defaultdict(list)
        self._mentions: dict[str, list[int]] = defaultdict(list)
        self._seconds = [line.seconds for line in lines]
        self._written: dict[str, list[int]] = defaultdict(list)
        self._called: dict[str, list[int]] = defaultdict(list)
        """Lines that call somebody by a part of their name, by chatter."""
        parts = _parts_of_names(lines)
        for place, line in enumerate(lines):
            self._written[line.chatter].append(place)
            message = line.message
            if message.reply_to:
                self._replies[message.reply_to].append(place)
            if "@" in message.text:
                for login in mentions(message.text):
                    self._mentions[login].append(place)
            if parts:
                for called in {parts[low] for word in line.words if (low := word.lower()) in parts}:
                    self._called[called].append(place)

    def answers_to(self, place: int, within: float = MENTION_WITHIN) -> tuple[int, ...]:
        """Return the places of the lines by others that answer the line at ``place``, in order.

        A mention answers the last line its addressee wrote before it, not an earlier one.
        """
        line = self.lines[place]
        message = line.message
        replies = self._replies.get(message.message_id, ())
        calls = self._mentions.get(message.login, ())
        shown = message.display_name.lower()
        calls_by_name = self._mentions.get(shown, ()) if shown != message.login else ()
        called = self._called.get(line.chatter, ())
        if not (replies or calls or calls_by_name or called):
            return ()
        found = set(replies)
        following = self._next_by(line.chatter, place)
        found.update(self._until(calls, place, following, within))
        found.update(self._until(calls_by_name, place, following, within))
        found.update(self._until(called, place, following, min(within, _NAME_WITHIN)))
        return tuple(sorted(other for other in found if self.lines[other].chatter != line.chatter))

    def answered_by(self, place: int) -> int | None:
        """Return the place of the line that a line answers by reply or mention, where it is known."""
        message = self.lines[place].message
        if message.reply_to:
            return self._place_of.get(message.reply_to)
        wrote: list[int] = []
        for login in mentions(message.text) if "@" in message.text else ():
            written = self._by_name.get(login, ())
            before = bisect_left(written, place)
            if before and self._seconds[place] - self._seconds[written[before - 1]] <= MENTION_WITHIN:
                wrote.append(written[before - 1])
        return max(wrote, default=None)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {line.message.message_id: place for place, line in enumerate(self.lines)}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, line in enumerate(self.lines):
            login, shown = line.message.login, line.message.display_name.lower()
            found[login].append(place)
            if shown != login:
                found[shown].append(place)
        return found

    def addressing(self, place: int, within: float = math.inf) -> tuple[int, ...]:
        """Return the places of lines by others, up to ``within`` seconds after one, that turn to its author.

        A reply to any line of theirs, a mention and in a small room a part of their name:
        also after they wrote again, unlike ``answers_to``.
        """
        line = self.lines[place]
        message, chatter = line.message, line.chatter
        ends = bisect_right(self._seconds, line.seconds + within)
        found: set[int] = set()
        for calls in (
            self._mentions.get(message.login, ()),
            self._mentions.get(message.display_name.lower(), ()),
            self._called.get(chatter, ()),
            self._replied.get(chatter, ()),
        ):
            found.update(calls[bisect_right(calls, place) : bisect_left(calls, ends)])
        return tuple(sorted(other for other in found if self.lines[other].chatter != chatter))

    @cached_property
    def _replied(self) -> dict[str, list[int]]:
        """Lines that reply to any line of somebody's, by chatter, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for message_id, places in self._replies.items():
            if (place := self._place_of.get(message_id)) is not None:
                found[self.lines[place].chatter] += places
        return {chatter: sorted(places) for chatter, places in found.items()}

    def after(self, place: int, within: float) -> range:
        """Return the places of the lines up to ``within`` seconds after one: two hundred at most.

        In a flood nobody reads further up than that, and nothing may cost its square.
        """
        ends = bisect_right(self._seconds, self._seconds[place] + within)
        return range(place + 1, min(ends, place + 1 + _READ_ON))

    def _until(self, calls: Sequence[int], place: int, following: int | None, within: float) -> Iterator[int]:
        """Yield the calls after ``place`` that come in time and before its author writes again."""
        for call in islice(calls, bisect_right(calls, place), None):
            if self._seconds[call] - self._seconds[place] > within or (
                following is not None and call > following
            ):
                return
            if not self.lines[call].message.reply_to:
                yield call

    def between(self, from_seconds: float, to_seconds: float) -> range:
        """Return the places of all lines from one time up to but not at another."""
        return range(bisect_left(self._seconds, from_seconds), bisect_left(self._seconds, to_seconds))

    def _next_by(self, chatter: str, place: int) -> int | None:
        written = self._written[chatter]
        after = bisect_right(written, place)
        return written[after] if after < len(written) else None


class Interest:
    """How interesting each line of a stream is; worked out for the lines that are asked for."""

    def __init__(self, threads: Threads, *, theme: Collection[str] = ()) -> None:
        """Rank the lines of ``threads``; ``theme`` holds stems."""
        self._lines, self._threads, self._theme = threads.lines, threads, theme
        self._own: dict[int, float] = {}
        self._of: dict[int, float] = {}

    def of(self, place: int) -> float:
        """Return the interest of a line."""
        if place not in self._of:
            score = self.by_itself(place)
            score += _ANSWER * min(_MOST_ANSWERS, len(self._threads.answers_to(place)))
            score += _REACTION * min(_MOST_REACTIONS, _reactions_after(place, self._lines, self._threads))
            score -= _REPEAT * min(_MOST_REPEATS, self.repeats(place) - 1)
            self._of[place] = round(score, 4)
        return self._of[place]

    def at_most(self, place: int) -> float:
        """Return a bound of the interest of a line, found without looking around it."""
        return self.by_itself(place) + _ANSWER * _MOST_ANSWERS + _REACTION * _MOST_REACTIONS

    def ordered(self, places: Iterable[int], least: float = -math.inf) -> list[int]:
        """Return the places of interest ``least`` and more, best first; ties go to the earlier one."""
        worth = [place for place in places if self.at_most(place) >= least and self.of(place) >= least]
        return sorted(worth, key=lambda place: (-self.of(place), place))

    def top(self, places: Iterable[int], limit: int) -> list[int]:
        """Return the most interesting of some lines, best first, as ``ordered`` has them.

        Lines are looked at by the most they could be worth, and no further than needed.
        """
        best: list[tuple[float, int]] = []
        for most, place in sorted((-self.at_most(place), place) for place in places):
            if len(best) >= limit and most > best[limit - 1][0]:
                break
            insort(best, (-self.of(place), place))
        return [place for _, place in best[:limit]]

    def best(self, places: Iterable[int], limit: int) -> tuple[int, ...]:
        """Return the most interesting of some lines, in order of time, none that says another over again."""
        kept: list[int] = []
        said: list[tuple[str, frozenset[str]]] = []
        for place in self.top(places, _LOOKED_AT * limit):
            line = self._lines[place]
            this = line.plain, frozenset(map(str.lower, line.words))
            if len(kept) < limit and not any(_is_again(this, other) for other in said):
                kept.append(place)
                said.append(this)
        return tuple(sorted(kept))

    def repeats(self, place: int) -> int:
        """Return how many lines of the stream were typed alike, itself among them."""
        return self._typed[self._lines[place].message.text.lower()]

    @cached_property
    def _typed(self) -> Counter[str]:
        return Counter([line.message.text.lower() for line in self._lines])

    def by_itself(self, place: int) -> float:
        """Return the interest of a line that answers, reactions and repeats have yet to change."""
        if place not in self._own:
            self._own[place] = _by_itself(self._lines[place], self._theme)
        return self._own[place]


def is_coarse(line: Line) -> bool:
    """Return whether a line holds words that nobody would print as a heading."""
    return not COARSE.isdisjoint(map(plain_form, line.words))


def is_quotable(line: Line) -> bool:
    """Return whether a line can stand in a note as it is: calm, clean and at least four words."""
    return line.size >= _SENTENCE_WORDS and not (line.is_linking or line.is_shouting or is_coarse(line))


def is_prose(line: Line) -> bool:
    """Return whether a line is a sentence of its own: not pasted, stacked or shouted."""
    return (
        line.size >= _SENTENCE_WORDS
        and len(line.stems) >= _SENTENCE_TOPICS
        and not line.is_shouting
        and not line.is_linking
        and not is_stacked(line)
    )


def is_stacked(line: Line) -> bool:
    """Return whether a line says a few words over and over: that is pasted, and nobody's thought."""
    return line.size >= _SENTENCE_WORDS and _different(line) < _VARIED * min(line.size, _VARIED_WITHIN)


def _different(line: Line) -> int:
    return len(set(map(str.lower, line.words)))


def _is_again(this: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    """Return whether two lines are one, pasted anew with a word more or less."""
    (plain, words), (other_plain, other_words) = this, other
    return plain == other_plain or len(words & other_words) > _ALIKE * len(words | other_words)


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


def _by_itself(line: Line, theme: Collection[str]) -> float:
    """Return the interest of a line that answers, reactions and repeats have yet to change."""
    prose = is_prose(line)
    size = line.size if prose or not is_stacked(line) else _different(line)
    score = math.log2(1 + min(size, _LONGEST_COUNTED)) + 0.35 * min(len(line.stems), 10)
    if prose and line.size >= _LONG_THOUGHT:
        score += 1.5
    if line.size >= _SENTENCE_WORDS and "?" in line.message.text:
        score += 0.8
    if theme:
        score += 0.8 * min(3, sum(root in theme for root in line.stems))
    score -= 2.0 * is_coarse(line) + 1.5 * line.is_shouting + 2.0 * line.is_linking
    return score if prose else score - 1.0


def _reactions_after(place: int, lines: Sequence[Line], threads: Threads) -> int:
    """Return how many others react just after a line: soon enough to have read it."""
    at = lines[place].seconds
    near = threads.between(at + _REACTION_FROM, at + _REACTION_UNTIL)
    if len(near) > _CROWD:
        return 0
    return len({lines[other].chatter for other in near if lines[other].is_reaction} - {lines[place].chatter})
