"""The streamer's own phrases, ready to be looked for.

Decides when a line holds a phrase: whole words, whatever the disguise; a longer phrase also
where its letters are spread, or its words run together; ``*`` stands for anything, also for nothing.
Leaves reading the note to ``domain.watch_rules``.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Final, Self

from chronicler.agent.warden.folding import Folded, fold, plain
from chronicler.domain.watch_rules import WatchList, WatchRule

_LEAST_SQUEEZED: Final = 6
"""Shorter phrases are looked for as whole words only: they stand inside too many others."""
_LOOKED_FOR: Final = 24
"""So many letters of each phrase are looked for at first, for all phrases at once."""
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A rule of the streamer's that a line meets."""

    severity: str
    evidence: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of a line, and where each stood in it before it was folded."""

    raw: str
    line: Folded
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Self:
        """Return what a line holds once its gaps are left out; made once a line, for every rule."""
        line = fold(raw)
        at = [place for place, letter in enumerate(line.text) if letter.isalnum()]
        return cls(raw, line, "".join(line.text[i] for i in at), tuple(line.origins[i] for i in at))

    def is_disguise(self, begin: int, end: int, gaps: frozenset[int]) -> bool:
        """Return whether the letters from ``begin`` to ``end`` are whole words, or such with false gaps.

        A blank where the phrase has none must stand beside a letter by itself, so that
        “the rapist” is no therapist; ``gaps`` are where the phrase has its own.
        """
        if self._is_joined(begin) or self._is_joined(end):
            return False
        ends = (begin, *(at for at in range(begin + 1, end) if not self._is_joined(at)), end)
        return all(
            cut - begin in gaps or not self._is_blank(cut) or 1 in (cut - before, after - cut)
            for before, cut, after in zip(ends, ends[1:], ends[2:], strict=False)
        )

    def _is_joined(self, at: int) -> bool:
        return 0 < at < len(self.places) and not self._between(at)

    def _is_blank(self, at: int) -> bool:
        return any(map(str.isspace, self._between(at)))

    def _between(self, at: int) -> str:
        return plain(self.raw[self.places[at - 1] + 1 : self.places[at]])


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One phrase as patterns over folded text, its pieces in order."""

    rule: WatchRule
    pieces: tuple[re.Pattern[str], ...]
    needle: str
    """Letters that stand together in every line that holds the phrase; empty where there are none."""
    squeezed: str
    """Its letters run together; empty where that would be found too often, or with a star."""
    gaps: frozenset[int] = frozenset()
    """After how many letters of ``squeezed`` the phrase has a gap."""

    def span_in(self, letters: _Letters) -> tuple[int, int] | None:
        start, at, line = -1, 0, letters.line
        if self.needle not in letters.text:
            return None
        for piece in self.pieces:  # in order, each at its first place: stars may stand for anything
            found = piece.search(line.text, at)
            if found is None:
                return self._spread_in(letters)
            start, at = (found.start() if start < 0 else start), found.end()
        return line.raw_span(start, at)

    def _spread_in(self, letters: _Letters) -> tuple[int, int] | None:
        size = len(self.squeezed)
        begin = letters.text.find(self.squeezed) if size else -1
        while begin >= 0:
            if letters.is_disguise(begin, begin + size, self.gaps):
                places = letters.places[begin : begin + size]
                return places[0], places[-1] + 1
            begin = letters.text.find(self.squeezed, begin + 1)
        return None


@dataclass(frozen=True, slots=True)
class _Phrases:
    """One list of phrases, and one pattern that tells for most lines that they hold none."""

    each: tuple[_Phrase, ...] = ()
    any_needle: re.Pattern[str] | None = None
    """``None`` where a phrase has no letters to be looked for."""

    def found_in(self, text: str) -> Iterator[tuple[_Phrase, tuple[int, int]]]:
        """Yield each phrase that a line holds, and where in the raw line."""
        if not self.each or (self.any_needle and not self.any_needle.search(squeeze(plain(text)))):
            return
        letters = _Letters.of(text)
        for phrase in self.each:
            if span := phrase.span_in(letters):
                yield phrase, span


@dataclass(frozen=True, slots=True)
class Rules:
    """A watch list ready for use."""

    flag: _Phrases = _Phrases()
    never: _Phrases = _Phrases()
    flagged_people: Mapping[str, str] = field(default_factory=dict)
    """Severity by login."""
    trusted_people: frozenset[str] = frozenset()
    is_empty: bool = True

    def allow(self, text: str, login: str) -> bool:
        """Return whether a line is never to be flagged."""
        return login.lower() in self.trusted_people or any(True for _ in self.never.found_in(text))

    def find(self, text: str, login: str) -> OwnFinding | None:
        """Return the gravest of the streamer's own rules that a line meets, the first among equals."""
        if severity := self.flagged_people.get(login.lower()):
            return OwnFinding(severity, f"your own rule: “@{login.lower()}”", (0, 0))
        found = [
            OwnFinding(phrase.rule.severity, f"your own rule: “{phrase.rule.phrase}”", span)
            for phrase, span in self.flag.found_in(text)
        ]
        return min(found, key=lambda each: each.severity, default=None)  # “certain” stands before “likely”


NO_RULES: Final = Rules()


@lru_cache(maxsize=16)
def compiled(watch_list: WatchList) -> Rules:
    """Return the rules of a list, ready for use."""
    flag, never = _phrases(watch_list.flag), _phrases(watch_list.never)
    people = {rule.login: rule.severity for rule in watch_list.flag if rule.login}
    trusted = frozenset(rule.login for rule in watch_list.never if rule.login)
    is_empty = not (flag.each or never.each or people or trusted)
    return Rules(flag, never, people, trusted, is_empty=is_empty)


def squeeze(low: str) -> str:
    """Return the letters and digits of a plain text, run together."""
    if low.isascii():
        return low.encode().translate(None, _NO_LETTERS).decode()
    return "".join(filter(str.isalnum, low))


def _phrases(rules: Iterable[WatchRule]) -> _Phrases:
    each = tuple(phrase for rule in rules if (phrase := _phrase(rule)))
    needles = [phrase.needle[:_LOOKED_FOR] for phrase in each]
    return _Phrases(each, re.compile(_any_of(needles)) if needles and all(needles) else None)


def _any_of(words: Collection[str]) -> str:
    """Return a pattern that finds any of the words, each letter looked at once for all of them."""
    if "" in words:
        return ""
    firsts = sorted({word[0] for word in words})
    rest = {first: [word[1:] for word in words if word[0] == first] for first in firsts}
    ways = [re.escape(first) + _any_of(tails) for first, tails in rest.items()]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _phrase(rule: WatchRule) -> _Phrase | None:
    folded = [" ".join(fold(piece).text.split()) for piece in rule.phrase.split("*")]
    pieces = []
    for number, piece in enumerate(folded):
        if piece:
            begins = r"(?<!\w)" if number == 0 and piece[0].isalnum() else ""
            ends = r"(?!\w)" if number == len(folded) - 1 and piece[-1].isalnum() else ""
            words = r"\s+".join(map(re.escape, piece.split()))
            pieces.append(re.compile(begins + words + ends))
    if not pieces:
        return None
    needle = max(map(squeeze, folded), key=len)
    if len(folded) > 1 or len(needle) < _LEAST_SQUEEZED:
        return _Phrase(rule, tuple(pieces), needle, "")
    gaps = accumulate(len(squeeze(word)) for word in re.split(r"[\W_]+", folded[0]))
    return _Phrase(rule, tuple(pieces), needle, needle, frozenset(gaps))
