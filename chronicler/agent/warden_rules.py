"""The streamer's own phrases, ready to be looked for.

Decides when a line holds a phrase: whole words, whatever the disguise; a longer phrase also
where its letters are spread or run together; ``*`` stands for anything, also for nothing.
Leaves reading the note to ``domain.watch_rules``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from chronicler.agent.warden_folding import Folded, fold
from chronicler.domain.watch_rules import WatchList, WatchRule

_LEAST_SQUEEZED: Final = 6
"""Shorter phrases are looked for as whole words only: they stand inside too many others."""


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A rule of the streamer's that a line meets."""

    severity: str
    evidence: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One phrase as patterns over folded text, its pieces in order."""

    rule: WatchRule
    pieces: tuple[re.Pattern[str], ...]
    squeezed: str
    """Its letters run together; empty where that would be found too often, or with a star."""

    def span_in(self, line: Folded) -> tuple[int, int] | None:
        start, at = -1, 0
        for piece in self.pieces:  # in order, each at its first place: stars may stand for anything
            found = piece.search(line.text, at)
            if found is None:
                return self._spread_in(line)
            start, at = (found.start() if start < 0 else start), found.end()
        return line.raw_span(start, at)

    def _spread_in(self, line: Folded) -> tuple[int, int] | None:
        if not self.squeezed:
            return None
        letters = [(letter, at) for at, letter in enumerate(line.text) if letter.isalnum()]
        begin = "".join(letter for letter, _ in letters).find(self.squeezed)
        if begin < 0:
            return None
        return line.raw_span(letters[begin][1], letters[begin + len(self.squeezed) - 1][1] + 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """A watch list ready for use."""

    flag: tuple[_Phrase, ...] = ()
    never: tuple[_Phrase, ...] = ()
    flagged_people: Mapping[str, str] = field(default_factory=dict)
    """Severity by login."""
    trusted_people: frozenset[str] = frozenset()
    is_empty: bool = True

    def allow(self, text: str, login: str) -> bool:
        """Return whether a line is never to be flagged."""
        if login.lower() in self.trusted_people:
            return True
        if not self.never:
            return False
        line = fold(text)
        return any(phrase.span_in(line) for phrase in self.never)

    def find(self, text: str, login: str) -> OwnFinding | None:
        """Return the gravest of the streamer's own rules that a line meets, the first among equals."""
        if severity := self.flagged_people.get(login.lower()):
            return OwnFinding(severity, f"your own rule: “@{login.lower()}”", (0, 0))
        line = fold(text) if self.flag else None
        found = [
            OwnFinding(phrase.rule.severity, f"your own rule: “{phrase.rule.phrase}”", span)
            for phrase in self.flag
            if line and (span := phrase.span_in(line))
        ]
        return min(found, key=lambda each: each.severity, default=None)  # “certain” stands before “likely”


NO_RULES: Final = Rules()


@lru_cache(maxsize=16)
def compiled(watch_list: WatchList) -> Rules:
    """Return the rules of a list, ready for use."""
    flag = tuple(p for rule in watch_list.flag if (p := _phrase(rule)))
    never = tuple(p for rule in watch_list.never if (p := _phrase(rule)))
    people = {rule.login: rule.severity for rule in watch_list.flag if rule.login}
    trusted = frozenset(rule.login for rule in watch_list.never if rule.login)
    return Rules(flag, never, people, trusted, is_empty=not (flag or never or people or trusted))


def _phrase(rule: WatchRule) -> _Phrase | None:
    folded = [" ".join(fold(piece).text.split()) for piece in rule.phrase.split("*")]
    pieces = []
    for number, piece in enumerate(folded):
        if piece:
            begins = r"(?<!\w)" if number == 0 and piece[0].isalnum() else ""
            ends = r"(?!\w)" if number == len(folded) - 1 and piece[-1].isalnum() else ""
            words = r"\s+".join(map(re.escape, piece.split()))
            pieces.append(re.compile(begins + words + ends))
    squeezed = fold(rule.phrase).squeezed if "*" not in rule.phrase else ""
    long_enough = squeezed if len(squeezed) >= _LEAST_SQUEEZED else ""
    return _Phrase(rule, tuple(pieces), long_enough) if pieces else None
