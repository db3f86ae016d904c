"""Sayings: who said which word when, over a whole stream.

Decides what is counted for a word (people once in five minutes, windows that hold it,
lines it stands alone on) and works it out only for the words that are asked for: most words
of a busy chat are said once and never looked at. Leaves weighing to ``themes`` and ``talk``.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from chronicler.analysis.lines import WORDS, Line
from chronicler.analysis.words import is_emote_shaped, plain_form

WINDOW_SECONDS: Final = 300
"""People are counted once in five minutes."""
_ALONE_SHARE: Final = 0.3
_ALONE_LEAST: Final = 3
_KIN: Final = 2
_RARE: Final = 0.6
"""Share of the rarest word's weight from which one word makes two lines kin."""
_FORMS_LOOKED_AT: Final = 60
"""Uses of a word that settle how it is typed."""


class Sayings:
    """The words of some lines, by the places at which they stand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Index ``lines``, which stand in order of time."""
        self.lines = lines
        self.places: dict[str, list[int]] = defaultdict(list)
        """For each stem the places of the lines that hold it, in order."""
        for place, line in enumerate(lines):
            for root in line.stems:
                self.places[root].append(place)
        self._said: dict[str, int] = {}
        self._weights: dict[str, float] = {}
        self._alone: dict[str, bool] = {}
        self._forms: dict[str, str] = {}

    @cached_property
    def keys(self) -> list[tuple[str, float]]:
        """For each line who wrote it in which five minutes."""
        return list(zip([line.chatter for line in self.lines], self._windows, strict=True))

    @cached_property
    def _windows(self) -> list[float]:
        """For each line the five minutes in which it was written."""
        return [line.seconds // WINDOW_SECONDS for line in self.lines]

    @cached_property
    def all_said(self) -> int:
        """Five-minute windows in which each person wrote, all people together."""
        return len(set(self.keys))

    @cached_property
    def windows(self) -> int:
        """Five-minute windows in which anybody wrote."""
        return len(set(self._windows))

    @cached_property
    def rarest(self) -> float:
        """The greatest weight of any word here; 1 where there is none."""
        once = any(len(places) == 1 for places in self.places.values())
        held = 1 if once else min((len(self._held(root)) for root in self.places), default=0)
        return math.log(1 + self.windows / held) if held else 1.0

    def said(self, root: str) -> int:
        """Return the five-minute windows in which each person said a word, all people together."""
        if root not in self._said:
            self._said[root] = len(self.who_when(root))
        return self._said[root]

    def who_when(self, root: str) -> set[tuple[str, float]]:
        """Return who said a word in which five minutes."""
        return set(map(self.keys.__getitem__, self.places.get(root, ())))

    def weight(self, root: str) -> float:
        """Return how much a word tells: log(1 + windows / windows that hold it).

        A word that nobody said weighs as much as the rarest that was said.
        """
        if root not in self._weights:
            held = len(self._held(root))
            self._weights[root] = math.log(1 + self.windows / held) if held else self.rarest
        return self._weights[root]

    def make_kin(self, shared: Collection[str]) -> bool:
        """Return whether words that two lines share make them kin: two do, or a rare one."""
        rare = _RARE * self.rarest
        return len(shared) >= _KIN or any(self.weight(root) >= rare for root in shared)

    def stands_alone(self, root: str) -> bool:
        """Return whether a word mostly stands alone on a line: a reaction, or an untagged emote.

        Whatever the language, a word that is a whole line in three of ten uses is an
        exclamation and no topic.
        """
        if root not in self._alone:
            places = self.places.get(root, ())
            self._alone[root] = _is_alone([self.lines[place] for place in places])
        return self._alone[root]

    def form(self, root: str) -> str:
        """Return the form in which a word was typed most, as ``surfaces`` has it."""
        if root not in self._forms:
            near = [self.lines[place] for place in self.places[root][:_FORMS_LOOKED_AT]]
            self._forms[root] = surfaces(near, (root,))[root]
        return self._forms[root]

    def _held(self, root: str) -> set[float]:
        return set(map(self._windows.__getitem__, self.places.get(root, ())))


def surfaces(lines: Iterable[Line], roots: Iterable[str] | None = None) -> Mapping[str, str]:
    """Return for every stem, or for those given, the form in which it was typed most.

    First of the alphabet at ties. A word keeps its capital only where most people typed it
    inside a sentence with one.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    asked = None if roots is None else frozenset(roots)
    for line in lines:
        wanted = asked.intersection(line.stems) if asked is not None else frozenset(line.stems)
        if not wanted:
            continue
        for place, word in enumerate(line.words):
            if (root := WORDS[word][0]) in wanted:
                keep = place > 0 and not line.is_shouting and not is_emote_shaped(word)
                shown = word if keep else word.lower()
                forms[root][shown.removesuffix("'s").removesuffix("’s")] += 1
    return {root: _preferred(counts) for root, counts in forms.items()}


def _is_alone(lines: Sequence[Line]) -> bool:
    """Return whether the one word that these lines share stands alone on enough of them."""
    if len(lines) < _ALONE_LEAST:
        return False
    single = [line for line in lines if len(line.stems) == 1]
    if len(single) < max(_ALONE_LEAST, _ALONE_SHARE * len(lines)):
        return False
    alone = sum(line.size == 1 or len(set(map(plain_form, line.words))) == 1 for line in single)
    return alone >= _ALONE_LEAST and alone >= _ALONE_SHARE * len(lines)


def _preferred(counts: Counter[str]) -> str:
    """Return the commonest spelling, whatever its capitals, in its commonest capitals."""
    spelled: Counter[str] = Counter()
    for form, n in counts.items():
        spelled[form.lower()] += n
    best = min(spelled, key=lambda form: (-spelled[form], form))
    cased = {form: n for form, n in counts.items() if form.lower() == best}
    return min(cased, key=lambda form: (-cased[form], form != best, form))
