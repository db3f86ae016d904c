"""Judging kinds of scam by what was learned from the others.

Decides what is held out: the lines of a kind, and in the stricter reading also every word
of the lexicon and every sign that occurs in no other kind, so that a vocabulary made with
the kind in view cannot help to find it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from chronicler.agent.warden.eye import is_to_somebody
from chronicler.agent.warden.lexicon import LEXICON, Lexicon
from chronicler.agent.warden.points import FLAGGED_FROM
from chronicler.agent.warden.reading import read
from chronicler.agent.warden.signs import STRENGTHS, signs_in
from tests.bench.scams.fitting import Signs, fit, score
from tests.bench.scams.lines import Line, fold_of


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one kind when it was judged by the others."""

    kind: str
    lines: int
    found: int
    missed: tuple[str, ...]


def signs_of(text: str, lexicon: Lexicon = LEXICON) -> Signs:
    """Return the names of the signs in a line."""
    reading = read(text, lexicon)
    return frozenset(f.name for f in signs_in(reading, text, is_to_somebody=is_to_somebody(reading)))


@cache
def _signs(text: str) -> Signs:
    return signs_of(text)


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, read(text).words))


def held_out(
    scams: Sequence[Line], innocent: Sequence[Line], kind_of: Callable[[Line], str], *, words_too: bool
) -> list[Judged]:
    """Return every kind judged by what the other kinds taught, in order of name."""
    return [
        _without(kind, scams, innocent, kind_of, words_too=words_too)
        for kind in sorted({kind_of(line) for line in scams})
    ]


def _without(
    kind: str,
    scams: Sequence[Line],
    innocent: Sequence[Line],
    kind_of: Callable[[Line], str],
    *,
    words_too: bool,
) -> Judged:
    inside = [line for line in scams if kind_of(line) == kind]
    others = [line for line in scams if kind_of(line) != kind]
    lexicon, unknown = LEXICON, frozenset[str]()
    if words_too:
        known = frozenset().union(*(_words(line.text) for line in others))
        tuned = frozenset().union(*(_words(line.text) for line in inside)) - known
        lexicon = Lexicon.of(tuned)
        shown = frozenset().union(*(signs_of(line.text, lexicon) for line in others))
        unknown = frozenset().union(*(signs_of(line.text, lexicon) for line in inside)) - shown
    points = fit([_signs(line.text) for line in others], [_signs(line.text) for line in innocent])
    points = {name: value for name, value in points.items() if name not in unknown}
    missed = tuple(line.text for line in inside if score(signs_of(line.text, lexicon), points) < FLAGGED_FROM)
    return Judged(kind, len(inside), len(inside) - len(missed), missed)


def innocent_held_out(scams: Sequence[Line], innocent: Sequence[Line], folds: int = 5) -> list[Line]:
    """Return the innocent lines that are flagged by points learned without the logs they come from."""
    flagged: list[Line] = []
    taught = [_signs(line.text) for line in scams]
    for fold in range(folds):
        points = fit(taught, [_signs(line.text) for line in innocent if fold_of(line, folds) != fold])
        flagged += [
            line
            for line in innocent
            if fold_of(line, folds) == fold and score(_signs(line.text), points) >= FLAGGED_FROM
        ]
    return flagged


def fitted(scams: Sequence[Line], innocent: Sequence[Line]) -> dict[str, int]:
    """Return the points learned from everything: those that are shipped."""
    return fit([_signs(line.text) for line in scams], [_signs(line.text) for line in innocent])


def unfitted() -> dict[str, int]:
    """Return what every sign is taken to say before any line was seen."""
    return {name: int(strength) for name, strength in STRENGTHS.items()}


def by_sign(scams: Sequence[Line], innocent: Sequence[Line]) -> dict[str, tuple[int, int]]:
    """Return for each sign how many scams and how many innocent lines show it."""
    return {
        name: (
            sum(name in _signs(line.text) for line in scams),
            sum(name in _signs(line.text) for line in innocent),
        )
        for name in STRENGTHS
    }
