"""Where talk comes near a note of the streamer's own.

Decides what makes a passage worth leading to: a line that names the note, or a line and a
sentence that share telling words; in talk that means what the passage means, less of them is
enough. One shared word is chance: a *strike* in a game is no *strikethrough*. Leaves reading
notes to ``vault``, nearness in meaning to ``recall``, and saying it to ``notes``.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from chronicler.analysis.recalling import rarity
from chronicler.analysis.words import raw_words, stems

FEWEST_SHARED: Final = 2
TELLING: Final = 0.9
"""What the words that a line and a sentence share must weigh; 1 is a word that stands nowhere else."""
ALIKE: Final = 0.62
"""Likeness of words (cosine, by weight) and nearness of meaning together, from which a passage is told."""
ALIKE_BY_WORDS: Final = 0.45
TELLING_BY_WORDS: Final = 1.2
"""The same where nobody knows what the passage means."""
LEAST_NEAR: Final = 0.15
"""Where meaning is known, words that are shared at less nearness are shared by chance."""
SAME: Final = 0.65
"""Nearness in meaning from which a passage is told that shares no words."""
MEANING: Final = 0.75
LEAST: Final = 0.3
LEAST_BY_WORDS: Final = 0.5
OF_THE_BEST: Final = 0.7
"""Of a passage that is asked for: what meaning weighs, and the scores below which nothing is told."""
NAMED: Final = 0.7
"""What it counts that lines name a note; each line adds a little."""
NAMED_BY: Final = 2
"""Lines that must name a note; a single one must touch something else in it."""
MOST_LINES: Final = 2
_LONGEST_NAME: Final = 8
_FEW: Final = 60
"""In fewer lines or notes a word is no rarer than it would be in so many."""

Roots = frozenset[str]


@dataclass(frozen=True, slots=True)
class Written:
    """One passage of one note."""

    note: str
    """Path in the vault."""
    sentences: tuple[str, ...]
    heading: str = ""
    names: tuple[str, ...] = ()
    """What the note is called: its own name and its aliases."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One line of talk."""

    text: str
    message_id: str = ""
    """Empty where no line of chat says it: a theme, a jotting, something said aloud."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A passage that talk came near."""

    place: int
    """Number of the passage in the library."""
    sentence: str
    """Which of its sentences shows why."""
    lines: tuple[str, ...]
    """Ids of the lines that came nearest, nearest first."""
    score: float
    said: str = ""
    """What came nearest, where no line of chat says it."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and the sentence that it is most like."""

    likeness: float
    weight: float
    shared: int
    sentence: int
    line: str
    said: str
    tells: bool = True
    """Whether the sentence itself has a part in it, or the note's name has all of it."""


_NO_PAIR: Final = _Pair(0.0, 0.0, 0, 0, "", "")


@dataclass(frozen=True)
class Library:
    """All passages, and how usual each word is in tonight's talk."""

    passages: tuple[Written, ...]
    usual: Mapping[str, int] = field(default_factory=dict)
    """In how many lines each stem stands."""
    lines: int = 0

    def weight(self, root: str) -> float:
        """Return what it tells that a stem is shared: 0 to 1, by how rare it is on either side."""
        written = _rare(self._spread.get(root, 1), len(self._notes))
        return written * _rare(self.usual.get(root, 1), self.lines)

    def touched(self, talk: Sequence[Heard], meant: Mapping[int, float] | None = None) -> list[Touch]:
        """Return the passages that a piece of talk came near, nearest first and one a note.

        ``meant`` is how near passages are in meaning, ``None`` where nobody knows.
        """
        heard = [(line, frozenset(stems(line.text))) for line in talk]
        places = self._sharing(heard) | {place for place, near in (meant or {}).items() if near >= SAME}
        found = (
            self._touch(place, heard, None if meant is None else meant.get(place, 0.0))
            for place in sorted(places)
        )
        return self._one_a_note(touch for touch in found if touch)

    def ranked(self, question: str, meant: Mapping[int, float] | None = None) -> list[Touch]:
        """Return the passages that answer a question that was asked of them, best first and one a note.

        Scored as recall scores lines: mostly by meaning, else by the share of the question's
        words, by weight, that a sentence and the names above it hold.
        """
        asked = frozenset(stems(question))
        whole = self._weigh(asked)
        places = {place for root in asked for place in self._places.get(root, ())} | (meant or {}).keys()
        found = []
        for place in sorted(places):
            shares = [
                self._weigh(asked & written) / whole if whole else 0.0 for written in self._roots[place]
            ]
            share, at = max(((share, -at) for at, share in enumerate(shares)), default=(0.0, 0))
            score = share if meant is None else MEANING * meant.get(place, 0.0) + (1 - MEANING) * share
            if score >= (LEAST_BY_WORDS if meant is None else LEAST):
                found.append(Touch(place, self.passages[place].sentences[-at], (), score))
        best = max((touch.score for touch in found), default=0.0)
        return self._one_a_note(touch for touch in found if touch.score >= OF_THE_BEST * best)

    def named(self, talk: Iterable[Heard]) -> list[Touch]:
        """Return the notes that lines name in two words or more, those named most often first."""
        found: dict[int, list[Heard]] = {}
        for line in talk:
            for place in self._names_in(line.text):
                found.setdefault(place, []).append(line)
        touches = (self._named_by(place, lines) for place, lines in found.items())
        return self._one_a_note(touch for touch in touches if touch)

    def _named_by(self, place: int, lines: Sequence[Heard]) -> Touch | None:
        """Return a note that lines name, at the passage that they touch besides."""
        note = self._of_note[self.passages[place].note]
        names = self._name_roots[place]
        said = [(line, frozenset(stems(line.text)) - names) for line in lines]
        pairs = ((pair, mate) for mate in note for pair in self._pairs(mate, said))
        best, at = max(pairs, key=lambda each: (each[0].likeness, -each[1]), default=(_NO_PAIR, place))
        if len(lines) < NAMED_BY and not best.shared:
            return None
        ids = dict.fromkeys(each for each in (best.line, *(line.message_id for line in lines)) if each)
        told = self.passages[at].sentences
        shown = told[best.sentence] if told else ""
        return Touch(at, shown, tuple(ids)[:MOST_LINES], NAMED + min(0.5, len(lines) / 20))

    def _touch(self, place: int, heard: Sequence[tuple[Heard, Roots]], near: float | None) -> Touch | None:
        pairs = sorted(self._pairs(place, heard), key=lambda pair: -pair.likeness)
        shared = [pair for pair in pairs if pair.shared >= FEWEST_SHARED and pair.tells]
        best = shared[0] if shared else _NO_PAIR
        if not (_is_near(best, near) or (near or 0.0) >= SAME):
            return None
        score = best.likeness + (near or 0.0)
        if shared and not best.line:
            return Touch(place, self.passages[place].sentences[best.sentence], (), score, best.said)
        ids = [pair.line for pair in shared if pair.line]
        if not shared:
            ids = [pair.line for pair in pairs if pair.line] or [line.message_id for line, _ in heard]
        shown = (shared or pairs or [_NO_PAIR])[0].sentence
        told = self.passages[place].sentences[shown]
        ids = [each for each in dict.fromkeys(ids) if each]
        return Touch(place, told, tuple(ids[:MOST_LINES]), score)

    def _pairs(self, place: int, heard: Sequence[tuple[Heard, Roots]]) -> Iterator[_Pair]:
        """Yield each line with the sentence that it is most like, as far as they share a word."""
        for line, said in heard:
            weighed = [
                (self._likeness(said, written), self._weigh(said & written), len(said & written), -at)
                for at, written in enumerate(self._roots[place])
                if said & written
            ]
            if weighed:
                likeness, weight, shared, at = max(weighed)
                tells = self._tells(place, -at, said)
                yield _Pair(likeness, weight, shared, -at, line.message_id, line.text, tells)

    def _tells(self, place: int, at: int, said: Roots) -> bool:
        own = frozenset(stems(self.passages[place].sentences[at]))
        return not said.isdisjoint(own) or len(said & self._name_roots[place]) >= FEWEST_SHARED

    def _likeness(self, said: Roots, written: Roots) -> float:
        whole = math.sqrt(self._weigh(said) * self._weigh(written))
        return self._weigh(said & written) / whole if whole else 0.0

    def _weigh(self, roots: Iterable[str]) -> float:
        return sum(self.weight(root) for root in sorted(roots))

    def _sharing(self, heard: Sequence[tuple[Heard, Roots]]) -> set[int]:
        """Return the passages that share enough words with the talk to be looked at."""
        said = {root for _, roots in heard for root in roots}
        counts = Counter(place for root in said for place in self._places.get(root, ()))
        return {place for place, shared in counts.items() if shared >= FEWEST_SHARED}

    def _names_in(self, text: str) -> Iterator[int]:
        words = tuple(word.lower() for word in raw_words(text))
        for begins in range(len(words)):
            for ends in range(begins + 2, min(begins + _LONGEST_NAME, len(words)) + 1):
                yield from self._names.get(words[begins:ends], ())

    def _one_a_note(self, touches: Iterable[Touch]) -> list[Touch]:
        best: dict[str, Touch] = {}
        for touch in sorted(touches, key=lambda touch: (-touch.score, touch.place)):
            best.setdefault(self.passages[touch.place].note, touch)
        return list(best.values())

    @cached_property
    def _roots(self) -> tuple[tuple[Roots, ...], ...]:
        """The stems of each sentence, with those of the names it stands under."""
        heads = (frozenset(stems(" ".join((*p.names, p.heading)))) for p in self.passages)
        return tuple(
            tuple(head.union(stems(each)) for each in passage.sentences)
            for passage, head in zip(self.passages, heads, strict=True)
        )

    @cached_property
    def _name_roots(self) -> tuple[Roots, ...]:
        return tuple(frozenset(stems(" ".join(passage.names))) for passage in self.passages)

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, parts in enumerate(self._roots):
            for root in frozenset[str]().union(*parts):
                found.setdefault(root, []).append(place)
        return found

    @cached_property
    def _of_note(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, passage in enumerate(self.passages):
            found.setdefault(passage.note, []).append(place)
        return found

    @cached_property
    def _notes(self) -> frozenset[str]:
        return frozenset(passage.note for passage in self.passages)

    @cached_property
    def _spread(self) -> Mapping[str, int]:
        """In how many notes each stem stands."""
        return {
            root: len({self.passages[place].note for place in places})
            for root, places in self._places.items()
        }

    @cached_property
    def _names(self) -> Mapping[tuple[str, ...], list[int]]:
        """The first passage of each note by the words of its names, where these tell enough to be meant."""
        found: dict[tuple[str, ...], list[int]] = {}
        first: set[str] = set()
        for place, passage in enumerate(self.passages):
            if passage.note in first:
                continue
            first.add(passage.note)
            for name in passage.names:
                roots = stems(name)
                if len(roots) >= FEWEST_SHARED and self._weigh(roots) >= TELLING:
                    found.setdefault(tuple(word.lower() for word in raw_words(name)), []).append(place)
        return found


def _is_near(pair: _Pair, near: float | None) -> bool:
    """Return whether a line and a sentence that share words do so by more than chance."""
    if near is None:
        return pair.likeness >= ALIKE_BY_WORDS and pair.weight >= TELLING_BY_WORDS
    return near >= LEAST_NEAR and pair.likeness + near >= ALIKE and pair.weight >= TELLING


def _rare(places: int, of: int) -> float:
    return min(1.0, rarity(places, max(of, _FEW)) / rarity(1, max(of, _FEW)))
